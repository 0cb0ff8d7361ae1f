import { parseIdentifier } from '../id/parse.ts'
import { isRightPlainLink } from '../id/plain-link.ts'
import { contextWithin, isIri, isOwnName } from './context.ts'
import type { Json, JsonObject } from './event.ts'
import { nearest } from './nearest.ts'
import { quoted } from './pointer.ts'
import { enter, fail, pointerOf, type Check, type Walk } from './walk.ts'

/** Names that reach into every JavaScript object: never a field of anyone's, whatever its standing. */
export const NEVER: ReadonlySet<string> = new Set(['__proto__', 'constructor', 'prototype'])

/** Objects and arrays in each other inside one event. */
const MAX_DEPTH = 100

export const text: Check = (value, walk) => {
  if (typeof value !== 'string') fail(walk, 'wrong-type', 'This is text, in quotation marks.')
}

export const truth: Check = (value, walk) => {
  if (typeof value !== 'boolean') fail(walk, 'wrong-type', 'This is true or false.')
}

/** `JSON.parse` reads 1e400 as infinity; nothing can be reckoned with it, and it cannot be given back. */
export const number: Check = (value, walk) => {
  if (typeof value !== 'number') {
    fail(walk, 'wrong-type', 'This is a number, without quotation marks.')
  } else if (!Number.isFinite(value)) fail(walk, 'number', 'This number is too large to be held.')
}

export const iri: Check = (value, walk) => {
  if (typeof value !== 'string') return fail(walk, 'wrong-type', 'This is a URI, as text.')
  if (isIri(value)) return
  fail(
    walk,
    'not-a-uri',
    `${quoted(value)} is no absolute URI; write urn:… or https://… or prefix:name.`,
  )
}

/** Documents in circulation, valid by GS1's schema, have EPC URNs with digits missing; such a name is still a name. */
const STRICT_ONLY = 'epc-syntax'

/** A thing, place or party: any URI, but one that is a GS1 key must be a right one. */
export const identifier: Check = (value, walk) => {
  if (typeof value !== 'string') return fail(walk, 'wrong-type', 'An identifier is a URI, as text.')
  if (isRightPlainLink(value)) return
  const parsed = parseIdentifier(value, '')
  if (parsed.ok) return
  for (const { rule, says } of parsed.problems) {
    if (walk.strict || rule !== STRICT_ONLY) fail(walk, rule, says)
  }
}

export function matching(pattern: RegExp, rule: string, says: string): Check {
  return (value, walk) => {
    if (typeof value !== 'string') fail(walk, 'wrong-type', says)
    else if (!pattern.test(value)) fail(walk, rule, `${quoted(value)} cannot stand here. ${says}`)
  }
}

export function isObject(value: Json | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

export function isList(value: Json | undefined): value is readonly Json[] {
  return Array.isArray(value)
}

type ListRules = { readonly least?: 1; readonly unique?: true }

export function listOf(check: Check, { least, unique }: ListRules = {}): Check {
  return (value, walk) => {
    if (!isList(value)) return fail(walk, 'wrong-type', 'This is a list, in [ ].')
    if (least !== undefined && value.length < least) {
      return fail(walk, 'empty', 'This list may not be empty; leave it out instead.')
    }
    for (let i = 0; i < value.length; i++) enter(check, value[i] ?? null, walk, i)
    if (unique !== undefined && new Set(value).size < value.length) twice(value, walk)
  }
}

function twice(list: readonly Json[], walk: Walk): void {
  const seen = new Set<Json>()
  for (const [i, value] of list.entries()) {
    if (seen.has(value)) {
      fail(walk, 'not-unique', 'This stands in the list twice.', String(i))
    }
    seen.add(value)
  }
}

export type Fields = ReadonlyMap<string, Check>

type ObjectRules = {
  readonly fields: Fields
  readonly required?: readonly string[]
  /** What becomes of other names: refused; taken when they are a URI or `prefix:name`; or taken. */
  readonly others: 'none' | 'extensions' | 'any'
  /** What it is, for sentences: `A quantityElement`. */
  readonly is: string
}

export function objectOf(rules: ObjectRules): Check {
  return (value, walk) => {
    if (!isObject(value)) return fail(walk, 'wrong-type', `${rules.is} is an object, in { }.`)
    const own = Object.hasOwn(value, '@context') && !rules.fields.has('@context')
    const here = own ? walkWithin(value, walk) : walk
    for (const key of Object.keys(value)) {
      const check = rules.fields.get(key)
      const member = value[key] ?? null
      if (check !== undefined) enter(check, member, here, key)
      else if (mayBeNamed(key, rules, here)) enter(extension, member, here, key)
      else unknownField(rules, key, here)
    }
    requireFields(rules, value, here)
  }
}

/** JSON-LD 1.1 §4.1: an object may have a context of its own, which holds within it. */
function walkWithin(value: JsonObject, walk: Walk): Walk {
  const context = contextWithin(walk.context, value['@context'])
  const at = pointerOf(walk)
  for (const problem of context.problems) {
    walk.problems.push({ ...problem, at: at + problem.at })
  }
  return { ...walk, context }
}

function mayBeNamed(key: string, { others }: ObjectRules, { context }: Walk): boolean {
  if (others === 'any') return !NEVER.has(key)
  return (
    others === 'extensions' && (key === '@context' || isOwnName(context, key)) && !NEVER.has(key)
  )
}

function requireFields({ required, is }: ObjectRules, value: JsonObject, walk: Walk): void {
  if (required === undefined) return
  for (const key of required) {
    if (!Object.hasOwn(value, key)) fail(walk, 'required', `${is} must have “${key}”.`)
  }
}

function unknownField({ fields, others, is }: ObjectRules, key: string, walk: Walk): void {
  const near = nearest(key, fields.keys())
  const help = near.length > 0 ? ` Did you mean ${near.join(' or ')}?` : ''
  const own =
    others === 'extensions' ? ' A field of your own is named by a URI or prefix:name.' : ''
  fail(walk, 'unknown-field', `${is} has no field ${quoted(key)}.${help}${own}`, key)
}

/** The value of someone's own field: anything that can be kept and given back. */
export const extension: Check = (value, walk) => {
  if (typeof value !== 'object') {
    if (typeof value === 'number') number(value, walk)
  } else if (value !== null) within(value, walk)
}

function within(value: JsonObject | readonly Json[], walk: Walk): void {
  if (walk.path.length > MAX_DEPTH) {
    return fail(
      walk,
      'too-deep',
      `Nothing in an event may be nested deeper than ${MAX_DEPTH} levels.`,
    )
  }
  if (isList(value)) {
    for (const [i, element] of value.entries()) enter(extension, element, walk, i)
    return
  }
  for (const key of Object.keys(value)) {
    if (NEVER.has(key)) fail(walk, 'unknown-field', `Nothing may be named ${quoted(key)}.`, key)
    else enter(extension, value[key] ?? null, walk, key)
  }
}

/** ILMD and the like: every name is a URI or `prefix:name`, every value free. */
export function extensionsOnly(is: string): Check {
  return objectOf({ fields: new Map(), others: 'extensions', is })
}
