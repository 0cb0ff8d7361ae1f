import { escapedForLink } from '../id/characters.ts'
import { KEY_BY_NAME, QUALIFIER_BY_NAME } from '../id/keys.ts'
import { APPLICATION_IDENTIFIERS } from './application-identifiers.ts'
import { fault, faultOfValue, type Element, type ReadElements } from './elements.ts'

export type LinkOptions = {
  /** Take a GTIN of 8, 12 or 13 digits, filled up to 14. */
  readonly shortGtins?: boolean
  /** Take the words of before release 1.3 for identifiers: `/gtin/…/ser/…`. */
  readonly words?: boolean
}

const SCHEME = /^(?:https?|HTTPS?):\/\//
const DOMAIN = /^(?:[\w.~:-]+|\[[0-9A-Fa-f:.]+\](?::\d+)?)$/
/** RFC 3986: everything that may stand in a URI. */
const URI = /^[!#-;=?-[\]_a-z~]*$/

/**
 * A GS1 Digital Link to the letter of URI Syntax 1.4: every element of path and query, each judged. For what an event may name,
 * see {@link file://../id/identify.ts}, which takes older spellings too and asks for the key alone.
 */
export function readDigitalLink(text: string, options: LinkOptions = {}): ReadElements {
  if (!SCHEME.test(text)) return fault('no-web-address')
  if (!URI.test(text)) return fault('illegal-character')
  const { domain, path, query } = partsOf(text)
  if (!DOMAIN.test(domain)) return fault('domain')
  const inPath = readPath(path.split('/'), options)
  if (!inPath.ok) return inPath
  const inQuery = readQuery(query, inPath.elements, options)
  if (!inQuery.ok) return inQuery
  return judged([...inPath.elements, ...inQuery.elements])
}

function partsOf(text: string): { domain: string; path: string; query: string } {
  const [, domain = '', path = '', query = ''] =
    /^\w+:\/\/([^/?#]*)\/([^?#]*)(?:\?([^#]*))?/.exec(text) ?? []
  return { domain, path, query }
}

function judged(elements: readonly Element[]): ReadElements {
  for (const { ai, value } of elements) {
    const known = APPLICATION_IDENTIFIERS.get(ai)
    const wrong = known === undefined ? 'unknown-ai' : faultOfValue(known, value)
    if (wrong !== undefined) return fault(wrong, ai)
  }
  return { ok: true, elements }
}

function splitAt(text: string, mark: string): readonly string[] {
  const at = text.indexOf(mark)
  return at < 0 ? [text] : [text.slice(0, at), text.slice(at + 1)]
}

/** Read backwards in pairs until a primary key stands before its qualifiers. */
function readPath(segments: readonly string[], options: LinkOptions): ReadElements {
  const pairs: Element[] = []
  for (let i = segments.length - 2; i >= 0; i -= 2) {
    const ai = named(segments[i] ?? '', options)
    const known = APPLICATION_IDENTIFIERS.get(ai)
    if (known === undefined) return fault('no-key')
    const segment = segments[i + 1] ?? ''
    if (segment === '') return fault('empty', ai)
    const value = unescapedAs(segment, 'path')
    if (value.includes('\0')) return fault('illegal-character', ai)
    pairs.unshift({ ai, value: filled(ai, value, options) })
    if (known.key !== undefined) return inSequence(known.key, pairs)
  }
  return fault('no-key')
}

function named(segment: string, { words }: LinkOptions): string {
  if (words !== true || /^\d/.test(segment)) return segment
  return (KEY_BY_NAME.get(segment) ?? QUALIFIER_BY_NAME.get(segment))?.ai ?? segment
}

function filled(ai: string, value: string, { shortGtins }: LinkOptions): string {
  const short = shortGtins === true && ai === '01' && [8, 12, 13].includes(value.length)
  return short ? value.padStart(14, '0') : value
}

function inSequence(
  key: readonly (readonly string[])[],
  [first, ...rest]: readonly Element[],
): ReadElements {
  const ais = rest.map(({ ai }) => ai)
  if (ais.length > 0 && !key.some((sequence) => inOrder(sequence, ais))) return fault('sequence')
  // A payment slip's number is no option.
  if (first?.ai === '415' && ais.length === 0) return fault('sequence')
  return { ok: true, elements: first === undefined ? [] : [first, ...rest] }
}

/** Each of these once, in the order of the sequence, any of it left out. */
export function inOrder(sequence: readonly string[], ais: readonly string[]): boolean {
  const places = ais.map((ai) => sequence.indexOf(ai))
  return places.every((place, i) => place >= 0 && (i === 0 || place > (places[i - 1] ?? 0)))
}

function readQuery(query: string, inPath: readonly Element[], options: LinkOptions): ReadElements {
  const elements: Element[] = []
  const [key, ...qualifiers] = inPath.map(({ ai }) => ai)
  const sequences = APPLICATION_IDENTIFIERS.get(key ?? '')?.key ?? []
  const open = sequences.filter((sequence) => inOrder(sequence, qualifiers)).flat()
  for (const parameter of query.split(/[&;]/)) {
    const [name = '', escaped = ''] = splitAt(parameter, '=')
    // Other names are the business of whoever resolves the link.
    if (!/^\d+$/.test(name)) continue
    const value = filled(name, unescapedAs(escaped, 'query'), options)
    const wrong = faultInQuery({ ai: name, value }, { before: [...inPath, ...elements], open })
    if (wrong !== undefined) return fault(wrong, name)
    elements.push({ ai: name, value })
  }
  return { ok: true, elements }
}

function faultInQuery(
  { ai, value }: Element,
  { before, open }: { readonly before: readonly Element[]; readonly open: readonly string[] },
): string | undefined {
  const known = APPLICATION_IDENTIFIERS.get(ai)
  if (known === undefined) return 'unknown-ai'
  if (value === '') return 'empty'
  if (before.some((one) => one.ai === ai)) return 'repeated'
  if (open.includes(ai)) return 'belongs-in-path'
  if (!known.inQuery) return 'no-attribute'
  return value.includes('\0') ? 'illegal-character' : undefined
}

/** Percent escapes undone, a byte a character; in a query `+` is a space. What is no escape stands as it is. */
export function unescapedAs(text: string, where: 'path' | 'query'): string {
  return (where === 'query' ? text.replaceAll('+', ' ') : text).replaceAll(
    /%([0-9A-Fa-f]{2})/g,
    (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)),
  )
}

/** A raw value as it stands in a path or a query. */
export function escapedAs(raw: string, where: 'path' | 'query'): string {
  const escaped = escapedForLink(raw)
  return where === 'query' ? escaped.replaceAll('%20', '+') : escaped
}

/**
 * The Digital Link of elements that were read, under a stem of one's own (`https://example.com/x`) or GS1's: the first key among
 * them, its qualifiers in order, all others in the query, those of predefined length first. The fault where there is none.
 */
export function digitalLinkOf(
  elements: readonly Element[],
  stem = 'https://id.gs1.org',
): { readonly ok: true; readonly link: string } | Extract<ReadElements, { ok: false }> {
  const values = new Map(elements.map(({ ai, value }) => [ai, value]))
  const key = [...values.keys()].find((ai) => APPLICATION_IDENTIFIERS.get(ai)?.key !== undefined)
  if (key === undefined) return fault('no-key')
  const sequences = APPLICATION_IDENTIFIERS.get(key)?.key ?? []
  const qualifiers = (
    sequences.find((sequence) => sequence.some((ai) => values.has(ai))) ?? []
  ).filter((ai) => values.has(ai))
  const inPath = [key, ...qualifiers]
  const isFixed = (ai: string): boolean => APPLICATION_IDENTIFIERS.get(ai)?.fixed === true
  const others = [...values.keys()].filter((ai) => !inPath.includes(ai))
  const inQuery = [...others.filter(isFixed), ...others.filter((ai) => !isFixed(ai))]
  const wrong = inQuery.find((ai) => APPLICATION_IDENTIFIERS.get(ai)?.inQuery !== true)
  if (wrong !== undefined) return fault('no-attribute', wrong)
  const path = inPath.map((ai) => `/${ai}/${escapedAs(values.get(ai) ?? '', 'path')}`).join('')
  const query = inQuery.map((ai) => `${ai}=${escapedAs(values.get(ai) ?? '', 'query')}`).join('&')
  return { ok: true, link: `${stem.replace(/\/$/, '')}${path}${query === '' ? '' : `?${query}`}` }
}
