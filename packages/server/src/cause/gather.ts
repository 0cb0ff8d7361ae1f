import type { Occurrence, Sample } from '@suyuan/core/cause/factor'
import { factorsOfOrigin, factorsOfWay } from '@suyuan/core/cause/factors'
import { rankCauses, type Ranking } from '@suyuan/core/cause/rank'
import type { FlowEvent } from '@suyuan/core/flow/flow-event'
import type { Trace } from '@suyuan/core/flow/trace'
import type { Tx, Work } from '../db/engine.ts'
import { holdersOf } from '../master/holders.ts'
import { endOfLog } from '../store/follow.ts'
import type { Viewer } from '../store/viewer.ts'
import { asking } from '../trace/ask.ts'
import { drawControl, type Control } from './control.ts'
import { Gathering, type Known } from './gathering.ts'
import { placesOf } from './places.ts'

/** One of the bad or good: what it is, and until when its way counts (microseconds). */
export type Given = { readonly id: string; readonly until?: number }

export type CauseQuestion = {
  readonly viewer: Viewer
  readonly bad: readonly Given[]
  /** Undefined: a control sample is drawn. */
  readonly good?: readonly Given[]
  /** Of the control sample. */
  readonly seed: number
  readonly limit: number
}

export type CauseAnswer = Ranking & {
  readonly bad: number
  readonly good: number
  /** Given, and named by no event. */
  readonly unseen: readonly string[]
  /** How the good ones were drawn, where none were given. */
  readonly control?: Control
  /** Up to where the log was known. */
  readonly position: number
}

/** What the bad share and the good do not: one walk a making, all in one thread. */
export const commonCause: Work<CauseQuestion, CauseAnswer> = {
  run: findCause,
  module: import.meta.url,
  name: 'findCause',
}

export async function findCause(tx: Tx, question: CauseQuestion): Promise<CauseAnswer> {
  const { viewer, bad, limit } = question
  const position = await endOfLog(tx)
  const given = question.good
  const control = given === undefined ? await drawControl(tx, { ...question, position }) : undefined
  const good: readonly Given[] = given ?? control?.drawn.map((id) => ({ id })) ?? []
  const gathering = new Gathering(await asking(tx, { viewer }))
  const known = new Map<Given, Known>()
  const unseen: string[] = []
  for (const one of [...bad, ...good]) {
    const told = await gathering.known(one.id)
    if (told === undefined) unseen.push(one.id)
    else known.set(one, told)
  }
  const sampleOf = await sampling(tx, gathering, known)
  const samples = { bad: bad.flatMap(sampleOf), good: good.flatMap(sampleOf) }
  return {
    ...rankCauses(samples.bad, samples.good, { limit }),
    bad: samples.bad.length,
    good: samples.good.length,
    unseen,
    ...(control && { control }),
    position,
  }
}

/** What each has; those of one making share what they were made from. */
async function sampling(
  tx: Tx,
  { events }: Gathering,
  known: ReadonlyMap<Given, Known>,
): Promise<(given: Given) => readonly Sample[]> {
  const seen = await placesOf(tx, events)
  const places = [...seen.values()].flatMap(({ place, readPoint }) => [
    place ?? [],
    readPoint ?? [],
  ])
  const holders = await holdersOf(tx, places.flat())
  const eventOf = (eventID: string): ReturnType<typeof seen.get> => seen.get(eventID)
  const partyOf = (place: string): string | undefined => holders.get(place)?.party
  const signOf = signsIn(events.values())
  const origins = new Map<Trace, readonly Occurrence[]>()
  return (given) => {
    const told = known.get(given)
    if (told === undefined) return []
    const origin =
      origins.get(told.trace) ?? factorsOfOrigin(told.trace, { eventOf, partyOf, signOf })
    origins.set(told.trace, origin)
    const until = given.until === undefined ? {} : { until: given.until }
    const way = factorsOfWay(given.id, told.past, { eventOf, partyOf, ...until })
    return [{ id: given.id, occurrences: [...origin, ...way] }]
  }
}

/** What was found wrong with a lot or an item itself: equipment is found wrong for a while, and used again. */
function signsIn(events: Iterable<FlowEvent>): (thing: string) => string | undefined {
  const signs = new Map<string, string>()
  for (const { void: isVoid, disposition, things } of events) {
    if (isVoid || disposition === undefined || !WRONG.has(disposition)) continue
    for (const { id, reusable } of things) if (!reusable) signs.set(id, disposition)
  }
  return (thing) => signs.get(thing)
}

const WRONG: ReadonlySet<string> = new Set(['non_conformant', 'damaged', 'expired', 'recalled'])
