import {
  BIZ_STEP,
  BIZ_TRANSACTION_TYPE,
  COMPONENT,
  DISPOSITION,
  MEASUREMENT_TYPE,
  SENSOR_ALERT,
  SOURCE_DEST_TYPE,
  type Vocabulary,
} from '../cbv/vocabulary.ts'

/** A standard field as the pre-hash string writes it: `list` once, then `each` before every entry, with `=` if it has a value. */
export type Field = {
  readonly name: string
  readonly list: string
  readonly each: string
  /** How a value is read; of a field that has fields of its own, nothing. */
  readonly value: 'text' | 'time' | Vocabulary
  readonly inner?: Fields
}

/** Fields in canonical order; whatever else an object holds is an extension. */
export type Fields = { readonly order: readonly Field[]; readonly names: ReadonlySet<string> }

/** Comments, and what JSON-LD writes for itself: never hashed, wherever they stand. */
export const UNHASHED: ReadonlySet<string> = new Set(['@context', 'rdfs:comment', 'comment'])

export function fields(...order: readonly Field[]): Fields {
  return { order, names: new Set([...UNHASHED, ...order.map(({ name }) => name)]) }
}

const leaf = (name: string, value: Field['value'] = 'text'): Field => ({
  name,
  list: '',
  each: `${name}=`,
  value,
})

const texts = (names: string): readonly Field[] =>
  names
    .trim()
    .split(/\s+/)
    .map((name) => leaf(name))

const group = (name: string, ...inner: readonly Field[]): Field => ({
  ...leaf(name),
  each: name,
  inner: fields(...inner),
})

const epcs = (name: string): Field => ({ ...leaf(name), list: name, each: 'epc=' })

const quantities = (name: string): Field => ({
  ...group(name, ...texts('epcClass quantity uom')),
  list: name,
  each: 'quantityElement',
})

/** The type stands before the value: README rule 13 of the reference words it otherwise, every published hash has it so. */
const typed = (name: string, key: string, type: Vocabulary): Field => ({
  ...group(name, leaf('type', type), leaf(key)),
  list: name,
  each: '',
})

export const TIMES: readonly Field[] = [leaf('eventTime', 'time'), leaf('eventTimeZoneOffset')]
export const CERTIFICATION: Field = leaf('certificationInfo')
export const EPC_LIST: Field = epcs('epcList')
export const PARENT: Field = leaf('parentID')

/** From `inputEPCList` to `bizLocation`, in the order every generation of the algorithm has. */
export const WHAT_WHY_WHERE: readonly Field[] = [
  epcs('inputEPCList'),
  epcs('childEPCs'),
  quantities('quantityList'),
  quantities('childQuantityList'),
  quantities('inputQuantityList'),
  epcs('outputEPCList'),
  quantities('outputQuantityList'),
  leaf('action'),
  leaf('transformationID'),
  leaf('bizStep', BIZ_STEP),
  leaf('disposition', DISPOSITION),
  group('persistentDisposition', leaf('set', DISPOSITION), leaf('unset', DISPOSITION)),
  group('readPoint', leaf('id')),
  group('bizLocation', leaf('id')),
]

export const TYPED_LISTS: readonly Field[] = [
  typed('bizTransactionList', 'bizTransaction', BIZ_TRANSACTION_TYPE),
  typed('sourceList', 'source', SOURCE_DEST_TYPE),
  typed('destinationList', 'destination', SOURCE_DEST_TYPE),
]

const SENSOR_METADATA: Field = group(
  'sensorMetadata',
  leaf('time', 'time'),
  leaf('startTime', 'time'),
  leaf('endTime', 'time'),
  ...texts('deviceID deviceMetadata rawData dataProcessingMethod bizRules'),
)

const SENSOR_REPORT: Field = group(
  'sensorReport',
  leaf('type', MEASUREMENT_TYPE),
  leaf('exception', SENSOR_ALERT),
  ...texts('deviceID deviceMetadata rawData dataProcessingMethod'),
  leaf('time', 'time'),
  ...texts('microorganism chemicalSubstance value'),
  leaf('component', COMPONENT),
  ...texts('stringValue booleanValue hexBinaryValue uriValue minValue maxValue meanValue'),
  ...texts('sDev percRank percValue uom coordinateReferenceSystem'),
)

/** `list` is what the generations differ in. */
export const sensors = (list: string): Field => ({
  ...group('sensorElementList', SENSOR_METADATA, SENSOR_REPORT),
  list,
  each: 'sensorElement',
})
