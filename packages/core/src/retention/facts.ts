import { epcsOf } from '../event/epcs.ts'
import type { EpcisEvent } from '../event/event.ts'
import type { FlowEvent, Part } from '../flow/flow-event.ts'
import { commissionedIn } from '../flow/names.ts'
import { identify } from '../id/identify.ts'

/** What a thing is to an event, where it makes a link. */
export const SEEN = 0
export const COMMISSIONED = 1
export const CONTAINER = 2
export const CONTENT = 3
export const INPUT = 4
export const OUTPUT = 5

/**
 * All that retention needs of one event. Names are numbers (from 1) that their texts are hashed to: where two texts share
 * one, what is of either is kept as long as what is of both, so that is never too short.
 */
export type EventFacts = {
  readonly position: number
  /** Until when it must be kept by itself, microseconds since 1970; Infinity: no confirmed rule covers it. */
  readonly until: number
  /** The rule that says so, by its place in the list; -1: none. */
  readonly rule: number
  readonly name: number
  /** Whether it declares the event of that name wrong. */
  readonly declares: boolean
  /** 0: it is no part of a transformation with an ID. */
  readonly transformation: number
  /** Threes: what the thing is to the event, the thing, and the lot given to it (0: none). */
  readonly parts: Float64Array
}

/** The parts of an event as {@link EventFacts} has them. */
export function partsOf(
  flow: FlowEvent,
  event: EpcisEvent,
  keyOf: (thing: string) => number,
): Float64Array {
  const parts: number[] = []
  const named = new Set<string>()
  const add = (role: number, list: readonly Part[]): void => {
    for (const { id, lot } of list) {
      named.add(id)
      parts.push(role, keyOf(id), lot === undefined ? 0 : keyOf(lot))
    }
  }
  const packed = flow.type === 'AggregationEvent' && flow.action !== 'DELETE'
  add(commissionedIn(flow) === flow.things ? COMMISSIONED : SEEN, flow.things)
  add(packed ? CONTAINER : SEEN, flow.parent === undefined ? [] : [flow.parent])
  add(packed ? CONTENT : SEEN, flow.children)
  add(INPUT, flow.inputs)
  add(OUTPUT, flow.outputs)
  // What a trace does not know of, an extension event say, is named all the same.
  for (const { id, role } of epcsOf(event)) {
    const { canonical } = identify(id)
    if (role !== 'transformationID' && !named.has(canonical)) parts.push(SEEN, keyOf(canonical), 0)
  }
  return Float64Array.from(parts)
}
