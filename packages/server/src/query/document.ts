import { GS1_CONTEXTS } from '@suyuan/core/event/context'
import type { Json } from '@suyuan/core/event/event'
import { isoOf } from '@suyuan/core/event/micros'
import { withMembers } from '@suyuan/core/json/members'
import type { Stored } from '../store/stored.ts'

const STANDARD = '"https://ref.gs1.org/standards/epcis/2.0.0/epcis-context.jsonld"'

/** An event as answered: its text as captured, with the record time and the name that we gave it. */
export function eventText({ body, recordTime, eventID, given }: Stored): string {
  const time = { recordTime: isoOf(recordTime) }
  return withMembers(body, given ? time : { eventID, ...time })
}

/**
 * Events as an EPCISQueryDocument. Events of one context stand under it as it was captured; where several meet, each
 * carries what its own adds to GS1's, so that every prefix means what it meant.
 */
export function queryDocument(
  events: readonly Stored[],
  { queryName, now }: { readonly queryName: string; readonly now: number },
): string {
  const contexts = new Set(events.map((event) => event.context))
  const [only] = contexts
  const alike = contexts.size === 1 && only !== undefined
  const texts = events.map((event) => (alike ? eventText(event) : withContext(event)))
  return `{"@context":${alike ? only : STANDARD},"type":"EPCISQueryDocument","schemaVersion":"2.0",\
"creationDate":"${isoOf(now)}","epcisBody":{"queryResults":{"queryName":${JSON.stringify(queryName)},\
"resultsBody":{"eventList":[${texts.join(',')}]}}}}`
}

/** A single event that carries its own context. */
export function bareEvent(event: Stored): string {
  return contextInto(event, asList(JSON.parse(event.context) as Json))
}

function withContext(event: Stored): string {
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
