import { DELETE } from './event-flags.ts'
import {
  CHILDREN,
  GIVEN,
  PARENT,
  thingOf,
  type Event,
  type Mention,
  type Thing,
} from './lineage.ts'
import { packingsOf, parentIn } from './packing.ts'
import type { Standing } from './reach.ts'
import type { World } from './world.ts'

/** The events that decide where a thing is: the latest that names a place, and the latest that says it left or came. */
type Last = { readonly placed: Event; readonly moved: Event }
type Stay = {
  readonly parent: Thing
  readonly from: number
  readonly to: number
  readonly opened: Event
}

/** What was worked out of a thing in a span; undefined while it is being worked out. */
type Known = { readonly from: number; readonly to: number; last: Last | undefined }

const NONE = -1
const MOST_NOTED = 40
const NOTHING: Last = { placed: NONE, moved: NONE }

/** Where a thing is, in numbers; -1: not known, or in no container. */
export type Stand = {
  readonly place: Thing
  readonly state: Standing['state']
  readonly container: Thing
}

/**
 * Where many things are at one moment, as `whereabouts` tells it of one: what is so of a container is worked out once for
 * all that is in it. The things, and all that they were ever in, must have been loaded.
 */
export class Standings {
  readonly #world: World
  readonly #moment: number
  readonly #whole: { readonly from: number; readonly to: number }
  readonly #lasts = new Map<Thing, Known[]>()
  readonly #outward = new Map<Thing, Thing>()
  readonly #emptied = new Map<Thing, boolean>()
  #loops = false
  #stood: Stand = { place: NONE, state: 'unknown', container: NONE }
  /** How the thing asked about last is named: events and roles, in turn. */
  readonly #noted: number[] = []
  readonly #wholes = new Map<Thing, Last>()
  /** The container asked about last: things that lie side by side are in one. */
  #container: Thing = NONE
  #containerChain: readonly Thing[] = []
  #containerLast: Last = NOTHING

  constructor(world: World, moment: number = Infinity) {
    this.#world = world
    this.#moment = moment
    this.#whole = { from: -Infinity, to: moment }
  }

  of(thing: Thing): Stand {
    if (this.#isAlike(thing)) return this.#stood
    this.#stood = this.#of(thing)
    this.#note(thing)
    return this.#stood
  }

  /**
   * Whether the thing is named by the same events, in the same way, as the one asked about before: things made and packed together
   * stand at one place.
   */
  #isAlike(thing: Thing): boolean {
    const { lineage } = this.#world
    const noted = this.#noted
    let i = 0
    let at = lineage.lastOf(thing)
    for (; at >= 0; at = lineage.beforeOf(at), i += 2) {
      if (lineage.eventOf(at) !== noted[i] || lineage.roleOf(at) !== noted[i + 1]) return false
    }
    return i > 0 && i === noted.length
  }

