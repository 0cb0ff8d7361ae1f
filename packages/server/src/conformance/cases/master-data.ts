import { asked, type Row } from '../asking.ts'
import type { Group } from '../case.ts'
import { mda, placed } from '../sets/places.ts'

const MASTER: readonly Row[] = [
  ['EQ_bizLocation the place itself', ({ it }) => ({ EQ_bizLocation: it.store.link }), 'site'],
  [
    'WD_bizLocation the place and what is in it',
    ({ it }) => ({ WD_bizLocation: it.store.link }),
    'site hall room',
  ],
  ['WD_bizLocation from the middle', ({ it }) => ({ WD_bizLocation: it.cellar.link }), 'hall room'],
  [
    'WD_bizLocation in the other spelling',
    ({ it }) => ({ WD_bizLocation: it.store.urn }),
    'site hall room',
    { clause: 'CBV 2.0 §8: spellings of one thing are equal' },
  ],
  ['WD_readPoint', ({ it }) => ({ WD_readPoint: it.gate.link }), 'site hall'],
  ['HASATTR_bizLocation', () => ({ HASATTR_bizLocation: mda('clean') }), 'room'],
  [
    'HASATTR_bizLocation two, joined by |',
    () => ({ HASATTR_bizLocation: `${mda('clean')}|${mda('country')}` }),
    'site room',
  ],
  ['HASATTR_bizLocation that none has', () => ({ HASATTR_bizLocation: mda('none') }), ''],
  [
    'EQATTR_bizLocation',
    ({ kept }) => ({ [`EQATTR_bizLocation_${mda('name')}`]: `hall ${kept.names.run}` }),
    'hall',
  ],
  [
    'EQATTR_bizLocation another value',
    () => ({ [`EQATTR_bizLocation_${mda('name')}`]: 'nothing' }),
    '',
  ],
  [
    'EQATTR_readPoint',
    ({ kept }) => ({ [`EQATTR_readPoint_${mda('name')}`]: `gate ${kept.names.run}` }),
    'site',
  ],
]

export const MASTER_DATA: Group = {
  name: 'masterdata',
  title: { en: 'SimpleEventQuery: master data', zh: 'SimpleEventQuery：主数据' },
  cases: asked('masterdata', placed, MASTER),
}
