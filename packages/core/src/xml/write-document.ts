import { isList, isObject } from '../event/checks.ts'
import type { Context } from '../event/context.ts'
import type { Json, JsonObject } from '../event/event.ts'
import { NAMESPACES, SBDH, type DocumentKind } from './binding.ts'
import { escapeAttribute, escapeText } from './escape.ts'
import { Sheet, STYLES, type XmlStyle } from './sheet.ts'
import { isScalar, scalar, tagged, writeExtension, writeExtensions } from './write-extension.ts'

/** A document but for its events. */
export type DocumentHead = {
  readonly kind: DocumentKind
  readonly style?: XmlStyle
  readonly creationDate: string
  /** Prefixes declared at the root for all events, with their namespaces. */
  readonly declared?: ReadonlyMap<string, string>
  /** What the header's names are read by. */
  readonly context: Context
  readonly sender?: string
  readonly receiver?: string
  readonly instanceIdentifier?: string
  /** A `vocabularyList` of the JSON binding: the header's, or all that a master data document has. */
  readonly masterData?: Json
  /** Of a query's answer; `vocabularies` instead of events where it asked for master data. */
  readonly queryName?: string
  readonly vocabularies?: Json
  readonly subscriptionID?: string
  /** Other members of the document, each in a namespace. */
  readonly extensions?: JsonObject
}

const PREFIX: Readonly<Record<DocumentKind, string>> = {
  EPCISDocument: 'epcis',
  EPCISQueryDocument: 'epcisq',
  EPCISMasterDataDocument: 'epcismd',
}

/** What stands before the first event and after the last of a document. Events go between as `writeEvent` gives them. */
export function aroundEvents(head: DocumentHead): {
  readonly before: string
  readonly after: string
} {
  const style = head.style ?? STYLES['2.0']
  const prefix = PREFIX[head.kind]
  const root = `${prefix}:${head.kind}`
  const sheet = new Sheet(head.context, style)
  const outside = new Map([
    ...(head.declared ?? []),
    [prefix, NAMESPACES[style.version][head.kind]],
  ])
  for (const [name, namespace] of outside) sheet.prefixFor(name, namespace)
  const [open, close] = around(head, prefix, sheet)
  const header = headerOf(head, style, sheet)
  const extensions =
    head.extensions === undefined ? '' : writeExtensions(head.extensions, NONE, sheet)
  const declared = [...outside]
    .map(([name, ns]) => ` xmlns:${name}="${escapeAttribute(ns)}"`)
    .join('')
  const version = `schemaVersion="${style.version}" creationDate="${escapeAttribute(head.creationDate)}"`
  const before = `<?xml version="1.0" encoding="UTF-8"?>
<${root}${declared}${sheet.declarations(outside)} ${version}>
${header}<EPCISBody>${open}`
  return { before, after: `${close}</EPCISBody>${extensions}</${root}>\n` }
}

const NONE: ReadonlySet<string> = new Set()

/** A whole document. */
export function writeDocument(head: DocumentHead, events: readonly string[]): string {
  const { before, after } = aroundEvents(head)
  return `${before}${events.join('\n')}${after}`
}

function around(head: DocumentHead, prefix: string, sheet: Sheet): readonly [string, string] {
  if (head.kind === 'EPCISMasterDataDocument') {
    return [writeVocabularyList(head.masterData ?? [], sheet), '']
  }
  if (head.kind === 'EPCISDocument') return ['<EventList>', '</EventList>']
  const id = head.subscriptionID
  const named =
    tagged('queryName', '', escapeText(head.queryName ?? '')) +
    (id === undefined ? '' : tagged('subscriptionID', '', escapeText(id)))
  const results = `${prefix}:QueryResults`
  const [open, close] =
    head.vocabularies === undefined
      ? ['<EventList>', '</EventList>']
      : [writeVocabularyList(head.vocabularies, sheet), '']
  return [`<${results}>${named}<resultsBody>${open}`, `${close}</resultsBody></${results}>`]
}

