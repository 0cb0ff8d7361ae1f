import type { Problem } from '../problem.ts'
import { gs1VocabularyOf, isIri, type Context } from './declared.ts'
import type { Json, JsonObject } from './event.ts'
import { quoted, step } from './pointer.ts'
import { agreesWithStandard, BUILT_IN, EVENT_MEMBERS, STANDARD_TERMS } from './standard-terms.ts'

/** Schemes of the identifiers themselves: a context that redefined them would rename every EPC. */
const NOT_PREFIXES: ReadonlySet<string> = new Set(['urn', 'http', 'https', 'ni', 'geo'])

/** What a keyword's alias stands for, as events have it. */
const KEYWORDS: ReadonlyMap<string, string> = new Map([
  ['@type', 'type'],
  ['@id', 'id'],
])

/** One `@context` being laid upon another, layer by layer (JSON-LD 1.1 §4.1). */
export class Laying {
  readonly #prefixes: Map<string, string>
  readonly #terms: Map<string, string>
  readonly #aliases: Map<string, string>
  readonly #scoped: Map<string, Json>
  readonly #fixed: Set<string>
  readonly #problems: Problem[] = []
  #vocabulary: string | undefined
  /** The last layer that is GS1's context: what is said of its terms before counts for nothing. */
  #standardFrom = -1
  #layer = 0

  constructor(base: Context) {
    this.#prefixes = new Map(base.prefixes)
    this.#terms = new Map(base.terms)
    this.#aliases = new Map(base.aliases)
    this.#scoped = new Map(base.scoped)
    this.#fixed = new Set(base.fixed)
    this.#vocabulary = base.vocabulary
  }

  context(): Context {
    return {
      prefixes: this.#prefixes,
      terms: this.#terms,
      aliases: this.#aliases,
      scoped: this.#scoped,
      fixed: this.#fixed,
      vocabulary: this.#vocabulary,
      problems: this.#problems,
    }
  }

  layAll(value: Json): void {
    const layers: readonly Json[] = Array.isArray(value) ? value : [value]
    if (new Set(layers.map((layer) => JSON.stringify(layer))).size < layers.length) {
      const says = 'The same context stands here twice; name it once.'
      this.#problems.push({ at: '/@context', rule: 'not-unique', says })
    }
    const isStandard = (layer: Json): boolean =>
      typeof layer === 'string' && gs1VocabularyOf(layer) !== undefined
    this.#standardFrom = layers.findLastIndex(isStandard)
    for (const [i, layer] of layers.entries()) {
      this.#layer = i
      this.#lay(layer, Array.isArray(value) ? `/@context/${i}` : '/@context')
    }
  }

