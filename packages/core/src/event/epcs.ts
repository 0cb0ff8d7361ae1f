import { contextWithin, expand, type Context } from './context.ts'
import type { EpcisEvent, Json, JsonObject, QuantityElement } from './event.ts'

/** What an identifier is to an event; `…Class` for those of quantity lists. */
export type Role =
  | 'epc'
  | 'parent'
  | 'child'
  | 'input'
  | 'output'
  | 'epcClass'
  | 'childClass'
  | 'inputClass'
  | 'outputClass'
  | 'transformationID'

/** An identifier as the event spells it. */
export type Named = { readonly id: string; readonly role: Role }

type Names = readonly (readonly [field: string, role: Role])[]

const SINGLE: Names = [
  ['parentID', 'parent'],
  ['transformationID', 'transformationID'],
]

const EPC_LISTS: Names = [
  ['epcList', 'epc'],
  ['childEPCs', 'child'],
  ['inputEPCList', 'input'],
  ['outputEPCList', 'output'],
]

const QUANTITY_LISTS: Names = [
  ['quantityList', 'epcClass'],
  ['childQuantityList', 'childClass'],
  ['inputQuantityList', 'inputClass'],
  ['outputQuantityList', 'outputClass'],
]

/** Every identifier a valid event names, in each of its roles; one that is named twice comes twice. */
export function epcsOf(event: EpcisEvent): readonly Named[] {
  const fields = event as JsonObject
  const named: Named[] = []
  for (const [field, role] of SINGLE) {
    const id = fields[field]
    if (id !== undefined) named.push({ id: id as string, role })
  }
  for (const [field, role] of EPC_LISTS) {
    for (const id of (fields[field] ?? []) as readonly string[]) named.push({ id, role })
  }
  for (const [field, role] of QUANTITY_LISTS) {
    for (const { epcClass } of (fields[field] ?? []) as readonly QuantityElement[]) {
      named.push({ id: epcClass, role })
    }
  }
  return named
}

/** CBV 2.0: the namespace of master-data attributes, with the separators in circulation (`:`, `#`, doubled, none). */
const LOT_NUMBER = /^urn:epcglobal:cbv:mda[:#]{0,2}lotNumber$/

/** The lot number that an event's ILMD gives, under whatever prefix; undefined when there is none. */
export function lotNumberOf(event: EpcisEvent, context: Context): string | undefined {
  const { ilmd } = event as { readonly ilmd?: JsonObject }
  if (ilmd === undefined) return undefined
  const names = contextWithin(context, ilmd['@context'])
  for (const key of Object.keys(ilmd)) {
    if (
      (!key.endsWith('lotNumber') && names.terms.size === 0) ||
      !LOT_NUMBER.test(expand(names, key))
    )
      continue
    const lot = textOf(ilmd[key])
    if (lot !== undefined) return lot
  }
  return undefined
}

/** A value as JSON or XML has it: text, a number, the first of several, or text among attributes. */
function textOf(value: Json | undefined): string | undefined {
  if (typeof value === 'string') return value === '' ? undefined : value
  if (typeof value === 'number') return String(value)
  if (typeof value !== 'object' || value === null) return undefined
  const inner = Array.isArray(value)
    ? value[0]
    : ((value as JsonObject)['@value'] ?? (value as JsonObject)['#text'])
  return typeof inner === 'object' ? undefined : textOf(inner)
}
