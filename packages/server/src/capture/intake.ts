import type { Context } from '@suyuan/core/event/context'
import { readContext } from '@suyuan/core/event/context'
import type { EpcisEvent, Json, JsonObject } from '@suyuan/core/event/event'
import { validateEvent } from '@suyuan/core/event/validate'
import { mayLoseDigits, parseJson, parseKeepingDigits } from '@suyuan/core/json/parse'
import type { EventText } from '@suyuan/core/json/split'
import type { XmlEventText } from '@suyuan/core/xml/split'
import type { Problem } from '@suyuan/core/problem'
import type { Fresh } from '../store/fresh.ts'
import { ready } from './ready.ts'

/** The context that stands for none: GS1's own, in its canonical version. */
export const STANDARD_CONTEXT = 'https://ref.gs1.org/standards/epcis/2.0.0/epcis-context.jsonld'

export type Taken =
  | { readonly ok: true; readonly event: Fresh }
  | { readonly ok: false; readonly problems: readonly Problem[] }

/** An event's JSON text; one that was read from XML knows where its problems are there. */
export type SourceText = EventText & Partial<Pick<XmlEventText, 'problems' | 'locate'>>

/** Reads, checks and makes ready the events of one document. `context` is the JSON text of its `@context`. */
export function intake(context: string): (text: SourceText) => Taken {
  // A context that is not JSON is named with the rest of the document, when that has been read.
  const read = parseJson(context, '/@context')
  const document = read.ok ? read.value : undefined
  const standing = readContext(document)
  return ({ text, pointer, line, column, problems: unread = [], locate }) => {
    const parsed = parseJson(text, pointer, { line, column })
    if (!parsed.ok) return parsed
    const own = ownContext(parsed.value)
    const names = own === undefined ? standing : readContext(document, own)
    const found = validateEvent(parsed.value, pointer, names, { fromXml: locate !== undefined })
    const problems = locate === undefined ? found : [...unread, ...found.map(locate)]
    if (problems.length > 0) return { ok: false, problems }
    return { ok: true, event: readied(parsed.value, { at: pointer, body: text, context, names }) }
  }
}

type Source = {
  readonly at: string
  readonly body: string
  readonly context: string
  readonly names: Context
}

/** The hash sees every digit of a number, which a double may not hold. */
function readied(value: Json, source: Source): Fresh {
  const exact = mayLoseDigits(source.body) ? parseKeepingDigits(source.body) : value
  return ready(value as unknown as EpcisEvent, exact as JsonObject, source)
}

function ownContext(event: Json): Json | undefined {
  return typeof event === 'object' && event !== null && !Array.isArray(event)
    ? (event as JsonObject)['@context']
    : undefined
}
