import { readContext } from '@suyuan/core/event/context'
import type { Json, JsonObject } from '@suyuan/core/event/event'
import { translateIdentifiers } from '@suyuan/core/event/translate'
import type { PrefixLength } from '@suyuan/core/id/prefix-book'
import { parseKeepingDigits } from '@suyuan/core/json/parse'
import type { Query } from '@suyuan/core/query/query'
import { asQuantityEvent } from '@suyuan/core/soap/quantity-event'
import type { Manner } from '@suyuan/core/soap/read-request'
import { inQuery } from '@suyuan/core/soap/write-answer'
import { escapeText } from '@suyuan/core/xml/escape'
import { STYLES } from '@suyuan/core/xml/sheet'
import { writeEvent } from '@suyuan/core/xml/write-event'
import type { Tx, Work } from '../db/engine.ts'
import { eventText } from '../query/document.ts'
import { findEvents } from '../query/find.ts'
import { prefixLengthsIn } from '../store/company-prefix.ts'
import type { Stored } from '../store/stored.ts'
import type { Viewer } from '../store/viewer.ts'

export type Results = {
  readonly viewer: Viewer
  readonly query: Query
  readonly queryName: string
  readonly manner: Manner
  /** The client asks for QuantityEvents: what says no more is answered as one. */
  readonly quantities: boolean
  /** Events in one answer; more are refused. */
  readonly most: number
}

export type Written =
  | { readonly results: string }
  | { readonly tooMany: number }
  | { readonly tooComplex: number }

/** What a query finds, as the element QueryResults, written where the events are read. */
export const writeResults: Work<Results, Written> = {
  run: resultsOf,
  module: import.meta.url,
  name: 'resultsOf',
}

export async function resultsOf(tx: Tx, asked: Results): Promise<Written> {
  const { viewer, query, queryName, manner, quantities, most } = asked
  const found = await findEvents(tx, { viewer, query, perPage: most })
  if (!('events' in found)) return found
  if (found.next !== undefined) return { tooMany: most }
  const known = manner.edition === '2.0' ? undefined : await prefixLengthsIn(tx)
  const events = found.events.map((one) => {
    const event = eventElement(one, manner, known)
    return quantities ? (asQuantityEvent(event) ?? event) : event
  })
  const content = `<queryName>${escapeText(queryName)}</queryName><resultsBody><EventList>${events.join('\n')}</EventList></resultsBody>`
  return { results: inQuery(manner, 'QueryResults', content) }
}

/** Readers of an older edition know identifiers as EPC URNs, and words as CBV URNs, alone. */
function eventElement(
  stored: Stored,
  { edition }: Manner,
  known: PrefixLength | undefined,
): string {
  const read = parseKeepingDigits(eventText(stored)) as JsonObject
  const event =
    known === undefined
      ? read
      : translateIdentifiers(read, { as: 'urn', prefixLength: known }).event
  const context = readContext(JSON.parse(stored.context) as Json, event['@context'])
  return writeEvent(event, context, { style: STYLES[edition] })
}
