import { DISPOSITION, ERROR_REASON, type Vocabulary } from '../cbv/vocabulary.ts'
import { isList, isObject } from '../event/checks.ts'
import type { Json } from '../event/event.ts'
import { EPCIS_VOC, type Shape } from './binding.ts'
import { escapeAttribute, escapeText } from './escape.ts'
import { SENSOR_ATTRIBUTES, type AttributeKind } from './sensor-attributes.ts'
import type { Sheet } from './sheet.ts'
import { isScalar, scalar, tagged, writeExtensions } from './write-extension.ts'

type Writer = (name: string, value: Json, sheet: Sheet) => string

/** A standard field as its element. Of values that the JSON binding does not allow here nothing is written. */
export function writeField(name: string, shape: Shape, value: Json, sheet: Sheet): string {
  if (shape.is === 'term') return termElement(name, shape.vocabulary, value, sheet)
  if (shape.is === 'typed') return typedList(name, shape, value, sheet)
  if (shape.is === 'list') {
    return tagged(
      name,
      '',
      each(value, (one) => uriElement(shape.each, one, sheet)),
    )
  }
  return WRITERS[shape.is](name, value, sheet)
}

const WRITERS: Readonly<Record<Exclude<Shape['is'], 'term' | 'typed' | 'list'>, Writer>> = {
  text: textElement,
  uri: uriElement,
  // the schema has it once; see writeFurther
  repeated: (name, value, sheet) =>
    uriElement(name, isList(value) ? (value[0] ?? null) : value, sheet),
  quantities: (name, value, sheet) =>
    tagged(
      name,
      '',
      each(value, (one) => quantityElement(one, sheet)),
    ),
  place: (name, value, sheet) => within(name, value, sheet, [['id', uriElement]]),
  dispositions: (name, value, sheet) => {
    const of = (list: string): string =>
      each(member(value, list), (one) => termElement(list, DISPOSITION, one, sheet))
    return tagged(name, '', of('unset') + of('set'))
  },
  sensors: (name, value, sheet) =>
    nonEmpty(
      name,
      each(value, (one) => sensorElement(one, sheet)),
    ),
  ilmd: (name, value, sheet) => within(name, value, sheet, []),
  declaration: (name, value, sheet) => within(name, value, sheet, DECLARATION),
}

const DECLARATION: readonly (readonly [string, Writer])[] = [
  ['declarationTime', textElement],
  ['reason', (name, value, sheet) => termElement(name, ERROR_REASON, value, sheet)],
  [
    'correctiveEventIDs',
    (name, value, sheet) =>
      tagged(
        name,
        '',
        each(value, (id) => uriElement('correctiveEventID', id, sheet)),
      ),
  ],
]

function termElement(name: string, vocabulary: Vocabulary, value: Json, sheet: Sheet): string {
  return isScalar(value) ? tagged(name, '', escapeText(sheet.term(vocabulary, String(value)))) : ''
}

function textElement(name: string, value: Json): string {
  return isScalar(value) ? tagged(name, '', escapeText(scalar(value))) : ''
}

function uriElement(name: string, value: Json, sheet: Sheet): string {
  return isScalar(value) ? tagged(name, '', escapeText(sheet.uri(String(value)))) : ''
}

function each(list: Json | undefined, write: (one: Json) => string): string {
  if (!isList(list)) return ''
  let text = ''
  for (const one of list) text += write(one)
  return text
}

/** The schema wants one entry at least; an empty list says nothing. */
function nonEmpty(name: string, content: string): string {
  return content === '' ? '' : tagged(name, '', content)
}

function member(value: Json, key: string): Json | undefined {
  return isObject(value) && Object.hasOwn(value, key) ? value[key] : undefined
}

/** An object whose known members come first, in the order of the schema. */
function within(
  name: string,
  value: Json,
  sheet: Sheet,
  known: readonly (readonly [string, Writer])[],
): string {
  if (!isObject(value)) return ''
  let content = ''
  for (const [key, write] of known) {
    const one = value[key]
    if (one !== undefined) content += write(key, one, sheet)
  }
  const names = new Map(known)
  return tagged(name, '', content + writeExtensions(value, names, sheet))
}

function typedList(
  name: string,
  { each: one, vocabulary }: Extract<Shape, { is: 'typed' }>,
  value: Json,
  sheet: Sheet,
): string {
  const content = each(value, (entry) => {
    const [type, id] = [member(entry, 'type'), member(entry, one)]
    if (typeof id !== 'string') return ''
    const typed =
      typeof type === 'string' ? ` type="${escapeAttribute(sheet.term(vocabulary, type))}"` : ''
    return tagged(one, typed, escapeText(sheet.uri(id)))
  })
  return nonEmpty(name, content)
}

function quantityElement(value: Json, sheet: Sheet): string {
  const [epcClass = null, quantity = null, uom = null] = [
    member(value, 'epcClass'),
    member(value, 'quantity'),
    member(value, 'uom'),
  ]
  const content =
    uriElement('epcClass', epcClass, sheet) +
    textElement('quantity', quantity) +
    textElement('uom', uom)
  return tagged('quantityElement', '', content)
}

const KNOWN_IN_SENSOR: ReadonlySet<string> = new Set(['sensorMetadata', 'sensorReport'])

function sensorElement(value: Json, sheet: Sheet): string {
  if (!isObject(value)) return ''
  const metadata = value['sensorMetadata'] ?? null
  const content =
    sensorPart('sensorMetadata', metadata, sheet) +
    each(value['sensorReport'], (report) => sensorPart('sensorReport', report, sheet)) +
    writeExtensions(value, KNOWN_IN_SENSOR, sheet)
  return tagged('sensorElement', '', content)
}

/**
 * Metadata and reports have attributes and no elements in them. What is no single value is written as its JSON text, in
 * an attribute of EPCIS's own vocabulary, so that it comes back.
 */
function sensorPart(name: 'sensorMetadata' | 'sensorReport', value: Json, sheet: Sheet): string {
  if (!isObject(value)) return ''
  const known = SENSOR_ATTRIBUTES[name]
  const nested: Record<string, Json> = {}
  let attributes = ''
  for (const key of Object.keys(value)) {
    const one = value[key] ?? null
    const kind = known.get(key)
    if (kind !== undefined && isScalar(one)) attributes += sensorAttribute(key, kind, one, sheet)
    else if (isScalar(one) && !key.startsWith('@') && key.includes(':')) {
      attributes += ` ${sheet.name(key)}="${escapeAttribute(scalar(one))}"`
    } else if (one !== null) nested[key] = one
  }
  if (Object.keys(nested).length > 0) {
    const prefix = sheet.prefixFor('epcisv', EPCIS_VOC)
    attributes += ` ${prefix}:json="${escapeAttribute(JSON.stringify(nested))}"`
  }
  return tagged(name, attributes, '')
}

function sensorAttribute(
  name: string,
  kind: AttributeKind,
  value: string | number | boolean,
  sheet: Sheet,
): string {
  if (typeof kind === 'object')
    return ` ${name}="${escapeAttribute(sheet.term(kind, String(value)))}"`
  const text = kind === 'uri' ? sheet.uri(String(value)) : scalar(value)
  return ` ${name}="${escapeAttribute(text)}"`
}

/** Further values of a field that XML has once, as elements of EPCIS's vocabulary. */
export function writeFurther(name: string, value: Json, sheet: Sheet): string {
  if (!isList(value) || value.length < 2) return ''
  const prefix = sheet.prefixFor('epcisv', EPCIS_VOC)
  return value
    .slice(1)
    .map((one) => uriElement(`${prefix}:${name}`, one, sheet))
    .join('')
}
