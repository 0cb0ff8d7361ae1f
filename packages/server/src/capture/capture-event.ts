import { readContext } from '@suyuan/core/event/context'
import type { EpcisEvent, JsonObject } from '@suyuan/core/event/event'
import { validateEvent } from '@suyuan/core/event/validate'
import { depthOf } from '@suyuan/core/json/depth'
import { collectPrefixes } from '@suyuan/core/id/prefix-book'
import { mayLoseDigits, parseJson, parseKeepingDigits } from '@suyuan/core/json/parse'
import { refuse, Refused } from '../http/problem.ts'
import { append, conflictError } from '../store/append.ts'
import { pack } from '../store/pack.ts'
import type { CaptureDeps, Captor } from './capture.ts'
import { STANDARD_CONTEXT } from './intake.ts'
import { ready } from './ready.ts'

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
  { text, captor }: { readonly text: string; readonly captor: Captor },
): Promise<{ readonly eventID: string }> {
  if (depthOf(text) > MAX_DEPTH) {
    throw refuse(
      'ValidationException',
      '',
      'too-deep',
      `objects and arrays nest at most ${MAX_DEPTH} deep`,
    )
  }
  const parsed = parseJson(text, '')
  if (!parsed.ok) throw new Refused('ValidationException', parsed.problems)
  const own = (parsed.value as JsonObject | null)?.['@context']
  const names = readContext(own ?? STANDARD_CONTEXT, own)
  const problems = validateEvent(parsed.value, '', names)
  if (problems.length > 0) throw new Refused('ValidationException', problems)
  const exact = mayLoseDigits(text) ? parseKeepingDigits(text) : parsed.value
  const context = JSON.stringify(own ?? STANDARD_CONTEXT)
  const event = ready(parsed.value as unknown as EpcisEvent, exact as JsonObject, {
    at: '',
    body: text,
    context,
    names,
  })
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
