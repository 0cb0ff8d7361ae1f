import { randomUUID } from 'node:crypto'
import type { Json } from '../judge.ts'
import { giai, lgtin, sgtin, sscc } from '../keys.ts'

export type Make = (serial: string) => Json
/** An event, whether it is valid, and by what. */
export type Rule = readonly [name: string, clause: string, says: string, make: Make]

export const item = (serial: string): string => sgtin('107346', serial).link
export const lot = (serial: string): string => lgtin('300001', serial).link
export const PALLET: string = sscc('1234567890').link

export const object: Make = (serial) => ({
  type: 'ObjectEvent',
  action: 'OBSERVE',
  epcList: [item(serial)],
})
export const aggregation: Make = (serial) => ({
  type: 'AggregationEvent',
  action: 'ADD',
  parentID: PALLET,
  childEPCs: [item(serial)],
})
export const transaction: Make = (serial) => ({
  type: 'TransactionEvent',
  action: 'ADD',
  bizTransactionList: [{ type: 'po', bizTransaction: `urn:uuid:${randomUUID()}` }],
  epcList: [item(serial)],
})
export const transformation: Make = (serial) => ({
  type: 'TransformationEvent',
  inputQuantityList: [{ epcClass: lot(serial), quantity: 3, uom: 'KGM' }],
  outputEPCList: [item(serial)],
})
export const association: Make = (serial) => ({
  type: 'AssociationEvent',
  action: 'ADD',
  parentID: PALLET,
  childEPCs: [giai(serial).link],
})
export const sensed =
  (sensorElementList: readonly Json[]): Make =>
  (serial) => ({ ...object(serial), sensorElementList })
export const but =
  (make: Make, more: Json): Make =>
  (serial) => ({ ...make(serial), ...more })
export const without =
  (make: Make, ...fields: readonly string[]): Make =>
  (serial) =>
    Object.fromEntries(Object.entries(make(serial)).filter(([field]) => !fields.includes(field)))

export const TEMPERATURE: Json = { type: 'Temperature', value: 4.5, uom: 'CEL' }
export const EARLY: string = '2000-06-01T00:00:00Z'
