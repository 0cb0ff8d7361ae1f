import type { FlowEvent, Part } from './flow-event.ts'
import type { Gap, GapKind, Link, Question } from './trace.ts'

/** When something is open to be looked into: at one moment, or at any moment of some spans. Both ends count. */
export type Span = { readonly from: number; readonly to: number }

export const ALWAYS: readonly Span[] = [{ from: -Infinity, to: Infinity }]

/** A thing about to be walked from, and how it was reached. */
export type Visit = {
  readonly part: Part
  readonly distance: number
  /** For a reusable thing: only what entered at or before (backward), or is drawn at or after (forward), counts. */
  readonly bound: number
  /** Its contents in these spans are walked too. */
  readonly open?: readonly Span[]
  /** The one moment it is opened at; undefined: at any. A reusable thing found in it is bounded by that moment. */
  readonly moment?: number
  /** The event that used it as an input, itself or in a container, and what the link there leads to. */
  readonly usedBy?: FlowEvent
  readonly into?: string
  /** It is an input itself, not in one. */
  readonly itself?: boolean
  /** A lot used as such: its items are walked through, unreported. */
  readonly asLot?: boolean
}

/** What a walk has found. Visits are taken in order of distance, so the first way to a thing is the shortest. */
export class Findings {
  readonly things: Map<string, { readonly part: Part; readonly distance: number }> = new Map()
  readonly links: Map<string, Link> = new Map()
  readonly #gaps: Map<string, { readonly gap: Gap; readonly on: string[][] }> = new Map()
  readonly #waiting: Visit[][] = []
  readonly #start: string
  readonly #certainOnly: boolean
  #next = 0

  constructor({ of, certainOnly }: Question) {
    this.#start = of.id
    this.#certainOnly = certainOnly ?? false
  }

  /** Whether a link may be followed; when it may, it is kept. Told twice, a link is certain if it once was. */
  follow(link: Link): boolean {
    if (this.#certainOnly && link.certainty === 'possible') return false
    const key = `${link.from} ${link.to} ${link.how} ${link.eventID}`
    if (this.links.get(key)?.certainty !== 'certain') this.links.set(key, link)
    return true
  }

  /** Notes a thing as found, at its least distance. The start is not reported. */
  found(part: Part, distance: number): void {
    if (part.id === this.#start) return
    const known = this.things.get(part.id)
    if (known === undefined || known.distance > distance)
      this.things.set(part.id, { part, distance })
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
  gap(kind: GapKind, id: string, event: FlowEvent, on: readonly string[] = [id]): void {
    const key = `${kind} ${id} ${event.eventID}`
    const known = this.#gaps.get(key) ?? { gap: { kind, id, eventID: event.eventID }, on: [] }
    known.on.push([...on])
    this.#gaps.set(key, known)
  }

  /** The gaps that lie on what is told. */
  gapsOn(told: ReadonlySet<string>): readonly Gap[] {
    return [...this.#gaps.values()].flatMap(({ gap, on }) =>
      on.some((things) => things.every((thing) => told.has(thing))) ? [gap] : [],
    )
  }
}

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
  readonly #seen = new Set<string>()

  first(...key: readonly (string | number)[]): boolean {
    const text = key.join(' ')
    if (this.#seen.has(text)) return false
    this.#seen.add(text)
    return true
  }
}
