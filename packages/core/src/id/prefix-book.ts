import { LONGEST_PREFIX, SHORTEST_PREFIX } from './urn-schemes.ts'
import { prefixOf } from './urn.ts'

/**
 * How long the GS1 Company Prefix at the beginning of `digits` is; undefined where nobody told. It is asked with the number
 * from where its prefix begins: without indicator, extension digit or filler.
 */
export type PrefixLength = (digits: string) => number | undefined

/**
 * Who told of a prefix: the operator, a table of GS1's that the operator imported, or an EPC URN in an event. In this order they
 * are believed.
 */
export const PREFIX_SOURCES = ['registered', 'imported', 'seen'] as const
export type PrefixSource = (typeof PREFIX_SOURCES)[number]

/** That numbers which begin with `prefix` have a company prefix of `length` digits. */
export type PrefixRow = {
  readonly prefix: string
  readonly length: number
  readonly source: PrefixSource
}

/**
 * A look-up over what was told. Of what the operator registered or imported the longest that fits counts. Of what was only
 * seen in events one length has to be the only one: two that contradict each other tell nothing, for anyone can send a wrong
 * URN.
 */
export function prefixBook(rows: Iterable<PrefixRow>): PrefixLength {
  const told = new Map<PrefixSource, Map<string, number>>()
  for (const { prefix, length, source } of rows) {
    const ofSource = told.get(source) ?? new Map<string, number>()
    told.set(source, ofSource.set(prefix, length))
  }
  return (digits) => {
    for (const source of PREFIX_SOURCES) {
      const fitting = lengthsIn(told.get(source) ?? new Map(), digits)
      const length = source === 'seen' && fitting.length > 1 ? undefined : fitting[0]
      if (length !== undefined) return fits(length) ? length : undefined
    }
    return undefined
  }
}

/** By the longest prefix first. */
function lengthsIn(known: ReadonlyMap<string, number>, digits: string): readonly number[] {
  const found: number[] = []
  for (let end = Math.min(LONGEST_PREFIX, digits.length); end > 0; end--) {
    const length = known.get(digits.slice(0, end))
    if (length !== undefined) found.push(length)
  }
  return found
}

/** EPC URNs have no shorter company prefix (TDS §6.2). */
function fits(length: number): boolean {
  return length >= SHORTEST_PREFIX && length <= LONGEST_PREFIX
}

const URN = 'urn:epc:'

/**
 * Adds to `found` the company prefixes that EPC URNs anywhere in a text show. A prefix that is there already costs a look at
 * it and no more.
 */
export function collectPrefixes(text: string, found: Set<string>): void {
  for (let at = text.indexOf(URN); at >= 0; at = text.indexOf(URN, at + URN.length)) {
    const kind = text.indexOf(':', at + URN.length)
    const scheme = kind < 0 ? -1 : text.indexOf(':', kind + 1)
    const dot = scheme < 0 ? -1 : text.indexOf('.', scheme)
    if (dot < 0) return
    const length = dot - scheme - 1
    if (length < SHORTEST_PREFIX || length > LONGEST_PREFIX) continue
    const prefix = text.slice(scheme + 1, dot)
    if (found.has(prefix)) continue
    const end = /["\s\\<]/.exec(text.slice(at, at + LONGEST_URN))?.index ?? LONGEST_URN
    const shown = prefixOf(text.slice(at, at + end))
    if (shown === prefix) found.add(prefix)
  }
}

const LONGEST_URN = 150
