import type { Context } from '../event/context.ts'
import type { Json, JsonObject } from '../event/event.ts'
import { fieldName } from './field-name.ts'

/** Where extension fields stand. */
export type FieldPlace =
  | 'event'
  | 'ilmd'
  | 'errorDeclaration'
  | 'readPoint'
  | 'bizLocation'
  | 'sensorElement'
  | 'sensorMetadata'
  | 'sensorReport'

type See = (name: string, inner: boolean, value: Json) => void

/** Shows each extension field of an object of the standard's, and each that stands within one, at any depth. */
export function eachField(object: JsonObject, place: FieldPlace, names: Context, see: See): void {
  for (const key of Object.keys(object)) {
    if (!isExtension(key, place)) continue
    const value = object[key] ?? null
    see(fieldName(names, key), false, value)
    within(value, names, see)
  }
}

/** All that the standard names itself has no colon; in ILMD and at places all else is an extension. */
function isExtension(key: string, place: FieldPlace): boolean {
  if (key.includes(':')) return true
  if (key.startsWith('@') || key.startsWith('#')) return false
  return place === 'ilmd' || ((place === 'readPoint' || place === 'bizLocation') && key !== 'id')
}

function within(value: Json, names: Context, see: See): void {
  if (typeof value !== 'object' || value === null) return
  if (Array.isArray(value)) {
    for (const entry of value as readonly Json[]) within(entry, names, see)
    return
  }
  for (const key of Object.keys(value)) {
    if (key.startsWith('@') || key.startsWith('#')) continue
    const inner = (value as JsonObject)[key] ?? null
    see(fieldName(names, key), true, inner)
    within(inner, names, see)
  }
}

/** The texts a field holds: itself, each entry of a list, the text of an element that has attributes. */
export function textsOf(value: Json, see: (text: string) => void): void {
  if (value === null) return
  if (typeof value !== 'object') return see(String(value))
  if (Array.isArray(value)) {
    for (const entry of value as readonly Json[]) textsOf(entry, see)
    return
  }
  const text = (value as JsonObject)['@value'] ?? (value as JsonObject)['#text']
  if (text !== undefined && typeof text !== 'object') see(String(text))
}

/** EPCIS 2.0 §8.2.7.1: a field exists when it is there and not empty. */
export function isThere(value: Json): boolean {
  if (value === null || value === '') return false
  if (typeof value !== 'object') return true
  if (Array.isArray(value)) return (value as readonly Json[]).some(isThere)
  return Object.keys(value).length > 0
}
