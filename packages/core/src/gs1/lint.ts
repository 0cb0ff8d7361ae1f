import { allOf, CSET39, CSET82, type Charset } from '../id/characters.ts'
import { csum, csumalpha, gcppos1, gcppos2, iban } from './checks.ts'
import { COUNTRIES, COUNTRY_NUMBERS, CURRENCY_NUMBERS, PACKAGE_TYPES } from './codes.ts'
import { hh, hhmi, mi, ss, yymmd0, yymmdd, yyyymmd0, yyyymmdd } from './dates.ts'
import { digits, firstOf, matching, type Lint } from './fault.ts'

const ofSet =
  (set: Charset, fault: string): Lint =>
  (value) =>
    allOf(set, value) ? undefined : fault

const ofCodes =
  (codes: ReadonlySet<string>, fault: string): Lint =>
  (value) =>
    codes.has(value) ? undefined : fault

/** RFC 4648 §5; padded, if at all, to groups of three, as GS1's reference has it. */
const base64url: Lint = (value) => {
  const [, data = '', rest = ''] = /^([\w-]*)(.*)$/s.exec(value) ?? []
  if (!/^=*$/.test(rest)) return 'invalid-cset64-character'
  const due = (3 - (data.length % 3)) % 3
  return rest === '' || rest.length === due ? undefined : 'invalid-cset64-padding'
}

/** A piece and the total, both of half the digits. */
const pieceoftotal: Lint = firstOf(
  (value) =>
    value === '' || value.length % 2 !== 0 ? 'invalid-length-for-piece-of-total' : undefined,
  digits,
  (value) => {
    const half = value.length / 2
    const [piece, total] = [Number(value.slice(0, half)), Number(value.slice(half))]
    if (piece === 0) return 'zero-piece-number'
    if (total === 0) return 'zero-total-pieces'
    return piece > total ? 'piece-number-exceeds-total' : undefined
  },
)

const posinseqslash: Lint = firstOf(
  matching(/^\d+\/\d+$/, 'position-in-sequence-malformed'),
  (value) => (/^0|\/0/.test(value) ? 'illegal-zero-prefix' : undefined),
  (value) => {
    const [position = 0, end = 0] = value.split('/').map(Number)
    return position > end ? 'position-exceeds-end' : undefined
  },
)

/** Degrees with seven decimals, moved so that none is negative. */
const degrees = (name: string, most: number): Lint =>
  firstOf(
    (value) => (value.length === 10 ? undefined : `${name}-invalid-length`),
    digits,
    (value) => (Number(value) > most ? `invalid-${name}` : undefined),
  )

/** What a component of an AI's value has to be besides its characters and length, by the names of GS1's syntax dictionary. */
export const LINTS: ReadonlyMap<string, Lint> = new Map<string, Lint>([
  ['cset39', ofSet(CSET39, 'invalid-cset39-character')],
  ['cset64', base64url],
  ['cset82', ofSet(CSET82, 'invalid-cset82-character')],
  ['csetnumeric', digits],
  ['csum', csum],
  ['csumalpha', csumalpha],
  ['gcppos1', gcppos1],
  ['gcppos2', gcppos2],
  ['hasnondigit', matching(/\D/, 'requires-non-digit-character')],
  ['hh', hh],
  ['hhmi', hhmi],
  ['hyphen', matching(/^-+$/, 'not-hyphen')],
  ['iban', iban],
  [
    'importeridx',
    firstOf(
      (value) => (value.length === 1 ? undefined : 'importer-idx-must-be-one-character'),
      matching(/^[-0-9A-Z_a-z]$/, 'invalid-import-idx-character'),
    ),
  ],
  ['iso3166', ofCodes(COUNTRY_NUMBERS, 'not-iso3166')],
  ['iso3166999', ofCodes(new Set([...COUNTRY_NUMBERS, '999']), 'not-iso3166-or-999')],
  ['iso3166alpha2', ofCodes(COUNTRIES, 'not-iso3166-alpha2')],
  ['iso4217', ofCodes(CURRENCY_NUMBERS, 'not-iso4217')],
  ['iso5218', matching(/^[0129]$/, 'invalid-biological-sex-code')],
  ['latitude', degrees('latitude', 1_800_000_000)],
  ['longitude', degrees('longitude', 3_600_000_000)],
  ['mediatype', matching(/^(?:0[1-9]|10|[89]\d)$/, 'invalid-media-type')],
  ['mi', mi],
  ['nonzero', firstOf(digits, (value) => (/^0*$/.test(value) ? 'illegal-zero-value' : undefined))],
  [
    'nozeroprefix',
    firstOf(digits, (value) => (value.startsWith('0') ? 'illegal-zero-prefix' : undefined)),
  ],
  ['packagetype', ofCodes(PACKAGE_TYPES, 'invalid-package-type')],
  ['pcenc', matching(/^(?:[^%]|%[0-9A-Fa-f]{2})*$/s, 'invalid-percent-sequence')],
  ['pieceoftotal', pieceoftotal],
  ['posinseqslash', posinseqslash],
  ['ss', ss],
  ['winding', matching(/^[019]$/, 'invalid-winding-direction')],
  ['yesno', matching(/^[01]$/, 'not-zero-or-one')],
  ['yymmd0', yymmd0],
  ['yymmdd', yymmdd],
  ['yyyymmd0', yyyymmd0],
  ['yyyymmdd', yyyymmdd],
  ['zero', matching(/^0+$/, 'not-zero')],
])
