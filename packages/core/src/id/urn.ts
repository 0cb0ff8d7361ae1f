import { escapedForUrn } from './characters.ts'
import { readLink } from './read-link.ts'
import { readUrn, urnParts } from './read-urn.ts'
import { identifierOf, NO_EXTENSION, type Reading } from './reading.ts'
import { URN_SCHEMES, type UrnScheme } from './urn-schemes.ts'

/**
 * The EPC URN of a canonical identifier (or any Digital Link). The length of the company prefix is not in the number:
 * `prefixLength` is asked for it with the value from where its prefix begins (without indicator, extension digit or filler,
 * and without the check digit), and answers undefined where it does not know; it is never guessed. Undefined then, and
 * for what has no URN: a key without one, a prefix not of 6 to 12 digits, a wrong check digit (a URN has none, and would
 * mend it silently). An EPC URN of another kind (`gid`, `bic`, …) is its own.
 */
export function toUrn(
  canonical: string,
  prefixLength: (digits: string) => number | undefined,
): string | undefined {
  if (canonical.startsWith('urn:epc:')) return canonical
  const reading = readLink(canonical)
  const scheme = reading === undefined ? undefined : schemeOf(reading)
  if (reading === undefined || scheme === undefined) return undefined
  const { moved, number, pieces } = numberOf(reading, scheme)
  const length = prefixLength(number)
  if (length === undefined || length > number.length) return undefined
  const reference = moved + escapedForUrn(number.slice(length))
  const parts = [number.slice(0, length), reference, ...pieces, ...lastOf(reading, scheme)]
  const urn = `urn:epc:${scheme.name}:${parts.join('.')}`
  return namesTheSame(urn, reading) ? urn : undefined
}

function namesTheSame(urn: string, reading: Reading): boolean {
  const parts = urnParts(urn)
  const back = parts === undefined ? undefined : readUrn(parts)
  return (
    typeof back === 'object' && identifierOf(back).canonical === identifierOf(reading).canonical
  )
}

/** The company prefix an EPC URN shows, to learn its length from; undefined for other texts. */
export function prefixOf(urn: string): string | undefined {
  const parts = urnParts(urn)
  if (parts === undefined || typeof readUrn(parts) !== 'object') return undefined
  return parts.body.slice(0, parts.body.indexOf('.'))
}

function schemeOf({ key, value, finer }: Reading): UrnScheme | undefined {
  const schemes = URN_SCHEMES.filter((scheme) => scheme.key === key)
  if (finer !== undefined) return schemes.find((scheme) => scheme.finer === finer)
  if (key.ai === '414') return schemes[0]
  const tailed = value.length > key.digits
  return (
    schemes.find(({ last }) => last === 'none' || last === (tailed ? 'tail' : '*')) ??
    schemes.find(({ last }) => last === '*')
  )
}

/** A key's value cut as the URN has it: the digit that moves behind the prefix, the number from its prefix on, the pieces. */
function numberOf(
  { key, value }: Reading,
  { moved, filler, pieces }: UrnScheme,
): { readonly moved: string; readonly number: string; readonly pieces: readonly string[] } {
  const from = filler.length + (moved ? 1 : 0)
  return {
    moved: moved ? value.slice(0, 1) : '',
    number: value.slice(from, key.checked === 0 ? value.length : key.checked),
    pieces: pieces ? [value.slice(14, 16), value.slice(16, 18)] : [],
  }
}

function lastOf(
  { key, value, finer, finerValue }: Reading,
  { last }: UrnScheme,
): readonly string[] {
  if (last === 'none') return []
  if (last === '*') return ['*']
  if (last === 'tail') return [escapedForUrn(value.slice(key.digits))]
  return [finer === undefined ? NO_EXTENSION : escapedForUrn(finerValue)]
}
