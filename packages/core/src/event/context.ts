import type { Json, JsonObject } from './event.ts'
import type { Problem } from '../problem.ts'
import { quoted, step } from './pointer.ts'

/** What an `@context` says about names: which prefix stands for which IRI. Shared by all events of a document. */
export type Context = {
  readonly prefixes: ReadonlyMap<string, string>
  /** Pointers start at what carries the `@context`: the event when it has its own, else the document. */
  readonly problems: readonly Problem[]
}

/** GS1 moved its web vocabulary between two publications of the context; `gs1:` follows the one that is named. */
const GS1_VOC_2_0_0 = 'https://gs1.org/voc/'
const GS1_VOC = 'https://ref.gs1.org/voc/'

/** EPCIS 2.0 JSON-LD: the addresses GS1's context is known by, and what `gs1:` means in each. None is ever fetched. */
export const GS1_CONTEXTS: ReadonlyMap<string, string> = new Map([
  ['https://ref.gs1.org/standards/epcis/2.0.0/epcis-context.jsonld', GS1_VOC_2_0_0],
  ['https://ref.gs1.org/standards/epcis/2.0.1/epcis-context.jsonld', GS1_VOC],
  ['https://ref.gs1.org/standards/epcis/epcis-context.jsonld', GS1_VOC],
  ['https://gs1.github.io/EPCIS/epcis-context.jsonld', GS1_VOC_2_0_0],
])

/** The prefixes of GS1's context but for `gs1`. */
const BUILT_IN: ReadonlyMap<string, string> = new Map([
  ['epcis', 'https://ref.gs1.org/epcis/'],
  ['cbv', 'https://ref.gs1.org/cbv/'],
  ['cbvmda', 'urn:epcglobal:cbv:mda:'],
  ['rdfs', 'http://www.w3.org/2000/01/rdf-schema#'],
  ['owl', 'http://www.w3.org/2002/07/owl#'],
  ['xsd', 'http://www.w3.org/2001/XMLSchema#'],
  ['dcterms', 'http://purl.org/dc/terms/'],
])

/** Schemes of the identifiers themselves: a context that redefined them would rename every EPC. */
const NOT_PREFIXES: ReadonlySet<string> = new Set(['urn', 'http', 'https', 'ni', 'geo'])

