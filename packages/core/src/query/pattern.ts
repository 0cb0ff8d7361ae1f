import { classOf } from '../id/class-and-lot.ts'
import { identify } from '../id/identify.ts'
import { urnParts } from '../id/read-urn.ts'
import type { Identifier } from '../id/thing.ts'
import { OTHER_EPC_SCHEMES, URN_SCHEME_BY_NAME, type UrnScheme } from '../id/urn-schemes.ts'

/** Which identifiers an EPC pattern stands for: those of a scheme whose canonical form has certain text at a place. */
export type EpcPattern = {
  readonly scheme: string
  /** All items of this canonical class; then nothing else is looked at. */
  readonly class?: string
  /** What canonical forms of the scheme begin with. */
  readonly stem: string
  /** Characters that may be any after the stem: an indicator or extension digit. */
  readonly skip: number
  /** What comes after them. */
  readonly begin: string
}

/** Whether a text is written as a pattern; in the 1.x suite `urn:epc:id:…*` is one too. */
export function isPattern(text: string): boolean {
  return /^urn:epc:(?:idpat|id):.*\*/i.test(text)
}

/**
 * Reads TDS §6.4 pure identity patterns: the last parts are `*`, those before stand. Undefined where a scheme is unknown or a
 * part that is none of the last is `*`.
 */
export function readPattern(text: string, of: 'items' | 'classes'): EpcPattern | undefined {
  const parts = urnParts(text)
  if (parts === undefined) return undefined
  const scheme = parts.name.slice(parts.name.indexOf(':') + 1)
  const pieces = parts.body.split('.')
  const first = pieces.indexOf('*')
  const fixed = pieces.slice(0, first)
  if (first < 0 || pieces.slice(first).some((piece) => piece !== '*')) return undefined
  if (fixed.some((piece) => piece.includes('*'))) return undefined
  const known = URN_SCHEME_BY_NAME.get(`id:${scheme}`)
  if (known !== undefined) return ofKey(known, { scheme, fixed, body: parts.body, of })
  if (!OTHER_EPC_SCHEMES.has(scheme) || of === 'classes') return undefined
  const begin = fixed.map((piece) => `${piece}.`).join('')
  return { scheme, stem: `urn:epc:id:${scheme}:`, skip: 0, begin }
}

type Reading = {
  readonly scheme: string
  readonly fixed: readonly string[]
  readonly body: string
  readonly of: 'items' | 'classes'
}

function ofKey(urn: UrnScheme, { scheme, fixed, body, of }: Reading): EpcPattern | undefined {
  const { stem } = urn.key
  const whole = identify(`urn:epc:idpat:${scheme}:${body}`)
  if (of === 'classes') {
    return whole.kind === 'class'
      ? undefined
      : { scheme: urn.key.bare.scheme, ...start(urn, fixed) }
  }
  if (whole.kind !== 'class') return { scheme, ...start(urn, fixed) }
  // A piece of a trade item has its class within its own key.
  if (scheme === 'itip') return { scheme, stem, skip: 0, begin: whole.canonical.slice(stem.length) }
  return { scheme, class: whole.canonical, stem, skip: 0, begin: '' }
}

/** What canonical forms begin with whose first parts are these: company prefix, then reference, then what follows it. */
function start(
  { key: { stem }, moved, filler, digits }: UrnScheme,
  [prefix, reference, ...more]: readonly string[],
): Pick<EpcPattern, 'stem' | 'skip' | 'begin'> {
  if (prefix === undefined) return { stem, skip: 0, begin: '' }
  if (reference === undefined) {
    return { stem, skip: moved ? 1 : filler.length, begin: prefix }
  }
  if (digits === 0) return { stem, skip: 0, begin: prefix + reference + more.join('') }
  const value = moved ? reference.slice(0, 1) + prefix + reference.slice(1) : prefix + reference
  return { stem, skip: 0, begin: filler + value }
}

/** Whether an identifier is one that a pattern stands for. */
export function fitsPattern(pattern: EpcPattern, id: Identifier): boolean {
  if (id.scheme !== pattern.scheme) return false
  if (pattern.class !== undefined) return classOf(id) === pattern.class
  const { stem, skip, begin } = pattern
  return id.canonical.startsWith(stem) && id.canonical.startsWith(begin, stem.length + skip)
}
