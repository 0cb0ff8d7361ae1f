import type { EpcisEvent, JsonObject } from '@suyuan/core/event/event'
import type { HistoryAnswer, HistoryEntry } from './ask.ts'
import { canonicalId, classOf, lotIn } from './keys.ts'
import type { PassportFacts } from './passport-facts.ts'

/** What the events of one thing say of its making. */
export type OwnRecord = {
  /** The earliest making that was not declared wrong. */
  readonly making?: EpcisEvent
  /** There were makings, and all are declared wrong. */
  readonly voided: boolean
  readonly lot?: string
  readonly dates: PassportFacts['dates']
}

/**
 * Reads the making of `id` (commissioning, or output of a transformation: trace-semantics "of lot") in its history. The
 * making of a lot is also that of an item of it.
 */
export function recordOf(id: string, history: HistoryAnswer | undefined): OwnRecord {
  const entries = history?.events ?? []
  const isVoid = voidIn(entries)
  const all = entries.filter(({ event, through }) => (through ?? null) === null && makes(event, id))
  const counting = all.map(({ event }) => event).filter((event) => !isVoid(event))
  const lot = counting.flatMap((event) => ilmdText(event, LOT))[0]
  return {
    voided: all.length > 0 && counting.length === 0,
    dates: datesOf(counting),
    ...(counting[0] === undefined ? {} : { making: counting[0] }),
    ...(lot === undefined ? {} : { lot }),
  }
}

/** Tells which events of a history are void: declared wrong by an event of the same ID, else of the same content. */
export function voidIn(entries: readonly HistoryEntry[]): (event: EpcisEvent) => boolean {
  const declared = new Set(
    entries.flatMap(({ event }) => (event.errorDeclaration === undefined ? [] : namesOf(event))),
  )
  return (event) => namesOf(event).some((name) => declared.has(name))
}

/** Where an event puts what it names: `bizLocation`, else `readPoint` (trace-semantics "Where is X"). */
export function placeOf(event: EpcisEvent): string | undefined {
  const id = event.bizLocation?.id ?? event.readPoint?.id
  return id === undefined ? undefined : canonicalId(id)
}

function makes(event: EpcisEvent, id: string): boolean {
  const made =
    event.type === 'TransformationEvent'
      ? [...(event.outputEPCList ?? []), ...classesIn(event.outputQuantityList)]
      : event.type === 'ObjectEvent' && event.action === 'ADD'
        ? [...(event.epcList ?? []), ...classesIn(event.quantityList)]
        : []
  const lot = lotIn(id)
  const isOfLot = lot !== undefined && ilmdText(event, LOT).includes(lot)
  return made
    .map(canonicalId)
    .some((each) => each === id || (isOfLot && classOf(each) === classOf(id)))
}

const classesIn = (list: readonly { readonly epcClass: string }[] | undefined): readonly string[] =>
  (list ?? []).map(({ epcClass }) => epcClass)

function namesOf(event: EpcisEvent): readonly string[] {
  const { errorDeclaration: _1, recordTime: _2, eventID, ...content } = event
  return eventID === undefined ? [sorted(content)] : [eventID]
}

const sorted = (value: unknown): string =>
  JSON.stringify(value, (_, each: unknown) =>
    typeof each === 'object' && each !== null && !Array.isArray(each)
      ? Object.fromEntries(Object.entries(each).toSorted(([a], [b]) => (a < b ? -1 : 1)))
      : each,
  )

const LOT = ['lotNumber', 'hasBatchLotNumber'] as const

/** CBV 2.0 ILMD terms, and the GS1 Web Vocabulary's names for the same. */
const DATES = {
  produced: ['productionDate', 'productionDateTime'],
  bestBefore: ['bestBeforeDate', 'sellByDate'],
  expires: ['itemExpirationDate', 'expirationDate', 'expirationDateTime'],
} as const

function datesOf(events: readonly EpcisEvent[]): PassportFacts['dates'] {
  const found = Object.entries(DATES).flatMap(([field, terms]) => {
    const date = events.flatMap((event) => ilmdText(event, terms))[0]
    return date === undefined ? [] : [[field, date] as const]
  })
  return Object.fromEntries(found)
}

/** The texts under these terms in the ILMD, whatever prefix or URI the term is written with. */
function ilmdText(event: EpcisEvent, terms: readonly string[]): readonly string[] {
  const ilmd = 'ilmd' in event ? event.ilmd : undefined
  return Object.entries(ilmd ?? {})
    .filter(([key]) => terms.includes(/[^:/#]*$/.exec(key)?.[0] ?? key))
    .flatMap(([, value]) => textOf(value))
}

function textOf(value: JsonObject[string] | undefined): readonly string[] {
  if (typeof value === 'string') return [value]
  if (typeof value === 'number') return [String(value)]
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return []
  return textOf((value as JsonObject)['@value'] ?? null)
}

/** The lot that an item is linked to, unescaped: what the trace says, else its own record. */
export function lotOf(
  item: string,
  links: readonly { readonly from: string; readonly to: string; readonly how: string }[],
  record: OwnRecord,
): string | undefined {
  const link = links.find(({ how, to }) => how === 'of-lot' && to === item)
  return (link === undefined ? undefined : lotIn(link.from)) ?? record.lot
}
