import { asked, type Row } from '../asking.ts'
import type { Group } from '../case.ts'
import { everyType } from '../sets/things.ts'

const CLAUSE = 'EPCIS 2.0 §8.2.7.1'

/** The families of names for fields of the event itself. */
const EVENT: readonly Row[] = [
  ['EQ_ex:degree', () => ({ 'EQ_ex:degree': '8' }), 'made'],
  ['EQ_ex:degree 8.0 is 8', () => ({ 'EQ_ex:degree': '8.0' }), 'made'],
  ['GT_ex:degree', () => ({ 'GT_ex:degree': '8' }), 'seen'],
  ['GT_ex:degree as numbers, not as texts', () => ({ 'GT_ex:degree': '9' }), 'seen'],
  ['GE_ex:degree', () => ({ 'GE_ex:degree': '8' }), 'made seen'],
  ['LT_ex:degree', () => ({ 'LT_ex:degree': '12' }), 'made'],
  ['LE_ex:degree', () => ({ 'LE_ex:degree': '12' }), 'made seen'],
  ['EQ_ex:word', () => ({ 'EQ_ex:word': 'alpha' }), 'made'],
  ['EQ_ex:word two, joined by |', () => ({ 'EQ_ex:word': 'alpha|beta' }), 'made seen'],
  ['GE_ex:moment a time', () => ({ 'GE_ex:moment': '2030-05-02T12:00:00+02:00' }), 'seen'],
  ['LT_ex:moment a time', () => ({ 'LT_ex:moment': '2030-05-02T12:00:00+02:00' }), 'made'],
  ['EXISTS_ex:word', () => ({ 'EXISTS_ex:word': 'true' }), 'made seen'],
  ['EXISTS_ex:absent', () => ({ 'EXISTS_ex:absent': 'true' }), ''],
  ['EQ_ex:inner is not at the top', () => ({ 'EQ_ex:inner': '5' }), ''],
  ['EQ_INNER_ex:inner', () => ({ 'EQ_INNER_ex:inner': '5' }), 'made'],
  ['GT_INNER_ex:inner', () => ({ 'GT_INNER_ex:inner': '5' }), 'seen'],
  ['EQ_INNER_ex:deepest at any depth', () => ({ 'EQ_INNER_ex:deepest': 'd1' }), 'made'],
  ['EXISTS_INNER_ex:inner', () => ({ 'EXISTS_INNER_ex:inner': 'true' }), 'made seen'],
]

const ILMD: readonly Row[] = [
  [
    'EQ_ILMD_ex:lotNumber',
    ({ kept }) => ({ 'EQ_ILMD_ex:lotNumber': `LOT${kept.names.run}` }),
    'made',
  ],
  [
    'EQ_ILMD_ex:lotNumber of a transformation',
    ({ kept }) => ({ 'EQ_ILMD_ex:lotNumber': `OUT${kept.names.run}` }),
    'mixed',
  ],
  ['EQ_ILMD_ex:fat', () => ({ 'EQ_ILMD_ex:fat': '3.50' }), 'made'],
  ['GT_ILMD_ex:fat', () => ({ 'GT_ILMD_ex:fat': '3.5' }), 'mixed'],
  ['GE_ILMD_ex:fat', () => ({ 'GE_ILMD_ex:fat': '3.5' }), 'made mixed'],
  ['LT_ILMD_ex:fat', () => ({ 'LT_ILMD_ex:fat': '4.1' }), 'made'],
  ['LE_ILMD_ex:fat', () => ({ 'LE_ILMD_ex:fat': '4.1' }), 'made mixed'],
  ['GE_ILMD_ex:best a time', () => ({ 'GE_ILMD_ex:best': '2029-12-31T00:00:00Z' }), 'made'],
  ['EXISTS_ILMD_ex:fat', () => ({ 'EXISTS_ILMD_ex:fat': 'true' }), 'made mixed'],
  ['EQ_ILMD_ex:line is not at the top', () => ({ 'EQ_ILMD_ex:line': 'A1' }), ''],
  ['EQ_INNER_ILMD_ex:line', () => ({ 'EQ_INNER_ILMD_ex:line': 'A1' }), 'made'],
  ['GE_INNER_ILMD_ex:speed', () => ({ 'GE_INNER_ILMD_ex:speed': '40' }), 'made'],
  ['LT_INNER_ILMD_ex:speed', () => ({ 'LT_INNER_ILMD_ex:speed': '40' }), ''],
  [
    'EXISTS_INNER_ILMD_ex:core at any depth',
    () => ({ 'EXISTS_INNER_ILMD_ex:core': 'true' }),
    'made',
  ],
  ['EQ_ex:fat is not of the event', () => ({ 'EQ_ex:fat': '3.5' }), ''],
]

const PLACES: readonly Row[] = [
  ['EQ_readPoint_ex:gate', () => ({ 'EQ_readPoint_ex:gate': 'north' }), 'made'],
  ['EQ_INNER_readPoint_ex:number', () => ({ 'EQ_INNER_readPoint_ex:number': '7' }), 'made'],
  ['EQ_bizLocation_ex:zone', () => ({ 'EQ_bizLocation_ex:zone': 'cold' }), 'made'],
  ['EQ_bizLocation_ex:zone another value', () => ({ 'EQ_bizLocation_ex:zone': 'warm' }), ''],
  ['EQ_INNER_bizLocation_ex:row', () => ({ 'EQ_INNER_bizLocation_ex:row': '3' }), 'made'],
]

/** `EQ_INNER_ILMD_ex:line` is of the family `EQ_INNER_ILMD_fieldname`. */
const familyOf = (parameter: string): string =>
  `${CLAUSE}, ${parameter.replace(/_\w+:\w+$/, '_fieldname')}`

export const EXTENDED: Group = {
  name: 'extension',
  title: {
    en: 'SimpleEventQuery: extension fields and ILMD',
    zh: 'SimpleEventQuery：扩展字段与 ILMD',
  },
  cases: asked('extension', everyType, [...EVENT, ...ILMD, ...PLACES], familyOf),
}
