import { randomUUID } from 'node:crypto'
import { identify } from '@suyuan/core/id/identify'
import type { ReachAnswer, Reached } from '@suyuan/core/flow/reach'
import type { Difference, Suspect, Version } from '@suyuan/core/recall/case'
import { compare } from '@suyuan/core/recall/difference'
import type { Reach, ReachProgress } from '../access/reach.ts'
import { labelsOf } from '../catalogue/labels.ts'
import type { Engine } from '../db/engine.ts'
import { findHolders } from '../master/holders.ts'
import { readSelection, selectMade } from '../query/made.ts'
import { OURSELVES } from '../store/follow.ts'
import { BlockWriter, heldOf, linesAt, type Held, type Line } from './blocks.ts'
import type { Given, Kept } from './kept.ts'
import { Tally } from './tally.ts'
import { keepVersion, newestOf, type Found, type KeptVersion } from './versions.ts'

/** What tracing a case needs of the rest. */
export type Tracing = {
  readonly engine: Engine
  /** Microseconds since 1970. */
  readonly now: () => number
  readonly reach: Reach
  /** The lots of items and where they are: what a walk does not tell of its own starts. */
  readonly standing: (ids: readonly string[]) => Promise<readonly Reached[]>
}

export type Hearing = {
  readonly signal?: AbortSignal
  readonly progress?: (now: ReachProgress) => void
}

/** Traces a case and keeps what is found as its newest version. Begins again where another server was faster. */
export async function traceCase(
  room: Tracing,
  kept: Kept,
  because: Version['because'],
  hear: Hearing = {},
): Promise<KeptVersion> {
  for (;;) {
    const before = await room.engine.read(newestOf, kept.number)
    const run = randomUUID()
    const { found, held, blocks, position } = await walk(room, kept, { run, because, hear })
    const difference = before && (await differenceOf(room.engine, before.run, { run, held }))
    hear.signal?.throwIfAborted()
    const outcome = await room.engine.write(keepVersion, {
      recall: kept.number,
      ...placeAfter(before, difference),
      run,
      blocks,
      position,
      now: room.now(),
      found: { ...found, ...(difference && { difference }) },
    })
    const newest = await room.engine.read(newestOf, kept.number)
    if (outcome === 'kept' && newest !== undefined) return newest
  }
}

/** Which version it is: another where the set is another, the same where only whereabouts are. */
function placeAfter(
  before: KeptVersion | undefined,
  difference: Difference | undefined,
): { readonly basis: number; readonly version: number } {
  if (before === undefined) return { basis: 0, version: 1 }
  const changed = difference === undefined || isChange(difference)
  return { basis: before.number, version: before.version + (changed ? 1 : 0) }
}

const isChange = ({ added, removed, regraded }: Difference): boolean =>
  added + removed + regraded > 0

type Walked = {
  readonly found: Found
  readonly held: Held
  readonly blocks: number
  readonly position: number
}

type Walking = {
  readonly run: string
  readonly because: Version['because']
  readonly hear: Hearing
}

async function walk(room: Tracing, kept: Kept, { run, because, hear }: Walking): Promise<Walked> {
  const began = performance.now()
  const { starts, suspects } = await startsOf(room, kept.suspects, hear)
  const writer = new BlockWriter(room.engine, { run, recall: kept.number })
  const tally = new Tally()
  const take = async (things: readonly Reached[]): Promise<void> => {
    for (const thing of things) {
      const line = lineOf(thing)
      tally.add(line)
      await writer.add(line)
    }
  }
  const forward = await room.reach({ of: starts, direction: 'forward', where: true }, hear)
  const unseen = new Set(forward.unseen)
  await takeStarts(
    room,
    starts.filter((id) => !unseen.has(id)),
    take,
  )
  for await (const part of forward.things) {
    hear.signal?.throwIfAborted()
    await take(part)
  }
  const tracedMs = performance.now() - began
  const { held, blocks } = await writer.end()
  const { counts } = await room.reach({ of: starts, direction: 'backward' }, hear)
  const whereabouts = await whereaboutsOf(room, tally)
  return {
    held,
    blocks,
    position: forward.position,
    found: {
      because,
      affected: tally.affected,
      suspects: suspects.map((one) => seenIn(one, unseen)),
      unseen: [...unseen],
      lots: tally.lots,
      whereabouts,
      holders: tally.holders(whereabouts),
      upstream: upstreamOf(counts),
      gaps: forward.gaps.slice(0, MOST_GAPS),
      gapCount: forward.gaps.length,
      complete: forward.complete,
      tracedMs: rounded(tracedMs),
      totalMs: rounded(performance.now() - began),
    },
  }
}

