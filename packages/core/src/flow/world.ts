import type { FlowEvent, Part } from './flow-event.ts'
import { ADD, OBJECT, TRANSFORMATION } from './event-flags.ts'
import {
  GIVEN,
  Lineage,
  OUTPUTS,
  THINGS,
  thingOf,
  type Event,
  type INPUTS,
  type Mention,
  type Role,
  type Thing,
} from './lineage.ts'

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
}

type Side = 'inputs' | 'outputs'

/** Namings of a thing kept in their order, so long as nothing was learnt since. */
type Ordered = { readonly mentions: readonly Mention[]; readonly learnt: number }

const [UNKNOWN, COUNTS, VOID] = [0, 1, 2]

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

  constructor(ask: Ask) {
    this.#ask = ask
    this.lineage = ask.lineage ?? new Lineage()
    this.#standing = new Uint8Array(this.lineage.size + 64)
  }

  /** Asks about those of these things that were not asked about before: one question, or none. */
  async load(things: Iterable<Thing>): Promise<void> {
    const unknown: Thing[] = []
    for (const thing of things) {
      if (this.#asked.has(thing)) continue
      this.#asked.add(thing)
      unknown.push(thing)
    }
    if (unknown.length === 0) return
    const ids = unknown.map((thing) => this.lineage.nameOf(thing))
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
    const number = this.lineage.transformationOf(event)
    if (number !== undefined) this.#transformations.set(number, told.transformationID ?? '')
  }

  /** Asks for the other side of the transformations that these events are part of. */
  async loadTransformations(events: Iterable<Event>, side: Side): Promise<void> {
    const unknown = new Set<number>()
    for (const event of events) {
      const number = this.lineage.transformationOf(event)
      if (number !== undefined && !this.#askedSides[side].has(number)) unknown.add(number)
    }
    if (unknown.size === 0) return
    for (const number of unknown) this.#askedSides[side].add(number)
    const ids = [...unknown].map((number) => this.#transformations.get(number) ?? '')
    for (const event of await this.#ask.transformations(ids, side)) this.#learn(event)
  }

  #counts(event: Event): boolean {
    return this.#standing[event] === COUNTS
  }

  /** The namings of a thing in events that count, in the order of the events. It must have been loaded. */
  about(thing: Thing): readonly Mention[] {
    if (!this.#asked.has(thing)) {
      throw new Error(`${this.lineage.nameOf(thing)} is walked before it was asked about`)
    }
    const known = this.#ordered.get(thing)
    if (known?.learnt === this.#told.size) return known.mentions
    const { lineage } = this
    const mentions: Mention[] = []
    for (const mention of lineage.mentionsOf(thing)) {
      if (this.#counts(lineage.eventOf(mention))) mentions.push(mention)
    }
    mentions.sort((a, b) => lineage.compare(lineage.eventOf(a), lineage.eventOf(b)) || a - b)
    this.#ordered.set(thing, { mentions, learnt: this.#told.size })
    return mentions
  }

  /** Whether any event, even a void one, names this thing, in whatever role. */
  async seen(thing: Thing): Promise<boolean> {
    await this.load([thing])
    for (const mention of this.lineage.mentionsOf(thing)) {
      if (this.#standing[this.lineage.eventOf(mention)] !== UNKNOWN) return true
    }
    return this.#ask.isPlace(this.lineage.nameOf(thing))
  }

  /** Whether events were ever let go. */
  get mayBeErased(): boolean {
    return this.#ask.erased !== undefined
  }

  /** {@link Ask.erased}; none where nothing is ever let go. */
  async erased(things: readonly Thing[]): Promise<ReadonlyMap<string, string>> {
    const ids = things.map((thing) => this.lineage.nameOf(thing))
    return (await this.#ask.erased?.(ids)) ?? new Map<string, string>()
  }

  /** The events that name the inputs, or outputs, of the transformation that this event is or is part of. */
  partners(event: Event, side: Side): readonly Event[] {
    const number = this.lineage.transformationOf(event)
    if (number === undefined) return [event]
    const events = this.lineage.side(number, side).filter((partner) => this.#counts(partner))
    return this.lineage.inOrder(events)
  }

  /** An event as it was told. */
  told(event: Event): FlowEvent {
    const told = this.#told.get(event)
    if (told === undefined) throw new Error(`event ${event} was never told`)
    return told
  }

  number(part: Pick<Part, 'id' | 'kind' | 'reusable'>): Thing {
    return thingOf(this.lineage.named(part))
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
