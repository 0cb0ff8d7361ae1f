import assert from 'node:assert/strict'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, suite, test } from 'node:test'
import type { ListPayload } from '@suyuan/core/sellable/blocked-list'
import type { OfflineAnswer } from '@suyuan/core/sellable/offline'
import type { Engine } from '../../packages/server/src/db/engine.ts'
import type { Block } from '../../packages/server/src/sellable/blocks.ts'
import { suyuan, type Ran } from '../cli/suyuan.ts'
import { packed, PRODUCT, saw, story, tin, tinLot, unit } from '../trace/tell.ts'
import { asking, type Asking } from './asking.ts'

const HOUR = 3_600_000

const hoursAgo = (hours: number): string => new Date(Date.now() - hours * HOUR).toISOString()

const payloadIn = (text: string): ListPayload =>
  JSON.parse(text.split('\n')[0] ?? '') as ListPayload

/** Opens a recall; its address. */
async function recalling(ask: Asking, suspects: readonly string[], drill = false): Promise<string> {
  const knownAt = '2026-03-02T08:00:00Z'
  const body = JSON.stringify({ suspects, reason: 'test', level: 1, knownAt, drill })
  const headers = { 'content-type': 'application/json' }
  const answer = await ask.request('/recalls', { method: 'POST', headers, body })
  assert.equal(answer.status, 201, await answer.clone().text())
  return answer.headers.get('location') ?? ''
}

async function fetched(ask: Asking, path: string): Promise<string> {
  const answer = await ask.request(path)
  const text = await answer.text()
  assert.equal(answer.status, 200, text)
  return text
}

const tagOf = async (ask: Asking, known: string): Promise<readonly [number, string]> => {
  const headers = { 'if-none-match': known }
  const answer = await ask.request('/sellable/blocked', { headers })
  await answer.text()
  return [answer.status, answer.headers.get('etag') ?? '']
}

