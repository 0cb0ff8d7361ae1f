import type { Json, JsonObject } from '../event/event.ts'
import { plainDecimal } from '../hash/number.ts'
import { RDF } from './binding.ts'
import { escapeAttribute, escapeText } from './escape.ts'
import type { Sheet } from './sheet.ts'

/**
 * A field of someone's own as XML elements: an entry of a list is the element again, a member an element within,
 * `@name` an attribute, `#text` the text beside them. Null is nothing (JSON-LD 1.1 §9.5).
 */
export function writeExtension(key: string, value: Json, sheet: Sheet): string {
  if (value === null) return ''
  if (!Array.isArray(value)) return element(sheet.name(key), value, sheet)
  const name = sheet.name(key)
  return (value as readonly Json[]).map((entry) => element(name, entry, sheet)).join('')
}

/** All members of an object but those that are written elsewhere. */
export function writeExtensions(
  object: JsonObject,
  known: { has: (key: string) => boolean },
  sheet: Sheet,
): string {
  let text = ''
  for (const key of Object.keys(object)) {
    if (!known.has(key)) text += writeExtension(key, object[key] ?? null, sheet)
  }
  return text
}

function element(name: string, value: Json, sheet: Sheet): string {
  if (value === null) return ''
  if (typeof value !== 'object') return tagged(name, '', escapeText(scalar(value)))
  if (Array.isArray(value)) return tagged(name, '', entries(value as readonly Json[], sheet))
  const { attributes, content } = members(value as JsonObject, sheet)
  return tagged(name, attributes, content)
}

/** A list in a list: its entries have no name of their own, and are RDF's `li`. */
function entries(list: readonly Json[], sheet: Sheet): string {
  const name = `${sheet.prefixFor('rdf', RDF)}:li`
  return list.map((entry) => element(name, entry, sheet)).join('')
}

function members(
  object: JsonObject,
  sheet: Sheet,
): { readonly attributes: string; readonly content: string } {
  let attributes = ''
  let content = ''
  for (const key of Object.keys(object)) {
    const value = object[key] ?? null
    if (key === '#text' && isScalar(value)) content = escapeText(scalar(value)) + content
    else if (key.startsWith('@') && key.length > 1 && isScalar(value)) {
      attributes += ` ${sheet.name(key.slice(1))}="${escapeAttribute(scalar(value))}"`
    } else content += writeExtension(key, value, sheet)
  }
  return { attributes, content }
}

export function isScalar(value: Json): value is string | number | boolean {
  return value !== null && typeof value !== 'object'
}

/** XML Schema has no exponent in a decimal. */
export function scalar(value: string | number | boolean): string {
  if (typeof value !== 'number') return String(value)
  const text = String(value)
  return text.includes('e') ? plainDecimal(text) : text
}

export function tagged(name: string, attributes: string, content: string): string {
  return content === '' ? `<${name}${attributes}/>` : `<${name}${attributes}>${content}</${name}>`
}
