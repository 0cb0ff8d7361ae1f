import type { Part } from './flow-event.ts'
import { thingOf, type Event, type Named, type Thing } from './lineage.ts'
import { Leaves } from './leaves.ts'
import type { Certainty, GapKind, Link, Question } from './trace.ts'
import type { Amount } from './amount.ts'

/** When something is open to be looked into: at one moment, or at any moment of some spans. Both ends count. */
export type Span = { readonly from: number; readonly to: number }

export const ALWAYS: readonly Span[] = [{ from: -Infinity, to: Infinity }]

/** What a walk is asked: a trace's question, from one start or several at once. */
export type WalkQuestion = Pick<Question, 'at' | 'certainOnly' | 'links'> & {
  readonly of: readonly Part[]
}

/** A thing about to be walked from, and how it was reached. */
export type Visit = {
  readonly part: Named
  readonly distance: number
  /** For a reusable thing: only what entered at or before (backward), or is drawn at or after (forward), counts. */
  readonly bound: number
  /** Its contents in these spans are walked too. */
  readonly open?: readonly Span[]
  /** The one moment it is opened at; undefined: at any. A reusable thing found in it is bounded by that moment. */
  readonly moment?: number
  /** The event that used it as an input, itself or in a container, and what the link there leads to. */
  readonly usedBy?: Event
  readonly into?: Thing
  /** It is an input itself, not in one. */
  readonly itself?: boolean
  /** A lot used as such: its items are walked through, unreported. */
  readonly asLot?: boolean
}

/** A link as a walk finds it, before it is known which of its ends are reported. */
export type Step = {
  readonly from: Thing
  readonly to: Thing
  readonly how: Link['how']
  readonly event: Event
  readonly certainty: Certainty
  readonly amount?: Amount | undefined
}

export type FoundGap = { readonly kind: GapKind; readonly thing: Thing; readonly event: Event }

const HOWS: Readonly<Record<Link['how'], number>> = { 'made-from': 0, 'of-lot': 1, 'packed-in': 2 }

/** Things of a lineage, at most: two of them fit into one number. */
const THINGS = 2 ** 26

/** What a walk has found. Visits are taken in order of distance, so the first way to a thing is the shortest. */
export class Findings {
  readonly things: Map<Thing, { readonly part: Named; readonly distance: number }> = new Map()
  /** As they were first followed; and where each is: by event and kind of link, then by both ends. */
  readonly links: Step[] = []
  readonly #linkAt = new Map<number, Map<number, number>>()
  readonly #gaps = new Map<string, { readonly gap: FoundGap; readonly on: Thing[][] }>()
  readonly #waiting: Visit[][] = []
  readonly #starts: ReadonlySet<Thing>
  readonly #certainOnly: boolean
  readonly #leaves = new Leaves()
  /** Whether links are kept: when not, what ends a walk is only counted. */
  readonly keepsLinks: boolean
  #next = 0
  /** Whether a link that is only possible was met, and not followed. */
  refused = false

  constructor(
    starts: ReadonlySet<Thing>,
    { certainOnly, links }: Pick<Question, 'certainOnly' | 'links'>,
  ) {
    this.keepsLinks = links ?? true
    this.#starts = starts
    this.#certainOnly = certainOnly ?? false
  }

  /** Whether a link may be followed; when it may, it is kept. Told twice, a link is certain if it once was. */
  follow(step: Step): boolean {
    if (this.#certainOnly && step.certainty === 'possible') {
      this.refused = true
      return false
    }
    if (!this.keepsLinks) return true
    const key = step.event * 4 + HOWS[step.how]
    const alike = this.#linkAt.get(key) ?? new Map<number, number>()
    this.#linkAt.set(key, alike)
    const ends = step.from * THINGS + step.to
    const at = alike.get(ends)
    if (at === undefined) alike.set(ends, this.links.push(step) - 1)
    else if (this.links[at]?.certainty !== 'certain') this.links[at] = step
    return true
  }

