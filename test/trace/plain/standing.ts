import type { EpcisEvent, QuantityElement } from '@suyuan/core/event/event'

/** An event that counts, with its time in milliseconds and its place in the order of the page. */
export type Standing = {
  readonly event: EpcisEvent
  readonly eventID: string
  readonly time: number
  readonly order: number
}

/** Before and after every time that an event can have; whole numbers, so that states compare as text. */
export const BEFORE_ALL: number = Number.MIN_SAFE_INTEGER
export const AFTER_ALL: number = Number.MAX_SAFE_INTEGER

export function instant(time: string): number {
  return Date.parse(time)
}

/** "From then on both are void, whichever arrived first". "An event captured twice counts once." */
function standingOnly(events: readonly EpcisEvent[]): readonly EpcisEvent[] {
  const declared = events.filter((event) => event.errorDeclaration !== undefined)
  const isVoid = new Set(declared.map((event) => event.eventID))
  return events
    .filter((event) => !isVoid.has(event.eventID))
    .filter((event, at, all) => all.findIndex((other) => other.eventID === event.eventID) === at)
}

/** "Order is by `eventTime`, however late an event arrives; equal times by `recordTime`, then by the order of capture." */
export function standingInOrder(captured: readonly EpcisEvent[]): readonly Standing[] {
  return standingOnly(captured)
    .map((event) => ({ event, eventID: event.eventID ?? '', time: instant(event.eventTime) }))
    .toSorted((a, b) => a.time - b.time)
    .map((standing, order) => ({ ...standing, order }))
}

export function classesOf(list: readonly QuantityElement[] | undefined): readonly string[] {
  return (list ?? []).map((element) => element.epcClass)
}

/** The things that an event names: as EPC, class, parent, child, input or output. */
export function named(event: EpcisEvent): readonly string[] {
  if (event.type === 'TransformationEvent') return [...inputsOf(event), ...outputsOf(event)]
  return [...parentOf(event), ...epcsAndChildrenOf(event)]
}

export function inputsOf(event: EpcisEvent): readonly string[] {
  if (event.type !== 'TransformationEvent') return []
  return [...(event.inputEPCList ?? []), ...classesOf(event.inputQuantityList)]
}

export function outputsOf(event: EpcisEvent): readonly string[] {
  if (event.type !== 'TransformationEvent') return []
  return [...(event.outputEPCList ?? []), ...classesOf(event.outputQuantityList)]
}

function parentOf(event: EpcisEvent): readonly string[] {
  return 'parentID' in event && event.parentID !== undefined ? [event.parentID] : []
}

function epcsAndChildrenOf(event: EpcisEvent): readonly string[] {
  if (event.type === 'TransformationEvent') return []
  if (event.type === 'ObjectEvent' || event.type === 'TransactionEvent')
    return [...(event.epcList ?? []), ...classesOf(event.quantityList)]
  return [...(event.childEPCs ?? []), ...classesOf(event.childQuantityList)]
}

/** The bare CBV word of the business step, in any of its spellings. */
export function bizStepOf(event: EpcisEvent): string | undefined {
  return event.bizStep?.replace(/^(.*\/BizStep-|urn:epcglobal:cbv:bizstep:)/, '')
}
