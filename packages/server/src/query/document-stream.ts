import { readContext } from '@suyuan/core/event/context'
import type { JsonObject } from '@suyuan/core/event/event'
import { isoOf } from '@suyuan/core/event/micros'
import { prefixBook, type PrefixRow } from '@suyuan/core/id/prefix-book'
import { parseKeepingDigits } from '@suyuan/core/json/parse'
import { STYLES } from '@suyuan/core/xml/sheet'
import { aroundEvents } from '@suyuan/core/xml/write-document'
import { writeEvent } from '@suyuan/core/xml/write-event'
import { isXml, type Form } from '../http/form.ts'
import type { Stored } from '../store/stored.ts'
import {
  CBV,
  eventText,
  parsedContext,
  spelling,
  STANDARD,
  withCbv,
  withContext,
} from './document.ts'

export type InParts = {
  readonly form: Form
  /** Microseconds since 1970. */
  readonly now: number
  /** What is known of company prefixes, for EPC URNs. */
  readonly prefixes: readonly PrefixRow[]
}

/** Events as one EPCISDocument, written as they come: each carries what its own context adds to GS1's. */
export async function* documentInParts(
  events: AsyncIterable<readonly Stored[]>,
  { form, now, prefixes }: InParts,
): AsyncGenerator<Uint8Array> {
  const encoder = new TextEncoder()
  const { before, between, after, write } = isXml(form.mediaType) ? xml(form, now) : json(now)
  const about = { form, prefixLength: prefixBook(prefixes) }
  yield encoder.encode(before)
  let first = true
  for await (const part of events) {
    let text = ''
    for (const event of spelling(part, about)) {
      text += `${first ? '' : between}${write(event)}`
      first = false
    }
    if (text !== '') yield encoder.encode(text)
  }
  yield encoder.encode(after)
}

type Writer = {
  readonly before: string
  readonly between: string
  readonly after: string
  readonly write: (event: Stored) => string
}

const json = (now: number): Writer => ({
  before: `{"@context":${STANDARD},"type":"EPCISDocument","schemaVersion":"2.0",\
"creationDate":"${isoOf(now)}","epcisBody":{"eventList":[`,
  between: ',',
  after: ']}}',
  write: withContext,
})

function xml({ version, cbvXmlFormat }: Form, now: number): Writer {
  const style = { ...STYLES[version], ...withCbv(CBV[cbvXmlFormat]) }
  const head = {
    kind: 'EPCISDocument',
    style,
    creationDate: isoOf(now),
    context: readContext(undefined),
  } as const
  return {
    ...aroundEvents(head),
    between: '',
    write: (event) => {
      const object = parseKeepingDigits(eventText(event)) as JsonObject
      const context = readContext(parsedContext(event.context), object['@context'])
      return writeEvent(object, context, { style })
    },
  }
}
