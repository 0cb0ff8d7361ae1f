import { KEY_BY_NAME, QUALIFIER_BY_NAME, type Finer, type Key, type Qualifier } from './keys.ts'

/** How the EPC URNs of one scheme spell a GS1 key (TDS §6.3, CBV §8). */
export type UrnScheme = {
  /** What stands between `urn:epc:` and the body. */
  readonly name: string
  readonly key: Key
  /** Digits of company prefix and reference together, the check digit left out; 0 where the reference is free text. */
  readonly digits: number
  /** Whether the reference begins with the indicator or extension digit, which the key has in front of the prefix. */
  readonly moved: boolean
  /** Digits that the key has in front and the URN has not. */
  readonly filler: string
  /** Whether piece and total follow (`.PP.TT`). */
  readonly pieces: boolean
  /** The last part: none, any (`*`: a class), the tail of the key, or a qualifier. */
  readonly last: 'none' | '*' | 'tail' | 'qualifier'
  readonly qualifier: Qualifier | undefined
  readonly finer: Finer | undefined
  /** A right one, to learn from. */
  readonly like: string
}

type Row = Partial<UrnScheme> & {
  readonly name: string
  /** As in {@link UrnScheme}, or the qualifier's application identifier. */
  readonly to: 'none' | '*' | 'tail' | '10' | '21' | '235' | '254' | '8011'
  readonly like: string
}

// oxfmt-ignore
const ROWS: readonly (readonly [ai: string, row: Row])[] = [
  ['01', { name: 'id:sgtin', digits: 13, moved: true, to: '21', like: '4012345.011111.987' }],
  ['01', { name: 'class:lgtin', digits: 13, moved: true, to: '10', like: '4012345.012345.998877' }],
  ['01', { name: 'idpat:sgtin', digits: 13, moved: true, to: '*', like: '4012345.011111.*' }],
  ['01', { name: 'id:upui', digits: 13, moved: true, to: '235', like: '4012345.012345.AB12' }],
  ['01', { name: 'idpat:upui', digits: 13, moved: true, to: '*', like: '4012345.012345.*' }],
  ['00', { name: 'id:sscc', digits: 17, moved: true, to: 'none', like: '4012345.0111111111' }],
  ['414', { name: 'id:sgln', digits: 12, to: '254', like: '4012345.00005.0' }],
  ['417', { name: 'id:pgln', digits: 12, to: 'none', like: '4012345.00000' }],
  ['8003', { name: 'id:grai', digits: 12, filler: '0', to: 'tail', like: '4012345.00022.334455' }],
  ['8003', { name: 'idpat:grai', digits: 12, filler: '0', to: '*', like: '4012345.00022.*' }],
  ['8004', { name: 'id:giai', to: 'none', like: '4012345.ABC345' }],
  ['8018', { name: 'id:gsrn', digits: 17, to: 'none', like: '4012345.9876540000' }],
  ['8017', { name: 'id:gsrnp', digits: 17, to: 'none', like: '4012345.0000000007' }],
  ['253', { name: 'id:gdti', digits: 12, to: 'tail', like: '4012345.00009.PO-4711' }],
  ['253', { name: 'idpat:gdti', digits: 12, to: '*', like: '4012345.00009.*' }],
  ['255', { name: 'id:sgcn', digits: 12, to: 'tail', like: '4012345.99999.44' }],
  ['255', { name: 'idpat:sgcn', digits: 12, to: '*', like: '4012345.99999.*' }],
  ['8010', { name: 'id:cpi', to: '8011', like: '4012345.AB12.123' }],
  ['8010', { name: 'idpat:cpi', to: '*', like: '4012345.AB12.*' }],
  ['401', { name: 'id:ginc', to: 'none', like: '4012345.SHP77810' }],
  ['402', { name: 'id:gsin', digits: 16, to: 'none', like: '4012345.222333444' }],
  ['8006', { name: 'id:itip', digits: 13, moved: true, pieces: true, to: '21', like: '4012345.012345.01.02.987' }],
  ['8006', { name: 'idpat:itip', digits: 13, moved: true, pieces: true, to: '*', like: '4012345.012345.01.02.*' }],
]

export const URN_SCHEMES: readonly UrnScheme[] = ROWS.flatMap(([ai, { to, ...row }]) => {
  const key = KEY_BY_NAME.get(ai)
  if (key === undefined) return []
  const last = to === 'none' || to === '*' || to === 'tail' ? to : 'qualifier'
  const qualifier = QUALIFIER_BY_NAME.get(to)
  const finer = key.finer.find(({ ai }) => ai === to)
  return [
    { key, digits: 0, moved: false, filler: '', pieces: false, last, qualifier, finer, ...row },
  ]
})

export const URN_SCHEME_BY_NAME: ReadonlyMap<string, UrnScheme> = new Map(
  URN_SCHEMES.map((scheme) => [scheme.name, scheme]),
)

/** EPC schemes that are no GS1 keys: each is an item, kept as it came. */
// oxfmt-ignore
export const OTHER_EPC_SCHEMES: ReadonlyMap<string, { readonly form: RegExp; readonly like: string }> = new Map([
  ['gid', { form: /^\d{1,9}\.\d{1,8}\.\d{1,11}$/, like: '95100000.12345.400' }],
  ['usdod', { form: /^[0-9A-HJ-NP-Z]{5,6}\.\d{1,11}$/, like: '2S194.12345678901' }],
  ['adi', { form: /^[0-9A-HJ-NP-Z]{5,6}\.(?:[-0-9A-Z]|%2F){0,32}\.(?:%23)?(?:[-0-9A-Z]|%2F){1,30}$/i, like: '2S194..12345678901' }],
  ['bic', { form: /^[A-Z]{3}[JUZ]\d{7}$/, like: 'CSQU3054383' }],
  ['imovn', { form: /^\d{7}$/, like: '9176187' }],
])

/** How long a company prefix is in an EPC URN (TDS §6.2). */
export const SHORTEST_PREFIX = 6
export const LONGEST_PREFIX = 12
