import { gs1VocabularyOf, GS1_CONTEXTS, isIri, type Context } from './declared.ts'
import type { Json } from './event.ts'
import { Laying } from './lay-context.ts'
import { BUILT_IN, GS1_VOC, STANDARD_TERMS } from './standard-terms.ts'

export { gs1VocabularyOf, GS1_CONTEXTS, isIri, type Context }

/**
 * Reads the document's `@context` and, on top of it, an event's own (JSON-LD 1.1). EPCIS terms hold in every document,
 * whether or not it names GS1's context. A remote context that is not GS1's is never fetched: it declares nothing, unless the
 * operator gave its text ({@link file://./remote-contexts.ts}).
 */
export function readContext(document: Json | undefined, own?: Json): Context {
  const base = document === undefined ? EPCIS : layered(EPCIS, document)
  return own === undefined ? base : layered(base, own)
}

/** A context with one of an object within an event on top; the same object where it has none. */
export function contextWithin(context: Context, own: Json | undefined): Context {
  return own === undefined ? context : layered(context, own)
}

/** The IRI of a CURIE whose prefix is declared, or of a declared term; any other name, and any IRI, unchanged. */
export function expand(context: Context, name: string): string {
  const colon = name.indexOf(':')
  if (colon < 1) return context.terms.size === 0 ? name : (context.terms.get(name) ?? name)
  const iri = context.prefixes.get(name.slice(0, colon))
  if (iri === undefined || name.startsWith('//', colon + 1)) return name
  return iri + name.slice(colon + 1)
}

/** The IRI that the key of a member of one's own stands for, by its prefix, its term or `@vocab`; undefined where none. */
export function iriOfKey(context: Context, key: string): string | undefined {
  const iri = expand(context, key)
  if (iri !== key || isIri(key)) return iri
  const { vocabulary } = context
  if (vocabulary === undefined || STANDARD_TERMS.has(key)) return undefined
  return key.startsWith('@') || key === '' ? undefined : vocabulary + key
}

/** Whether a member may be so named beside the fields of the standard: a URI, `prefix:name`, or a name that is declared. */
export function isOwnName(context: Context, key: string): boolean {
  return isIri(key) || iriOfKey(context, key) !== undefined
}

const EPCIS: Context = {
  prefixes: new Map([...BUILT_IN, ['gs1', GS1_VOC]]),
  terms: new Map(),
  aliases: new Map(),
  vocabulary: undefined,
  scoped: new Map(),
  fixed: new Set(),
  problems: [],
}

/** Every event of a document asks for the same context: keyed by the parsed value, weakly, then by what it lies on. */
const read = new WeakMap<object, WeakMap<Context, Context>>()
const named = new Map<string, Context>()
const MOST_NAMED = 100

function layered(base: Context, value: Json): Context {
  if (typeof value === 'string' && base === EPCIS && gs1VocabularyOf(value) !== undefined) {
    return gs1(value)
  }
  if (typeof value !== 'object' || value === null) return merged(base, value)
  const onBases = read.get(value) ?? new WeakMap<Context, Context>()
  read.set(value, onBases)
  const known = onBases.get(base) ?? merged(base, value)
  onBases.set(base, known)
  return known
}

function gs1(url: string): Context {
  const context = named.get(url) ?? merged(EPCIS, url)
  if (named.size < MOST_NAMED) named.set(url, context)
  return context
}

function merged(base: Context, value: Json): Context {
  const laying = new Laying(base)
  laying.layAll(value)
  return laying.context()
}
