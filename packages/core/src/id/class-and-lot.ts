import { escapedForLink } from './characters.ts'
import { CANONICAL_STEM, fitsQualifier, QUALIFIER_BY_NAME } from './keys.ts'
import { identify } from './identify.ts'
import { identifierOf } from './reading.ts'
import { readLink } from './read-link.ts'
import { plainLink, SGTIN_LINK, SSCC_LINK } from './plain-link.ts'
import type { Identifier } from './thing.ts'

/**
 * The application identifiers and raw (unescaped) values of a canonical identifier, or of any Digital Link, primary key first and of
 * its qualifiers only the finest; undefined where it is no GS1 key.
 */
export function keysOf(
  canonical: string,
): readonly (readonly [ai: string, value: string])[] | undefined {
  const reading = readLink(canonical)
  if (reading === undefined) return undefined
  const { key, value, finer, finerValue } = reading
  return finer === undefined
    ? [[key.ai, value]]
    : [
        [key.ai, value],
        [finer.ai, finerValue],
      ]
}

/**
 * The canonical class of an item or lot, given read or in any spelling: its GTIN (of a piece, an ITIP, too), or its GRAI,
 * GDTI, GCN or CPID without the serial. Undefined for what has no class, and for what is a class itself.
 */
export function classOf(id: Identifier | string): string | undefined {
  // An SSCC has none, and an event of a pallet names one: told at one look.
  if (typeof id === 'string' && plainLink(id) === SSCC_LINK) return undefined
  const { canonical, kind } = typeof id === 'string' ? identify(id) : id
  if (kind !== 'item' && kind !== 'lot') return undefined
  const gtin = gtinIn(canonical)
  if (gtin !== undefined) return `${CANONICAL_STEM}01/${gtin}`
  const reading = readLink(canonical)
  if (reading === undefined || reading.key.bare.kind !== 'class') return undefined
  const { key, value } = reading
  const stem = key.tailed.kind === 'item' ? value.slice(0, key.digits) : value
  return identifierOf({ key, value: stem, finer: undefined, finerValue: '' }).canonical
}

/**
 * The canonical LGTIN of an item's own GTIN and a lot number (raw, as ILMD has it). Undefined where the item has no GTIN, or
 * where the lot number is not 1 to 20 characters of GS1's set 82 and so can be no AI 10.
 */
export function lotOf(item: string, lotNumber: string): string | undefined {
  return lotsOf(lotNumber)?.(item)
}

/** {@link lotOf} of many items with one lot number: undefined where that is none. Items of one GTIN in a row share the answer. */
export function lotsOf(lotNumber: string): ((item: string) => string | undefined) | undefined {
  const raw = lotNumber.trim()
  const qualifier = QUALIFIER_BY_NAME.get('10')
  if (qualifier === undefined || !fitsQualifier(qualifier, raw)) return undefined
  const end = `/10/${escapedForLink(raw)}`
  let last = ''
  let lot = ''
  return (item) => {
    if (last !== '' && plainLink(item) === SGTIN_LINK && item.startsWith(last)) return lot
    const { canonical, kind } = identify(item)
    const gtin = kind === 'item' ? gtinIn(canonical) : undefined
    if (gtin === undefined) return undefined
    const stem = `${CANONICAL_STEM}01/${gtin}`
    lot = stem + end
    last = `${stem}/`
    return lot
  }
}

/** The GTIN that a canonical SGTIN, LGTIN, UPUI or ITIP begins with. */
function gtinIn(canonical: string): string | undefined {
  for (const ai of ['01/', '8006/']) {
    const from = CANONICAL_STEM.length + ai.length
    if (canonical.startsWith(ai, CANONICAL_STEM.length)) return canonical.slice(from, from + 14)
  }
  return undefined
}
