import type { FlowEvent, Part } from './flow-event.ts'
import { ADD, OBJECT, TRANSFORMATION } from './event-flags.ts'
import {
  GIVEN,
  Lineage,
  OUTPUTS,
  THINGS,
  thingOf,
  type Event,
  KINDS,
  namedAs,
  type INPUTS,
  type Named,
  type Mention,
  type Role,
  type Thing,
} from './lineage.ts'

import { Memo, type What } from './memo.ts'

/** Where events come from. Each call is one question, however many things it is about. */
export type Ask = {
  /** All events that name any of these things, or give one as the lot of an item. */
  about(things: readonly string[]): Promise<readonly FlowEvent[]>
  /** All events with one of these transformationIDs that name inputs, or outputs. */
  transformations(ids: readonly string[], side: 'inputs' | 'outputs'): Promise<readonly FlowEvent[]>
  /** Whether any event has this as its read point or business location. */
  isPlace(thing: string): Promise<boolean>
  /** Of these things, those that an event named which was let go when its time was over, each with the name of one. */
  erased?(things: readonly string[]): Promise<ReadonlyMap<string, string>>
  /** What was told before may be kept here from question to question; only what is told now counts. */
  readonly lineage?: Lineage
  /** The lineage holds all events there are: nothing is asked about, and what counts is told by this. */
  readonly whole?: Whole
}

/** What a lineage of all events does not hold itself. */
export type Whole = {
  /** Whether the asker may know of an event. */
  known(event: Event): boolean
  /** Whether it makes anything: it is known, and not void. */
  counts(event: Event): boolean
  tell(events: readonly Event[]): Promise<readonly FlowEvent[]>
  /** Has the names of these things at hand. */
  spell(things: readonly Thing[]): Promise<void>
  /** Whether nothing was ever made of this item, of what it was in, or of its lot, and it was in one parent at the most. */
  isLeaf(thing: Thing): boolean
  /** Kept as long as no event is taken in, for those who know the same. */
  readonly memo?: Memo
}

type Side = 'inputs' | 'outputs'

/** Namings of a thing kept in their order, so long as nothing was learnt since. */
type Ordered = { readonly mentions: readonly Mention[]; readonly learnt: number }

const ABOUT: What<readonly Mention[]> = { name: 'about' }

const [UNKNOWN, COUNTS, VOID] = [0, 1, 2]

/** Numbers that no lineage gives: things are at most 2^27. */
const STRANGERS: Thing = 2 ** 27

/** What a walk has learnt so far. Things are asked about once; an event that is void is known, but makes nothing. */
export class World {
  readonly lineage: Lineage
  readonly #ask: Ask
  readonly #asked = new Set<Thing>()
  readonly #askedSides = { inputs: new Set<number>(), outputs: new Set<number>() }
  readonly #transformations = new Map<number, string>()
  readonly #told = new Map<Event, FlowEvent>()
  /** By event: UNKNOWN, COUNTS or VOID. */
  #standing: Uint8Array
  readonly #ordered = new Map<Thing, Ordered>()
  readonly #whole: Whole | undefined
  /** What is about a thing, once loaded, stays. */
  readonly memo: Memo
  /** Things asked about that a lineage of all events does not know. */
  readonly #strangers: string[] = []

  constructor(ask: Ask) {
    this.#ask = ask
    this.#whole = ask.whole
    this.memo = ask.whole?.memo ?? new Memo()
    this.lineage = ask.lineage ?? new Lineage()
    this.#standing = new Uint8Array(ask.whole === undefined ? this.lineage.size + 64 : 0)
  }

  /** Whether all events are known: nothing need be asked for. */
  get isWhole(): boolean {
    return this.#whole !== undefined
  }

