import type { FlowEvent } from './flow-event.ts'

const TYPES = [
  '',
  'ObjectEvent',
  'AggregationEvent',
  'TransactionEvent',
  'TransformationEvent',
  'AssociationEvent',
]
export const OBJECT = 1
export const AGGREGATION = 2
export const TRANSFORMATION = 4
export const ASSOCIATION = 5
const ACTIONS = ['', 'ADD', 'OBSERVE', 'DELETE']
export const ADD = 1
export const DELETE = 3

export const TYPE_BITS = 7
export const ACTION_SHIFT = 3
export const RECEIVED = 32
export const CHILDLESS = 64
export const DEPARTED = 128
export const ARRIVED = 256

const RECEIVING: ReadonlySet<string | undefined> = new Set(['receiving', 'accepting'])
const DEPARTING: ReadonlySet<string | undefined> = new Set(['departing', 'shipping'])
const ARRIVING: ReadonlySet<string | undefined> = new Set(['arriving', 'receiving'])

/** What a walk asks of an event beside its time, place and things, in 9 bits. */
export function flagsOf({ type, action, bizStep, children }: FlowEvent): number {
  return (
    Math.max(0, TYPES.indexOf(type)) |
    (ACTIONS.indexOf(action ?? '') << ACTION_SHIFT) |
    (RECEIVING.has(bizStep) ? RECEIVED : 0) |
    (children.length === 0 ? CHILDLESS : 0) |
    (DEPARTING.has(bizStep) ? DEPARTED : 0) |
    (ARRIVING.has(bizStep) ? ARRIVED : 0)
  )
}
