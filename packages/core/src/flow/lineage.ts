import type { Amount } from './amount.ts'
import { Column, lastUpTo } from './column.ts'
import type { FlowEvent, Part } from './flow-event.ts'
import {
  ACTION_SHIFT,
  ARRIVED,
  CHILDLESS,
  DEPARTED,
  flagsOf,
  RECEIVED,
  TYPE_BITS,
} from './event-flags.ts'
import { Transformations } from './transformations.ts'
import { Texts, type Naming } from './naming.ts'

/** A thing as a lineage counts it. */
export type Thing = number
/** A thing as one event names it: the thing, and of what kind it is there. */
export type Named = number
/** An event as a lineage counts it. */
export type Event = number
/** One naming of a thing in one event. */
export type Mention = number

export const KINDS: readonly Part['kind'][] = ['item', 'lot', 'class', 'place']
export const ITEM = 0
export const LOT = 1
export const PLACE = 3

/** Where in an event a thing is named. `GIVEN`: as the lot of the items that follow it in its list. */
export const PARENT = 0
export const THINGS = 1
export const CHILDREN = 2
export const INPUTS = 3
export const OUTPUTS = 4
export const GIVEN = 5
export type Role = 0 | 1 | 2 | 3 | 4 | 5

/** What is known of a thing whatever the question; others are {@link Lineage.mark}ed by who counts on them. */
export const REUSABLE = 1
/** An item of a GTIN: one that is expected to be of a lot. */
export const OF_GTIN = 2

const NO_LOT: Thing = 0
const NONE = 0

export const thingOf = (named: Named): Thing => Math.floor(named / 4)
export const kindOf = (named: Named): number => named % 4
export const namedAs = (thing: Thing, kind: number): Named => thing * 4 + kind

/**
 * Events as a walk wants them: numbers in typed arrays, each naming of a thing joined to the one before of the same thing.
 * A naming takes 12 bytes, an event 22, a thing 5 beside its name. Things are numbered from 1, at most 2^27 of them.
 */
export class Lineage {
  readonly #time = new Column((length) => new Float64Array(length))
  readonly #order = new Column((length) => new Uint32Array(length))
  readonly #flags = new Column((length) => new Uint16Array(length))
  readonly #place = new Column((length) => new Uint32Array(length))
  readonly #first = new Column((length) => new Uint32Array(length))
  /** thing × 32 + kind × 8 + role. */
  readonly #words = new Column((length) => new Uint32Array(length))
  readonly #eventOf = new Column((length) => new Uint32Array(length))
  /** The naming before of the same thing, plus 1. */
  readonly #before = new Column((length) => new Uint32Array(length))
  readonly #last = new Column((length) => new Uint32Array(length))
  readonly #thingFlags = new Column((length) => new Uint8Array(length))
  /** Where a lot is given to what follows. */
  readonly #given = new Column((length) => new Uint32Array(length))
  /** Events by their order; undefined: they were taken in in order. */
  readonly #events: Map<number, Event> | undefined
  readonly #amounts = new Map<Mention, Amount>()
  readonly #naming: Naming
  /** Events that are parts of one transformation. */
  readonly transformations: Transformations = new Transformations()
  #lotGiven = NO_LOT

  /** `inOrder`: events are taken in in order of capture, each once. */
  constructor(naming: Naming = new Texts(), inOrder = false) {
    this.#naming = naming
    this.#events = inOrder ? undefined : new Map()
    this.#last.push(NONE)
    this.#thingFlags.push(0)
  }

  /** The number of a name; it is given one if it has none. */
  number(id: string): Thing {
    const known = this.#naming.numberOf(id)
    if (known !== undefined) return known
    const thing = this.#naming.add(id)
    this.#last.push(NONE)
    this.#thingFlags.push(id.includes('/01/') ? OF_GTIN : 0)
    return thing
  }

  /** The number of a name; undefined when it has none. */
  numberOf(id: string): Thing | undefined {
    return this.#naming.numberOf(id)
  }

  named({ id, kind, reusable }: Pick<Part, 'id' | 'kind' | 'reusable'>): Named {
    const thing = this.number(id)
    if (reusable) this.mark(thing, REUSABLE)
    return namedAs(thing, KINDS.indexOf(kind))
  }

  mark(thing: Thing, flag: number): void {
    this.#thingFlags.set(thing, this.#thingFlags.at(thing) | flag)
  }

