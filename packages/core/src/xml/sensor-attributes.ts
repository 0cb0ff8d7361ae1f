import { COMPONENT, MEASUREMENT_TYPE, SENSOR_ALERT, type Vocabulary } from '../cbv/vocabulary.ts'

/** How the value of a sensor attribute is written. */
export type AttributeKind = 'text' | 'uri' | 'number' | 'truth' | Vocabulary

const all = (kind: AttributeKind, names: string): readonly (readonly [string, AttributeKind])[] =>
  names
    .trim()
    .split(/\s+/)
    .map((name) => [name, kind] as const)

const OF_BOTH = [
  ...all('text', 'time'),
  ...all('uri', 'deviceID deviceMetadata rawData dataProcessingMethod bizRules'),
]

/** EPCIS 2.0 XML schema: the attributes of `sensorMetadata` and `sensorReport`; others are in a namespace. */
export const SENSOR_ATTRIBUTES: Readonly<
  Record<'sensorMetadata' | 'sensorReport', ReadonlyMap<string, AttributeKind>>
> = {
  sensorMetadata: new Map([...OF_BOTH, ...all('text', 'startTime endTime')]),
  sensorReport: new Map<string, AttributeKind>([
    ['type', MEASUREMENT_TYPE],
    ['exception', SENSOR_ALERT],
    ['component', COMPONENT],
    ...OF_BOTH,
    ...all('text', 'stringValue hexBinaryValue uom'),
    ...all('uri', 'uriValue microorganism chemicalSubstance coordinateReferenceSystem'),
    ...all('number', 'value minValue maxValue meanValue sDev percRank percValue'),
    ...all('truth', 'booleanValue'),
  ]),
}
