import assert from 'node:assert/strict'
import { after, before, suite, test } from 'node:test'
import type { Reason } from '@suyuan/core/sellable/verdict'
import type { Engine } from '../../packages/server/src/db/engine.ts'
import type { Block } from '../../packages/server/src/sellable/blocks.ts'
import { packed, saw, story, tin, tinLot, unit } from '../trace/tell.ts'
import { CASES, NOW } from './cases.ts'
import { asking, type Asking } from './asking.ts'

const K = unit(1)

const told = ({ kind, ref, of }: Reason): readonly [string, string, string?] =>
  of === undefined ? [kind, ref] : [kind, ref, of]

/** What holds on every engine. */
export function sellableContract(name: string, open: () => Promise<Engine>): void {
  for (const { line, events, of, answer, why = [] } of CASES) {
    test(`${name}: ${line}: ${answer}`, async () => {
      await using engine = await open()
      const ask = asking(engine, { now: NOW })
      if (events.length > 0) await ask.capture(events)
      const verdict = await ask.sellable(of)
      assert.deepEqual([verdict.answer, verdict.reasons.map(told)], [answer, why])
      assert.deepEqual(await ask.sellableOf([of, of]), [verdict, verdict])
    })
  }

  suite(`${name}: what other rooms forbid`, () => {
    let engine: Engine
    let ask: Asking
    const asked: unknown[] = []
    const recall: Block = {
      reasons: (subjects) => {
        asked.push(...subjects)
        return Promise.resolve(
          subjects.map(({ lots }) =>
            lots.includes(tinLot('F1')) ? [{ kind: 'recalled', ref: '/recalls/1' }] : [],
          ),
        )
      },
      all: async function* () {},
      state: () => Promise.resolve(''),
    }
    before(async () => {
      engine = await open()
      ask = asking(engine, { now: NOW, blocks: [recall] })
      await ask.capture(
        story(
          saw(0, 'ADD', [tin('c1'), tin('c2')], { lot: 'F1' }),
          saw(0, 'ADD', [tin('d1')], { lot: 'F2' }),
          packed(1, 'ADD', { parent: K, children: [tin('c1')] }),
        ),
      )
    })
    after(() => engine[Symbol.asyncDispose]())

    test('each is asked about with its lots, and the container with what it holds', async () => {
      const answers = await ask.sellableOf([tin('c1'), tin('d1'), K])
      assert.deepEqual(
        answers.map((one) => [one.answer, one.reasons.map(told)]),
        [
          ['no', [['recalled', '/recalls/1']]],
          ['yes', []],
          ['no', [['recalled', '/recalls/1', tin('c1')]]],
        ],
      )
    })

    test('a lot that only the label names is asked about too', async () => {
      const { reasons } = await ask.sellable(tin('new').replace('/21/', '/10/F1/21/'))
      assert.deepEqual(
        reasons.map(({ kind }) => kind),
        ['never-commissioned', 'recalled'],
      )
    })

    test('what an open recall is about is recalled, with its tins and what holds them; a drill forbids nothing', async () => {
      const open = async (drill: boolean): Promise<string> => {
        const suspects = [tinLot('F2')]
        const body = JSON.stringify({ suspects, reason: 'test', level: 1, knownAt: NOW, drill })
        const headers = { 'content-type': 'application/json' }
        const answer = await ask.request('/recalls', { method: 'POST', headers, body })
        assert.equal(answer.status, 201, await answer.clone().text())
        return answer.headers.get('location') ?? ''
      }
      await open(true)
      assert.equal((await ask.sellable(tin('d1'))).answer, 'yes')
      const at = await open(false)
      for (const id of [tin('d1'), tinLot('F2'), tin('d1').replace('/21/', '/10/F2/21/')]) {
        const { answer, reasons } = await ask.sellable(id)
        assert.deepEqual([answer, reasons.map(told)], ['no', [['recalled', at]]], id)
      }
      // One that is captured now is of it too.
      await ask.capture([{ ...saw(2, 'ADD', [tin('d2')], { lot: 'F2' }), eventID: 'urn:uuid:d2' }])
      assert.equal((await ask.sellable(tin('d2'))).answer, 'no')
      assert.equal((await ask.sellable(tin('c2'))).reasons.length, 1)
    })

    test('the spelling does not matter', async () => {
      const { of, answer } = await ask.sellable('urn:epc:id:sgtin:6901234.056789.d1')
      assert.deepEqual([of, answer], [tin('d1'), 'no'])
    })

    test('what cannot be read is refused, all of it at once', async () => {
      const refused = await ask.post({ of: ['milk', tin('c1'), 'urn:epc:id:sgtin:1.2'] }, 400)
      assert.deepEqual(
        (refused as { problems: { at: string }[] }).problems.map(({ at }) => at),
        ['/of/0', '/of/2'],
      )
      for (const body of [{}, [], { of: [] }, { of: [1] }, { of: [tin('c1')], at: 'now' }]) {
        await ask.post(body, 400)
      }
      await ask.post({ of: Array.from({ length: 10_001 }, () => tin('c1')) }, 400)
    })
  })
}
