import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import type { Trace } from '@suyuan/core/flow/trace'
import { openStore } from '../../packages/server/src/store/open.ts'
import { documentOf } from '../server.ts'
import { asPlainlyRead, pathOf } from '../trace/served-worlds.ts'
import { workedExample, workedTraces, workedWheres } from '../trace/worked-example.ts'
import { appOver } from './written-by/asked.ts'

/** Worlds asked of each engine; SUYUAN_SERVED_RUNS asks for more. */
const RUNS = Number(process.env['SUYUAN_SERVED_RUNS'] ?? 14)

/** What a trace means does not hang on the engine. */
export function traceContract(name: string, place: () => Promise<string>): void {
  suite(`traces on ${name}`, () => {
    test('the worked example of the definition, captured an event at a time, is answered as it is told', async () => {
      await using engine = await openStore(await place())
      const ask = appOver(engine, () => Date.now() * 1000)
      const headers = { 'content-type': 'application/json' }
      for (const one of workedExample) {
        const body = documentOf([one])
        assert.equal((await ask('/capture', { method: 'POST', headers, body })).status, 202)
      }
      for (const { line, question, things, gaps } of workedTraces) {
        const trace = (await (await ask(pathOf('trace', question))).json()) as Trace
        const told = trace.things.map(({ id, distance }) => [id, distance] as const)
        assert.deepEqual(new Map(told), new Map(things), line)
        assert.deepEqual(trace.gaps, gaps, line)
        assert.equal(trace.complete, gaps.length === 0, line)
      }
      for (const { line, question, where } of workedWheres) {
        const answer: unknown = await (await ask(pathOf('where', question))).json()
        assert.deepEqual(answer, { of: question.of, ...where }, line)
      }
    })

    test('any world that is captured is answered as the plain reading says', () =>
      asPlainlyRead(place, RUNS))
  })
}
