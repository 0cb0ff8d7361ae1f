import { BIZ_STEP, DISPOSITION, ERROR_REASON, MEASUREMENT_TYPE } from '../cbv/vocabulary.ts'
import { expand } from '../event/context.ts'
import { nearest } from '../event/nearest.ts'
import { quoted } from '../event/pointer.ts'
import { bad, good, type Parsed } from '../problem.ts'
import { isPattern, readPattern } from './pattern.ts'
import {
  EVENT_TYPES,
  QUANTITY_ROLES,
  type Condition,
  type NumberTest,
  type Role,
  type SensorTime,
  type SensorWord,
  type WordField,
} from './query.ts'
import {
  BOUNDS,
  identifier,
  listed,
  numberTest,
  plain,
  single,
  time,
  uri,
  word,
  type Read,
} from './reading.ts'

/** A parameter of a fixed name. `beyond`: one that the standard does not have, and clients send. */
export type Row = { readonly name: string; readonly read: Read; readonly beyond?: true }

const oneOf = (field: WordField, value: Parameters<typeof listed<string>>[0]): Read =>
  listed(value, (values) => ({ kind: 'oneOf', field, values }))

function times(
  field: 'eventTime' | 'recordTime' | 'declarationTime',
  spelt: string,
): readonly Row[] {
  return Object.entries(BOUNDS).map(([name, compare]) => ({
    name: `${name}_${spelt}`,
    read: single(time, (than) => ({ kind: 'time', field, compare, than })),
    ...(name === 'GE' || name === 'LT' ? {} : { beyond: true as const }),
  }))
}

/** EPCIS 2.0 §8.2.7.1: MATCH_ takes identifiers, and patterns that stand for items, or for classes. */
function mentions(...roles: readonly Role[]): Read {
  const of =
    roles.includes('epcList') || !roles.some((role) => /quantity/i.test(role)) ? 'items' : 'classes'
  return ({ values, at }) => {
    if (values.length === 0) return good([])
    const patterns = values.flatMap((text) =>
      isPattern(text) ? (readPattern(text, of) ?? []) : [],
    )
    const things = values
      .filter((text) => !isPattern(text) || readPattern(text, of) === undefined)
      .map((text) => thing(text, at, of))
    const problems = things.flatMap((one) => (one.ok ? [] : one.problems))
    if (problems.length > 0) return { ok: false, problems }
    const named = things.flatMap((one) => (one.ok ? [one.value] : []))
    return good([
      { kind: 'mentions', roles, things: named, ...(patterns.length > 0 && { patterns }) },
    ])
  }
}

function thing(text: string, at: string, of: 'items' | 'classes'): Parsed<string> {
  if (of === 'items' && isPattern(text)) {
    const says = `${quoted(text)} is no pattern: its scheme is one of TDS, its last parts are *, and none before`
    return bad(at, 'pattern', says)
  }
  return identifier(text, at)
}

function action(text: string, at: string): Parsed<string> {
  return ['ADD', 'OBSERVE', 'DELETE'].includes(text)
    ? good(text)
    : bad(at, 'action', `${text}: an action is ADD, OBSERVE or DELETE`)
}

const eventType: Parameters<typeof listed<string>>[0] = (text, at, names) => {
  const type = expand(names, text).replace(/^https:\/\/ref\.gs1\.org\/epcis\/(?=[A-Z]\w+$)/, '')
  if (EVENT_TYPES.has(type) || type.includes(':')) return good(type)
  const near = nearest(type, EVENT_TYPES)
  const help =
    near.length > 0
      ? `did you mean ${near.join(' or ')}?`
      : `known are ${[...EVENT_TYPES].join(', ')}`
  return bad(at, 'unknown-term', `${quoted(text)} is no event type, nor a URI; ${help}`)
}

/**
 * A QuantityEvent of EPCIS 1.x is an ObjectEvent that observes a quantity; asked for beside other types it is any
 * ObjectEvent.
 */
const eventTypes: Read = (given, names) => {
  const read = oneOf('type', eventType)(given, names)
  if (!read.ok) return read
  const [types] = read.value
  if (types?.kind !== 'oneOf' || !types.values.includes('QuantityEvent')) return read
  const values = types.values.map((type) => (type === 'QuantityEvent' ? 'ObjectEvent' : type))
  const some: Condition = { kind: 'oneOf', field: 'type', values: [...new Set(values)] }
  if (types.values.some((type) => type !== 'QuantityEvent')) return good([some])
  return good([
    some,
    { kind: 'oneOf', field: 'action', values: ['OBSERVE'] },
    { kind: 'quantity', tests: [] },
  ])
}

const sensorWords = (field: SensorWord, value: Parameters<typeof listed<string>>[0]): Row => ({
  name: `EQ_${field}`,
  read: listed(value, (values) => ({ kind: 'sensor', tests: [{ of: 'word', field, values }] })),
})

function sensorTimes(field: SensorTime): readonly Row[] {
  return Object.entries({ EQ: 'eq' as const, ...BOUNDS }).map(([name, compare]) => ({
    name: `${name}_${field}`,
    read: single(time, (than) => ({
      kind: 'sensor',
      tests: [{ of: 'time', field, compare, than }],
    })),
    ...(name === 'GE' || name === 'LT' ? {} : { beyond: true as const }),
  }))
}

