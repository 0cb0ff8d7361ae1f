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
    const value = object[key] ?? null
    if (!Array.isArray(value)) push(parts, name, value, reading)
    else for (const entry of value as readonly Json[]) push(parts, name, entry, reading)
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
    const text = Object.hasOwn(object, '#text')
      ? textOf(object['#text'] ?? null, 'text', reading)
      : ''
    const within = joined(extensions(object, SKIPPED, reading))
    parts.push(`${text === '' ? name : `${name}=${text}`}${within}`)
  }
}

/** A key without prefix, with an undeclared one, or that is an IRI already, stays as it is. */
function nameOf(key: string, { rules, context }: Reading): string {
  const colon = key.indexOf(':')
  const iri = colon < 1 ? undefined : context.prefixes.get(key.slice(0, colon))
  return iri === undefined ? key : `{${rules.namespace(iri)}}${key.slice(colon + 1)}`
}