  /** Notes a thing as found, at its least distance. A start is not reported. */
  found(part: Named, distance: number): void {
    const thing = thingOf(part)
    if (this.#starts.has(thing)) return
    if (this.#leaves.has(thing)) return
    const known = this.things.get(thing)
    if (known === undefined || known.distance > distance) this.things.set(thing, { part, distance })
  }

  /**
   * Notes what the walk ends at, where a visit would find nothing. Told in order of distance, but for what was found on a longer way
   * before.
   */
  end(part: Named, distance: number): void {
    const thing = thingOf(part)
    if (this.#starts.has(thing)) return
    if (this.things.size > 0 && this.things.has(thing)) this.found(part, distance)
    else this.#leaves.add(part, distance)
  }

  has(thing: Thing): boolean {
    return this.#leaves.has(thing) || this.things.has(thing)
  }

  /** How far the farthest thing is. */
  get farthest(): number {
    let far = this.#leaves.farthest
    for (const { distance } of this.things.values()) far = Math.max(far, distance)
    return far
  }

  /** How many things were found. */
  get size(): number {
    return this.things.size + this.#leaves.size
  }

  each(hear: (part: Named, distance: number) => void): void {
    for (const { part, distance } of this.things.values()) hear(part, distance)
    this.#leaves.each(hear)
  }

  visit(visit: Visit): void {
    this.found(visit.part, visit.distance)
    const same = (this.#waiting[visit.distance] ??= [])
    same.push(visit)
    this.#next = Math.min(this.#next, visit.distance)
  }

  /** All that waits at the least distance; nothing when the walk is over. */
  nearest(): readonly Visit[] {
    while (this.#next < this.#waiting.length) {
      const visits = this.#waiting[this.#next]
      this.#waiting[this.#next] = []
      if (visits !== undefined && visits.length > 0) return visits
      this.#next++
    }
    return []
  }

  /** Notes a gap; `on` are the things of the answer it lies on: a thing, or both ends of a link. */
  gap(kind: GapKind, thing: Thing, event: Event, on: readonly Thing[] = [thing]): void {
    const key = `${kind} ${thing} ${event}`
    const known = this.#gaps.get(key) ?? { gap: { kind, thing, event }, on: [] }
    known.on.push([...on])
    this.#gaps.set(key, known)
  }

  get hasGaps(): boolean {
    return this.#gaps.size > 0
  }

  /** The gaps that lie on what is told. */
  gapsOn(told: Told): readonly FoundGap[] {
    return [...this.#gaps.values()].flatMap(({ gap, on }) =>
      on.some((things) => things.every((thing) => told.has(thing))) ? [gap] : [],
    )
  }
}

/** What is told in an answer. */
export type Told = { has(thing: Thing): boolean }

/** The parts of two sets of spans that hold at the same moments. */
export function overlap(a: readonly Span[], b: readonly Span[]): readonly Span[] {
  const both: Span[] = []
  for (const x of a) {
    for (const y of b) {
      const from = Math.max(x.from, y.from)
      const to = Math.min(x.to, y.to)
      if (from <= to) both.push({ from, to })
    }
  }
  return both
}

export function holds(spans: readonly Span[], time: number): boolean {
  return spans.some((span) => span.from <= time && time <= span.to)
}

/** Remembers what was walked already, so that loops end: true the first time a thing is walked with what is new. */
export class Once {
  readonly #seen = new Map<string, Set<number | string>>()

  first(what: string, thing: Thing, ...with_: readonly (number | string)[]): boolean {
    const seen = this.#seen.get(what) ?? new Set<number | string>()
    this.#seen.set(what, seen)
    const key = with_.length === 0 ? thing : `${thing} ${with_.join(' ')}`
    if (seen.has(key)) return false
    seen.add(key)
    return true
  }
}