function headerOf(head: DocumentHead, style: XmlStyle, sheet: Sheet): string {
  const { masterData, sender, receiver, instanceIdentifier } = head
  if (head.kind === 'EPCISMasterDataDocument') return ''
  const data =
    masterData === undefined
      ? ''
      : tagged(
          'extension',
          '',
          tagged('EPCISMasterData', '', writeVocabularyList(masterData, sheet)),
        )
  const parties = [sender, receiver, instanceIdentifier].some((one) => one !== undefined)
  // 1.2 wants the business header wherever there is a header at all
  const business =
    parties || (data !== '' && style.version === '1.2') ? businessHeader(head, style) : ''
  return business + data === '' ? '' : `${tagged('EPCISHeader', '', business + data)}\n`
}

/** UN/CEFACT Standard Business Document Header; what it wants and JSON does not have is said as plainly as it can be. */
function businessHeader(head: DocumentHead, style: XmlStyle): string {
  const party = (name: string, id = ''): string =>
    tagged(`sbdh:${name}`, '', tagged('sbdh:Identifier', '', escapeText(id)))
  const identification = [
    ['Standard', 'EPCglobal'],
    ['TypeVersion', style.version],
    ['InstanceIdentifier', head.instanceIdentifier ?? ''],
    ['Type', 'Events'],
    ['CreationDateAndTime', head.creationDate],
  ].map(([name, value]) => tagged(`sbdh:${name}`, '', escapeText(value ?? '')))
  return tagged(
    'sbdh:StandardBusinessDocumentHeader',
    ` xmlns:sbdh="${SBDH}"`,
    tagged('sbdh:HeaderVersion', '', '1.0') +
      party('Sender', head.sender) +
      party('Receiver', head.receiver) +
      tagged('sbdh:DocumentIdentification', '', identification.join('')),
  )
}

/** EPCIS 2.0, master data: a `vocabularyList` of the JSON binding as `VocabularyList`. */
export function writeVocabularyList(list: Json, sheet: Sheet): string {
  return tagged(
    'VocabularyList',
    '',
    objects(list)
      .map((one) => vocabulary(one, sheet))
      .join(''),
  )
}

function vocabulary(value: JsonObject, sheet: Sheet): string {
  const elements = objects(value['vocabularyElementList']).map((one) =>
    vocabularyElement(one, sheet),
  )
  const content =
    elements.length === 0 ? '' : tagged('VocabularyElementList', '', elements.join(''))
  return tagged('Vocabulary', uriAttribute('type', value['type'], sheet), content)
}

function vocabularyElement(value: JsonObject, sheet: Sheet): string {
  const attributes = objects(value['attributes']).map((one) => {
    const { id, attribute = null } = one
    return masterAttribute(uriAttribute('id', id, sheet), attribute, sheet)
  })
  const children = isList(value['children']) ? value['children'] : []
  const ids = children
    .filter(isScalar)
    .map((id) => tagged('id', '', escapeText(sheet.uri(String(id)))))
  const content =
    attributes.join('') + (ids.length === 0 ? '' : tagged('children', '', ids.join('')))
  return tagged('VocabularyElement', uriAttribute('id', value['id'], sheet), content)
}

/** A list of values is the attribute again for each. */
function masterAttribute(id: string, value: Json, sheet: Sheet): string {
  if (isList(value)) return value.map((one) => masterAttribute(id, one, sheet)).join('')
  if (!isObject(value)) {
    return tagged('attribute', id, isScalar(value) ? escapeText(scalar(value)) : '')
  }
  const content = Object.keys(value).map((key) => writeExtension(key, value[key] ?? null, sheet))
  return tagged('attribute', id, content.join(''))
}

function uriAttribute(name: string, value: Json | undefined, sheet: Sheet): string {
  return typeof value === 'string' ? ` ${name}="${escapeAttribute(sheet.uri(value))}"` : ''
}

function objects(value: Json | undefined): readonly JsonObject[] {
  return isList(value) ? value.filter(isObject) : []
}
