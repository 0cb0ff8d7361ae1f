import type { EpcisEvent } from '@suyuan/core/event/event'
import { packingsOf } from './packings.ts'
import type { Packing, Reparenting } from './packings.ts'
import { isItemOfGtin, lotOfOwnGtin } from './things.ts'
import { bizStepOf, inputsOf, named, outputsOf, standingInOrder } from './standing.ts'
import type { Standing } from './standing.ts'

/** A thing that an event names in some part, at the time of that event. */
export type Naming = {
  readonly thing: string
  readonly time: number
  readonly eventID: string
  readonly eventTime: string
}

/** "every output is made from every input": one input and one output of one transformation. */
export type Making = {
  readonly input: Naming
  readonly output: Naming
  readonly certainty: 'certain' | 'possible'
}

export type OfLot = {
  readonly item: string
  readonly lot: string
  readonly eventID: string
  readonly eventTime: string
}

/** "Links that events make": all that the standing events say. */
export type PlainRecord = {
  readonly events: readonly Standing[]
  readonly outputs: readonly Naming[]
  readonly makings: readonly Making[]
  readonly ofLot: readonly OfLot[]
  readonly packings: readonly Packing[]
  readonly reparentings: readonly Reparenting[]
  readonly attachments: readonly Packing[]
  /** What an ObjectEvent ADD names. */
  readonly commissioned: readonly Naming[]
  readonly received: ReadonlySet<string>
}

export function recordOf(captured: readonly EpcisEvent[]): PlainRecord {
  const events = standingInOrder(captured)
  return {
    events,
    outputs: events.flatMap((standing) => namings(standing, outputsOf(standing.event))),
    makings: makingsOf(events),
    ofLot: events.flatMap(ofLotOf),
    ...packingsOf('AggregationEvent', events),
    attachments: packingsOf('AssociationEvent', events).packings,
    commissioned: events.flatMap((standing) => namings(standing, commissionedBy(standing.event))),
    received: new Set(events.flatMap((standing) => receivedBy(standing.event))),
  }
}

/** "A thing is seen once a captured event names it, even a void one, or gives it as the lot of an item". */
export function isSeen(captured: readonly EpcisEvent[], thing: string): boolean {
  return captured.some(
    (event) =>
      named(event).includes(thing) ||
      event.readPoint?.id === thing ||
      event.bizLocation?.id === thing ||
      lotsGivenBy(event).some(({ lot }) => lot === thing),
  )
}

function namings(standing: Standing, things: readonly string[]): readonly Naming[] {
  const { time, eventID, event } = standing
  return things.map((thing) => ({ thing, time, eventID, eventTime: event.eventTime }))
}

/** "Events that share a `transformationID` are one transformation: the outputs of any are made from the inputs of all". */
function makingsOf(events: readonly Standing[]): readonly Making[] {
  return events.flatMap((making) =>
    namings(making, outputsOf(making.event)).flatMap((output) =>
      events
        .filter((feeding) => areOneTransformation(feeding, making))
        .flatMap((feeding) => namings(feeding, inputsOf(feeding.event)))
        .map((input) => ({ input, output, certainty: certaintyOf(input, output) })),
    ),
  )
}

function areOneTransformation(a: Standing, b: Standing): boolean {
  if (a === b) return true
  if (a.event.type !== 'TransformationEvent' || b.event.type !== 'TransformationEvent') return false
  const id = a.event.transformationID
  return id !== undefined && id === b.event.transformationID
}

/** "where the input's time is later than the output's, the link is *possible*, not *certain*" */
function certaintyOf(input: Naming, output: Naming): Making['certainty'] {
  return input.time > output.time ? 'possible' : 'certain'
}

/** What an event commissions: "`ObjectEvent` ADD, or output of a `TransformationEvent`" (here the first). */
function commissionedBy(event: EpcisEvent): readonly string[] {
  return event.type === 'ObjectEvent' && event.action === 'ADD' ? named(event) : []
}

/** "whose ILMD carries a lot number: the item belongs to the LGTIN of its own GTIN and that lot" */
function lotsGivenBy(event: EpcisEvent): readonly { item: string; lot: string }[] {
  const lotNumber = 'ilmd' in event ? event.ilmd?.['cbvmda:lotNumber'] : undefined
  if (typeof lotNumber !== 'string') return []
  return [...commissionedBy(event), ...outputsOf(event)]
    .filter(isItemOfGtin)
    .map((item) => ({ item, lot: lotOfOwnGtin(item, lotNumber) }))
}

function ofLotOf({ event, eventID }: Standing): readonly OfLot[] {
  const { eventTime } = event
  return lotsGivenBy(event).map((given) => ({ ...given, eventID, eventTime }))
}

/** "received", of the gap `origin-unknown`: named as EPC, class, child or parent, not as input or output. */
function receivedBy(event: EpcisEvent): readonly string[] {
  if (event.type === 'TransformationEvent') return []
  return ['receiving', 'accepting'].includes(bizStepOf(event) ?? '') ? named(event) : []
}
