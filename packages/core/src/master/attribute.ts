import type { Json, JsonObject } from '../event/event.ts'

/** One attribute of master data: its URI, and its value, of any form. */
export type Attribute = { readonly id: string; readonly attribute: Json }

const CBV_MDA = /^urn:epcglobal:cbv:mda[:#]{0,2}(?=[A-Za-z])/
const GS1_VOC = /^https?:\/\/(?:www\.|ref\.)?gs1\.org\/voc\//

/**
 * The one spelling that an attribute's URI is compared in: CBV's master-data attributes come with `:`, `#`, both or none
 * before their names, GS1's web vocabulary under the addresses that it had.
 */
export function attributeName(id: string): string {
  return id.replace(CBV_MDA, 'urn:epcglobal:cbv:mda:').replace(GS1_VOC, 'https://gs1.org/voc/')
}

/** The texts that a value can be asked by: itself, each of several, and what is said in a language or as a type. */
export function textsOf(value: Json): readonly string[] {
  if (typeof value === 'string') return [value]
  if (typeof value === 'number' || typeof value === 'boolean') return [String(value)]
  if (value === null) return []
  if (Array.isArray(value)) return value.flatMap(textsOf)
  const object = value as JsonObject
  return ['@value', '@set', '@list', '@id', '#text'].flatMap((key) =>
    Object.hasOwn(object, key) ? textsOf(object[key] ?? null) : [],
  )
}
