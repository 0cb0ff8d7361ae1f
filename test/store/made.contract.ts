import assert from 'node:assert/strict'
import { after, before, suite, test } from 'node:test'
import type { JsonObject } from '@suyuan/core/event/event'
import { openAccess } from '../../packages/server/src/access/access.ts'
import { createApp } from '../../packages/server/src/app.ts'
import type { Engine } from '../../packages/server/src/db/engine.ts'
import { readSelection, selectMade, type Selected } from '../../packages/server/src/query/made.ts'
import { OURSELVES } from '../../packages/server/src/store/follow.ts'
import { documentOf } from '../server.ts'
import {
  declaredWrong,
  lot,
  made,
  minute,
  packed,
  place,
  saw,
  story,
  tin,
  unit,
} from '../trace/tell.ts'

const line = place(2)
const wrong = made(4, [lot('P1')], [tin('c9')], { id: 'wrong', at: line })

const EVENTS = story(
  saw(0, 'ADD', [lot('M1')], { at: place(1) }),
  made(1, [lot('M1')], [lot('P1')], { at: line }),
  made(2, [lot('P1')], [tin('c1'), tin('c2')], { lot: 'F1', at: line }),
  made(3, [lot('P1')], [tin('c3'), [lot('R1'), 5, 'KGM']], { lot: 'F1', at: line }),
  wrong,
  declaredWrong(wrong),
  saw(5, 'ADD', [tin('c4'), tin('c2')], { at: line }),
  saw(6, 'OBSERVE', [tin('c5')], { at: line }),
  packed(7, 'ADD', { parent: unit(1), children: [tin('c6')] }, { at: line }),
)

/** More lots than events are read at once. */
const MANY = 2300

/** What a selection of events made, on any engine. */
export function madeContract(name: string, open: () => Promise<Engine>): void {
  suite(`what a selection of events made, on ${name}`, () => {
    let engine: Engine
    before(async () => {
      engine = await open()
      const now = (): number => Date.parse('2026-03-01T09:00:00Z') * 1000
      const app = createApp({ engine, access: openAccess, now, log: () => {} })
      const many = Array.from({ length: MANY }, (_, i) =>
        saw(100, 'ADD', [lot(`N${i}`)], { id: `many-${i}`, at: place(3) }),
      )
      const headers = { 'content-type': 'application/json' }
      const body = documentOf([...EVENTS, ...many])
      const answer = await app.request('/capture', { method: 'POST', headers, body })
      assert.equal(answer.status, 202, await answer.text())
    })
    after(() => engine[Symbol.asyncDispose]())

    const select = async (parameters: JsonObject): Promise<Selected> => {
      const read = readSelection(parameters, '/made')
      assert.ok(read.ok, JSON.stringify(read))
      return selectMade(engine, OURSELVES, read.value)
    }

    test('is what they commissioned or made, items and lots, each once, and of events declared wrong nothing', async () => {
      assert.deepEqual(await select({ EQ_bizLocation: line, GE_eventTime: minute(2) }), {
        ids: ['c1', 'c2', 'c3'].map(tin).concat(lot('R1'), tin('c4')),
        events: 7,
        void: 2,
      })
    })

    test('is bounded by the time that is given', async () => {
      const hour = { GE_eventTime: minute(2), LT_eventTime: minute(3) }
      const { ids } = await select({ EQ_bizLocation: [line], ...hour })
      assert.deepEqual(ids, [tin('c1'), tin('c2')])
    })

    test('is complete however many events there are', async () => {
      const { ids, events } = await select({ EQ_bizLocation: place(3) })
      assert.equal(events, MANY)
      assert.equal(new Set(ids).size, MANY)
    })

    test('is refused when there are more events than the question allows', async () => {
      await assert.rejects(select({ EQ_bizLocation: place(3), maxEventCount: 10 }), {
        refusal: 'QueryTooLargeException',
      })
    })

    test('names every fault of a selection, and one that nothing narrows', () => {
      const at = (parameters: JsonObject): readonly (readonly string[])[] => {
        const read = readSelection(parameters, '/suspects/0/made')
        return read.ok ? [] : read.problems.map((one) => [one.at, one.rule])
      }
      assert.deepEqual(at({}), [['/suspects/0/made', 'empty']])
      assert.deepEqual(at({ orderBy: 'eventTime' }), [['/suspects/0/made', 'empty']])
      const faults = at({ EQ_bizLocaton: 'x', GE_eventTime: 'yesterday' })
      assert.deepEqual(
        faults.map(([where]) => where),
        ['/suspects/0/made/EQ_bizLocaton', '/suspects/0/made/GE_eventTime'],
      )
    })
  })
}
