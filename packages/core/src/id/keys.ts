import { allOf, CSET39, CSET82, DIGITS, type Charset } from './characters.ts'
import type { ThingKind } from './thing.ts'

/** What an identifier of a certain fineness is called, and what it names. */
export type Grain = {
  readonly scheme: string
  readonly kind: ThingKind
  readonly reusable: boolean
}

/** Canonical Digital Links begin so. */
export const CANONICAL_STEM = 'https://id.gs1.org/'

/** A qualifier that makes a key name something finer. */
export type Finer = {
  readonly ai: string
  /** What stands before its value in a path: `/21/`. */
  readonly mark: string
  readonly grain: Grain
}

/** A GS1 key that a Digital Link can begin with (GS1 Barcode Syntax Dictionary, `dlpkey`). */
export type Key = {
  readonly ai: string
  /** What its canonical link has before the value. */
  readonly stem: string
  /** The name it had in Digital Link 1.0 and 1.1 paths. */
  readonly word: string
  readonly title: string
  /** How many digits the value begins with. */
  readonly digits: number
  /** How many of them go into the check digit, which is the next one; 0 where there is none. */
  readonly checked: number
  /** What may follow the digits; 0 for nothing. */
  readonly tail: Charset
  readonly longest: number
  /** What the key names, with nothing after its digits, and with something. */
  readonly bare: Grain
  readonly tailed: Grain
  /** The qualifiers that may follow in a path, each in this order, any left out. */
  readonly sequences: readonly (readonly string[])[]
  /** The qualifiers that make it name something finer, finest first; the others are no part of its identity. */
  readonly finer: readonly Finer[]
}

export type Qualifier = {
  readonly ai: string
  readonly word: string
  readonly set: Charset
  readonly shortest: number
  readonly longest: number
}

const named = (scheme: string, kind: ThingKind, reusable = false): Grain => ({
  scheme,
  kind,
  reusable,
})

const finer = (ai: string, grain: Grain): Finer => ({ ai, mark: `/${ai}/`, grain })

/** A key of digits alone, or one whose tail does not change what it names. */
function whole(grain: Grain): Pick<Key, 'bare' | 'tailed' | 'sequences' | 'finer'> {
  return { bare: grain, tailed: grain, sequences: [], finer: [] }
}

/** A key whose value may go on into a serial: without it, a class. */
function serialised(scheme: string, reusable = false): ReturnType<typeof whole> {
  return {
    ...whole(named(scheme, 'class')),
    tailed: named(scheme, 'item', reusable),
  }
}

const only = (digits: number): Pick<Key, 'digits' | 'checked' | 'tail' | 'longest'> => ({
  digits,
  checked: digits - 1,
  tail: 0,
  longest: digits,
})

/**
 * Digits with a check digit after `checked` of them, then a tail; or, `checked` 0, a company prefix of at least four
 * digits and what the company likes.
 */
function open(checked: number, tail: Charset, longest: number): ReturnType<typeof only> {
  return { digits: checked === 0 ? 4 : checked + 1, checked, tail, longest }
}

// oxfmt-ignore
const ROWS: readonly Omit<Key, 'stem'>[] = [
  { ai: '00', word: 'sscc', title: 'SSCC', ...only(18), ...whole(named('sscc', 'item')) },
  {
    ai: '01', word: 'gtin', title: 'GTIN', ...only(14), ...whole(named('gtin', 'class')),
    sequences: [['22', '10', '21'], ['235']],
    finer: [
      finer('21', named('sgtin', 'item')),
      finer('235', named('upui', 'item')),
      finer('10', named('lgtin', 'lot')),
    ],
  },
  {
    ai: '8006', word: 'itip', title: 'ITIP', ...only(18), checked: 13, ...whole(named('itip', 'class')),
    sequences: [['22', '10', '21']],
    finer: [finer('21', named('itip', 'item')), finer('10', named('itip', 'lot'))],
  },
  { ai: '8003', word: 'grai', title: 'GRAI', ...open(13, CSET82, 30), ...serialised('grai', true) },
  {
    ai: '8004', word: 'giai', title: 'GIAI', ...open(0, CSET82, 30), ...whole(named('giai', 'item', true)),
    sequences: [['7040']],
  },
  {
    ai: '8010', word: 'cpid', title: 'CPID', ...open(0, CSET39, 30), ...whole(named('cpi', 'class')),
    sequences: [['8011']],
    finer: [finer('8011', named('cpi', 'item'))],
  },
  { ai: '253', word: 'gdti', title: 'GDTI', ...open(12, CSET82, 30), ...serialised('gdti') },
  { ai: '255', word: 'gcn', title: 'GCN', ...open(12, DIGITS, 25), ...serialised('sgcn') },
  {
    ai: '8017', word: 'gsrnp', title: 'GSRN', ...only(18), ...whole(named('gsrnp', 'item')),
    sequences: [['8019']],
  },
  {
    ai: '8018', word: 'gsrn', title: 'GSRN', ...only(18), ...whole(named('gsrn', 'item')),
    sequences: [['8019']],
  },
  { ai: '401', word: 'ginc', title: 'GINC', ...open(0, CSET82, 30), ...whole(named('ginc', 'item')) },
  { ai: '402', word: 'gsin', title: 'GSIN', ...only(17), ...whole(named('gsin', 'item')) },
  { ai: '8013', word: 'gmn', title: 'GMN', ...open(0, CSET82, 25), ...whole(named('gmn', 'class')) },
  {
    ai: '414', word: 'gln', title: 'GLN', ...only(13), ...whole(named('sgln', 'place', true)),
    sequences: [['254'], ['7040']],
    finer: [finer('254', named('sgln', 'place', true))],
  },
  {
    ai: '417', word: 'party', title: 'GLN', ...only(13), ...whole(named('pgln', 'other')),
    sequences: [['7040']],
  },
]

/** Where one label carries several keys, the one that stands first here is what the label is on. */
export const KEYS: readonly Key[] = ROWS.map((row) => ({
  ...row,
  stem: `${CANONICAL_STEM}${row.ai}/`,
}))

const text = (ai: string, word: string, longest: number): Qualifier => ({
  ai,
  word,
  set: CSET82,
  shortest: 1,
  longest,
})

export const QUALIFIERS: readonly Qualifier[] = [
  text('10', 'lot', 20),
  text('21', 'ser', 20),
  text('22', 'cpv', 20),
  text('235', 'tpx', 28),
  text('254', 'glnx', 20),
  { ...text('7040', '7040', 4), shortest: 4 },
  { ...text('8011', 'cpsn', 12), set: DIGITS },
  { ...text('8019', 'srin', 10), set: DIGITS },
]

/** By application identifier and by old word. */
export const KEY_BY_NAME: ReadonlyMap<string, Key> = byName(KEYS)
export const QUALIFIER_BY_NAME: ReadonlyMap<string, Qualifier> = byName(QUALIFIERS)

function byName<T extends { readonly ai: string; readonly word: string }>(
  rows: readonly T[],
): ReadonlyMap<string, T> {
  return new Map(rows.flatMap((row) => [[row.ai, row] as const, [row.word, row] as const]))
}

/** Whether a raw value has the shape of this key. The check digit is not judged here. */
export function fitsKey(key: Key, value: string): boolean {
  const length = value.length
  if (length < key.digits || length > key.longest) return false
  return (
    allOf(DIGITS, value, 0, key.digits) &&
    (length === key.digits || allOf(key.tail, value, key.digits))
  )
}

export function fitsQualifier({ set, shortest, longest }: Qualifier, value: string): boolean {
  return value.length >= shortest && value.length <= longest && allOf(set, value)
}
