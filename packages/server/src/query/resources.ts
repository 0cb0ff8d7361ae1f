import { BIZ_STEP, DISPOSITION, wordOf, type Vocabulary } from '@suyuan/core/cbv/vocabulary'
import { expand, readContext } from '@suyuan/core/event/context'
import type { Json } from '@suyuan/core/event/event'
import { identify } from '@suyuan/core/id/identify'
import type { Condition } from '@suyuan/core/query/query'
import { EVERY_ROLE } from '@suyuan/core/query/query'
import type { Extensions } from '../http/extensions.ts'
import type { ListedField } from '../store/occurring.ts'

/** A top-level resource of EPCIS 2.0 REST (§12.7): what its names are, and which events stand under one. */
export type Resource = {
  /** First segment of the path. */
  readonly name: string
  /** What one of it is called in a path. */
  readonly one: string
  readonly says: string
  /** Words that are known, whether or not an event has them. */
  readonly standard: readonly string[]
  /** Of standard words that XML has other spellings for. */
  readonly vocabulary?: Vocabulary
  /** The field of events whose words are listed; EPCs are listed otherwise. */
  readonly field?: ListedField
  /** The name as events are kept under it, out of any of its spellings. */
  readonly read: (text: string, extensions: Extensions) => string
  readonly condition: (name: string) => Condition
}

const EVENT_TYPES = [
  'AggregationEvent',
  'AssociationEvent',
  'ObjectEvent',
  'TransactionEvent',
  'TransformationEvent',
]

const expanded = (text: string, extensions: Extensions): string =>
  expand(readContext(undefined, extensions as Json), text)

const EPCIS_NAMESPACE = 'https://ref.gs1.org/epcis/'

const typeOf: Resource['read'] = (text, extensions) => {
  const type = expanded(text, extensions)
  const bare = type.startsWith(EPCIS_NAMESPACE) ? type.slice(EPCIS_NAMESPACE.length) : type
  return EVENT_TYPES.includes(bare) ? bare : type
}

const wordIn =
  (vocabulary: Vocabulary): Resource['read'] =>
  (text, extensions) =>
    wordOf(vocabulary, expanded(text, extensions))

const thing: Resource['read'] = (text, extensions) => identify(expanded(text, extensions)).canonical

const oneOf =
  (field: ListedField): Resource['condition'] =>
  (name) => ({ kind: 'oneOf', field, values: [name] })

export const RESOURCES: readonly Resource[] = [
  {
    name: 'eventTypes',
    one: 'eventType',
    says: 'types of events: the five of the standard, and those of your own that occur',
    standard: EVENT_TYPES,
    field: 'type',
    read: typeOf,
    condition: oneOf('type'),
  },
  {
    name: 'epcs',
    one: 'epc',
    says: 'EPCs that events name, each once, in the order in which they came into the log',
    standard: [],
    read: thing,
    condition: (name) => ({ kind: 'mentions', roles: EVERY_ROLE, things: [name] }),
  },
  {
    name: 'bizSteps',
    one: 'bizStep',
    says: 'business steps: those of CBV 2.0, and those of your own that occur',
    standard: [...BIZ_STEP.words],
    vocabulary: BIZ_STEP,
    field: 'bizStep',
    read: wordIn(BIZ_STEP),
    condition: oneOf('bizStep'),
  },
  {
    name: 'bizLocations',
    one: 'bizLocation',
    says: 'business locations that occur',
    standard: [],
    field: 'bizLocation',
    read: thing,
    condition: oneOf('bizLocation'),
  },
  {
    name: 'readPoints',
    one: 'readPoint',
    says: 'read points that occur',
    standard: [],
    field: 'readPoint',
    read: thing,
    condition: oneOf('readPoint'),
  },
  {
    name: 'dispositions',
    one: 'disposition',
    says: 'dispositions: those of CBV 2.0, and those of your own that occur',
    standard: [...DISPOSITION.words],
    vocabulary: DISPOSITION,
    field: 'disposition',
    read: wordIn(DISPOSITION),
    condition: oneOf('disposition'),
  },
]