const COMPARISONS = ['EQ', 'GT', 'GE', 'LT', 'LE'] as const

function numbers(name: string, condition: (test: NumberTest) => Condition): readonly Row[] {
  return COMPARISONS.map((compare) => ({
    name: `${compare}_${name}`,
    read: numberTest(compare, condition),
  }))
}

/** A flag: `false` sets no condition, any other value or none does. */
const flag =
  (condition: Condition): Read =>
  ({ values }) =>
    good(values[0]?.toLowerCase() === 'false' ? [] : [condition])

const truth = (text: string, at: string): Parsed<string> =>
  /^(?:true|false)$/i.test(text)
    ? good(text.toLowerCase())
    : bad(at, 'value', `${quoted(text)} is neither true nor false`)

const dispositions = (side: 'set' | 'unset'): Row => ({
  name: `EQ_persistentDisposition_${side}`,
  read: listed(word(DISPOSITION), (values) => ({ kind: 'persistent', side, values })),
})

const within = (field: 'readPoint' | 'bizLocation'): Row => ({
  name: `WD_${field}`,
  read: listed(identifier, (places) => ({ kind: 'within', field, places })),
})

const EPCS = ['epcList', 'childEPCs', 'parentID', 'inputEPCList', 'outputEPCList'] as const

/** EPCIS 2.0 §8.2.7.1, one row a parameter. */
export const FIXED: readonly Row[] = [
  { name: 'eventType', read: eventTypes },
  ...times('eventTime', 'eventTime'),
  ...times('recordTime', 'recordTime'),
  { name: 'EQ_action', read: oneOf('action', action) },
  { name: 'EQ_bizStep', read: oneOf('bizStep', word(BIZ_STEP)) },
  { name: 'EQ_disposition', read: oneOf('disposition', word(DISPOSITION)) },
  dispositions('set'),
  dispositions('unset'),
  { name: 'EQ_readPoint', read: oneOf('readPoint', identifier) },
  within('readPoint'),
  { name: 'EQ_bizLocation', read: oneOf('bizLocation', identifier) },
  within('bizLocation'),
  {
    name: 'EQ_transformationID',
    read: listed(identifier, (ids) => ({ kind: 'transformation', ids })),
  },
  { name: 'MATCH_epc', read: mentions('epcList', 'childEPCs') },
  { name: 'MATCH_parentID', read: mentions('parentID') },
  { name: 'MATCH_inputEPC', read: mentions('inputEPCList') },
  { name: 'MATCH_outputEPC', read: mentions('outputEPCList') },
  { name: 'MATCH_anyEPC', read: mentions(...EPCS) },
  { name: 'MATCH_epcClass', read: mentions('quantityList', 'childQuantityList') },
  { name: 'MATCH_inputEPCClass', read: mentions('inputQuantityList') },
  { name: 'MATCH_outputEPCClass', read: mentions('outputQuantityList') },
  { name: 'MATCH_anyEPCClass', read: mentions(...QUANTITY_ROLES) },
  ...numbers('quantity', (test) => ({ kind: 'quantity', tests: [test] })),
  { name: 'EQ_eventID', read: listed(plain, (eventIDs) => ({ kind: 'named', eventIDs })) },
  { name: 'EXISTS_errorDeclaration', read: flag({ kind: 'declaredWrong' }) },
  ...times('declarationTime', 'errorDeclarationTime'),
  ...times('declarationTime', 'errorDeclaration_Time'),
  {
    name: 'EQ_errorReason',
    read: listed(word(ERROR_REASON), (values) => ({ kind: 'reason', values })),
  },
  {
    name: 'EQ_correctiveEventID',
    read: listed(plain, (eventIDs) => ({ kind: 'corrective', eventIDs })),
  },
  ...['EXISTS_sensorElementList', 'EXISTS_sensorElement'].map((name) => ({
    name,
    read: flag({ kind: 'sensor', tests: [{ of: 'element' }] }),
  })),
  sensorWords('type', word(MEASUREMENT_TYPE)),
  ...sensorTimes('time'),
  ...sensorTimes('startTime'),
  ...sensorTimes('endTime'),
  sensorWords('deviceID', identifier),
  sensorWords('deviceMetadata', uri),
  sensorWords('rawData', uri),
  sensorWords('dataProcessingMethod', uri),
  sensorWords('bizRules', uri),
  sensorWords('microorganism', uri),
  sensorWords('chemicalSubstance', uri),
  sensorWords('uriValue', uri),
  sensorWords('stringValue', plain),
  sensorWords('hexBinaryValue', (text) => good(text.toLowerCase())),
  {
    name: 'EQ_booleanValue',
    read: single(truth, (value) => ({
      kind: 'sensor',
      tests: [{ of: 'word', field: 'booleanValue', values: [value] }],
    })),
  },
  // GS1's draft test TCR-53 asks for the deviation and the percentile without a unit.
  ...(['percRank', 'sDev', 'percValue'] as const).flatMap((field) =>
    numbers(field, (test) => ({ kind: 'sensor', tests: [{ of: 'number', field, test }] })),
  ),
]