const IRI = /^[A-Za-z][A-Za-z0-9+.-]*:[^\s\p{Cc}\p{Cs}<>"{}|\\^`]+$/u
const BROKEN_ESCAPE = /%(?![0-9A-Fa-f]{2})/

/** RFC 3987: an absolute IRI, `urn:` among them; characters beyond ASCII may stand as they are. A CURIE looks like one. */
export function isIri(text: string): boolean {
  return IRI.test(text) && !(text.includes('%') && BROKEN_ESCAPE.test(text))
}

/**
 * Reads the document's `@context` and, on top of it, an event's own. EPCIS prefixes hold in every document, whether or
 * not it names GS1's context; a remote context that is not GS1's is never fetched, so it declares nothing.
 */
export function readContext(document: Json | undefined, own?: Json): Context {
  const base = document === undefined ? EPCIS : layered(EPCIS, document)
  return own === undefined ? base : layered(base, own)
}

/** A CURIE's IRI when its prefix is declared; any other name, and any IRI, unchanged. */
export function expand(context: Context, name: string): string {
  const colon = name.indexOf(':')
  if (colon < 1) return name
  const iri = context.prefixes.get(name.slice(0, colon))
  if (iri === undefined || name.startsWith('//', colon + 1)) return name
  return iri + name.slice(colon + 1)
}

const EPCIS: Context = { prefixes: new Map([...BUILT_IN, ['gs1', GS1_VOC]]), problems: [] }

/** Every event of a document asks for the same context: keyed by the parsed value, weakly, then by what it lies on. */
const read = new WeakMap<object, WeakMap<Context, Context>>()
const named = new Map<string, Context>()

function layered(base: Context, value: Json): Context {
  if (typeof value === 'string' && base === EPCIS && GS1_CONTEXTS.has(value)) return gs1(value)
  if (typeof value !== 'object' || value === null) return merged(base, value)
  const onBases = read.get(value) ?? new WeakMap<Context, Context>()
  read.set(value, onBases)
  const known = onBases.get(base) ?? merged(base, value)
  onBases.set(base, known)
  return known
}

function gs1(url: string): Context {
  const context = named.get(url) ?? merged(EPCIS, url)
  named.set(url, context)
  return context
}

function merged(base: Context, value: Json): Context {
  const prefixes = new Map(base.prefixes)
  const problems: Problem[] = []
  const layers: readonly Json[] = Array.isArray(value) ? value : [value]
  if (new Set(layers.map((layer) => JSON.stringify(layer))).size < layers.length) {
    const says = 'The same context stands here twice; name it once.'
    problems.push({ at: '/@context', rule: 'not-unique', says })
  }
  for (const [i, layer] of layers.entries()) {
    lay(prefixes, problems, layer, Array.isArray(value) ? `/@context/${i}` : '/@context')
  }
  return { prefixes, problems }
}

function lay(prefixes: Map<string, string>, problems: Problem[], layer: Json, at: string): void {
  if (typeof layer === 'string') return layRemote(prefixes, problems, layer, at)
  if (typeof layer === 'object' && layer !== null && !Array.isArray(layer)) {
    return layTerms(prefixes, problems, layer as JsonObject, at)
  }
  const says = 'A context is an address, an object of prefixes, or a list of these.'
  problems.push({ at, rule: 'wrong-type', says })
}

function layRemote(
  prefixes: Map<string, string>,
  problems: Problem[],
  url: string,
  at: string,
): void {
  const gs1Base = GS1_CONTEXTS.get(url)
  if (gs1Base !== undefined) {
    for (const [prefix, iri] of BUILT_IN) prefixes.set(prefix, iri)
    prefixes.set('gs1', gs1Base)
  } else if (!isIri(url)) {
    const says = `${quoted(url)} is no absolute address; name GS1’s context by its full URL.`
    problems.push({ at, rule: 'not-a-uri', says })
  }
}

/** JSON-LD 1.1 §4.1: a term is a string or an object with `@id`; its IRI may itself be written with a prefix. */
function layTerms(
  prefixes: Map<string, string>,
  problems: Problem[],
  terms: JsonObject,
  at: string,
): void {
  const declared = new Map<string, string>()
  for (const [term, definition] of Object.entries(terms)) {
    if (term.startsWith('@')) continue
    if (definition === null) prefixes.delete(term)
    else if (NOT_PREFIXES.has(term)) {
      const says = `“${term}:” begins identifiers and cannot be a prefix; take another name for it.`
      problems.push({ at: `${at}${step(term)}`, rule: 'reserved-prefix', says })
    } else {
      const iri = iriOf(definition)
      if (iri !== undefined && !iri.startsWith('@')) declared.set(term, iri)
    }
  }
  for (const [term, iri] of declared) prefixes.set(term, resolved(iri, declared, prefixes))
}

function iriOf(definition: Json): string | undefined {
  if (typeof definition === 'string') return definition
  if (typeof definition !== 'object' || definition === null || Array.isArray(definition)) return
  const id = Object.hasOwn(definition, '@id') ? (definition as JsonObject)['@id'] : undefined
  return typeof id === 'string' ? id : undefined
}

/** A prefix may be declared by another, never by itself: each is followed at most once. */
function resolved(
  iri: string,
  declared: ReadonlyMap<string, string>,
  outer: ReadonlyMap<string, string>,
): string {
  const followed = new Set<string>()
  let text = iri
  for (;;) {
    const colon = text.indexOf(':')
    const prefix = text.slice(0, Math.max(colon, 0))
    const base = declared.get(prefix) ?? outer.get(prefix)
    if (base === undefined || followed.has(prefix) || text.startsWith('//', colon + 1)) return text
    followed.add(prefix)
    text = base + text.slice(colon + 1)
  }
}
