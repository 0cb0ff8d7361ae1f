import type { FlowEvent } from './flow-event.ts'

/** An event as a lineage counts it. */
type Event = number

/** Events that share a transformationID are one transformation. */
export class Transformations {
  readonly #numbers = new Map<string, number>()
  readonly #of = new Map<Event, number>()
  readonly #sides = { inputs: new Map<number, Event[]>(), outputs: new Map<number, Event[]>() }

  join(event: Event, { transformationID, inputs, outputs }: FlowEvent): void {
    if (transformationID === undefined) return
    const number = this.#numbers.get(transformationID) ?? this.#numbers.size
    this.#numbers.set(transformationID, number)
    this.#of.set(event, number)
    if (inputs.length > 0) add(this.#sides.inputs, number, event)
    if (outputs.length > 0) add(this.#sides.outputs, number, event)
  }

  /** The number of the transformation that an event is part of; undefined: it is one by itself. */
  of(event: Event): number | undefined {
    return this.#of.get(event)
  }

  /** The events of one with inputs, or outputs, in no order. */
  side(transformation: number, side: 'inputs' | 'outputs'): readonly Event[] {
    return this.#sides[side].get(transformation) ?? []
  }
}

function add(side: Map<number, Event[]>, number: number, event: Event): void {
  const events = side.get(number)
  if (events === undefined) side.set(number, [event])
  else events.push(event)
}
