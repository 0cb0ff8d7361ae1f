import type { Problem } from '../problem.ts'
import { extension, isObject, NEVER } from './checks.ts'
import { expand, isIri, isOwnName, type Context } from './context.ts'
import type { Json, JsonObject } from './event.ts'
import { EXTENSION_EVENT, KINDS, type Kind } from './kinds.ts'
import { nearest } from './nearest.ts'
import { quoted } from './pointer.ts'
import { enter, fail, type Walk } from './walk.ts'

export type ValidateOptions = {
  /** Refuse also what GS1's JSON schema refuses but other bindings of the standard allow. */
  readonly strict?: boolean
  /** The event came in XML: what that schema allows and the JSON schema does not is taken. */
  readonly fromXml?: boolean
}

/**
 * Everything that is wrong with an event in its JSON binding (EPCIS 2.0, CBV 2.0); empty when it is valid. `at` is the
 * event's JSON pointer, `context` what its names are read by: the document's with the event's own on top.
 */
export function validateEvent(
  event: Json,
  at: string,
  context: Context,
  { strict = false, fromXml = false }: ValidateOptions = {},
): readonly Problem[] {
  const walk: Walk = { at, path: [], problems: [], context, strict, fromXml }
  if (!isObject(event)) {
    fail(walk, 'wrong-type', 'An event is an object, in { }.')
    return walk.problems
  }
  if (Object.hasOwn(event, '@context')) addContextProblems(walk)
  const kind = kindOf(event, walk)
  if (kind !== undefined) judge(event, kind, walk)
  return walk.problems
}

function addContextProblems(walk: Walk): void {
  for (const { at, rule, says } of walk.context.problems) {
    walk.problems.push({ at: walk.at + at, rule, says })
  }
}

const EPCIS = 'https://ref.gs1.org/epcis/'

function kindOf(event: JsonObject, walk: Walk): Kind | undefined {
  const type = Object.hasOwn(event, 'type') ? event['type'] : undefined
  if (typeof type !== 'string') {
    if (type === undefined) fail(walk, 'required', 'An event must have “type”.')
    else fail(walk, 'wrong-type', 'An event’s type is text, such as ObjectEvent.', 'type')
    return undefined
  }
  const kind = KINDS.get(type)
  if (kind !== undefined) return kind
  const bare = expand(walk.context, type).replace(EPCIS, '')
  if (isIri(expand(walk.context, type)) && !KINDS.has(bare)) return EXTENSION_EVENT
  const [near] = nearest(bare, KINDS.keys())
  const help = near === undefined ? 'A type of your own is a URI or prefix:name.' : `Write ${near}.`
  fail(
    walk,
    'event-type',
    `${quoted(type)} is none of ${[...KINDS.keys()].join(', ')}. ${help}`,
    'type',
  )
  return undefined
}

function judge(event: JsonObject, kind: Kind, walk: Walk): void {
  for (const key of Object.keys(event)) {
    const check = kind.fields.get(key)
    const value = event[key] ?? null
    if (check !== undefined) enter(check, value, walk, key)
    else if (isOwn(key, kind, walk)) enter(extension, value, walk, key)
    else notAField(event, key, kind, walk)
  }
  for (const key of kind.required) {
    if (!Object.hasOwn(event, key)) fail(walk, 'required', `${typeOf(event)} must have “${key}”.`)
  }
  for (const rule of kind.rules) rule(event, walk)
  if (walk.strict) holdToSchema(event, walk)
}

/** An event type of one's own brings its own names; a standard event takes others only where they are told apart. */
function isOwn(key: string, kind: Kind, { context }: Walk): boolean {
  return !NEVER.has(key) && (kind === EXTENSION_EVENT || isOwnName(context, key))
}

function typeOf(event: JsonObject): string {
  return event['type'] as string
}

function notAField(event: JsonObject, key: string, kind: Kind, walk: Walk): void {
  const type = typeOf(event)
  if (EXTENSION_EVENT.fields.has(key)) {
    return fail(walk, 'misplaced-field', `${quoted(key)} is no field of ${type}.`, key)
  }
  const near = nearest(key, kind.fields.keys())
  const help = near.length > 0 ? ` Did you mean ${near.join(' or ')}?` : ''
  const says = `${type} has no field ${quoted(key)}.${help} A field of your own is named by a URI or prefix:name.`
  fail(walk, 'unknown-field', says, key)
}

const WITHOUT_PERSISTENT_DISPOSITION: ReadonlySet<string> = new Set([
  'AggregationEvent',
  'TransactionEvent',
  'AssociationEvent',
])

/** GS1's JSON schema knows persistentDisposition on two events; the XML schema, and we, on all five. */
function holdToSchema(event: JsonObject, walk: Walk): void {
  if (!Object.hasOwn(event, 'persistentDisposition')) return
  if (!WITHOUT_PERSISTENT_DISPOSITION.has(typeOf(event))) return
  const says = `GS1’s JSON schema knows no persistentDisposition on ${typeOf(event)}.`
  fail(walk, 'misplaced-field', says, 'persistentDisposition')
}
