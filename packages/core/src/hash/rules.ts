import {
  CERTIFICATION,
  EPC_LIST,
  fields,
  PARENT,
  sensors,
  TIMES,
  TYPED_LISTS,
  WHAT_WHY_WHERE,
  type Field,
  type Fields,
} from './fields.ts'
import { halfEven, halfUp, type Rounding } from './instant.ts'
import { floatDecimal, floatNumber, plainDecimal, plainNumber } from './number.ts'

/**
 * `2026`: the reference of July 2026, corrected. `2025`: the reference up to October 2025, in most other tools still.
 * `2.1-draft`: what that reference does for CBV 2.1, which is not published.
 */
export type HashAlgorithm = '2026' | '2025' | '2.1-draft'

/** What the generations of the CBV event hash differ in. The first two both name themselves `?ver=CBV2.0`. */
export type Rules = {
  readonly version: 'CBV2.0' | 'CBV2.1'
  readonly event: Fields
  /** Standard fields that are sorted with the extensions, not in the order; `ilmd` then is too. */
  readonly late: readonly Field[]
  /** `within`: after the fields of the element they stand in. `after`: behind `ilmd`, each after the path to it. */
  readonly extensions: 'within' | 'after'
  /** Keys of an event that are none of its extensions. */
  readonly standard: ReadonlySet<string>
  readonly gs1: string
  /** The namespace as a key writes it. */
  readonly namespace: (iri: string) => string
  readonly decimal: (text: string) => string
  readonly number: (value: number) => string
  readonly words: { readonly true: string; readonly false: string }
  readonly rounding: Rounding
  /** Escapes of a canonical Digital Link that this generation leaves raw. */
  readonly raw: RegExp
}

/** Not in the hash of an event, so that an event and its error declaration hash alike. */
const UNHASHED_IN_EVENT = ['type', 'eventID', 'recordTime', 'errorDeclaration'] as const

const inOrder = (sensorList: string): Fields =>
  fields(...TIMES, EPC_LIST, PARENT, ...WHAT_WHY_WHERE, ...TYPED_LISTS, sensors(sensorList))

const EVENT_2026: Fields = inOrder('')
const EVENT_2_1: Fields = inOrder('sensorElementList')

const EVENT_2025: Fields = fields(
  ...TIMES,
  CERTIFICATION,
  PARENT,
  EPC_LIST,
  ...WHAT_WHY_WHERE,
  sensors('sensorElementList'),
)

const RULES_2026: Rules = {
  version: 'CBV2.0',
  event: EVENT_2026,
  late: [],
  extensions: 'after',
  standard: new Set([...EVENT_2026.names, ...UNHASHED_IN_EVENT, 'certificationInfo', 'ilmd']),
  gs1: 'https://ref.gs1.org/voc/',
  namespace: (iri) => (iri === 'urn:epcglobal:cbv:mda:' ? 'urn:epcglobal:cbv:mda' : iri),
  decimal: plainDecimal,
  number: plainNumber,
  words: { true: 'true', false: 'false' },
  rounding: halfUp,
  raw: /%(?:2[1789A]|3[BD])/g,
}

export const RULES: { readonly [algorithm in HashAlgorithm]: Rules } = {
  '2026': RULES_2026,
  '2.1-draft': {
    ...RULES_2026,
    version: 'CBV2.1',
    event: EVENT_2_1,
    extensions: 'within',
    standard: new Set([...EVENT_2_1.names, ...UNHASHED_IN_EVENT, 'certificationInfo']),
  },
  '2025': {
    version: 'CBV2.0',
    event: EVENT_2025,
    late: TYPED_LISTS,
    extensions: 'within',
    standard: new Set([
      ...EVENT_2025.names,
      ...UNHASHED_IN_EVENT,
      ...TYPED_LISTS.map(({ name }) => name),
    ]),
    gs1: 'https://gs1.org/voc/',
    namespace: (iri) => iri,
    decimal: floatDecimal,
    number: floatNumber,
    words: { true: 'True', false: 'False' },
    rounding: halfEven,
    raw: /%(?:27|3[BD])/g,
  },
}