  /** A container may be in itself: it is like no other. */
  #note(thing: Thing): void {
    const { lineage } = this.#world
    this.#noted.length = 0
    for (let at = lineage.lastOf(thing); at >= 0; at = lineage.beforeOf(at)) {
      const role = lineage.roleOf(at)
      if (role === PARENT || this.#noted.length > MOST_NOTED) {
        this.#noted.length = 0
        return
      }
      this.#noted.push(lineage.eventOf(at), role)
    }
  }

  #of(thing: Thing): Stand {
    const stays = this.#stays(thing)
    const parent = this.#parentIn(stays)
    const own = this.#latest(thing, except(stays, parent), this.#whole)
    const stand = this.#around(thing, parent, own)
    if (this.#loops) this.#forget()
    return stand
  }

  /** What was worked out in a loop of containers may lack what its asker knew. */
  #forget(): void {
    this.#lasts.clear()
    this.#wholes.clear()
    this.#noted.length = 0
    this.#outward.clear()
    this.#container = NONE
    this.#loops = false
  }

  #around(thing: Thing, parent: Thing, own: Last): Stand {
    if (parent === NONE || parent === thing) return this.#stand(own, NONE)
    if (parent !== this.#container) {
      this.#containerChain = this.#chain(parent)
      this.#containerLast = this.#lastOfAll([parent, ...this.#containerChain])
      this.#container = parent
    }
    const at = this.#containerChain.indexOf(thing)
    if (at < 0) {
      const outermost = this.#containerChain.at(-1) ?? parent
      return this.#stand(this.#later(own, this.#containerLast), outermost)
    }
    const chain = [parent, ...this.#containerChain.slice(0, at)]
    return this.#stand(this.#later(own, this.#lastOfAll(chain)), chain.at(-1) ?? parent)
  }

  #lastOfAll(chain: readonly Thing[]): Last {
    return chain.reduce((last, one) => this.#later(last, this.#wholeOf(one)), NOTHING)
  }

  /** The containers of a container, innermost first, until none is new. */
  #chain(from: Thing): readonly Thing[] {
    const chain: Thing[] = []
    for (let thing = from; ;) {
      const parent = this.#outward.get(thing) ?? this.#parentIn(this.#stays(thing))
      this.#outward.set(thing, parent)
      if (parent === NONE || parent === from || chain.includes(parent)) return chain
      chain.push(parent)
      thing = parent
    }
  }

  /** Of two containers at once, the one entered last. Here a stay no longer counts at its end. */
  #parentIn(stays: readonly Stay[]): Thing {
    let last: Stay | undefined
    for (const stay of stays) {
      if (stay.from > this.#moment) continue
      if (stay.to !== Infinity && this.#moment >= stay.to) continue
      if (last === undefined || this.#world.lineage.compare(last.opened, stay.opened) <= 0)
        last = stay
    }
    return last?.parent ?? NONE
  }

  #stays(thing: Thing): readonly Stay[] {
    return this.#onlyStay(thing) ?? packingsOf(this.#world, thing).map(stayOf)
  }

  /** The stays of what was named as a child once, and put into what was never emptied: nearly all there is. */
  #onlyStay(thing: Thing): readonly Stay[] | undefined {
    const { lineage } = this.#world
    let only: Mention = NONE
    for (let at = lineage.lastOf(thing); at >= 0; at = lineage.beforeOf(at)) {
      if (lineage.roleOf(at) !== CHILDREN || !this.#world.makes(lineage.eventOf(at))) continue
      if (only !== NONE) return undefined
      only = at
    }
    if (only === NONE) return []
    const opened = lineage.eventOf(only)
    const named = parentIn(this.#world, opened)
    if (named === undefined || lineage.action(opened) === DELETE) return []
    const parent = thingOf(named)
    return this.#isEmptied(parent)
      ? undefined
      : [{ parent, from: lineage.time(opened), to: Infinity, opened }]
  }

  /** Whether all was ever taken out of a container at once. */
  #isEmptied(parent: Thing): boolean {
    const known = this.#emptied.get(parent)
    if (known !== undefined) return known
    const { lineage } = this.#world
    let emptied = false
    for (let at = lineage.lastOf(parent); at >= 0 && !emptied; at = lineage.beforeOf(at)) {
      const event = lineage.eventOf(at)
      const empties = lineage.action(event) === DELETE && lineage.isChildless(event)
      emptied = empties && lineage.roleOf(at) === PARENT && this.#world.makes(event)
    }
    this.#emptied.set(parent, emptied)
    return emptied
  }

  /** All of a container's history but what it inherits from the container it is in: that is told by itself. */
  #wholeOf(thing: Thing): Last {
    const known = this.#wholes.get(thing)
    if (known !== undefined) return known
    const stays = this.#stays(thing)
    const last = this.#latest(thing, except(stays, this.#parentIn(stays)), this.#whole)
    this.#wholes.set(thing, last)
    return last
  }

  #latestOf(thing: Thing, span: { readonly from: number; readonly to: number }): Last {
    const known = this.#lasts.get(thing) ?? []
    for (const { from, to, last } of known) {
      if (from !== span.from || to !== span.to) continue
      if (last === undefined) this.#loops = true
      return last ?? NOTHING
    }
    if (known.length === 0) this.#lasts.set(thing, known)
    const here: Known = { ...span, last: undefined }
    known.push(here)
    here.last = this.#latest(thing, this.#stays(thing), span)
    return here.last
  }

  /** Of the history of a thing in a span: both ends of a stay count. */
  #latest(
    thing: Thing,
    stays: readonly Stay[],
    { from, to }: { readonly from: number; readonly to: number },
  ): Last {
    const { lineage } = this.#world
    let last = NOTHING
    for (let at = lineage.lastOf(thing); at >= 0; at = lineage.beforeOf(at)) {
      const event = lineage.eventOf(at)
      const time = lineage.time(event)
      if (time < from || time > to || lineage.roleOf(at) === GIVEN) continue
      if (this.#world.makes(event)) last = this.#later(last, this.#lastIn(event))
    }
    for (const stay of stays) {
      const span = { from: Math.max(from, stay.from), to: Math.min(to, stay.to) }
      if (span.from <= span.to) last = this.#later(last, this.#latestOf(stay.parent, span))
    }
    return last
  }

  #lastIn(event: Event): Last {
    const { lineage } = this.#world
    return {
      placed: lineage.placeOf(event) === undefined ? NONE : event,
      moved: lineage.movement(event) === undefined ? NONE : event,
    }
  }

  #later(a: Last, b: Last): Last {
    const placed = this.#laterOf(a.placed, b.placed)
    const moved = this.#laterOf(a.moved, b.moved)
    if (placed === a.placed && moved === a.moved) return a
    return placed === b.placed && moved === b.moved ? b : { placed, moved }
  }

  #laterOf(a: Event, b: Event): Event {
    if (a === NONE || a === b) return b
    if (b === NONE) return a
    return this.#world.lineage.compare(a, b) < 0 ? b : a
  }

  #stand({ placed, moved }: Last, container: Thing): Stand {
    const { lineage } = this.#world
    const place = placed === NONE ? undefined : lineage.placeOf(placed)
    if (place === undefined) return { place: NONE, state: 'unknown', container }
    const departed = moved !== NONE && lineage.movement(moved) === 'departed'
    return { place, state: departed ? 'in-transit' : 'at', container }
  }
}

const except = (stays: readonly Stay[], parent: Thing): readonly Stay[] =>
  stays.length === 1 && stays[0]?.parent === parent
    ? NO_STAYS
    : stays.filter((stay) => stay.parent !== parent)

const NO_STAYS: readonly Stay[] = []

const stayOf = ({ parent, from, to, opened }: ReturnType<typeof packingsOf>[number]): Stay => ({
  parent: thingOf(parent),
  from,
  to,
  opened,
})
