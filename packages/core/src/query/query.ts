import type { FieldPlace } from './fields.ts'
import type { EpcPattern } from './pattern.ts'

/** A question about events, as plain data. Nothing here knows of HTTP or SQL. */
export type Query = Asking<Condition>

/** A query whose conditions on master data have become conditions on events ({@link file://./settle.ts settle}). */
export type SettledQuery = Asking<SettledCondition>

type Asking<C> = {
  /** All must hold. */
  readonly where: readonly C[]
  readonly orderBy?: OrderBy
  /** DESC unless told; without `orderBy` the order is that of capture. */
  readonly direction: 'ASC' | 'DESC'
  /** The first so many in that order, and no more. */
  readonly eventCountLimit?: number
  /** More than so many is an error, not a cut. */
  readonly maxEventCount?: number
}

/** A time, the least quantity of an event (EPCIS 1.x), or an extension field by its {@link file://./field-name.ts name}. */
export type OrderBy = 'eventTime' | 'recordTime' | 'quantity' | { readonly field: string }

/** Fields of an event that hold one word or URI. */
export type WordField = 'type' | 'action' | 'bizStep' | 'disposition' | 'readPoint' | 'bizLocation'

/** Where in an event a thing may stand. */
export const EVERY_ROLE = [
  'epcList',
  'childEPCs',
  'parentID',
  'inputEPCList',
  'outputEPCList',
  'quantityList',
  'childQuantityList',
  'inputQuantityList',
  'outputQuantityList',
] as const

export type Role = (typeof EVERY_ROLE)[number]

/** The lists of an event that hold quantities. */
export const QUANTITY_ROLES = [
  'quantityList',
  'childQuantityList',
  'inputQuantityList',
  'outputQuantityList',
] as const

export type QuantityRole = (typeof QUANTITY_ROLES)[number]

/** EPCIS 2.0's five, and the one of 1.x that is an ObjectEvent today. */
export const EVENT_TYPES: ReadonlySet<string> = new Set([
  'ObjectEvent',
  'AggregationEvent',
  'TransactionEvent',
  'TransformationEvent',
  'AssociationEvent',
  'QuantityEvent',
])

export type Bound = 'gt' | 'ge' | 'lt' | 'le'

/** What a value must be; values by their {@link file://./operand.ts keys}, bounds as a number or an instant in microseconds. */
export type Test =
  | { readonly compare: 'exists' }
  | { readonly compare: 'eq'; readonly keys: readonly string[] }
  | { readonly compare: Bound; readonly of: 'number' | 'time'; readonly than: number }

export type NumberTest =
  | { readonly compare: 'eq'; readonly values: readonly number[] }
  | { readonly compare: Bound; readonly than: number }

/** Lists of an event whose entries have a type and an identifier. */
export type EntryList = 'bizTransaction' | 'source' | 'destination'

export type SettledCondition =
  | { readonly kind: 'oneOf'; readonly field: WordField; readonly values: readonly string[] }
  | {
      readonly kind: 'time'
      readonly field: 'eventTime' | 'recordTime' | 'declarationTime'
      readonly compare: Bound
      /** Microseconds since 1970. */
      readonly than: number
    }
  | {
      readonly kind: 'mentions'
      readonly roles: readonly Role[]
      readonly things: readonly string[]
      readonly patterns?: readonly EpcPattern[]
    }
  | { readonly kind: 'named'; readonly eventIDs: readonly string[] }
  | { readonly kind: 'transformation'; readonly ids: readonly string[] }
  | { readonly kind: 'declaredWrong' }
  | { readonly kind: 'reason'; readonly values: readonly string[] }
  | { readonly kind: 'corrective'; readonly eventIDs: readonly string[] }
  | {
      readonly kind: 'persistent'
      readonly side: 'set' | 'unset'
      readonly values: readonly string[]
    }
  | {
      readonly kind: 'entry'
      readonly list: EntryList
      /** Undefined: of any type. */
      readonly type?: string
      readonly ids: readonly string[]
    }
  /** One quantity that all tests hold for; with a unit, in that or another of its dimension. */
  | { readonly kind: 'quantity'; readonly uom?: string; readonly tests: readonly NumberTest[] }
  /** One value of an extension field that all tests hold for. */
  | {
      readonly kind: 'field'
      readonly place: FieldPlace
      /** Whether it stands within another extension field, at any depth. */
      readonly inner: boolean
      readonly name: string
      readonly tests: readonly Test[]
    }
  /** One report, with the metadata and the element that it stands in, that all tests hold for. */
  | { readonly kind: 'sensor'; readonly tests: readonly SensorTest[] }

/** Fields of a sensor report or its metadata that hold a word, a URI or text. */
export const SENSOR_WORDS = [
  'type',
  'deviceID',
  'deviceMetadata',
  'rawData',
  'dataProcessingMethod',
  'bizRules',
  'microorganism',
  'chemicalSubstance',
  'uriValue',
  'stringValue',
  'hexBinaryValue',
  'booleanValue',
] as const

export type SensorWord = (typeof SENSOR_WORDS)[number]

export const SENSOR_TIMES = ['time', 'startTime', 'endTime'] as const

export type SensorTime = (typeof SENSOR_TIMES)[number]

/** Numbers of a sensor report; all but the percentile rank in the unit that it names. */
export const SENSOR_NUMBERS = [
  'value',
  'minValue',
  'maxValue',
  'meanValue',
  'sDev',
  'percValue',
  'percRank',
] as const

export type SensorNumber = (typeof SENSOR_NUMBERS)[number]

export type SensorTest =
  | { readonly of: 'element' }
  | { readonly of: 'word'; readonly field: SensorWord; readonly values: readonly string[] }
  | {
      readonly of: 'time'
      readonly field: SensorTime
      readonly compare: Bound | 'eq'
      readonly than: number
    }
  | {
      readonly of: 'number'
      readonly field: SensorNumber
      readonly uom?: string
      readonly test: NumberTest
    }
  | {
      readonly of: 'field'
      readonly place: 'sensorElement' | 'sensorMetadata' | 'sensorReport'
      readonly inner: boolean
      readonly name: string
      readonly test: Test
    }

export type Condition = SettledCondition | MasterDataCondition

/** What only master data can tell. */
export type MasterDataCondition =
  /** The place is one of these or lies within one, by the `children` of master data. */
  | {
      readonly kind: 'within'
      readonly field: 'readPoint' | 'bizLocation'
      readonly places: readonly string[]
    }
  /** What stands in a field has one of these attributes; where values are given, with one of them. */
  | {
      readonly kind: 'attribute'
      readonly of: AttributeOf
      readonly names: readonly string[]
      readonly values?: readonly string[]
    }

/** A field whose value master data may describe: one of the standard's, or an extension field by its name. */
export type AttributeOf =
  | WordField
  | EntryList
  | 'epcClass'
  | 'transformationID'
  | { readonly field: string }
