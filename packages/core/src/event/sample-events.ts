import { readContext } from './context.ts'
import type { Json, JsonObject } from './event.ts'
import { validateEvent } from './validate.ts'

export const GTIN = 'https://id.gs1.org/01/04012345111118/21/'

export const BASE: { readonly eventTime: string; readonly eventTimeZoneOffset: string } = {
  eventTime: '2024-05-01T10:00:00+08:00',
  eventTimeZoneOffset: '+08:00',
}

/** The smallest valid event of each kind, for tests to vary. */
export const OBJECT: JsonObject = {
  ...BASE,
  type: 'ObjectEvent',
  action: 'ADD',
  epcList: [`${GTIN}1`],
}
export const PACKED: JsonObject = {
  ...BASE,
  type: 'AggregationEvent',
  action: 'ADD',
  parentID: 'urn:epc:id:sscc:4012345.0000000111',
  childEPCs: [`${GTIN}1`],
}
export const TRANSACTION: JsonObject = {
  ...BASE,
  type: 'TransactionEvent',
  action: 'ADD',
  bizTransactionList: [{ type: 'po', bizTransaction: 'urn:x:po:1' }],
  epcList: [`${GTIN}1`],
}
export const MADE: JsonObject = {
  ...BASE,
  type: 'TransformationEvent',
  inputEPCList: [`${GTIN}1`],
  outputEPCList: [`${GTIN}2`],
}
export const ATTACHED: JsonObject = { ...PACKED, type: 'AssociationEvent' }
/** Pointer and rule of each problem of an event that stands at `/e`. */
export function judge(event: Json, strict = false): string[] {
  const own = (event as JsonObject | null)?.['@context']
  const problems = validateEvent(event, '/e', readContext(undefined, own), { strict })
  return problems.map(({ at, rule }) => `${at} ${rule}`)
}

export function without(event: JsonObject, ...names: string[]): JsonObject {
  return Object.fromEntries(Object.entries(event).filter(([name]) => !names.includes(name)))
}

export function saysOf(event: JsonObject): string {
  return validateEvent(event, '', readContext(undefined))
    .map(({ says }) => says)
    .join('\n')
}