  /** Asks about those of these things that were not asked about before: one question, or none. */
  async load(things: Iterable<Thing>): Promise<void> {
    if (this.#whole !== undefined) return
    const unknown: Thing[] = []
    for (const thing of things) {
      if (this.#asked.has(thing)) continue
      this.#asked.add(thing)
      unknown.push(thing)
    }
    if (unknown.length === 0) return
    const ids = unknown.map((thing) => this.nameOf(thing))
    for (const event of await this.#ask.about(ids)) this.#learn(event)
  }

  #learn(told: FlowEvent): void {
    const event = this.lineage.event(told)
    if (this.#told.has(event)) return
    this.#told.set(event, told)
    if (event >= this.#standing.length) {
      const larger = new Uint8Array(Math.ceil(event * 1.5))
      larger.set(this.#standing)
      this.#standing = larger
    }
    this.#standing[event] = told.void ? VOID : COUNTS
    const number = this.lineage.transformations.of(event)
    if (number !== undefined) this.#transformations.set(number, told.transformationID ?? '')
  }

  /** Asks for the other side of the transformations that these events are part of. */
  async loadTransformations(events: Iterable<Event>, side: Side): Promise<void> {
    if (this.#whole !== undefined) return
    const unknown = new Set<number>()
    for (const event of events) {
      const number = this.lineage.transformations.of(event)
      if (number !== undefined && !this.#askedSides[side].has(number)) unknown.add(number)
    }
    if (unknown.size === 0) return
    for (const number of unknown) this.#askedSides[side].add(number)
    const ids = [...unknown].map((number) => this.#transformations.get(number) ?? '')
    for (const event of await this.#ask.transformations(ids, side)) this.#learn(event)
  }

  #knows(event: Event): boolean {
    return this.#whole === undefined ? this.#standing[event] !== UNKNOWN : this.#whole.known(event)
  }

  /** Whether an event that was told makes anything. */
  makes(event: Event): boolean {
    return this.#whole === undefined ? this.#standing[event] === COUNTS : this.#whole.counts(event)
  }

  /** The namings of a thing in events that count, in the order of the events. It must have been loaded. */
  about(thing: Thing): readonly Mention[] {
    if (this.#whole === undefined && !this.#asked.has(thing)) {
      throw new Error(`${this.nameOf(thing)} is walked before it was asked about`)
    }
    if (this.#whole !== undefined) return this.memo.of(ABOUT, thing, () => this.#about(thing))
    const learnt = this.#told.size
    const known = this.#ordered.get(thing)
    if (known?.learnt === learnt) return known.mentions
    const mentions = this.#about(thing)
    this.#ordered.set(thing, { mentions, learnt })
    return mentions
  }

  #about(thing: Thing): readonly Mention[] {
    const { lineage } = this
    const mentions: Mention[] = []
    for (const mention of lineage.mentionsOf(thing)) {
      if (this.makes(lineage.eventOf(mention))) mentions.push(mention)
    }
    return mentions.sort((a, b) => lineage.compare(lineage.eventOf(a), lineage.eventOf(b)) || a - b)
  }

  /** Whether any event, even a void one, names this thing, in whatever role. */
  async seen(thing: Thing): Promise<boolean> {
    await this.load([thing])
    for (const mention of this.lineage.mentionsOf(thing)) {
      if (this.#knows(this.lineage.eventOf(mention))) return true
    }
    await this.spell([thing])
    return this.#ask.isPlace(this.nameOf(thing))
  }

  /** Whether events were ever let go. */
  get mayBeErased(): boolean {
    return this.#ask.erased !== undefined
  }

  /** {@link Ask.erased}; none where nothing is ever let go. */
  async erased(things: readonly Thing[]): Promise<ReadonlyMap<string, string>> {
    if (!this.mayBeErased) return new Map<string, string>()
    await this.spell(things)
    const ids = things.map((thing) => this.nameOf(thing))
    return (await this.#ask.erased?.(ids)) ?? new Map<string, string>()
  }

  /** The events that name the inputs, or outputs, of the transformation that this event is or is part of. */
  partners(event: Event, side: Side): readonly Event[] {
    const number = this.lineage.transformations.of(event)
    if (number === undefined) return [event]
    const events = this.lineage.transformations
      .side(number, side)
      .filter((partner) => this.makes(partner))
    return this.lineage.inOrder(events)
  }

  /** Has these events at hand, as they were told. */
  async tell(events: Iterable<Event>): Promise<void> {
    if (this.#whole === undefined) return
    const unknown = [...new Set(events)].filter((event) => !this.#told.has(event))
    if (unknown.length === 0) return
    for (const told of await this.#whole.tell(unknown)) {
      const event = this.lineage.eventAt(told.order)
      if (event !== undefined) this.#told.set(event, told)
    }
  }

  /** Has the names of these things at hand. */
  async spell(things: Iterable<Thing>): Promise<void> {
    await this.#whole?.spell([...things].filter((thing) => thing < STRANGERS))
  }

  nameOf(thing: Thing): string {
    return thing < STRANGERS
      ? this.lineage.nameOf(thing)
      : (this.#strangers[thing - STRANGERS] ?? '')
  }

  /** Whether a walk forward ends at this item, and there is no gap in it: known of a lineage of all events alone. */
  isLeaf(thing: Thing): boolean {
    return this.#whole?.isLeaf(thing) ?? false
  }

  /** An event as it was told; with a lineage of all events, after {@link tell}. */
  told(event: Event): FlowEvent {
    const told = this.#told.get(event)
    if (told === undefined) throw new Error(`event ${event} was never told`)
    return told
  }

  number(part: Pick<Part, 'id' | 'kind' | 'reusable'>): Thing {
    return thingOf(this.named(part))
  }

  /** A thing that is asked about; a lineage of all events is given no new ones. */
  named(part: Pick<Part, 'id' | 'kind' | 'reusable'>): Named {
    if (this.#whole === undefined) return this.lineage.named(part)
    const known = this.lineage.numberOf(part.id) ?? STRANGERS + this.#strangers.push(part.id) - 1
    return namedAs(known, KINDS.indexOf(part.kind))
  }
}

/** The namings of a thing in one role. */
export function inRole(world: World, thing: Thing, role: Role): readonly Mention[] {
  return world.about(thing).filter((mention) => world.lineage.roleOf(mention) === role)
}

/** The transformations in which a thing is an input (or output), each once, in their order. */
export function partsIn(
  world: World,
  thing: Thing,
  role: typeof INPUTS | typeof OUTPUTS,
): readonly Event[] {
  return [...new Set(inRole(world, thing, role).map((mention) => world.lineage.eventOf(mention)))]
}

/** Whether an event commissions what it names here: outputs of a TransformationEvent, things of an ObjectEvent ADD. */
export function commissions({ lineage }: World, mention: Mention): boolean {
  const role = lineage.roleOf(mention)
  const event = lineage.eventOf(mention)
  if (role === OUTPUTS) return lineage.type(event) === TRANSFORMATION
  return role === THINGS && lineage.type(event) === OBJECT && lineage.action(event) === ADD
}

/** Namings by which items of a lot are commissioned: they say which items it has. */
export function itemsOf(world: World, lot: Thing): readonly Mention[] {
  const { lineage } = world
  const items: Mention[] = []
  for (const given of inRole(world, lot, GIVEN)) {
    const end = lineage.firstOf(lineage.eventOf(given) + 1)
    for (let item = given + 1; item < end && lineage.roleOf(item) !== GIVEN; item++) {
      if (commissions(world, item)) items.push(item)
    }
  }
  return items
}

/** Namings by which an item is commissioned with a lot. */
export function lotsOf(
  world: World,
  item: Thing,
): readonly { readonly lot: Thing; readonly event: Event }[] {
  const { lineage } = world
  return world.about(item).flatMap((mention) => {
    const lot = commissions(world, mention) ? lineage.lotGivenTo(mention) : undefined
    return lot === undefined ? [] : [{ lot, event: lineage.eventOf(mention) }]
  })
}
