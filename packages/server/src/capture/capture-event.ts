import type { JsonObject } from '@suyuan/core/event/event'
import { depthOf } from '@suyuan/core/json/depth'
import type { Problem } from '@suyuan/core/problem'
import { createXmlSplitter } from '@suyuan/core/xml/split'
import { collectPrefixes } from '@suyuan/core/id/prefix-book'
import { parseJson } from '@suyuan/core/json/parse'
import { refuse, Refused } from '../http/problem.ts'
import { append, conflictError } from '../store/append.ts'
import { pack } from '../store/pack.ts'
import type { CaptureDeps, Captor } from './capture.ts'
import { intake, STANDARD_CONTEXT } from './intake.ts'

/** More lets JSON.parse or a later reader run out of stack. */
const MAX_DEPTH = 100

/**
 * Takes one bare event in (POST /events): its own `@context`, or GS1's, is what its names are read by. Resolves with
 * its eventID, or event hash, once it is on disk.
 *
 * @throws Refused naming every problem, or ResourceAlreadyExistsException.
 */
export async function captureEvent(
  deps: CaptureDeps,
  sent: {
    readonly text: string
    /** The binding the text is in; JSON unless said. */
    readonly format?: 'json' | 'xml'
    readonly strict?: boolean
    readonly captor: Captor
  },
): Promise<{ readonly eventID: string }> {
  const { captor } = sent
  const { text, locate, xml } = sent.format === 'xml' ? fromXml(sent.text) : fromJson(sent.text)
  const parsed = parseJson(text, '')
  if (!parsed.ok) throw new Refused('ValidationException', parsed.problems)
  const own = (parsed.value as JsonObject | null)?.['@context']
  const standing = xml ? STANDARD_CONTEXT : (own ?? STANDARD_CONTEXT)
  const take = intake(JSON.stringify(standing), { remote: deps.contexts, strict: sent.strict })
  const whole = { text, pointer: '', index: 0, line: 1, column: 1 }
  const taken = take(xml ? { ...whole, locate } : whole)
  if (!taken.ok) throw new Refused('ValidationException', taken.problems)
  const { event } = taken
  const { conflicts } = await deps.engine.write(append, {
    ...captor,
    now: deps.now(),
    packed: pack([event]),
    masterData: [],
    prefixes: prefixesIn(text),
    behaviour: 'rollback',
  })
  const [conflict] = conflicts
  if (conflict !== undefined) {
    const says = conflictError(conflict).detail
    throw refuse('ResourceAlreadyExistsException', '/eventID', 'event-id-taken', says)
  }
  return { eventID: event.eventID ?? event.hashID }
}

function prefixesIn(text: string): readonly string[] {
  const found = new Set<string>()
  collectPrefixes(text, found)
  return [...found]
}

/** An event's JSON text, and how a problem with it is told to who sent it. */
type Source = {
  readonly text: string
  readonly xml: boolean
  readonly locate: (problem: Problem) => Problem
}

function fromJson(text: string): Source {
  if (depthOf(text) > MAX_DEPTH) {
    const says = `objects and arrays nest at most ${MAX_DEPTH} deep`
    throw refuse('ValidationException', '', 'too-deep', says)
  }
  return { text, xml: false, locate: (problem) => problem }
}

/** An event element by itself; prefixes that it declares stand in the event's own `@context`. */
function fromXml(sent: string): Source {
  const splitter = createXmlSplitter({ maxDepth: MAX_DEPTH, maxEventChars: sent.length })
  const [event] = splitter.push(sent)
  const end = splitter.end()
  if (!end.ok) throw new Refused('ValidationException', end.problems)
  if (splitter.root !== 'event' || event === undefined) {
    const says = 'this is a document; send it to POST /capture'
    throw refuse('ValidationException', '', 'document-type', says)
  }
  if (event.problems.length > 0) throw new Refused('ValidationException', event.problems)
  const { text, pointer } = event
  const locate = (problem: Problem): Problem =>
    event.locate({ ...problem, at: pointer + problem.at })
  return { text, xml: true, locate }
}
