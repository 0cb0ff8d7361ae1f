import type { EpcisEvent } from '@suyuan/core/event/event'
import { backward } from './plain/backward.ts'
import { forward } from './plain/forward.ts'
import { gapsOfThing } from './plain/gaps.ts'
import { isSeen, recordOf } from './plain/record.ts'
import type { PlainRecord } from './plain/record.ts'
import { instant } from './plain/standing.ts'
import { kindOf } from './plain/things.ts'
import type { PlainKind } from './plain/things.ts'
import { follow } from './plain/walk.ts'
import type { Certainty, Followed, PlainGap, PlainLink, Walk } from './plain/walk.ts'

export { plainHistory, plainWhere } from './plain/whereabouts.ts'
export type { PlainHistory, PlainWhere } from './plain/whereabouts.ts'
export type { PlainGap, PlainLink } from './plain/walk.ts'

export type PlainThing = {
  readonly id: string
  readonly kind: PlainKind
  readonly distance: number
  readonly certainty: Certainty
}

/** Things by distance, then id; links and gaps by their text: an answer has one spelling. */
export type PlainTrace = {
  readonly things: readonly PlainThing[]
  readonly links: readonly PlainLink[]
  readonly gaps: readonly PlainGap[]
  readonly complete: boolean
}

export type PlainQuestion = {
  readonly of: string
  readonly direction: 'backward' | 'forward'
  readonly at?: string | undefined
  readonly depth?: number | undefined
  readonly certainty?: 'certain' | undefined
}

type AnyState = { readonly thing: string }

/**
 * The trace that trace-semantics.md defines, read slowly. `events` in the order of capture, identifiers in canonical
 * Digital Link form; undefined for a thing never seen.
 */
export function plainTrace(
  events: readonly EpcisEvent[],
  question: PlainQuestion,
): PlainTrace | undefined {
  if (!isSeen(events, question.of)) return undefined
  const record = recordOf(events)
  const at = question.at === undefined ? null : instant(question.at)
  return question.direction === 'backward'
    ? answer(record, question, backward(record, question.of, at))
    : answer(record, question, forward(record, question.of, at))
}

function answer<State extends AnyState>(
  record: PlainRecord,
  question: PlainQuestion,
  walk: Walk<State>,
): PlainTrace {
  const certain = follow(walk, (link) => link.certainty === 'certain')
  const followed = question.certainty === 'certain' ? certain : follow(walk, () => true)
  const reached = thingsOf(followed, certain).filter(({ id }) => id !== question.of)
  const things = reached.filter(({ distance }) => distance <= (question.depth ?? Infinity))
  const told = new Set([question.of, ...things.map(({ id }) => id)])
  const steps = followed.steps.filter(({ link }) => told.has(link.from) && told.has(link.to))
  const gaps = distinct([
    ...steps.flatMap((step) => step.gaps),
    ...[...told].flatMap((id) => gapsOfThing(record, id, question.direction)),
  ])
  return {
    things,
    links: certainWins(steps.map(({ link }) => link)),
    gaps,
    complete: gaps.length === 0 && things.length === reached.length,
  }
}

/** "a thing reached by at least one certain path is certain" */
function thingsOf<State>(
  followed: Followed<State>,
  certain: Followed<State>,
): readonly PlainThing[] {
  return [...followed.distances]
    .map(([id, distance]): PlainThing => {
      const certainty = certain.distances.has(id) ? 'certain' : 'possible'
      return { id, kind: kindOf(id), distance, certainty }
    })
    .toSorted((a, b) => a.distance - b.distance || byText(a, b))
}

/** One link followed in two ways is told once, and is certain when it is so in one of them. */
function certainWins(links: readonly PlainLink[]): readonly PlainLink[] {
  const all = distinct(links)
  return all.filter(
    (link) =>
      link.certainty === 'certain' ||
      !all.some((other) => byText(other, { ...link, certainty: 'certain' }) === 0),
  )
}

function distinct<T extends object>(list: readonly T[]): readonly T[] {
  return list
    .toSorted(byText)
    .filter((one, at, sorted) => at === 0 || byText(one, sorted[at - 1] ?? {}) !== 0)
}

function byText(a: object, b: object): number {
  const [left, right] = [JSON.stringify(a), JSON.stringify(b)]
  if (left === right) return 0
  return left < right ? -1 : 1
}
