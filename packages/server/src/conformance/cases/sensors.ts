import { asked, type Row } from '../asking.ts'
import type { Group } from '../case.ts'
import { giai } from '../keys.ts'
import { sensed } from '../sets/sensors.ts'

const own = (run: string, name: string): string => `urn:x-conformance:${run}:${name}`
const step = (number: number): { readonly clause: string } => ({ clause: `TCR-53 step ${number}` })

const READINGS: readonly Row[] = [
  [
    'EXISTS_sensorElementList',
    () => ({ EXISTS_sensorElementList: 'true' }),
    'cold hot damp dose words tilted',
    step(3),
  ],
  [
    'GE_time, LT_time in the metadata',
    () => ({ GE_time: '2000-01-01T08:00:00Z', LT_time: '2000-01-01T09:00:00Z' }),
    'cold',
    step(4),
  ],
  [
    'GE_time, LT_time in the report',
    () => ({ GE_time: '2000-01-01T10:00:00Z', LT_time: '2000-01-01T11:00:00Z' }),
    'hot',
    step(28),
  ],
  ['LT_time before all', () => ({ LT_time: '1999-01-01T00:00:00Z' }), '', step(4)],
  ['GE_startTime', () => ({ GE_startTime: '2000-01-02T08:00:00Z' }), 'damp', step(5)],
  ['LT_startTime', () => ({ LT_startTime: '2000-01-02T08:00:00Z' }), '', step(5)],
  [
    'GE_endTime, LT_endTime',
    () => ({ GE_endTime: '2000-01-02T09:00:00Z', LT_endTime: '2000-01-02T10:00:00Z' }),
    'damp',
    step(5),
  ],
  ['EQ_type', () => ({ EQ_type: 'Temperature' }), 'cold hot damp', step(6)],
  ['EQ_type gs1:Temperature', () => ({ EQ_type: 'gs1:Temperature' }), 'cold hot damp', step(26)],
  [
    'EQ_type two, joined by |',
    () => ({ EQ_type: 'RelativeHumidity|Angle' }),
    'damp tilted',
    step(6),
  ],
  [
    'EQ_deviceID in the metadata',
    ({ kept }) => ({ EQ_deviceID: giai(`${kept.names.run}m`).link }),
    'cold',
    step(7),
  ],
  [
    'EQ_deviceID in the report',
    ({ kept }) => ({ EQ_deviceID: giai(`${kept.names.run}r`).link }),
    'hot',
    step(28),
  ],
  [
    'EQ_deviceID in the other spelling',
    ({ kept }) => ({ EQ_deviceID: giai(`${kept.names.run}m`).urn }),
    'cold',
    { clause: 'CBV 2.0 §8: spellings of one thing are equal' },
  ],
  [
    'EQ_dataProcessingMethod in the metadata',
    ({ kept }) => ({ EQ_dataProcessingMethod: own(kept.names.run, 'mean') }),
    'cold',
    step(8),
  ],
  [
    'EQ_dataProcessingMethod in the report',
    ({ kept }) => ({ EQ_dataProcessingMethod: own(kept.names.run, 'peak') }),
    'hot',
    step(28),
  ],
  [
    'EQ_microorganism',
    ({ kept }) => ({ EQ_microorganism: own(kept.names.run, 'bacterium') }),
    'dose',
    step(9),
  ],
  [
    'EQ_chemicalSubstance',
    ({ kept }) => ({ EQ_chemicalSubstance: own(kept.names.run, 'lactose') }),
    'dose',
    step(10),
  ],
  ['EQ_bizRules', ({ kept }) => ({ EQ_bizRules: own(kept.names.run, 'rules') }), 'damp', step(11)],
  ['EQ_stringValue', ({ kept }) => ({ EQ_stringValue: `say${kept.names.run}` }), 'words', step(16)],
  ['EQ_booleanValue', () => ({ EQ_booleanValue: 'true' }), 'words', step(17)],
  ['EQ_booleanValue the other', () => ({ EQ_booleanValue: 'false' }), '', step(17)],
  ['EQ_hexBinaryValue', () => ({ EQ_hexBinaryValue: 'F0AB' }), 'words', step(18)],
  ['EQ_uriValue', ({ kept }) => ({ EQ_uriValue: own(kept.names.run, 'value') }), 'words', step(19)],
]

