import { contextWithin, type Context } from './context.ts'
import type { Json, JsonObject } from './event.ts'

/** Names that JSON-LD has for what events call otherwise. */
const KEYWORDS: ReadonlyMap<string, string> = new Map([
  ['@type', 'type'],
  ['@id', 'id'],
])

/** In GS1's context these members are `@id` too: an event is named by its `eventID`, a transaction by itself. */
const ID_OF: ReadonlyMap<string, string> = new Map([
  ['', 'eventID'],
  ['bizTransactionList', 'bizTransaction'],
])

/** Members of an event that hold objects of the standard. What is in ILMD and in extensions is its owner's. */
const WITHIN: ReadonlySet<string> = new Set(
  `readPoint bizLocation bizTransactionList sourceList destinationList quantityList childQuantityList inputQuantityList
  outputQuantityList sensorElementList sensorMetadata sensorReport errorDeclaration persistentDisposition`.split(
    /\s+/,
  ),
)

/**
 * The event with the names that EPCIS has for its members, where it uses others that mean the same: JSON-LD's keywords (`@type`,
 * `@id`), or terms that its `@context` declares for them (`{"step": "epcis:bizStep"}`). The event itself where it does not.
 */
export function withStandardNames(event: JsonObject, context: Context): JsonObject {
  return renamed(event, '', context)
}

function renamed(object: JsonObject, of: string, outer: Context): JsonObject {
  const context = of === '' ? outer : contextWithin(outer, object['@context'])
  let changed = false
  const members = Object.keys(object).map((key): readonly [string, Json] => {
    const value = object[key] ?? null
    const name = nameOf(key, of, { context, object })
    const inner = WITHIN.has(name) ? within(value, name, context) : value
    changed ||= name !== key || inner !== value
    return [name, inner]
  })
  return changed ? (Object.fromEntries(members) as JsonObject) : object
}

type There = { readonly context: Context; readonly object: JsonObject }

/** A name that is there by itself already is not said twice. */
function nameOf(key: string, of: string, { context, object }: There): string {
  const means = KEYWORDS.get(key) ?? context.aliases.get(key)
  if (means === undefined) return key === 'id' && of === '' ? free('eventID', key, object) : key
  return free(means === 'id' ? (ID_OF.get(of) ?? 'id') : means, key, object)
}

function free(name: string, key: string, object: JsonObject): string {
  return Object.hasOwn(object, name) ? key : name
}

function within(value: Json, name: string, context: Context): Json {
  if (Array.isArray(value)) {
    const list = value as readonly Json[]
    const entries = list.map((entry) => within(entry, name, context))
    return entries.some((entry, i) => entry !== list[i]) ? entries : list
  }
  return typeof value === 'object' && value !== null
    ? renamed(value as JsonObject, name, context)
    : value
}
