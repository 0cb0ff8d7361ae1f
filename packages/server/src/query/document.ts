import { GS1_CONTEXTS, readContext } from '@suyuan/core/event/context'
import type { Json, JsonObject } from '@suyuan/core/event/event'
import { isoOf } from '@suyuan/core/event/micros'
import type { Spelling } from '@suyuan/core/event/translate'
import type { PrefixLength } from '@suyuan/core/id/prefix-book'
import { remembering } from '@suyuan/core/id/remember'
import { withMembers } from '@suyuan/core/json/members'
import { parseKeepingDigits } from '@suyuan/core/json/parse'
import { translateText } from '@suyuan/core/json/translate-text'
import type { Tx } from '../db/engine.ts'
import type { Extensions } from '../http/extensions.ts'
import { STYLES, type CbvSpelling } from '@suyuan/core/xml/sheet'
import { writeDocument } from '@suyuan/core/xml/write-document'
import { writeEvent } from '@suyuan/core/xml/write-event'
import { isXml, type CbvXmlFormat, type Form } from '../http/form.ts'
import { prefixLengthsIn } from '../store/company-prefix.ts'
import type { Stored } from '../store/stored.ts'

export const STANDARD = '"https://ref.gs1.org/standards/epcis/2.0.0/epcis-context.jsonld"'

/** An event as answered: its text as captured, with the record time and the name that we gave it. */
export function eventText({ body, recordTime, eventID, given }: Stored): string {
  const time = { recordTime: isoOf(recordTime) }
  return withMembers(body, given ? time : { eventID, ...time })
}

/** What is known of company prefixes, if it is wanted for this form. */
export async function prefixesFor(
  tx: Tx,
  { epcFormat }: Pick<Form, 'epcFormat'>,
): Promise<{ readonly prefixLength?: PrefixLength }> {
  return epcFormat === 'Always_EPC_URN' ? { prefixLength: await prefixLengthsIn(tx) } : {}
}

/** What goes out around events, and how they are spelt. */
export type About = {
  readonly queryName: string
  /** Of a delivery to a subscriber. */
  readonly subscriptionID?: string
  /** Microseconds since 1970. */
  readonly now: number
  readonly form: Form
  /** What is known of company prefixes, for EPC URNs. */
  readonly prefixLength?: PrefixLength
}

/** A document as it goes out, and the prefixes that its names are written with. */
export type Written = {
  readonly document: string
  readonly extensions: Extensions
  /** How many events are in it. */
  readonly count: number
}

/**
 * Events as an EPCISQueryDocument in the form that is asked for: the one way by which lists of events go out. Call it where
 * the events are read: one text goes to the thread that answers.
 */
export function writeEvents(events: readonly Stored[], about: About): Written {
  const spelt = spelling(events, about)
  const extensions = extensionsOf(spelt)
  const document = isXml(about.form.mediaType)
    ? xmlDocument(spelt, about, extensions)
    : queryDocument(spelt, about)
  return { document, extensions, count: events.length }
}

export function spelling(
  events: readonly Stored[],
  { form, prefixLength }: Pick<About, 'form' | 'prefixLength'>,
): readonly Stored[] {
  switch (form.epcFormat) {
    case 'Always_GS1_Digital_Link':
      return events.map((event) => (MAY_BE_URN.test(event.body) ? spelt(event, AS_LINK) : event))
    case 'Always_EPC_URN': {
      const as = { as: 'urn', prefixLength: prefixLength ?? (() => undefined) } as const
      return events.map((event) => spelt(event, as))
    }
    case 'No_Preference':
    case 'Never_Translates':
      return events
  }
}

const AS_LINK = { as: 'digital-link' } as const

/** Almost free where there is none (0.3 µs an event); an escape might hide one. */
const MAY_BE_URN = /urn:epc:|URN:|\\u/

const spelt = (event: Stored, as: Spelling): Stored => ({
  ...event,
  body: translateText(event.body, as).text,
})

/** Prefixes that the contexts of these events declare beside GS1's own; of two meanings of one the first is told. */
function extensionsOf(events: readonly Stored[]): Extensions {
  const contexts = new Set(events.map(({ context }) => context))
  const [only] = contexts
  if (contexts.size === 1 && only !== undefined) return prefixesIn(only)
  return Object.assign({}, ...[...contexts].toReversed().map(prefixesIn)) as Extensions
}

const prefixesIn: (context: string) => Extensions = remembering(100, (context) => {
  const { prefixes } = readContext(JSON.parse(context) as Json)
  const { prefixes: own } = readContext(undefined)
  return Object.fromEntries([...prefixes].filter(([prefix]) => !own.has(prefix)))
})

