import assert from 'node:assert/strict'
import fc from 'fast-check'
import type { EpcisEvent } from '@suyuan/core/event/event'
import type { Trace } from '@suyuan/core/flow/trace'
import { openAccess } from '../../packages/server/src/access/access.ts'
import { createApp } from '../../packages/server/src/app.ts'
import type { Engine } from '../../packages/server/src/db/engine.ts'
import { openStore } from '../../packages/server/src/store/open.ts'
import { flowsByStore, openLineage, type Flows } from '../../packages/server/src/trace/lineage.ts'
import { documentOf } from '../server.ts'
import { plainHistory, plainTrace, plainWhere, type PlainQuestion } from './plain-reading.ts'
import { world, type World } from './worlds.ts'

/** The address of a question of the trace API. */
export const pathOf = (
  what: string,
  { of, direction, at, depth, certainty }: Partial<PlainQuestion>,
): string => {
  const params = new URLSearchParams({ of: of ?? '' })
  if (direction !== undefined) params.set('direction', direction)
  if (at !== undefined) params.set('at', at)
  if (depth !== undefined) params.set('depth', String(depth))
  if (certainty !== undefined) params.set('certainty', certainty)
  return `/${what}?${params}`
}

/**
 * Random worlds, each captured into a store of its own, in two parts, and asked over the whole app: answered by the store, and
 * by the lineage in memory that follows it.
 */
export async function asPlainlyRead(place: () => Promise<string>, numRuns: number): Promise<void> {
  await fc.assert(
    fc.asyncProperty(world, fc.nat(60), async ({ events, question }, first) => {
      const where = await place()
      await using engine = await openStore(where)
      await using lineage = openLineage({ place: where, memory: 2 ** 28 })
      const told: string[] = []
      const byStore = appOver(engine, flowsByStore(engine))
      const byLineage = appOver(
        engine,
        lineage.flows(engine, (what) => told.push(what)),
      )
      await keep(byStore, events.slice(0, first))
      await byLineage.request(pathOf('where', { of: question.of }))
      await keep(byStore, events.slice(first))
      for (const app of [byStore, byLineage]) await answersPlainly(app, { events, question })
      assert.ok(told.length >= 2 && told.every((what) => what === 'lineage'), String(told))
    }),
    { numRuns },
  )
}

/** The whole app over an engine. */
export function appOver(engine: Engine, flows: Flows): App {
  return createApp({
    engine,
    flows,
    access: openAccess,
    now: () => Date.now() * 1000,
    log: (fault) => assert.fail(String(fault)),
  })
}

export type App = ReturnType<typeof createApp>

/** Captures events. */
export async function keep(app: App, events: readonly EpcisEvent[]): Promise<void> {
  if (events.length === 0) return
  const headers = { 'content-type': 'application/json' }
  const body = documentOf(events)
  const kept = await app.request('/capture', { method: 'POST', headers, body })
  assert.equal(kept.status, 202, await kept.text())
}

async function answersPlainly(app: App, { events, question }: World): Promise<void> {
  const ask = async (path: string): Promise<unknown> => {
    const answer = await app.request(path)
    return answer.status === 404 ? undefined : answer.json()
  }
  const trace = (await ask(pathOf('trace', question))) as Trace | undefined
  const plain = plainTrace(events, question)
  assert.deepEqual(trace && told(trace), plain && told(plain))
  const { of, at } = question
  const where = await ask(pathOf('where', { of, at }))
  const stands = plainWhere(events, { of, at })
  assert.deepEqual(where, stands && { of, ...(JSON.parse(JSON.stringify(stands)) as object) })
  const history = (await ask(pathOf('history', { of }))) as { events: Past[] } | undefined
  assert.deepEqual(history?.events.map(past), plainHistory(events, of)?.map(past))
  const counts = (await ask(pathOf('trace/counts', question))) as
    | { counts: Record<string, number> }
    | undefined
  for (const [kind, count] of Object.entries(counts?.counts ?? {})) {
    assert.equal(count, plain?.things.filter((thing) => thing.kind === kind).length)
  }
}

type Past = { readonly event: EpcisEvent; readonly through: string | null }

const past = ({ event, through }: Past): readonly unknown[] => [event.eventID, event.type, through]

type Told = Pick<Trace, 'complete'> & {
  readonly things: readonly object[]
  readonly links: readonly object[]
  readonly gaps: readonly object[]
}

function told({ things, links, gaps, complete }: Told): object {
  const sorted = (list: readonly object[]): readonly string[] =>
    list
      .map((one) =>
        JSON.stringify(
          Object.entries({ ...one, amount: undefined, share: undefined }).toSorted(byName),
        ),
      )
      .toSorted()
  return { things: sorted(things), links: sorted(links), gaps: sorted(gaps), complete }
}

const byName = ([a]: readonly [string, unknown], [b]: readonly [string, unknown]): number =>
  a < b ? -1 : 1
