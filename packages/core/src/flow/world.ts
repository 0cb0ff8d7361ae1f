import { byTime, type FlowEvent, type Part } from './flow-event.ts'
import { partsNamed } from './part-named.ts'

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
}

/** What a walk has learnt so far. Things are asked about once; an event that is void is known, but makes nothing. */
export class World {
  readonly #ask: Ask
  readonly #about = new Map<string, FlowEvent[]>()
  readonly #sides = {
    inputs: new Map<string, FlowEvent[]>(),
    outputs: new Map<string, FlowEvent[]>(),
  }
  readonly #seen = new Set<string>()
  /** One object an event, however often it is told of: walks compare events by being the same. */
  readonly #events = new Map<number, FlowEvent>()

  constructor(ask: Ask) {
    this.#ask = ask
  }

  /** Asks about those of these things that were not asked about before: one question, or none. */
  async load(things: Iterable<string>): Promise<void> {
    const unknown = [...new Set(things)].filter((thing) => !this.#about.has(thing))
    if (unknown.length === 0) return
    for (const thing of unknown) this.#about.set(thing, [])
    const asked = new Set(unknown)
    for (const event of this.#known(await this.#ask.about(unknown))) {
      for (const thing of new Set(namesIn(event))) {
        if (!asked.has(thing)) continue
        this.#seen.add(thing)
        if (!event.void) this.#about.get(thing)?.push(event)
      }
    }
  }

  #known(told: readonly FlowEvent[]): readonly FlowEvent[] {
    const events = new Set<FlowEvent>()
    for (const event of told) {
      const known = this.#events.get(event.order) ?? event
      this.#events.set(event.order, known)
      events.add(known)
    }
    return [...events].sort(byTime)
  }

  /** Asks for the other side of these transformations. */
  async loadTransformations(ids: Iterable<string>, side: 'inputs' | 'outputs'): Promise<void> {
    const known = this.#sides[side]
    const unknown = [...new Set(ids)].filter((id) => !known.has(id))
    if (unknown.length === 0) return
    for (const id of unknown) known.set(id, [])
    const events = await this.#ask.transformations(unknown, side)
    for (const event of this.#known(events)) {
      if (event.void || event.transformationID === undefined) continue
      known.get(event.transformationID)?.push(event)
    }
  }

  /** The events that count for a thing, in their order. It must have been loaded. */
  about(thing: string): readonly FlowEvent[] {
    const events = this.#about.get(thing)
    if (events === undefined) throw new Error(`${thing} is walked before it was asked about`)
    return events
  }

  /** Whether any event, even a void one, names this thing, in whatever role. */
  async seen(thing: string): Promise<boolean> {
    await this.load([thing])
    return this.#seen.has(thing) || this.#ask.isPlace(thing)
  }

  /** {@link Ask.erased}; none where nothing is ever let go. */
  async erased(things: readonly string[]): Promise<ReadonlyMap<string, string>> {
    return (await this.#ask.erased?.(things)) ?? new Map<string, string>()
  }

  /** The events that name the inputs, or outputs, of the transformation that this event is or is part of. */
  partners(event: FlowEvent, side: 'inputs' | 'outputs'): readonly FlowEvent[] {
    return event.transformationID === undefined
      ? [event]
      : (this.#sides[side].get(event.transformationID) ?? [])
  }
}

/** Every thing that an event names, and the lots it gives to items. */
export function* namesIn(event: FlowEvent): Generator<string> {
  const lists: readonly (readonly Part[])[] = [
    event.things,
    event.children,
    event.inputs,
    event.outputs,
  ]
  if (event.parent !== undefined) yield event.parent.id
  for (const list of lists) {
    for (const part of list) {
      yield part.id
      if (part.lot !== undefined) yield part.lot
    }
  }
}

/** The transformations in which a thing is an output (or input), at their times. */
export function partsIn(
  world: World,
  thing: string,
  side: 'inputs' | 'outputs',
): readonly FlowEvent[] {
  return world.about(thing).filter((event) => partsNamed(event[side], thing).length > 0)
}

/** The transformation IDs to be loaded before the other side of `events` is asked for. */
export function transformationIDs(events: readonly FlowEvent[]): readonly string[] {
  return events.flatMap((event) => event.transformationID ?? [])
}

/** Events that commission items of a lot: they say which items it has. */
export function itemsOf(
  world: World,
  lot: string,
): readonly { readonly item: Part; readonly event: FlowEvent }[] {
  return world
    .about(lot)
    .flatMap((event) =>
      commissionedIn(event).flatMap((item) => (item.lot === lot ? [{ item, event }] : [])),
    )
}

/** Items that an event commissions: those of an ObjectEvent ADD, and outputs of a TransformationEvent. */
export function commissionedIn(event: FlowEvent): readonly Part[] {
  if (event.type === 'TransformationEvent') return event.outputs
  return event.type === 'ObjectEvent' && event.action === 'ADD' ? event.things : []
}

/** The lots an item belongs to, each with the event that says so. */
export function lotsOf(
  world: World,
  item: string,
): readonly { readonly lot: string; readonly event: FlowEvent }[] {
  return world
    .about(item)
    .flatMap((event) =>
      partsNamed(commissionedIn(event), item).flatMap(({ lot }) =>
        lot === undefined ? [] : [{ lot, event }],
      ),
    )
}
