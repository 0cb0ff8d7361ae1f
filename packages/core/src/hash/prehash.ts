import { expand, type Context } from '../event/context.ts'
import type { Json, JsonObject } from '../event/event.ts'
import { extensions, readingWithin } from './extension.ts'
import { UNHASHED, type Field, type Fields } from './fields.ts'
import { RULES, type HashAlgorithm } from './rules.ts'
import { byCodePoint, joined } from './sorted.ts'
import { textOf, type Reading } from './text.ts'

export type { HashAlgorithm } from './rules.ts'

/**
 * CBV 2.0 §8.9: the string whose digest is the event's hash ID. The same for every spelling of one event: order of keys
 * and lists, EPC URN or Digital Link, vocabulary as word, URI, CURIE or URN, zone of a time, `1` or `1.0`. A number that
 * a double would round has to be a string of its digits (`parseKeepingDigits`); a string that is a number is read as one.
 * `context` is that of the event on its document. Recursion goes as deep as the event is nested: bound that first.
 */
export function prehash(
  event: JsonObject,
  context: Context,
  algorithm: HashAlgorithm = '2026',
): string {
  const rules = RULES[algorithm]
  const page: Page = { rules, context, extended: false }
  const type = event['type']
  let text = `eventType=${typeof type === 'string' ? expand(context, type) : ''}`
  for (const field of rules.event.order) {
    const value = event[field.name]
    if (value !== undefined) text += write(field, value, page)
  }
  return text + behind(event, page)
}

/**
 * The event hash as an `eventID` (RFC 6920): `ni:///sha-256;…?ver=CBV2.0`, of the draft `?ver=CBV2.1`. `sha256hex`
 * digests the UTF-8 bytes of a text into lower-case hex.
 */
export function hashId(
  event: JsonObject,
  context: Context,
  sha256hex: (text: string) => string,
  algorithm: HashAlgorithm = '2026',
): string {
  return `ni:///sha-256;${sha256hex(prehash(event, context, algorithm))}?ver=${RULES[algorithm].version}`
}

/** `extended`: some element has keys of no standard field, so a second pass has something to find. */
type Page = Reading & { extended: boolean }

function write(field: Field, value: Json, page: Page): string {
  if (value === null) return ''
  if (!Array.isArray(value)) {
    const entry = writeEntry(field, value, page)
    return entry === '' ? '' : field.list + field.each + entry
  }
  const entries: string[] = []
  for (const each of value as readonly Json[]) {
    const entry = writeEntry(field, each, page)
    if (entry !== '') entries.push(entry)
  }
  return entries.length === 0 ? '' : field.list + joined(entries, field.each)
}

function writeEntry({ inner, value: kind }: Field, value: Json, page: Page): string {
  if (inner === undefined) return textOf(value, kind, page)
  if (!isObject(value)) return ''
  const here = readingWithin(value, page)
  const text = writeFields(inner, value, here)
  page.extended ||= here.extended
  return text
}

function writeFields(inner: Fields, object: JsonObject, page: Page): string {
  let text = ''
  let known = 0
  for (const field of inner.order) {
    const value = object[field.name]
    if (value === undefined) continue
    known++
    text += write(field, value, page)
  }
  if (Object.keys(object).length === known) return text
  page.extended = true
  if (page.rules.extensions === 'after') return text
  return text + joined(extensions(object, inner.names, page))
}

/** What stands behind the fields in order: `ilmd`, extensions of fields, extensions of the event. */
function behind(event: JsonObject, page: Page): string {
  const { rules } = page
  const own = extensions(event, rules.standard, page)
  if (rules.extensions === 'within') {
    const late = rules.late.map((field) => write(field, event[field.name] ?? null, page))
    return joined([...own, ...late])
  }
  const ilmd = event['ilmd']
  const inIlmd = isObject(ilmd) ? joined(extensions(ilmd, UNHASHED, readingWithin(ilmd, page))) : ''
  const inFields = page.extended ? extensionsInFields(rules.event, event, page) : ''
  return `${inIlmd === '' ? '' : 'ilmd'}${inIlmd}${inFields}${joined(own)}`
}

/** Each after the path to the element it stands in, in the order of the fields. */
function extensionsInFields({ order }: Fields, object: JsonObject, page: Page): string {
  let text = ''
  for (const { name, list, each, inner } of order) {
    if (inner === undefined) continue
    const parts: Ranked[] = []
    for (const entry of entriesOf(object[name])) {
      if (!isObject(entry)) continue
      const here = readingWithin(entry, page)
      const own = joined(extensions(entry, inner.names, here))
      const within = extensionsInFields(inner, entry, here) + own
      if (within !== '') parts.push({ rank: rankOf(inner, entry, here), text: each + within })
    }
    parts.sort((a, b) => byCodePoint(a.rank, b.rank))
    if (parts.length > 0) text += list + parts.map((part) => part.text).join('')
  }
  return text
}

type Ranked = { readonly rank: string; readonly text: string }

/**
 * No rule says in which order the elements of one list lend their extensions to the block at the end. The reference has
 * them sorted by their whole content, keys in the order of the alphabet.
 */
function rankOf({ order, names }: Fields, element: JsonObject, page: Page): string {
  const parts = extensions(element, names, page)
  for (const { name, inner, value: kind } of order) {
    for (const entry of entriesOf(element[name])) {
      const nested = inner !== undefined && isObject(entry)
      const text = nested ? rankOf(inner, entry, page) : textOf(entry, kind, page)
      parts.push(`${name}\0${text}`)
    }
  }
  return joined(parts, '\0')
}

function entriesOf(value: Json | undefined): readonly Json[] {
  if (value === undefined) return []
  return Array.isArray(value) ? (value as readonly Json[]) : [value]
}

function isObject(value: Json | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
