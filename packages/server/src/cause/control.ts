import { commissionedIn } from '@suyuan/core/flow/names'
import { flowEventOf } from '@suyuan/core/flow/read'
import { classOf } from '@suyuan/core/id/class-and-lot'
import type { Tx } from '../db/engine.ts'
import { readStored } from '../store/read-stored.ts'
import { declaredAmong, storedAt, type Stored } from '../store/stored.ts'
import type { Viewer } from '../store/viewer.ts'

/** Things drawn from the log to stand for the good ones. Some of them may be bad, and nobody knows. */
export type Control = {
  /** The same seed draws the same from the same log. */
  readonly seed: number
  /** Products that were drawn from: those of the bad. */
  readonly classes: readonly string[]
  readonly drawn: readonly string[]
}

const WANTED = 100
const AT_ONCE = 100
/** Events looked at; a log of which fewer are makings of these products gives a smaller sample. */
const MOST_LOOKED_AT = 10_000

/** Items of the same products as the bad ones, one of a making at most, by chance. */
export async function drawControl(
  tx: Tx,
  {
    viewer,
    bad,
    seed,
    position,
  }: {
    readonly viewer: Viewer
    readonly bad: readonly { readonly id: string }[]
    readonly seed: number
    readonly position: number
  },
): Promise<Control> {
  const ids = new Set(bad.map(({ id }) => id))
  const classes = new Set([...ids].flatMap((id) => classOf(id) ?? []))
  const drawn = new Set<string>()
  const tried = new Set<number>()
  const next = chance(seed)
  for (let looked = 0; looked < MOST_LOOKED_AT && classes.size > 0; looked += AT_ONCE) {
    const fresh = new Set<number>()
    for (let i = 0; i < AT_ONCE * 4 && fresh.size < AT_ONCE; i++) {
      const at = 1 + Math.floor(next() * position)
      if (!tried.has(at)) fresh.add(at)
      tried.add(at)
    }
    if (fresh.size === 0) break
    for (const items of await makingsAt(tx, viewer, [...fresh])) {
      const fit = items.filter((item) => !ids.has(item) && classes.has(classOf(item) ?? ''))
      const one = fit[Math.floor(next() * fit.length)]
      if (one !== undefined && drawn.size < WANTED) drawn.add(one)
    }
    if (drawn.size >= WANTED || tried.size >= position) break
  }
  return { seed, classes: [...classes].sort(), drawn: [...drawn] }
}

/** The items that events at these positions commission, an event after another; void ones none. */
async function makingsAt(
  tx: Tx,
  viewer: Viewer,
  positions: readonly number[],
): Promise<readonly (readonly string[])[]> {
  const stored = await storedAt(tx, viewer, positions)
  const declared = await declaredAmong(
    tx,
    stored.map(({ eventID }) => eventID),
  )
  return stored.map((one) => (one.declares || declared.has(one.eventID) ? [] : itemsIn(one)))
}

function itemsIn(stored: Stored): readonly string[] {
  const { event, context } = readStored(stored)
  const { eventTime: time, position: order, eventID } = stored
  const flow = flowEventOf(event, context, { time, order, eventID, void: false })
  return commissionedIn(flow).flatMap(({ id, kind }) => (kind === 'item' ? [id] : []))
}

/** Numbers from 0 to 1 that the seed alone decides (mulberry32). */
function chance(seed: number): () => number {
  let state = seed | 0
  return () => {
    state = (state + 0x6d2b_79f5) | 0
    let t = Math.imul(state ^ (state >>> 15), 1 | state)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32
  }
}
