import { BIZ_TRANSACTION_TYPE, SOURCE_DEST_TYPE, type Vocabulary } from '../cbv/vocabulary.ts'
import { expand, type Context } from '../event/context.ts'
import { fieldName } from './field-name.ts'
import type { FieldPlace } from './fields.ts'
import type { AttributeOf, EntryList, SensorNumber } from './query.ts'
import { fieldTest, identifier, listed, numberTest, plain, word, type Read } from './reading.ts'

/**
 * EPCIS 2.0 §8.2.7.1, parameters whose name carries a type, a unit or a field. Undefined for a name that is of no family.
 * What it returns says by itself what is wrong with the name.
 */
export function familyOf(name: string, names: Context): Read | undefined {
  if (/^(?:HASATTR|EQ_?ATTR)_/.test(name))
    return hasAttribute(name, names) ?? attributeIs(name, names)
  const [, compare = '', rest = ''] = /^(EQ|GT|GE|LT|LE|EXISTS)_(.+)$/s.exec(name) ?? []
  return inUnit(compare, rest) ?? ofType(compare, rest) ?? ofField(compare, rest, names)
}

const UNIT = /^(value|minValue|maxValue|meanValue|sDev|percValue|quantity)_([A-Z0-9]{2,4})$/

/** `GE_value_CEL`, `EQ_quantity_KGM`: UN/CEFACT Rec 20 codes. */
function inUnit(compare: string, rest: string): Read | undefined {
  const match = UNIT.exec(rest)
  if (match === null || compare === 'EXISTS') return undefined
  const [, field = '', uom = ''] = match
  return numberTest(compare, (test) =>
    field === 'quantity'
      ? { kind: 'quantity', uom, tests: [test] }
      : { kind: 'sensor', tests: [{ of: 'number', field: field as SensorNumber, uom, test }] },
  )
}

const TYPED: readonly (readonly [EntryList, Vocabulary])[] = [
  ['bizTransaction', BIZ_TRANSACTION_TYPE],
  ['source', SOURCE_DEST_TYPE],
  ['destination', SOURCE_DEST_TYPE],
]

/** All that follows `EQ_bizTransaction_` is the type: bare, URN, web URI or CURIE. */
function ofType(compare: string, rest: string): Read | undefined {
  const found = TYPED.find(([list]) => rest.startsWith(`${list}_`))
  if (found === undefined || compare !== 'EQ') return undefined
  const [list, vocabulary] = found
  return (given, names) => {
    const type = word(vocabulary)(rest.slice(list.length + 1), given.at, names)
    if (!type.ok) return type
    return listed(identifier, (ids) => ({ kind: 'entry', list, type: type.value, ids }))(
      given,
      names,
    )
  }
}

const PLACES: readonly (readonly [prefix: string, FieldPlace])[] = [
  ['ILMD_', 'ilmd'],
  ['ERROR_DECLARATION_', 'errorDeclaration'],
  ['SENSORELEMENT_', 'sensorElement'],
  ['SENSORMETADATA_', 'sensorMetadata'],
  ['SENSORREPORT_', 'sensorReport'],
  ['readPoint_', 'readPoint'],
  ['bizLocation_', 'bizLocation'],
]

/** The longest prefix wins, for a field may have any of these characters in its name. */
function ofField(compare: string, rest: string, names: Context): Read | undefined {
  const inner = rest.startsWith('INNER_')
  const after = inner ? rest.slice('INNER_'.length) : rest
  const [prefix, place] = PLACES.find(([one]) => after.startsWith(one)) ?? ['', 'event' as const]
  const field = after.slice(prefix.length)
  // A field that an extension has within it may be without a namespace, and so may one of a place.
  const bare = inner || place === 'readPoint' || place === 'bizLocation'
  if (!(bare ? /^[^\s:]+(?::\S+)?$/ : /^[^\s:]+:\S+$/).test(field)) return undefined
  const name = fieldName(names, field)
  return fieldTest(compare, (test) =>
    place === 'sensorElement' || place === 'sensorMetadata' || place === 'sensorReport'
      ? { kind: 'sensor', tests: [{ of: 'field', place, inner, name, test }] }
      : { kind: 'field', place, inner, name, tests: [test] },
  )
}

const DESCRIBED: Readonly<Record<string, AttributeOf>> = {
  eventType: 'type',
  bizStep: 'bizStep',
  disposition: 'disposition',
  readPoint: 'readPoint',
  bizLocation: 'bizLocation',
  bizTransaction: 'bizTransaction',
  source: 'source',
  destination: 'destination',
  epcClass: 'epcClass',
  transformationID: 'transformationID',
}

/** `HASATTR_bizLocation`: what stands there has one of these master-data attributes. */
function hasAttribute(name: string, names: Context): Read | undefined {
  const [, field = ''] = /^HASATTR_(\S+)$/.exec(name) ?? []
  const of = describedBy(field, names)
  if (of === undefined) return undefined
  return listed(plain, (attributes) => ({
    kind: 'attribute',
    of,
    names: attributes.map((attribute) => expand(names, attribute)),
  }))
}

/** `EQATTR_bizLocation_urn:epcglobal:cbv:mda:site`: field names of the standard have no `_`, attributes may. */
function attributeIs(name: string, names: Context): Read | undefined {
  const [, rest = ''] = /^EQ_?ATTR_(\S+)$/.exec(name) ?? []
  const end = rest.indexOf('_', Math.max(0, rest.indexOf('#')))
  const of = end < 1 ? undefined : describedBy(rest.slice(0, end), names)
  const attribute = rest.slice(end + 1)
  if (of === undefined || attribute === '') return undefined
  return listed(plain, (values) => ({
    kind: 'attribute',
    of,
    names: [expand(names, attribute)],
    values,
  }))
}

function describedBy(field: string, names: Context): AttributeOf | undefined {
  const known = Object.hasOwn(DESCRIBED, field) ? DESCRIBED[field] : undefined
  if (known !== undefined) return known
  return field.includes(':') ? { field: fieldName(names, field) } : undefined
}
