import { contextWithin, iriOfKey } from '../event/context.ts'
import type { Json, JsonObject } from '../event/event.ts'
import { joined } from './sorted.ts'
import { textOf, type Reading } from './text.ts'
import { UNHASHED } from './fields.ts'

const SKIPPED: ReadonlySet<string> = new Set([...UNHASHED, '#text'])

/**
 * CBV 2.0 §8.9.2: elements of no field of the standard: `{namespace}local`, `=` and the value if there is one,
 * then what is within, sorted too. An array is its key again for each entry.
 */
export function extensions(
  object: JsonObject,
  known: ReadonlySet<string>,
  reading: Reading,
): string[] {
  const parts: string[] = []
  for (const key of Object.keys(object)) {
    if (known.has(key)) continue
    const name = nameOf(key, reading)
    const inner = scopedTo(key, reading)
    const value = object[key] ?? null
    if (!Array.isArray(value)) push(parts, name, value, inner)
    else for (const entry of value as readonly Json[]) push(parts, name, entry, inner)
  }
  return parts
}

/** A nested array is an element whose entries have no key of their own. JSON null is nothing (JSON-LD 1.1 §9.5). */
function push(parts: string[], name: string, value: Json, reading: Reading): void {
  if (value === null) return
  if (typeof value !== 'object') {
    const text = textOf(value, 'text', reading)
    parts.push(text === '' ? name : `${name}=${text}`)
  } else if (Array.isArray(value)) {
    const entries: string[] = []
    for (const entry of value as readonly Json[]) push(entries, '', entry, reading)
    parts.push(name + joined(entries))
  } else {
    const object = value as JsonObject
    const within = readingWithin(object, reading)
    const text = Object.hasOwn(object, '#text')
      ? textOf(object['#text'] ?? null, 'text', within)
      : ''
    const members = joined(extensions(object, SKIPPED, within))
    parts.push(`${text === '' ? name : `${name}=${text}`}${members}`)
  }
}

/** An object may have a context of its own (JSON-LD 1.1 §4.1). */
export function readingWithin<R extends Reading>(object: JsonObject, reading: R): R {
  const own = object['@context']
  return own === undefined ? reading : { ...reading, context: contextWithin(reading.context, own) }
}

/** A term may bring a context for its value (JSON-LD 1.1 §4.1.8). */
function scopedTo(key: string, reading: Reading): Reading {
  const { context } = reading
  if (context.scoped.size === 0) return reading
  return { ...reading, context: contextWithin(context, context.scoped.get(key)) }
}

/** A key that nothing declares, or that is an IRI already, stays as it is. */
function nameOf(key: string, { rules, context }: Reading): string {
  const colon = key.indexOf(':')
  if (colon < 1) return nameOfTerm(key, { rules, context })
  const iri = context.prefixes.get(key.slice(0, colon))
  return iri === undefined ? key : `{${rules.namespace(iri)}}${key.slice(colon + 1)}`
}

/** A term is written as the CURIE would be whose prefix stands for its IRI up to the last separator. */
function nameOfTerm(key: string, { rules, context }: Reading): string {
  const iri = iriOfKey(context, key)
  const end =
    iri === undefined ? -1 : Math.max(...['/', '#', ':'].map((mark) => iri.lastIndexOf(mark)))
  if (iri === undefined || end < 0) return key
  return `{${rules.namespace(iri.slice(0, end + 1))}}${iri.slice(end + 1)}`
}
