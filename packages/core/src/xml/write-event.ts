import { expand, readContext, type Context } from '../event/context.ts'
import type { Json, JsonObject } from '../event/event.ts'
import {
  ALWAYS_THERE,
  ANY_ORDER,
  EPCIS_VOC,
  IN_BASE_EXTENSION,
  IN_BASE_FURTHER,
  ORDER,
  SHAPES,
  WRAPPED,
  type Wrapped,
} from './binding.ts'
import { GS1_CONTEXT } from './names.ts'
import { Sheet, namespacesOf, STYLES, type XmlStyle } from './sheet.ts'
import { tagged, writeExtensions } from './write-extension.ts'
import { writeField, writeFurther } from './write-fields.ts'

/** Where an event is written. */
export type EventPlace = {
  readonly style?: XmlStyle
  /** Prefixes that the elements around it declare, with their namespaces. */
  readonly declared?: ReadonlyMap<string, string>
  /** By itself it names its edition in attributes of its own, as documents do. */
  readonly alone?: { readonly creationDate: string }
}

const NOTHING: ReadonlyMap<string, string> = new Map()
const STANDARD: Context = readContext(GS1_CONTEXT)

/**
 * One event of the JSON binding as its element in an `EventList`. `context` is that of the event on its document. The
 * event must be valid: what is not is left out. Numbers that a double would round have to be strings of their digits
 * (`parseKeepingDigits`).
 */
export function writeEvent(
  event: JsonObject,
  context: Context,
  { style = STYLES['2.0'], declared = NOTHING, alone }: EventPlace = {},
): string {
  const sheet = new Sheet(context, style)
  const type = typeof event['type'] === 'string' ? event['type'] : ''
  const bare = standardType(type, context)
  if (event['@context'] !== undefined) {
    for (const [prefix, namespace] of namespacesOf(context, STANDARD)) {
      if (declared.get(prefix) !== namespace) sheet.prefixFor(prefix, namespace)
    }
  }
  const content =
    style.version === '1.2' ? inWrappers(event, bare, sheet) : inOrder(event, bare, sheet)
  const further = writeFurther('certificationInfo', event['certificationInfo'] ?? null, sheet)
  const own = writeExtensions(event, NAMES, sheet)
  const name = bare ?? sheet.name(type)
  const itself =
    alone === undefined
      ? ''
      : ` schemaVersion="${style.version}" creationDate="${alone.creationDate}"`
  const attributes = sheet.declarations(declared) + itself
  return placed(bare, style, tagged(name, attributes, content + further + own))
}

/** What is never an extension of the event's own. */
const NAMES: ReadonlySet<string> = new Set([...SHAPES.keys(), 'type', '@context'])

function standardType(type: string, context: Context): string | undefined {
  const word = expand(context, type).replace(EPCIS_VOC, '')
  return ORDER.has(word) ? word : undefined
}

/** 2.0 keeps events of other namespaces in an `extension`; 1.2 also those that are younger than it. */
function placed(type: string | undefined, { version }: XmlStyle, element: string): string {
  if (type === undefined) return tagged('extension', '', element)
  if (version === '2.0') return element
  if (type === 'TransformationEvent') return tagged('extension', '', element)
  if (type === 'AssociationEvent') return tagged('extension', '', tagged('extension', '', element))
  return element
}

function inOrder(event: JsonObject, type: string | undefined, sheet: Sheet): string {
  let text = ''
  for (const name of (type === undefined ? undefined : ORDER.get(type)) ?? ANY_ORDER) {
    text += field(event, name, sheet)
  }
  return text
}

function field(event: JsonObject, name: string, sheet: Sheet): string {
  const value: Json | undefined = event[name]
  const shape = SHAPES.get(name)
  return value === undefined || value === null || shape === undefined
    ? ''
    : writeField(name, shape, value, sheet)
}

const UNWRAPPED: Wrapped = { extension: new Set(), further: new Set() }

/** EPCIS 1.2: `baseExtension` after the times, `extension` after the fields of 1.0. */
function inWrappers(event: JsonObject, type: string | undefined, sheet: Sheet): string {
  const wrapped = WRAPPED.get(type ?? '') ?? UNWRAPPED
  const must = ALWAYS_THERE.get(type ?? '')
  const texts = { times: '', base: '', baseFurther: '', flat: '', extension: '', further: '' }
  for (const name of (type === undefined ? undefined : ORDER.get(type)) ?? ANY_ORDER) {
    const text = field(event, name, sheet)
    texts[wrapperOf(name, wrapped)] += text === '' && name === must ? `<${name}/>` : text
  }
  return (
    texts.times +
    wrap('baseExtension', texts.base, texts.baseFurther) +
    texts.flat +
    wrap('extension', texts.extension, texts.further)
  )
}

const TIMES: ReadonlySet<string> = new Set(['eventTime', 'recordTime', 'eventTimeZoneOffset'])

function wrapperOf(
  name: string,
  { extension, further }: Wrapped,
): 'times' | 'base' | 'baseFurther' | 'flat' | 'extension' | 'further' {
  if (TIMES.has(name)) return 'times'
  if (IN_BASE_EXTENSION.has(name)) return 'base'
  if (IN_BASE_FURTHER.has(name)) return 'baseFurther'
  if (extension.has(name)) return 'extension'
  return further.has(name) ? 'further' : 'flat'
}

function wrap(name: string, content: string, further: string): string {
  const inside = further === '' ? content : content + tagged('extension', '', further)
  return inside === '' ? '' : tagged(name, '', inside)
}
