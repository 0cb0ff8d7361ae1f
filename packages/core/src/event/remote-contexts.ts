import { gs1VocabularyOf } from './context.ts'
import type { Json, JsonObject } from './event.ts'

/** Texts of remote contexts, by the URL they are named by: the operator gives them, and nothing is ever fetched. */
export type RemoteContexts = ReadonlyMap<string, Json>

/** Remote contexts that name each other in a circle end. */
const DEEPEST = 8

/**
 * An `@context` in which what the operator gave stands in place of its URL, whether named in a list, alone, or by `@import`;
 * itself where it names none of these. What is kept with an event can so be read without anybody's files.
 */
export function withRemoteContexts(context: Json, given: RemoteContexts): Json {
  return given.size === 0 ? context : put(context, given, DEEPEST)
}

/** The context in a JSON-LD document, or the document if it is a context itself. */
export function contextIn(document: Json): Json {
  if (typeof document !== 'object' || document === null || Array.isArray(document)) return document
  return Object.hasOwn(document, '@context')
    ? ((document as JsonObject)['@context'] ?? null)
    : document
}

function put(context: Json, given: RemoteContexts, deep: number): Json {
  if (Array.isArray(context)) {
    const layers = context as readonly Json[]
    const all = layers.map((layer) => put(layer, given, deep))
    return all.some((layer, i) => layer !== layers[i]) ? all.flat() : context
  }
  if (typeof context === 'string') return byUrl(context, given, deep)
  if (typeof context !== 'object' || context === null) return context
  const { '@import': imported, ...own } = context as JsonObject
  if (typeof imported !== 'string') return context
  const there = byUrl(imported, given, deep)
  return there === imported ? context : [there, own].flat()
}

function byUrl(url: string, given: RemoteContexts, deep: number): Json {
  const there = given.get(url)
  if (there === undefined || deep === 0 || gs1VocabularyOf(url) !== undefined) return url
  return put(there, given, deep - 1)
}
