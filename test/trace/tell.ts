import type {
  AggregationEvent,
  AssociationEvent,
  EpcisEvent,
  ObjectEvent,
  QuantityElement,
  TransactionEvent,
  TransformationEvent,
} from '@suyuan/core/event/event'
import { kindOf } from './plain/things.ts'

const GS1 = 'https://id.gs1.org'

/** A tin: `tin('c1')`. All tins are of one GTIN, 06901234567892. */
export function tin(serial: string): string {
  return `${GS1}/01/06901234567892/21/${serial}`
}

/** A lot of tins. */
export function tinLot(lot: string): string {
  return `${GS1}/01/06901234567892/10/${lot}`
}

/** A lot of something that comes in bulk: milk, whey, powder. */
export function lot(name: string): string {
  return `${GS1}/01/06901234567809/10/${name}`
}

/** A product without a lot. */
export const PRODUCT: string = `${GS1}/01/06901234567816`

/** A logistic unit by the last of its number, 1 to 4: cases and pallets. */
export function unit(number: 1 | 2 | 3 | 4): string {
  const ends = { 1: '18', 2: '25', 3: '32', 4: '49' }
  return `${GS1}/00/0069012340000000${ends[number]}`
}

/** A tanker (GRAI) and a piece of equipment (GIAI): both are used again. */
export function tanker(serial: string): string {
  return `${GS1}/8003/06901234999013${serial}`
}

export function equipment(serial: string): string {
  return `${GS1}/8004/6901234${serial}`
}

/** A place: a farm, a plant, a shop; a silo too. */
export function place(number: 1 | 2 | 3 | 4 | 5): string {
  const ends = { 1: '16', 2: '23', 3: '30', 4: '47', 5: '54' }
  return `${GS1}/414/69012340000${ends[number]}`
}

/** Minute of the story, or a part of one, as an event time. */
export function minute(number: number): string {
  return new Date(Date.UTC(2026, 2, 1, 6) + number * 60_000).toISOString()
}

/** A lot, or an amount of one: `[lot('M1'), 5000, 'KGM']`. Anything that is no lot or class goes by its EPC. */
export type Told = string | readonly [id: string, quantity: number, uom?: string]

/** What an event says besides its things. */
export type Saying = {
  readonly id?: string
  readonly step?: string
  readonly disposition?: string
  readonly readPoint?: string
  readonly at?: string
  readonly lot?: string
  readonly mix?: string
}

type Common = Pick<EpcisEvent, 'eventTime' | 'eventTimeZoneOffset' | 'eventID'>

function said(time: number, saying: Saying): Common {
  const { id, step, disposition, readPoint, at } = saying
  return {
    eventTime: minute(time),
    eventTimeZoneOffset: '+08:00',
    ...(id === undefined ? {} : { eventID: eventIDOf(id) }),
    ...(step === undefined ? {} : { bizStep: step }),
    ...(disposition === undefined ? {} : { disposition }),
    ...(readPoint === undefined ? {} : { readPoint: { id: readPoint } }),
    ...(at === undefined ? {} : { bizLocation: { id: at } }),
  }
}

/** The event ID of the event that a story calls so. */
export function eventIDOf(id: string): string {
  return `urn:example:event:${id}`
}

function idOf(told: Told): string {
  return typeof told === 'string' ? told : told[0]
}

function isByClass(told: Told): boolean {
  return ['lot', 'class'].includes(kindOf(idOf(told)))
}

function epcs(things: readonly Told[]): readonly string[] {
  return things.filter((told) => !isByClass(told)).map(idOf)
}

function quantities(things: readonly Told[]): readonly QuantityElement[] {
  return things.filter(isByClass).map((told) => {
    if (typeof told === 'string') return { epcClass: told }
    const [epcClass, quantity, uom] = told
    return { epcClass, quantity, ...(uom === undefined ? {} : { uom }) }
  })
}

function lists<E extends string, Q extends string>(
  things: readonly Told[],
  epcList: E,
  quantityList: Q,
): { readonly [key in E]?: readonly string[] } & {
  readonly [key in Q]?: readonly QuantityElement[]
} {
  return {
    ...(epcs(things).length === 0 ? {} : { [epcList]: epcs(things) }),
    ...(quantities(things).length === 0 ? {} : { [quantityList]: quantities(things) }),
  } as { [key in E]?: readonly string[] } & { [key in Q]?: readonly QuantityElement[] }
}

function ilmd(saying: Saying): Pick<ObjectEvent, 'ilmd'> {
  return saying.lot === undefined ? {} : { ilmd: { 'cbvmda:lotNumber': saying.lot } }
}

type Act = 'ADD' | 'OBSERVE' | 'DELETE'

/** ObjectEvent: `saw(3, 'ADD', [tin('c1')], { lot: 'F7' })` commissions. */
export function saw(
  time: number,
  action: Act,
  things: readonly Told[],
  saying: Saying = {},
): ObjectEvent {
  const named = lists(things, 'epcList', 'quantityList')
  return { type: 'ObjectEvent', ...said(time, saying), action, ...named, ...ilmd(saying) }
}

/** What is put into what, or taken out. */
export type Grouped = { readonly parent: string; readonly children?: readonly Told[] }

/** AggregationEvent: without children, all of the parent. */
export function packed(
  time: number,
  action: Act,
  { parent, children = [] }: Grouped,
  saying: Saying = {},
): AggregationEvent {
  const named = lists(children, 'childEPCs', 'childQuantityList')
  return { type: 'AggregationEvent', ...said(time, saying), action, parentID: parent, ...named }
}

/** AssociationEvent. */
export function attached(
  time: number,
  action: Act,
  { parent, children = [] }: Grouped,
  saying: Saying = {},
): AssociationEvent {
  const named = lists(children, 'childEPCs', 'childQuantityList')
  return { type: 'AssociationEvent', ...said(time, saying), action, parentID: parent, ...named }
}

/** TransformationEvent: `mix` is its transformationID. */
export function made(
  time: number,
  inputs: readonly Told[],
  outputs: readonly Told[],
  saying: Saying = {},
): TransformationEvent {
  return {
    type: 'TransformationEvent',
    ...said(time, saying),
    ...(saying.mix === undefined ? {} : { transformationID: `urn:example:mix:${saying.mix}` }),
    ...lists(inputs, 'inputEPCList', 'inputQuantityList'),
    ...lists(outputs, 'outputEPCList', 'outputQuantityList'),
    ...ilmd(saying),
  }
}

/** TransactionEvent. */
export function traded(
  time: number,
  action: Act,
  { parent, children = [] }: Grouped,
  saying: Saying = {},
): TransactionEvent {
  const named = lists(children, 'epcList', 'quantityList')
  const bizTransactionList = [{ type: 'po', bizTransaction: 'urn:example:po:1' }]
  const common = said(time, saying)
  return {
    type: 'TransactionEvent',
    ...common,
    action,
    parentID: parent,
    bizTransactionList,
    ...named,
  }
}

/** The same event, declared wrong. */
export function declaredWrong(event: EpcisEvent): EpcisEvent {
  const errorDeclaration = { declarationTime: minute(59), reason: 'incorrect_data' }
  return { ...event, errorDeclaration }
}

/** The events with IDs by their place in the story, `urn:example:event:1` on, where they have none. */
export function story(...events: readonly EpcisEvent[]): readonly EpcisEvent[] {
  return events.map((event, at) => {
    const eventID = event.eventID ?? eventIDOf(String(at + 1))
    return { ...event, eventID }
  })
}