const NUMBERS: readonly Row[] = [
  ['EQ_value_CEL', () => ({ EQ_value_CEL: '26' }), 'cold', step(12)],
  ['GE_value_CEL', () => ({ GE_value_CEL: '26' }), 'cold hot', step(12)],
  ['GT_value_CEL strictly', () => ({ GT_value_CEL: '26' }), 'hot', step(12)],
  ['LT_value_CEL', () => ({ LT_value_CEL: '26' }), '', step(12)],
  ['LE_value_CEL', () => ({ LE_value_CEL: '26' }), 'cold', step(12)],
  [
    'GE_value_KEL converts to °C',
    () => ({ EQ_type: 'Temperature', GE_value_KEL: '299' }),
    'cold hot',
    step(26),
  ],
  [
    'LT_value_KEL converts to °C',
    () => ({ EQ_type: 'Temperature', LT_value_KEL: '300' }),
    'cold',
    step(26),
  ],
  ['GE_value_FAH converts to °C and K', () => ({ GE_value_FAH: '78' }), 'cold hot', step(26)],
  ['GE_value_KGM is of another dimension', () => ({ GE_value_KGM: '0' }), '', step(26)],
  ['GE_minValue_CEL', () => ({ GE_minValue_CEL: '2' }), 'damp', step(13)],
  ['LT_minValue_CEL', () => ({ LT_minValue_CEL: '2' }), '', step(13)],
  ['GT_maxValue_CEL strictly', () => ({ GT_maxValue_CEL: '8' }), '', step(14)],
  ['GE_maxValue_P1', () => ({ GE_maxValue_P1: '60' }), 'damp', step(14)],
  ['GE_meanValue_KEL converts to °C', () => ({ GE_meanValue_KEL: '278' }), 'damp', step(15)],
  ['GE_sDev_KEL by factor, not by offset', () => ({ GE_sDev_KEL: '1' }), 'damp', step(23)],
  ['GE_sDev_KEL of more by factor, not by offset', () => ({ GE_sDev_KEL: '1.1' }), '', step(23)],
  ['GE_percRank', () => ({ GE_percRank: '90' }), 'damp', step(24)],
  ['GT_percRank strictly', () => ({ GT_percRank: '90' }), '', step(24)],
  ['GE_percValue_CEL', () => ({ GE_percValue_CEL: '7' }), 'damp', step(25)],
]

const FIELDS: readonly Row[] = [
  ['EQ_SENSORELEMENT_ex:batch', () => ({ 'EQ_SENSORELEMENT_ex:batch': 'B1' }), 'cold', step(20)],
  ['EQ_SENSORMETADATA_ex:room', () => ({ 'EQ_SENSORMETADATA_ex:room': 'R1' }), 'cold', step(21)],
  [
    'EQ_SENSORMETADATA_ex:batch is of the element',
    () => ({ 'EQ_SENSORMETADATA_ex:batch': 'B1' }),
    '',
    step(21),
  ],
  ['EQ_SENSORREPORT_ex:probe', () => ({ 'EQ_SENSORREPORT_ex:probe': '3' }), 'cold', step(22)],
  ['GT_SENSORREPORT_ex:probe strictly', () => ({ 'GT_SENSORREPORT_ex:probe': '3' }), '', step(22)],
  [
    'EXISTS_SENSORELEMENT_ex:batch',
    () => ({ 'EXISTS_SENSORELEMENT_ex:batch': 'true' }),
    'cold',
    step(20),
  ],
  [
    'EXISTS_SENSORMETADATA_ex:room',
    () => ({ 'EXISTS_SENSORMETADATA_ex:room': 'true' }),
    'cold',
    step(21),
  ],
  [
    'EXISTS_SENSORREPORT_ex:probe',
    () => ({ 'EXISTS_SENSORREPORT_ex:probe': 'true' }),
    'cold',
    step(22),
  ],
]

export const SENSED: Group = {
  name: 'sensor',
  title: { en: 'SimpleEventQuery: sensors and units', zh: 'SimpleEventQuery：传感器与单位' },
  cases: asked('sensor', sensed, [...READINGS, ...NUMBERS, ...FIELDS]),
}
