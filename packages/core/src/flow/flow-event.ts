import type { ThingKind } from '../id/thing.ts'
import type { Amount } from './amount.ts'

/** A thing as one event names it. */
export type Part = {
  /** Canonical. */
  readonly id: string
  readonly kind: Exclude<ThingKind, 'other'>
  readonly reusable: boolean
  readonly amount?: Amount
  /** For an item: its lot, where this event's ILMD gives one. */
  readonly lot?: string
}

/** What an event means to a trace: an event with its identifiers made canonical and its lists told apart by role. */
export type FlowEvent = {
  /** Microseconds since 1970. */
  readonly time: number
  /** Order of capture: of two events at one time the earlier captured comes first. */
  readonly order: number
  readonly eventID: string
  /** As captured. */
  readonly eventTime: string
  readonly type: string
  readonly action?: 'ADD' | 'OBSERVE' | 'DELETE'
  /** epcList and quantityList. */
  readonly things: readonly Part[]
  readonly parent?: Part
  readonly children: readonly Part[]
  readonly inputs: readonly Part[]
  readonly outputs: readonly Part[]
  /** The transformationID; undefined: the event is a transformation by itself, or none. */
  readonly transformationID?: string
  readonly bizStep?: string
  readonly disposition?: string
  /** bizLocation, else readPoint. */
  readonly place?: string
  /** Declared wrong, or itself the declaration: it makes no link. */
  readonly void: boolean
}

/** The order a trace takes events in: by event time, then as captured. */
export function byTime(a: FlowEvent, b: FlowEvent): number {
  return a.time - b.time || a.order - b.order
}