  #lay(layer: Json, at: string): void {
    if (typeof layer === 'string') return this.#layRemote(layer, at)
    if (typeof layer === 'object' && layer !== null && !Array.isArray(layer)) {
      return this.#layTerms(layer as JsonObject, at)
    }
    const says =
      layer === null
        ? 'null would take away the terms of EPCIS, which are protected; leave it out.'
        : 'A context is an address, an object of terms, or a list of these.'
    this.#problems.push({ at, rule: 'wrong-type', says })
  }

  #layRemote(url: string, at: string): void {
    const gs1Base = gs1VocabularyOf(url)
    if (gs1Base !== undefined) {
      for (const [prefix, iri] of BUILT_IN) this.#prefixes.set(prefix, iri)
      this.#prefixes.set('gs1', gs1Base)
    } else if (!isIri(url)) {
      const says = `${quoted(url)} is no absolute address; name GS1’s context by its full URL.`
      this.#problems.push({ at, rule: 'not-a-uri', says })
    }
  }

  /** A term is a string or an object with `@id`; its IRI may itself be written with a prefix. */
  #layTerms(terms: JsonObject, at: string): void {
    const declared = new Map<string, string>()
    for (const [term, definition] of Object.entries(terms)) {
      const fault = this.#declare(term, definition, declared)
      if (fault !== undefined) this.#problems.push({ at: at + step(term), ...fault })
    }
    const all = terms['@protected'] === true
    for (const [term, iri] of declared) {
      const fault = this.#define(term, resolved(iri, declared, this.#prefixes))
      if (fault !== undefined) this.#problems.push({ at: at + step(term), ...fault })
      else if (all || isProtected(terms[term])) this.#fixed.add(term)
    }
    const vocabulary = terms['@vocab']
    if (vocabulary === null) this.#vocabulary = undefined
    else if (typeof vocabulary === 'string') {
      this.#vocabulary = resolved(vocabulary, declared, this.#prefixes)
    }
  }

  #declare(term: string, definition: Json, declared: Map<string, string>): Fault | undefined {
    if (term.startsWith('@')) return undefined
    if (definition === null) return this.#takeAway(term)
    if (NOT_PREFIXES.has(term)) {
      const says = `“${term}:” begins identifiers and cannot be a prefix; take another name for it.`
      return { rule: 'reserved-prefix', says }
    }
    const inner = memberOf(definition, '@context')
    if (inner !== undefined) this.#scoped.set(term, inner)
    const iri = typeof definition === 'string' ? definition : idIn(term, definition)
    if (iri !== undefined) declared.set(term, iri)
    return undefined
  }

  #takeAway(term: string): Fault | undefined {
    if (STANDARD_TERMS.has(term)) {
      return this.#layer < this.#standardFrom
        ? undefined
        : contradiction(term, STANDARD_TERMS.get(term))
    }
    if (this.#fixed.has(term)) return contradiction(term)
    this.#prefixes.delete(term)
    this.#terms.delete(term)
    this.#aliases.delete(term)
    this.#scoped.delete(term)
    return undefined
  }

  #define(term: string, iri: string): Fault | undefined {
    if (STANDARD_TERMS.has(term)) {
      if (this.#layer < this.#standardFrom) return undefined
      if (!agreesWithStandard(term, iri)) return contradiction(term, STANDARD_TERMS.get(term))
      if (this.#prefixes.has(term)) this.#prefixes.set(term, iri)
      return undefined
    }
    if (this.#fixed.has(term) && this.#known(term) !== iri) return contradiction(term)
    const standard = KEYWORDS.get(iri) ?? EVENT_MEMBERS.get(iri)
    if (standard !== undefined) this.#aliases.set(term, standard)
    if (iri.startsWith('@')) return undefined
    this.#prefixes.set(term, iri)
    if (!term.includes(':')) this.#terms.set(term, iri)
    return undefined
  }

  #known(term: string): string | undefined {
    return this.#prefixes.get(term)
  }
}

type Fault = Pick<Problem, 'rule' | 'says'>

function contradiction(term: string, means?: string): Fault {
  const own = means === undefined ? 'an earlier context' : `EPCIS (${means})`
  const says = `“${term}” is protected: ${own} says what it means, and no other context may say otherwise; take another name.`
  return { rule: 'protected-term', says }
}

/** JSON-LD 1.1 §9.15: without `@id` a name that is a CURIE or an IRI stands for itself. */
function idIn(term: string, definition: Json): string | undefined {
  const id = memberOf(definition, '@id')
  if (typeof id === 'string') return id
  return id === undefined && term.includes(':') ? term : undefined
}

function isProtected(definition: Json | undefined): boolean {
  return definition !== undefined && memberOf(definition, '@protected') === true
}

function memberOf(value: Json, name: string): Json | undefined {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined
  return Object.hasOwn(value, name) ? (value as JsonObject)[name] : undefined
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
    const prefix = colon < 0 ? text : text.slice(0, colon)
    const base = declared.get(prefix) ?? outer.get(prefix)
    if (base === undefined || followed.has(prefix) || text.startsWith('//', colon + 1)) return text
    followed.add(prefix)
    text = colon < 0 ? base : base + text.slice(colon + 1)
  }
}
