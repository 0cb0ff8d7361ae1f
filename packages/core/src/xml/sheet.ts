import { wordOf, type Vocabulary } from '../cbv/vocabulary.ts'
import { expand, type Context } from '../event/context.ts'
import { CBVMDA, type XmlVersion } from './binding.ts'
import { nameToXml } from './escape.ts'

/**
 * How standard vocabulary words are spelt: EPCIS 2.0 REST, `GS1-CBV-XML-Format`. `as-is` keeps URIs as they came; a bare
 * word, which XML does not have, becomes its web URI.
 */
export type CbvSpelling = 'web-uri' | 'urn' | 'as-is'

export type XmlStyle = { readonly version: XmlVersion; readonly cbv: CbvSpelling }

/** The style of an edition's readers where nothing else is asked for. */
export const STYLES: Readonly<Record<XmlVersion, XmlStyle>> = {
  '2.0': { version: '2.0', cbv: 'web-uri' },
  '1.2': { version: '1.2', cbv: 'urn' },
}

const PREFIX = /^(?!xml)[A-Za-z_][-.0-9A-Za-z_]*$/i

/** What is being written: how names and words are read, and the prefixes that have been used on it. */
export class Sheet {
  readonly style: XmlStyle
  readonly #context: Context
  readonly #used = new Map<string, string>()
  readonly #prefixes = new Map<string, string>()
  #next = 2

  constructor(context: Context, style: XmlStyle) {
    this.#context = context
    this.style = style
  }

  /** A URI, its prefix spelt out: XML has no CURIEs. */
  uri(text: string): string {
    return expand(this.#context, text)
  }

  /** A vocabulary word in the spelling of the style. */
  term(vocabulary: Vocabulary, text: string): string {
    const uri = this.uri(text)
    const word = wordOf(vocabulary, uri)
    if (!vocabulary.words.has(word)) return uri
    const { cbv } = this.style
    if (cbv === 'as-is' && uri !== word) return uri
    if (cbv === 'urn' && vocabulary.urn !== undefined) return vocabulary.urn + word
    return `${vocabulary.web[0] ?? ''}${word}`
  }

  /** The XML name of a JSON key, its namespace noted. */
  name(key: string): string {
    const cut = cutOf(key, this.#context)
    if (cut === undefined) return nameToXml(key)
    return `${this.prefixFor(cut.prefix, cut.namespace)}:${nameToXml(cut.local)}`
  }

  /** A prefix for a namespace: the one wished for, unless it stands for another. */
  prefixFor(wished: string, namespace: string): string {
    const base = PREFIX.test(wished) ? wished : 'ns'
    const taken = this.#used.get(base)
    if (taken === namespace) return base
    const known = taken === undefined ? undefined : this.#prefixes.get(namespace)
    if (known !== undefined) return known
    let prefix = base
    while (this.#used.has(prefix)) prefix = `${base}${this.#next++}`
    this.#prefixes.set(namespace, prefix)
    this.#used.set(prefix, namespace)
    return prefix
  }

  /** `xmlns` attributes for all that was used and is not declared outside already. */
  declarations(outside: ReadonlyMap<string, string>): string {
    let text = ''
    for (const [prefix, namespace] of this.#used) {
      if (outside.get(prefix) !== namespace) text += ` xmlns:${prefix}="${attribute(namespace)}"`
    }
    return text
  }
}

const attribute = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('"', '&quot;')

type Cut = { readonly prefix: string; readonly namespace: string; readonly local: string }

/**
 * A key of JSON-LD as a name in a namespace. `my:field` with a prefix that nobody declared is a URI whose namespace is
 * `my:`; a whole URI is cut where its last name begins. Undefined for a bare name.
 */
function cutOf(key: string, { prefixes }: Context): Cut | undefined {
  const colon = key.indexOf(':')
  if (colon < 1) return undefined
  const prefix = key.slice(0, colon)
  const declared = prefixes.get(prefix)
  if (declared !== undefined) {
    return { prefix, namespace: namespaceOf(declared), local: key.slice(colon + 1) }
  }
  const last = /[A-Za-z_][-.\w]*$/.exec(key)
  const at = key.includes('/') || prefix === 'urn' ? (last?.index ?? colon + 1) : colon + 1
  const local = key.slice(at)
  if (local === '')
    return { prefix: 'ns', namespace: key.slice(0, colon + 1), local: key.slice(colon + 1) }
  return { prefix: at === colon + 1 ? prefix : 'ns', namespace: key.slice(0, at), local }
}

/** CBV writes its master data's namespace with a colon at the end in JSON, without in XML. */
export function namespaceOf(iri: string): string {
  return iri === CBVMDA.json ? CBVMDA.xml : iri
}

/** The prefixes a context adds to GS1's own, or moves, as namespaces: what a document's root declares. */
export function namespacesOf(context: Context, standard: Context): ReadonlyMap<string, string> {
  const own = [...context.prefixes].filter(
    ([prefix, iri]) => standard.prefixes.get(prefix) !== iri && PREFIX.test(prefix) && iri !== '',
  )
  return new Map(own.map(([prefix, iri]) => [prefix, namespaceOf(iri)]))
}