/** What holds on every engine. */
export function listContract(name: string, open: () => Promise<Engine>): void {
  suite(`${name}: the list of what is blocked`, () => {
    let engine: Engine
    let ask: Asking
    let folder = ''
    let at = ''
    const file = (text: string, named = 'list'): string => {
      writeFileSync(join(folder, named), text)
      return join(folder, named)
    }
    const till = (list: string, ...args: readonly string[]): Promise<Ran> =>
      suyuan(['sellable', '--list', list, '--key', join(folder, 'key'), ...args])
    const answers = async (...of: readonly string[]): Promise<readonly OfflineAnswer[]> => {
      const list = file(await fetched(ask, '/sellable/blocked'))
      const { out, err } = await till(list, '--json', ...of)
      assert.match(err, /^list \d+, issued /)
      return out
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line) as OfflineAnswer)
    }

    before(async () => {
      folder = mkdtempSync(join(tmpdir(), 'suyuan-list-'))
      engine = await open()
      ask = asking(engine, { now: new Date().toISOString() })
      await ask.capture(
        story(
          saw(0, 'ADD', [tin('c1'), tin('c2')], { lot: 'F1' }),
          saw(0, 'ADD', [tin('d1')], { lot: 'F2' }),
          saw(0, 'ADD', [tin('e1'), tin('e2')], { lot: 'F3' }),
          packed(1, 'ADD', { parent: unit(1), children: [tin('d1')] }),
        ),
      )
      await recalling(ask, [tinLot('F2')], true)
      at = await recalling(ask, [tinLot('F1')])
      file(await fetched(ask, '/sellable/key'), 'key')
    })
    after(async () => {
      await engine[Symbol.asyncDispose]()
      rmSync(folder, { recursive: true })
    })

    test('what an open recall is about is answered no, in any spelling; a drill forbids nothing', async () => {
      const labelled = tin('new').replace('/21/', '/10/F1/21/')
      const of = [
        tin('c1'),
        'urn:epc:id:sgtin:6901234.056789.c2',
        tinLot('F1'),
        labelled,
        tin('d1'),
      ]
      const recalled = [{ kind: 'recalled', ref: at }]
      assert.deepEqual(await answers(...of), [
        { of: tin('c1'), answer: 'no', reasons: recalled },
        { of: tin('c2'), answer: 'no', reasons: recalled },
        { of: tinLot('F1'), answer: 'no', reasons: recalled },
        { of: tin('new'), answer: 'no', reasons: [{ ...recalled[0], of: tinLot('F1') }] },
        { of: tin('d1'), answer: 'not-listed', reasons: [] },
      ])
    })

    test('what the label says is over is answered no; a case and a product without lot, unknown', async () => {
      const found = await answers(
        `${tin('d1')}?17=250101`,
        `${tin('d1')}?17=491231`,
        unit(1),
        PRODUCT,
      )
      assert.deepEqual(
        found.map(({ answer, reasons }) => [answer, ...reasons.map(({ kind }) => kind)]),
        [
          ['no', 'expired'],
          ['not-listed'],
          ['unknown', 'contents-not-known'],
          ['unknown', 'no-serial-or-lot'],
        ],
      )
    })

    test('the exit code says whether all may pass', async () => {
      const list = file(await fetched(ask, '/sellable/blocked'))
      const codes = [[tin('d1')], [tin('d1'), tin('c1')], [unit(1)], ['milk'], [`${tin('x')}/`], []]
      const ran = await Promise.all(codes.map((of) => till(list, ...of)))
      assert.deepEqual(
        ran.map(({ code }) => code),
        [0, 1, 1, 2, 2, 2],
      )
      const without = await suyuan(['sellable', '--list', list, tin('d1')])
      assert.deepEqual([without.code, /--key FILE/.test(without.err)], [2, true])
    })

    test('a list that was changed anywhere is refused', async () => {
      const text = await fetched(ask, '/sellable/blocked')
      const [payload = '', signature = ''] = text.split('\n')
      const changed: readonly (readonly [string, RegExp])[] = [
        [text.replace('/10/F1', '/10/F9'), /refused \(signature\): its signature does not fit/],
        [text.replace('"expires":"2', '"expires":"3'), /\(signature\)/],
        [`${payload} \n${signature}\n`, /\(signature\)/],
        [text.replace('"signature":"', '"signature":"AA'), /\(signature\)/],
        [text.replace('"kid":"', '"kid":"A'), /\(signature\): it is signed with the key A/],
        [payload, /\(not-a-list\)/],
        [`${text}{}`, /\(not-a-list\)/],
        ['', /\(not-a-list\)/],
      ]
      for (const [one, says] of changed) {
        const { code, out, err } = await till(file(one), tin('d1'))
        assert.deepEqual([code, out], [1, ''], err)
        assert.match(err, says)
      }
    })

    test('only the public part of the key is told, and another key is not taken', async () => {
      const key = JSON.parse(readFileSync(join(folder, 'key'), 'utf8')) as Record<string, unknown>
      assert.deepEqual(Object.keys(key), ['kty', 'crv', 'x', 'kid', 'alg', 'use'])
      await using other = await open()
      const strange = asking(other, { now: new Date().toISOString() })
      const { code, err } = await till(file(await fetched(strange, '/sellable/blocked')), tin('d1'))
      assert.deepEqual([code, /\(signature\)/.test(err)], [1, true], err)
    })

    test('the key stays when the store is opened again', async () => {
      const again = asking(engine, { now: ask.now })
      assert.equal(await fetched(again, '/sellable/key'), readFileSync(join(folder, 'key'), 'utf8'))
    })

    test('a list is good for a day', async () => {
      await using other = await open()
      const past = asking(other, { now: hoursAgo(23) })
      file(await fetched(past, '/sellable/key'), 'key')
      assert.equal((await till(file(await fetched(past, '/sellable/blocked')), tin('d1'))).code, 0)
      await using third = await open()
      for (const [hours, rule] of [
        [25, 'expired'],
        [-1, 'not-yet-issued'],
      ] as const) {
        const then = asking(third, { now: hoursAgo(hours) })
        file(await fetched(then, '/sellable/key'), 'key')
        const { code, err } = await till(file(await fetched(then, '/sellable/blocked')), tin('d1'))
        assert.deepEqual([code, err.includes(`(${rule})`)], [1, true], err)
      }
      file(await fetched(ask, '/sellable/key'), 'key')
    })

    test('only a list that changed, or half of whose time is over, is sent again; all servers send the same', async () => {
      await using other = await open()
      const one = asking(other, { now: '2026-03-02T08:00:00Z' })
      await one.capture(story(saw(0, 'ADD', [tin('c1')], { lot: 'F1' })))
      const first = await fetched(one, '/sellable/blocked')
      assert.deepEqual(payloadIn(first).lots, [])
      const tag = `"${payloadIn(first).number}"`
      assert.deepEqual(await tagOf(one, tag), [304, tag])
      one.now = '2026-03-02T19:59:00Z'
      assert.deepEqual(await tagOf(one, `"1", W/${tag}`), [304, tag])
      const two = asking(other, { now: one.now })
      assert.equal(await fetched(two, '/sellable/blocked'), first)

      await recalling(two, [tinLot('F1')])
      const [status, changed] = await tagOf(one, tag)
      assert.deepEqual([status, changed === tag], [200, false])
      assert.equal(await fetched(one, '/sellable/blocked'), await fetched(two, '/sellable/blocked'))
      one.now = '2026-03-03T09:00:00Z'
      assert.equal((await tagOf(one, changed))[0], 200)
      const { number, issued, expires, position, lots } = payloadIn(
        await fetched(one, '/sellable/blocked'),
      )
      assert.deepEqual(
        [number > payloadIn(first).number, issued, expires, position, lots.map(([id]) => id)],
        [true, '2026-03-03T09:00:00.000Z', '2026-03-04T09:00:00.000Z', 1, [tinLot('F1')]],
      )
    })

    test('one that is captured now is on the next list; an older list than one that was taken is refused', async () => {
      const seen = join(folder, 'seen')
      const older = file(await fetched(ask, '/sellable/blocked'), 'older')
      assert.equal((await till(older, '--seen', seen, tin('c3'))).code, 0)
      await ask.capture([{ ...saw(2, 'ADD', [tin('c3')], { lot: 'F1' }), eventID: 'urn:uuid:c3' }])
      const newer = file(await fetched(ask, '/sellable/blocked'), 'newer')
      assert.equal((await till(newer, '--seen', seen, tin('c3'))).code, 1)
      assert.equal((await till(newer, '--seen', seen, tin('d1'))).code, 0)
      const { code, err } = await till(older, '--seen', seen, tin('d1'))
      assert.deepEqual([code, err.includes('(older)')], [1, true], err)
    })

    test('of a lot of which one tin is affected, a label that names the lot is stopped', async () => {
      await recalling(ask, [tin('e1')])
      const labelled = tin('e2').replace('/21/', '/10/F3/21/')
      const found = await answers(tin('e1'), tin('e2'), labelled)
      assert.deepEqual(
        found.map(({ answer }) => answer),
        ['no', 'not-listed', 'no'],
      )
    })

    test('what changes while it is listed is listed again', async () => {
      let state = 0
      const hold: Block = {
        reasons: (subjects) => Promise.resolve(subjects.map(() => [])),
        all: async function* () {
          const ids = state === 0 ? [] : [{ id: tin('h1'), kind: 'held', ref: '/holds/1' }]
          yield ids
          state = 1
        },
        state: () => Promise.resolve(String(state)),
      }
      await using other = await open()
      const held = asking(other, { now: new Date().toISOString(), blocks: [hold] })
      const { marks } = payloadIn(await fetched(held, '/sellable/blocked'))
      assert.deepEqual(
        marks.sets.map(({ kind, ref, count }) => [kind, ref, count]),
        [['held', '/holds/1', 1]],
      )
    })
  })
}
