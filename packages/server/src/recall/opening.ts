import type { Json, JsonObject } from '@suyuan/core/event/event'
import { isIri } from '@suyuan/core/event/context'
import { microsOf } from '@suyuan/core/event/micros'
import { step } from '@suyuan/core/event/pointer'
import { parseIdentifier } from '@suyuan/core/id/parse'
import type { Problem } from '@suyuan/core/problem'
import type { Level } from '@suyuan/core/recall/rules'
import { membersOf, words, type Member } from '../access/bodies.ts'
import { Refused } from '../http/problem.ts'
import { readSelection } from '../query/made.ts'
import type { Given, Opening } from './kept.ts'

/** Suspects of one case. */
const MOST_SUSPECTS = 10_000

const LEVELS: readonly Level[] = [1, 2, 3]

const TABLE = {
  suspects: {
    read: (value: Json) => (Array.isArray(value) ? (value as readonly Json[]) : undefined),
    says: 'a list of identifiers, {"id", "found"} or {"made": {query parameters}, "found"}',
    needed: true,
  },
  reason: { read: words, says: 'why, as text', needed: true },
  level: {
    read: (value: Json) => LEVELS.find((level) => level === value),
    says: '1, 2 or 3',
    needed: true,
  },
  knownAt: {
    read: (value: Json) => (typeof value === 'string' ? microsOf(value) : undefined),
    says: 'when the trouble became known: a date-time with zone, like 2026-03-01T08:00:00+08:00; the clock starts with it',
    needed: true,
  },
  drill: {
    read: (value: Json) => (typeof value === 'boolean' ? value : undefined),
    says: 'true or false',
  },
  by: { read: words, says: 'who says so, as text' } as Member<string>,
} as const

/**
 * A case as it was asked for; all that is wrong at once.
 *
 * @throws Refused naming every fault.
 */
export function readOpening(
  value: Json,
  now: number,
): { readonly opening: Opening; readonly by: string | undefined } {
  const problems: Problem[] = []
  const given = collecting(problems, () => membersOf(value, TABLE))
  const suspects = suspectsIn(given?.suspects ?? listIn(value), problems)
  if (given?.knownAt !== undefined && given.knownAt > now) {
    problems.push({ at: '/knownAt', rule: 'future', says: 'nothing is known before it is' })
  }
  if (problems.length > 0 || given === undefined) throw new Refused('ValidationException', problems)
  const { reason = '', level = 1, knownAt = now, drill = false, by } = given
  return { opening: { suspects, reason, level, knownAt, drill }, by }
}

/** What is wrong with suspects is told with what else is wrong. */
function listIn(value: Json): readonly Json[] | undefined {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined
  return TABLE.suspects.read((value as JsonObject)['suspects'] ?? null)
}

function collecting<T>(problems: Problem[], read: () => T): T | undefined {
  try {
    return read()
  } catch (error) {
    if (!(error instanceof Refused)) throw error
    problems.push(...error.problems)
    return undefined
  }
}

function suspectsIn(list: readonly Json[] | undefined, problems: Problem[]): readonly Given[] {
  if (list === undefined) return []
  if (list.length === 0) {
    problems.push({ at: '/suspects', rule: 'empty', says: 'name what is suspect' })
  }
  if (list.length > MOST_SUSPECTS) {
    const says = `${list.length}: at most ${MOST_SUSPECTS}; select them by the events that made them: {"made": …}`
    problems.push({ at: '/suspects', rule: 'too-many', says })
    return []
  }
  const found: Given[] = []
  for (const [i, one] of list.entries()) {
    const read = suspectIn(one, `/suspects${step(i)}`, problems)
    if (read !== undefined) found.push(read)
  }
  return found
}

function suspectIn(one: Json, at: string, problems: Problem[]): Given | undefined {
  if (typeof one === 'string') return idIn(one, at, problems)
  if (typeof one !== 'object' || one === null || Array.isArray(one)) {
    problems.push({ at, rule: 'wrong-type', says: 'an identifier, {"id"} or {"made": {…}}' })
    return undefined
  }
  const given = one as JsonObject
  for (const name of Object.keys(given)) {
    if (['id', 'made', 'found'].includes(name)) continue
    problems.push({
      at: at + step(name),
      rule: 'unknown-member',
      says: 'known are id, made, found',
    })
  }
  const found = foundIn(given['found'], at, problems)
  if ((given['id'] === undefined) === (given['made'] === undefined)) {
    problems.push({ at, rule: 'one-of', says: 'either a thing (id) or a selection (made)' })
    return undefined
  }
  const read =
    given['made'] === undefined
      ? idIn(given['id'] ?? null, `${at}/id`, problems)
      : madeIn(given['made'], `${at}/made`, problems)
  return read && { ...read, ...found }
}

function foundIn(
  said: Json | undefined,
  at: string,
  problems: Problem[],
): { readonly found?: string } {
  if (said === undefined) return {}
  const found = words(said)
  if (found !== undefined) return { found }
  problems.push({ at: `${at}/found`, rule: 'value', says: 'how it was found, as text' })
  return {}
}

function idIn(said: Json, at: string, problems: Problem[]): { readonly id: string } | undefined {
  if (typeof said !== 'string') {
    problems.push({ at, rule: 'wrong-type', says: 'an identifier, as text' })
    return undefined
  }
  const parsed = parseIdentifier(said, at)
  if (!parsed.ok) problems.push(...parsed.problems)
  else if (isIri(said)) return { id: parsed.value.canonical }
  else
    problems.push({
      at,
      rule: 'not-a-uri',
      says: `${said}: an EPC URN, a Digital Link or another URI`,
    })
  return undefined
}

function madeIn(
  said: Json,
  at: string,
  problems: Problem[],
): { readonly made: JsonObject } | undefined {
  if (typeof said !== 'object' || said === null || Array.isArray(said)) {
    problems.push({ at, rule: 'wrong-type', says: 'query parameters: {"EQ_bizLocation": …}' })
    return undefined
  }
  const made = said as JsonObject
  const read = readSelection(made, at)
  if (read.ok) return { made }
  problems.push(...read.problems)
  return undefined
}
