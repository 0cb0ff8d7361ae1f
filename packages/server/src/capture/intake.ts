import { isObject } from '@suyuan/core/event/checks'
import { readContext, type Context } from '@suyuan/core/event/context'
import type { EpcisEvent, Json, JsonObject } from '@suyuan/core/event/event'
import { withRemoteContexts, type RemoteContexts } from '@suyuan/core/event/remote-contexts'
import { validateEvent } from '@suyuan/core/event/validate'
import { mayLoseDigits, parseJson, parseKeepingDigits } from '@suyuan/core/json/parse'
import { inStandardNames } from '@suyuan/core/json/standard-text'
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

export type IntakeOptions = {
  /** Remote `@context`s that the operator gave. */
  readonly remote?: RemoteContexts | undefined
  /** Refuses what is against GS1's rules though it could be taken (decision 007). */
  readonly strict?: boolean | undefined
}

/**
 * Reads, checks and makes ready the events of one document. `context` is the JSON text of its `@context`. What is kept has the
 * standard's names for members that came under others of the same meaning, and in place of the URL of a remote context that
 * the operator gave its text: so it can be read by whoever has neither.
 */
export function intake(
  context: string,
  { remote = new Map(), strict = false }: IntakeOptions = {},
): (text: SourceText) => Taken {
  // A context that is not JSON is named with the rest of the document, when that has been read.
  const read = parseJson(context, '/@context')
  const document = read.ok ? withRemoteContexts(read.value, remote) : undefined
  const kept = read.ok && document !== read.value ? JSON.stringify(document) : context
  const standing = readContext(document)
  return ({ text, pointer, line, column, problems: unread = [], locate }) => {
    const parsed = parseJson(text, pointer, { line, column })
    if (!parsed.ok) return parsed
    const there = { document, standing, strict, fromXml: locate !== undefined }
    const first = judged(parsed.value, pointer, there)
    const plain = first.problems.length === 0 && first.names.aliases.size === 0
    if (plain && unread.length === 0 && (!first.own || remote.size === 0)) {
      const source = { at: pointer, body: text, context: kept, names: first.names }
      return { ok: true, event: readied(parsed.value, source) }
    }
    const named = inOtherNames({ text, value: parsed.value, pointer, remote }, first, there)
    const { body, value, names } = named
    const problems =
      locate === undefined ? named.problems : [...unread, ...named.problems.map(locate)]
    if (problems.length > 0) return { ok: false, problems }
    return { ok: true, event: readied(value, { at: pointer, body, context: kept, names }) }
  }
}

type Read = {
  readonly text: string
  readonly value: Json
  readonly pointer: string
  readonly remote: RemoteContexts
}

/** What could not be taken as it stands, once more in the standard's own names. */
function inOtherNames(
  { text, value, pointer, remote }: Read,
  first: Judged,
  there: Standing,
): Judged & { readonly body: string; readonly value: Json } {
  const body = isObject(value) ? inStandardNames(text, there.document, remote) : text
  if (body === text) return { ...first, body, value }
  const renamed = JSON.parse(body) as Json
  return { ...judged(renamed, pointer, there), body, value: renamed }
}

type Judged = {
  readonly problems: readonly Problem[]
  readonly names: Context
  /** Whether the event has a context of its own. */
  readonly own: boolean
}

type Standing = {
  readonly document: Json | undefined
  readonly standing: Context
  readonly fromXml: boolean
  readonly strict: boolean
}

function judged(
  event: Json,
  pointer: string,
  { document, standing, fromXml, strict }: Standing,
): Judged {
  const own = ownContext(event)
  const names = own === undefined ? standing : readContext(document, own)
  return {
    problems: validateEvent(event, pointer, names, { fromXml, strict }),
    names,
    own: own !== undefined,
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
