import { asked, type Row } from '../asking.ts'
import type { Group } from '../case.ts'
import { blamed, declared } from '../sets/errors.ts'

const ERRORS: readonly Row[] = [
  [
    'EQ_eventID finds both',
    ({ kept }) => ({ EQ_eventID: String(kept.events['wrong']?.['eventID']) }),
    'wrong declared',
    { clause: 'EPCIS 2.0 §7.4.1.2' },
  ],
  ['EXISTS_errorDeclaration', () => ({ EXISTS_errorDeclaration: 'true' }), 'declared'],
  [
    'GE_errorDeclarationTime',
    () => ({ GE_errorDeclarationTime: '2020-01-15T00:00:00Z' }),
    'declared',
  ],
  ['LT_errorDeclarationTime', () => ({ LT_errorDeclarationTime: '2020-01-15T00:00:00Z' }), ''],
  ['EQ_errorReason', () => ({ EQ_errorReason: 'incorrect_data' }), 'declared'],
  ['EQ_errorReason the other', () => ({ EQ_errorReason: 'did_not_occur' }), ''],
  [
    'EQ_correctiveEventID',
    ({ kept }) => ({ EQ_correctiveEventID: String(kept.events['right']?.['eventID']) }),
    'declared',
  ],
]

const BLAME: readonly Row[] = [
  ['EQ_ERROR_DECLARATION_ex:blame', () => ({ 'EQ_ERROR_DECLARATION_ex:blame': 'clerk' }), 'blamed'],
  [
    'EXISTS_ERROR_DECLARATION_ex:blame',
    () => ({ 'EXISTS_ERROR_DECLARATION_ex:blame': 'true' }),
    'blamed',
  ],
  [
    'EQ_INNER_ERROR_DECLARATION_ex:desk',
    () => ({ 'EQ_INNER_ERROR_DECLARATION_ex:desk': '4' }),
    'blamed',
  ],
]

export const ERRONEOUS: Group = {
  name: 'error',
  title: { en: 'Error declarations', zh: '错误声明' },
  cases: [...asked('error', declared, ERRORS), ...asked('error', blamed, BLAME)],
}