  has(thing: Thing, flag: number): boolean {
    return (this.#thingFlags.at(thing) & flag) !== 0
  }

  nameOf(thing: Thing): string {
    return this.#naming.nameOf(thing)
  }

  /** The event of this {@link FlowEvent.order}; it is taken in if it is not there. Whether it is void is not kept. */
  event(told: FlowEvent): Event {
    return this.eventAt(told.order) ?? this.#add(told)
  }

  /** The event of this {@link FlowEvent.order}; undefined when it was not taken in. */
  eventAt(order: number): Event | undefined {
    if (this.#events !== undefined) return this.#events.get(order)
    const event = lastUpTo(this.#order, order)
    return event >= 0 && this.#order.at(event) === order ? event : undefined
  }

  /** How many events come before this {@link FlowEvent.order}, where they were taken in in order. */
  eventsBefore(order: number): number {
    return lastUpTo(this.#order, order - 1) + 1
  }

  #add(event: FlowEvent): Event {
    const index = this.#time.push(event.time)
    this.#order.push(event.order)
    this.#events?.set(event.order, index)
    this.#place.push(event.place === undefined ? NONE : this.number(event.place))
    this.#flags.push(flagsOf(event))
    this.#first.push(this.#words.length)
    if (event.parent !== undefined) this.#list(index, PARENT, [event.parent])
    this.#list(index, THINGS, event.things)
    this.#list(index, CHILDREN, event.children)
    this.#list(index, INPUTS, event.inputs)
    this.#list(index, OUTPUTS, event.outputs)
    this.transformations.join(index, event)
    return index
  }

  #list(event: Event, role: Role, parts: readonly Part[]): void {
    this.#lotGiven = NO_LOT
    for (const part of parts) {
      const lot = part.lot === undefined ? NO_LOT : this.number(part.lot)
      if (lot !== this.#lotGiven) {
        this.#given.push(this.#mention(event, namedAs(lot, LOT), GIVEN))
        this.#lotGiven = lot
      }
      const mention = this.#mention(event, this.named(part), role)
      if (part.amount !== undefined) this.#amounts.set(mention, part.amount)
    }
    // What comes next is of no lot that was given here.
    if (this.#lotGiven !== NO_LOT) {
      this.#given.push(this.#mention(event, namedAs(NO_LOT, LOT), GIVEN))
    }
  }

  #mention(event: Event, named: Named, role: Role): Mention {
    const thing = thingOf(named)
    const mention = this.#words.push(named * 8 + role)
    this.#eventOf.push(event)
    this.#before.push(this.#last.at(thing))
    this.#last.set(thing, mention + 1)
    return mention
  }

  time(event: Event): number {
    return this.#time.at(event)
  }

  order(event: Event): number {
    return this.#order.at(event)
  }

  type(event: Event): number {
    return this.#flags.at(event) & TYPE_BITS
  }

  action(event: Event): number {
    return (this.#flags.at(event) >> ACTION_SHIFT) & 3
  }

  isReceived(event: Event): boolean {
    return (this.#flags.at(event) & RECEIVED) !== 0
  }

  isChildless(event: Event): boolean {
    return (this.#flags.at(event) & CHILDLESS) !== 0
  }

  /** The place that an event names (bizLocation, else readPoint); undefined when none. */
  placeOf(event: Event): Thing | undefined {
    const place = this.#place.at(event)
    return place === NONE ? undefined : place
  }

  /** Whether an event leaves a thing on its way, or ends that; undefined: neither. */
  movement(event: Event): 'departed' | 'arrived' | undefined {
    const flags = this.#flags.at(event)
    if ((flags & DEPARTED) !== 0) return 'departed'
    return (flags & ARRIVED) === 0 ? undefined : 'arrived'
  }

  isReusable(thing: Thing): boolean {
    return this.has(thing, REUSABLE)
  }

  /** How many events are in it. */
  get size(): number {
    return this.#time.length
  }

  /** Bytes in columns; amounts and transformationIDs, which few events have, are not counted. */
  get bytes(): number {
    const ofEvents = [this.#time, this.#order, this.#flags, this.#place, this.#first]
    const ofMentions = [this.#words, this.#eventOf, this.#before, this.#given]
    return [...ofEvents, ...ofMentions, this.#last, this.#thingFlags].reduce(
      (sum, { bytes }) => sum + bytes,
      0,
    )
  }

  /** Every naming of a thing, in no order. */
  *mentionsOf(thing: Thing): Generator<Mention> {
    for (let at = this.lastOf(thing); at >= 0; at = this.beforeOf(at)) yield at
  }

  /** The naming of a thing that came last; -1 when there is none. */
  lastOf(thing: Thing): Mention {
    return this.#last.at(thing) - 1
  }

  /** The naming of the same thing before this one; -1 when there is none. */
  beforeOf(mention: Mention): Mention {
    return this.#before.at(mention) - 1
  }

  eventOf(mention: Mention): Event {
    return this.#eventOf.at(mention)
  }

  roleOf(mention: Mention): number {
    return this.#words.at(mention) & 7
  }

  namedIn(mention: Mention): Named {
    return this.#words.at(mention) >>> 3
  }

  thingIn(mention: Mention): Thing {
    return this.#words.at(mention) >>> 5
  }

  amountIn(mention: Mention): Amount | undefined {
    return this.#amounts.get(mention)
  }

  /** Where the namings of an event begin, and end. */
  firstOf(event: Event): Mention {
    return event < this.#first.length ? this.#first.at(event) : this.#words.length
  }

  /** The namings of an event in one role, in their order. */
  *list(event: Event, role: Role): Generator<Mention> {
    const end = this.firstOf(event + 1)
    for (let mention = this.firstOf(event); mention < end; mention++) {
      if (this.roleOf(mention) === role) yield mention
    }
  }

  /** The lot that an event gives to an item it names; undefined when none. */
  lotGivenTo(mention: Mention): Thing | undefined {
    const at = lastUpTo(this.#given, mention)
    const given = this.#given.at(at)
    if (at < 0 || given < this.firstOf(this.eventOf(mention))) return undefined
    const lot = this.thingIn(given)
    return lot === NO_LOT ? undefined : lot
  }

  /** By event time, then as captured. */
  compare(a: Event, b: Event): number {
    return this.time(a) - this.time(b) || this.order(a) - this.order(b)
  }

  inOrder(events: readonly Event[]): readonly Event[] {
    return events.length < 2 ? events : events.toSorted((a, b) => this.compare(a, b))
  }
}
