import { expand, readContext, type Context } from '../event/context.ts'
import type { Json } from '../event/event.ts'
import { EXTENSION_EVENT } from '../event/kinds.ts'
import { CBVMDA, EPCIS_NAMESPACES, SBDH, XMLNS, XSI } from './binding.ts'
import { nameFromXml } from './escape.ts'

/** GS1's own context, in its canonical version: what JSON made from XML stands under. */
export const GS1_CONTEXT = 'https://ref.gs1.org/standards/epcis/2.0.0/epcis-context.jsonld'
const BUILT_IN: ReadonlyMap<string, string> = readContext(GS1_CONTEXT).prefixes
/** The edition that moved `gs1:`; a document that declares it so stands under this one. */
const MOVED_CONTEXT = 'https://ref.gs1.org/standards/epcis/epcis-context.jsonld'
const MOVED: ReadonlyMap<string, string> = readContext(MOVED_CONTEXT).prefixes

/** Namespaces that are no one's extension. */
const STRUCTURE: ReadonlySet<string> = new Set([
  ...EPCIS_NAMESPACES,
  XSI,
  XMLNS,
  SBDH,
  'http://www.w3.org/2001/XMLSchema',
  'http://www.w3.org/XML/1998/namespace',
])

/** Names that cannot be a prefix in JSON-LD: GS1's terms may not be given another meaning, nor may the schemes of URIs. */
const TAKEN: ReadonlySet<string> = new Set([
  ...BUILT_IN.keys(),
  ...EXTENSION_EVENT.fields.keys(),
  'id',
  'urn',
  'http',
  'https',
  'ni',
  'geo',
])

/** A prefix that nobody declared in JSON is the beginning of a URI; written in XML, that is its namespace. */
const SCHEME_ALONE = /^[A-Za-z][A-Za-z0-9+.-]*:$/

type Declared = { readonly iris: Map<string, string>; readonly prefixes: Map<string, string> }

const nothing = (): Declared => ({ iris: new Map(), prefixes: new Map() })

/** Which namespace has which prefix in the JSON made from a document, or from an event on top of it. */
export class Names {
  readonly #outer: Names | undefined
  /** Most events declare nothing. */
  #own: Declared | undefined
  /** Prefixes of the document that JSON has under another name; they may stand in values. */
  #aliases: Map<string, string> | undefined
  #context: Context | undefined
  #moved = false
  /** Counted on, not begun anew: a hundred thousand namespaces under one prefix shall take no square of that. */
  #next = 2

  constructor(outer?: Names) {
    this.#outer = outer
  }

  /** Takes over what the root of a document declares. */
  declareRoot(declared: Readonly<Record<string, string>> | undefined): void {
    this.#moved = declared?.['gs1'] === MOVED.get('gs1')
    this.declare(declared)
  }

  /** GS1's context that the document stands under. */
  get standard(): string {
    return this.#moved ? MOVED_CONTEXT : GS1_CONTEXT
  }

  /** Takes over what an element declares. A namespace that has a prefix already keeps it. */
  declare(declared: Readonly<Record<string, string>> | undefined): void {
    for (const prefix in declared) {
      const namespace = declared[prefix] ?? ''
      if (prefix !== '' && namespace !== '' && !STRUCTURE.has(namespace)) {
        const known = this.#prefixFor(namespace, prefix)
        if (known !== prefix) (this.#aliases ??= new Map()).set(prefix, namespace)
      }
    }
  }

  /** The key of an element or attribute: bare for none, `prefix:name` for a namespace of someone's own. */
  key(namespace: string, prefix: string, local: string): string {
    const name = nameFromXml(local)
    if (namespace === '' || STRUCTURE.has(namespace)) return name
    return `${this.#prefixFor(namespace, prefix)}:${name}`
  }

  /** A value as it may stand in JSON: spelt out where JSON does not have its prefix. */
  value(text: string): string {
    const iri = this.#aliasOf(text.slice(0, Math.max(text.indexOf(':'), 0)))
    return iri === undefined ? text : iri + text.slice(text.indexOf(':') + 1)
  }

  /** A word or URI with its prefix spelt out. */
  expand(text: string): string {
    const value = this.value(text)
    if (value !== text) return value
    return expand((this.#context ??= this.#asContext()), text)
  }

  /** What is declared here itself, as an object of a JSON-LD context. */
  get declared(): Json | undefined {
    if (this.#own === undefined) return undefined
    return Object.fromEntries([...this.#own.iris].map(([prefix, iri]) => [prefix, definition(iri)]))
  }

  #prefixFor(namespace: string, wished: string): string {
    const iri = namespace === CBVMDA.xml ? CBVMDA.json : namespace
    const known = this.#find(iri)
    if (known !== undefined) return known
    if (SCHEME_ALONE.test(iri) && this.#iriOf(iri.slice(0, -1)) === undefined) {
      return iri.slice(0, -1)
    }
    const base = wished.replaceAll(/[^A-Za-z0-9+.-]/g, '-').replace(/^[^A-Za-z]+/, '') || 'ns'
    let prefix = base
    while (TAKEN.has(prefix) || this.#iriOf(prefix) !== undefined) prefix = base + this.#next++
    this.#own ??= nothing()
    this.#own.iris.set(prefix, iri)
    this.#own.prefixes.set(iri, prefix)
    this.#context = undefined
    return prefix
  }

  #find(iri: string): string | undefined {
    return (
      this.#own?.prefixes.get(iri) ??
      (this.#outer === undefined ? this.#builtIn(iri) : this.#outer.#find(iri))
    )
  }

  #builtIn(iri: string): string | undefined {
    return (this.#moved ? MOVED_PREFIXES : BUILT_IN_PREFIXES).get(iri)
  }

  #aliasOf(prefix: string): string | undefined {
    const outer = this.#outer
    return this.#aliases?.get(prefix) ?? (outer === undefined ? undefined : outer.#aliasOf(prefix))
  }

  #iriOf(prefix: string): string | undefined {
    const outer = this.#outer
    return this.#own?.iris.get(prefix) ?? (outer === undefined ? undefined : outer.#iriOf(prefix))
  }

  #asContext(): Context {
    const prefixes = new Map([
      ...(this.#outer === undefined
        ? this.#moved
          ? MOVED
          : BUILT_IN
        : this.#outer.#asContext().prefixes),
      ...(this.#own?.iris ?? []),
    ])
    return { ...readContext(GS1_CONTEXT), prefixes }
  }
}

const byIri = (prefixes: ReadonlyMap<string, string>): ReadonlyMap<string, string> =>
  new Map([...prefixes].map(([prefix, iri]) => [iri, prefix] as const))
const BUILT_IN_PREFIXES = byIri(BUILT_IN)
const MOVED_PREFIXES = byIri(MOVED)

/** JSON-LD 1.1 §4.1.5: a term is a prefix by itself only if its IRI ends in one of these; else it must say so. */
const ENDS_AS_PREFIX = /[:/?#[\]@]$/

function definition(iri: string): Json {
  return ENDS_AS_PREFIX.test(iri) ? iri : { '@id': iri, '@prefix': true }
}

/** The `@context` of a document. */
export function contextOf(names: Names): Json {
  const declared = names.declared
  return declared === undefined ? names.standard : [names.standard, declared]
}

export function isEpcis(namespace: string): boolean {
  return namespace === '' || EPCIS_NAMESPACES.has(namespace)
}
