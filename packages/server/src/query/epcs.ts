import { epcsOf, type Role } from '@suyuan/core/event/epcs'
import type { EpcisEvent } from '@suyuan/core/event/event'
import { identify } from '@suyuan/core/id/identify'
import type { Tx, Work } from '../db/engine.ts'
import { sql } from '../db/sql.ts'
import { between, readAt } from '../store/bucket.ts'
import { indexOf } from '../store/indexed.ts'
import { endOfLog } from '../store/log-end.ts'
import { selectStored, type Stored } from '../store/stored.ts'
import { THING, tokenOf } from '../store/token.ts'
import { visibleTo, type Viewer } from '../store/viewer.ts'

/** Where a page ended: behind this many EPCs of the event at this position, in the log as it was at the first page. */
export type EpcPlace = {
  readonly upTo: number
  readonly position: number
  readonly index: number
}

export type EpcQuestion = {
  readonly viewer: Viewer
  readonly perPage: number
  readonly after?: EpcPlace
}

export type EpcPage = {
  /** As the event spells them that named them first. */
  readonly epcs: readonly string[]
  readonly next?: EpcPlace
}

/**
 * All EPCs that events name, each once, in the order in which they came into the log: a page of them. There is no table of them
 * (a B-tree over random codes is what the runs are for): the log is walked, and an EPC is told where it is named first, which the
 * index over what events name says. A page may be short, or empty, where much is walked that names nothing new.
 */
export const knownEpcs: Work<EpcQuestion, EpcPage> = {
  run: listEpcs,
  module: import.meta.url,
  name: 'listEpcs',
}

/** Events read at once, and how many EPCs a page looks up at the most: some 20 µs each. */
const EVENTS = 64
const LOOKED_UP = 2000

/** Steps of {@link EVENTS} events in a page that has something, and in one that has nothing yet: 2 ms each. */
const STEPS = 8
const STEPS_FOR_ANY = 100

const INSTANCES: ReadonlySet<Role> = new Set(['epc', 'parent', 'child', 'input', 'output'])

type Candidate = {
  readonly id: string
  readonly canonical: string
  readonly position: number
}

export async function listEpcs(tx: Tx, { viewer, perPage, after }: EpcQuestion): Promise<EpcPage> {
  const upTo = after?.upTo ?? (await endOfLog(tx))
  const seen = new Set<string>()
  const epcs: string[] = []
  let place = { position: after?.position ?? 1, index: after?.index ?? 0 }
  for (let steps = 0; place.position <= upTo; steps++) {
    const left = Math.min(perPage - epcs.length, LOOKED_UP - seen.size)
    const enough = steps >= (epcs.length > 0 ? STEPS : STEPS_FOR_ANY)
    if (left <= 0 || enough) return { epcs, next: { upTo, ...place } }
    const step = await candidatesFrom({ tx, viewer, upTo, seen }, place, left)
    const first = await namedFirst(tx, viewer, step.candidates)
    for (const { id } of first) epcs.push(id)
    place = step.place
  }
  return { epcs }
}

type Walk = {
  readonly tx: Tx
  readonly viewer: Viewer
  readonly upTo: number
  /** Canonical names met on this page. */
  readonly seen: Set<string>
}

/** At most so many EPCs that this page has not met, and the place behind them. */
async function candidatesFrom(
  { tx, viewer, upTo, seen }: Walk,
  from: { readonly position: number; readonly index: number },
  limit: number,
): Promise<{ readonly candidates: readonly Candidate[]; readonly place: typeof from }> {
  const last = Math.min(upTo, from.position + EVENTS - 1)
  const these = between(tx, 'event', from.position, last)
  const events = await selectStored(tx, viewer, [these], sql`order by event.position`)
  const candidates: Candidate[] = []
  for (const event of events) {
    const ids = epcsIn(event)
    const begin = event.position === from.position ? from.index : 0
    for (let i = begin; i < ids.length; i++) {
      const id = ids[i] ?? ''
      const { canonical } = identify(id)
      if (seen.has(canonical)) continue
      if (candidates.length === limit) {
        return { candidates, place: { position: event.position, index: i } }
      }
      seen.add(canonical)
      candidates.push({ id, canonical, position: event.position })
    }
  }
  return { candidates, place: { position: last + 1, index: 0 } }
}

const epcsIn = ({ body }: Stored): readonly string[] =>
  epcsOf(JSON.parse(body) as EpcisEvent)
    .filter(({ role }) => INSTANCES.has(role))
    .map(({ id }) => id)

/** Positions tried at once whether an event still stands there. */
const TRIED = 16

/**
 * Those that no event before names. The index may lead to an event that was erased, or that the viewer may not see: such does
 * not count. It holds hashes; that another name has the same one, and is taken for this, happens once in 2^64 pairs.
 */
async function namedFirst(
  tx: Tx,
  viewer: Viewer,
  candidates: readonly Candidate[],
): Promise<readonly Candidate[]> {
  const tokens = candidates.map(({ canonical }) => tokenOf(THING, canonical))
  const found = await indexOf(tx).mentioningEach(tx, tokens)
  const before = candidates.map(({ position }, i) =>
    (found[i] ?? []).filter((one) => one < position).toSorted((a, b) => a - b),
  )
  const late = new Set<number>()
  for (let from = 0; ; from += TRIED) {
    const tried = before.flatMap((all, i) =>
      late.has(i) ? [] : all.slice(from, from + TRIED).map((position) => ({ i, position })),
    )
    if (tried.length === 0) break
    const standing = await standingAt(tx, viewer, [...new Set(tried.map((one) => one.position))])
    for (const { i, position } of tried) if (standing.has(position)) late.add(i)
  }
  return candidates.filter((_, i) => !late.has(i))
}

async function standingAt(
  tx: Tx,
  viewer: Viewer,
  positions: readonly number[],
): Promise<ReadonlySet<number>> {
  const rows = await readAt<{ position: number }>(
    tx,
    'event',
    positions,
    (there) => sql`select position from event where ${visibleTo(viewer)} and ${there}`,
  )
  return new Set(rows.map(({ position }) => position))
}