/**
 * Events of one context stand under it as it was captured; where several meet, each carries what its own adds to GS1's, so
 * that every prefix means what it meant.
 */
function queryDocument(
  events: readonly Stored[],
  { queryName, subscriptionID, now }: Omit<About, 'form'>,
): string {
  const contexts = new Set(events.map((event) => event.context))
  const [only] = contexts
  const alike = contexts.size === 1 && only !== undefined
  const texts = events.map((event) => (alike ? eventText(event) : withContext(event)))
  const subscription =
    subscriptionID === undefined ? '' : `"subscriptionID":${JSON.stringify(subscriptionID)},`
  return `{"@context":${alike ? only : STANDARD},"type":"EPCISQueryDocument","schemaVersion":"2.0",\
"creationDate":"${isoOf(now)}","epcisBody":{"queryResults":{"queryName":${JSON.stringify(queryName)},\
${subscription}"resultsBody":{"eventList":[${texts.join(',')}]}}}}`
}

export const CBV: Readonly<Record<CbvXmlFormat, CbvSpelling | undefined>> = {
  Always_Web_URI: 'web-uri',
  Always_URN: 'urn',
  Never_Translates: 'as-is',
  No_Preference: undefined,
}

/** {@link queryDocument} in XML; a prefix that means two things is declared where it is used. */
function xmlDocument(
  events: readonly Stored[],
  { queryName, subscriptionID, now, form }: About,
  extensions: Extensions,
): string {
  const style = { ...STYLES[form.version], ...withCbv(CBV[form.cbvXmlFormat]) }
  const declared = new Map(Object.entries(extensions))
  const head = {
    kind: 'EPCISQueryDocument',
    style,
    creationDate: isoOf(now),
    declared,
    context: readContext(undefined),
    queryName,
    ...(subscriptionID !== undefined && { subscriptionID }),
  } as const
  const texts = events.map((event) => {
    const object = parseKeepingDigits(eventText(event)) as JsonObject
    const context = readContext(parsedContext(event.context), object['@context'])
    return writeEvent(object, context, { style, declared })
  })
  return writeDocument(head, texts)
}

export const withCbv = (cbv: CbvSpelling | undefined): { readonly cbv?: CbvSpelling } =>
  cbv === undefined ? {} : { cbv }

/** A context that is parsed once is understood once. */
export const parsedContext: (context: string) => Json = remembering(
  100,
  (context) => JSON.parse(context) as Json,
)

/** XML has no schema for an event by itself: it is the element that stands in documents, with their attributes. */
function bareXml(event: Stored, { form, now }: Pick<About, 'form' | 'now'>): string {
  const style = { ...STYLES[form.version], ...withCbv(CBV[form.cbvXmlFormat]) }
  const object = parseKeepingDigits(eventText(event)) as JsonObject
  const context = readContext(parsedContext(event.context), object['@context'])
  return writeEvent(object, context, { style, alone: { creationDate: isoOf(now) } })
}

/** A single event that carries its own context. */
export function bareEvent(event: Stored, about: Omit<About, 'queryName'>): string {
  const [written = event] = spelling([event], about)
  if (isXml(about.form.mediaType)) return bareXml(written, about)
  return contextInto(written, asList(JSON.parse(event.context) as Json))
}

export function withContext(event: Stored): string {
  const beside = asList(JSON.parse(event.context) as Json).filter(
    (part) => typeof part !== 'string' || !GS1_CONTEXTS.has(part),
  )
  return beside.length === 0 ? eventText(event) : contextInto(event, beside)
}

function contextInto(event: Stored, beside: readonly Json[]): string {
  const text = eventText(event)
  const own = (JSON.parse(event.body) as { readonly '@context'?: Json })['@context']
  if (own !== undefined && JSON.stringify(asList(own)) === JSON.stringify(beside)) return text
  const context = [...beside, ...(own === undefined ? [] : asList(own))]
  const bare = own === undefined ? text : withoutContext(text)
  return `{"@context":${JSON.stringify(context)},${bare.slice(bare.indexOf('{') + 1)}`
}

/** Sets the context to a text, then cuts that off: what is left is the event without any. */
function withoutContext(text: string): string {
  const marked = withMembers(text, { '@context': '' })
  return `{${marked.slice('{"@context":"",'.length)}`
}

function asList(context: Json): readonly Json[] {
  return Array.isArray(context) ? (context as readonly Json[]) : [context]
}
