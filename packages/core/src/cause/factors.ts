import { isoOf } from '../event/micros.ts'
import type { FlowEvent } from '../flow/flow-event.ts'
import type { Certainty, Link, Trace } from '../flow/trace.ts'
import type { Past } from '../flow/whereabouts.ts'
import { identify } from '../id/identify.ts'
import { keyOf, type Factor, type Occurrence } from './factor.ts'

/** An event as factors need it. */
export type Seen = Pick<FlowEvent, 'eventID' | 'time' | 'transformationID' | 'place'> & {
  /** Canonical; a line or a piece of equipment is seldom told otherwise. */
  readonly readPoint?: string
}

/** The party that master data names for a place. */
export type PartyOf = (place: string) => string | undefined

/** What is known beside the trace. */
type Knowing = {
  readonly eventOf: (eventID: string) => Seen | undefined
  readonly partyOf: PartyOf
}

const HOUR = 3_600_000_000

/** Factors, each once: by its surest and nearest occurrence. */
class Occurrences {
  readonly #found = new Map<string, Occurrence>()
  readonly #partyOf: PartyOf

  constructor(partyOf: PartyOf) {
    this.#partyOf = partyOf
  }

  add(factor: Factor, { certainty, distance }: Reached, sign?: string): void {
    const key = keyOf(factor)
    const known = this.#found.get(key)
    this.#found.set(key, {
      factor,
      certainty: known?.certainty === 'certain' ? 'certain' : certainty,
      distance: Math.min(known?.distance ?? Infinity, distance),
      ...(sign !== undefined && { sign }),
    })
  }

  /** Where and when something happened, and whose place that is. */
  at(event: Seen, kind: 'place' | 'visited', reached: Reached): void {
    for (const place of new Set([event.readPoint, event.place])) {
      if (place === undefined) continue
      this.add({ kind, id: place }, reached)
      const at = isoOf(Math.floor(event.time / HOUR) * HOUR)
      this.add({ kind: 'hour', id: place, at }, reached)
      const party = this.#partyOf(place)
      if (party !== undefined) this.add({ kind: 'party', id: party }, reached)
    }
  }

  all(): readonly Occurrence[] {
    return [...this.#found.values()]
  }
}

type Reached = { readonly certainty: Certainty; readonly distance: number }

const HERE: Reached = { certainty: 'certain', distance: 0 }

/**
 * What a thing has from what it was made of, by its backward trace: lots, things, tankers and silos as used then, where and in which
 * hour each step was done, by whom. A link counts as possible when what it leads to is.
 */
export function factorsOfOrigin(
  trace: Trace,
  {
    eventOf,
    partyOf,
    signOf,
  }: Knowing & { readonly signOf: (thing: string) => string | undefined },
): readonly Occurrence[] {
  const found = new Occurrences(partyOf)
  const reached = new Map<string, Reached>([
    [trace.of, { certainty: 'certain', distance: 0 }],
    ...trace.things.map(({ id, certainty, distance }) => [id, { certainty, distance }] as const),
  ])
  const gaps = new Map<string, string>(trace.gaps.map(({ id, kind }) => [id, kind]))
  for (const { id, kind, certainty, distance } of trace.things) {
    const { reusable } = identify(id)
    const what = kind === 'lot' ? 'lot' : reusable ? 'equipment' : 'item'
    found.add({ kind: what, id }, { certainty, distance }, gaps.get(id) ?? signOf(id))
  }
  for (const link of trace.links) addLink(found, link, { reached, eventOf })
  return found.all()
}

function addLink(
  found: Occurrences,
  { from, to, how, eventID, certainty }: Link,
  about: {
    readonly reached: ReadonlyMap<string, Reached>
    readonly eventOf: (eventID: string) => Seen | undefined
  },
): void {
  const event = about.eventOf(eventID)
  const into = about.reached.get(to)
  if (event === undefined || into === undefined) return
  const sure = certainty === 'certain' && into.certainty === 'certain' ? 'certain' : 'possible'
  const { distance } = into
  if (how === 'made-from' && identify(from).reusable) {
    const at = isoOf(event.time)
    found.add({ kind: 'trip', id: from, at }, { certainty: sure, distance: distance + 1 })
  }
  if (event.transformationID !== undefined) {
    found.add({ kind: 'run', id: event.transformationID }, { certainty: sure, distance })
  }
  found.at(event, 'place', { certainty: sure, distance })
}

/** What a thing has from where it went: the containers it was in, the places it was seen at; `until` a moment, if told. */
export function factorsOfWay(
  of: string,
  past: readonly Past[],
  { eventOf, partyOf, until = Infinity }: Knowing & { readonly until?: number },
): readonly Occurrence[] {
  const found = new Occurrences(partyOf)
  for (const { event, through } of past) {
    if (event.time > until) continue
    const parent = event.type === 'AggregationEvent' ? event.parent?.id : undefined
    for (const container of [through, parent]) {
      if (container === null || container === undefined || container === of) continue
      found.add({ kind: 'container', id: container }, HERE)
    }
    const seen = eventOf(event.eventID)
    if (seen !== undefined) found.at(seen, 'visited', HERE)
  }
  return found.all()
}