const upstreamOf = ({ item, lot, ...more }: ReachAnswer['counts']): Found['upstream'] => ({
  origins: item + lot + more.class + more.place,
  lots: lot,
  items: item,
})

const MOST_GAPS = 1000
const rounded = (ms: number): number => Math.round(ms * 100) / 100

const seenIn = (one: Suspect, unseen: ReadonlySet<string>): Suspect =>
  'id' in one ? { ...one, seen: !unseen.has(one.id) } : one

/** Each start once, and the suspects with how much each selection found. */
async function startsOf(
  { engine }: Tracing,
  given: readonly Given[],
  { signal }: Hearing,
): Promise<{ readonly starts: readonly string[]; readonly suspects: readonly Suspect[] }> {
  const starts = new Set<string>()
  const suspects: Suspect[] = []
  for (const one of given) {
    if ('id' in one) {
      starts.add(one.id)
      suspects.push({ ...one, seen: true })
      continue
    }
    const read = readSelection(one.made, '')
    if (!read.ok) throw new Error('the selection of a recall cannot be read any more')
    const { ids, events } = await selectMade(engine, OURSELVES, read.value, signal)
    for (const id of ids) starts.add(id)
    suspects.push({ ...one, events, things: ids.length })
  }
  return { starts: [...starts], suspects }
}

/** Starts asked about at once. */
const STARTS = 500

async function takeStarts(
  room: Tracing,
  starts: readonly string[],
  take: (things: readonly Reached[]) => Promise<void>,
): Promise<void> {
  for (let from = 0; from < starts.length; from += STARTS) {
    await take(await room.standing(starts.slice(from, from + STARTS)))
  }
}

function lineOf({ id, kind, certainty, lots, where }: Reached): Line {
  const { reusable, scheme } = identify(id)
  return {
    id,
    kind,
    used: kind === 'item' && (reusable || scheme === 'sscc'),
    certain: certainty === 'certain',
    lot: lots?.[0] ?? null,
    container: where?.container ?? null,
    place: where?.place ?? null,
    state: where?.state ?? 'unknown',
  }
}

async function whereaboutsOf({ engine }: Tracing, tally: Tally): Promise<Found['whereabouts']> {
  const { places } = tally
  const holders = await engine.read(findHolders, places)
  const names = await engine.read(labelsOf, { viewer: OURSELVES, ids: places })
  return tally.whereabouts(holders, names)
}

/** Examples shown of a difference. */
const SHOWN = 100

async function differenceOf(
  engine: Engine,
  before: string,
  { run, held }: { readonly run: string; readonly held: Held },
): Promise<Difference> {
  const older = await heldOf(engine, before)
  const { added, removed, regraded } = compare(older, held)
  const named = async (of: string, set: Held, places: readonly number[]): Promise<string[]> => {
    const ordinals = places.slice(0, SHOWN).map((place) => set.ordinal[place] ?? 0)
    return (await linesAt(engine, of, ordinals)).map(({ id }) => id)
  }
  return {
    added: added.length,
    removed: removed.length,
    regraded: regraded.length,
    addedIds: await named(run, held, added),
    removedIds: await named(before, older, removed),
  }
}
