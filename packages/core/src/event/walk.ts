import type { Problem } from '../problem.ts'
import type { Context } from './context.ts'
import type { Json } from './event.ts'
import { step } from './pointer.ts'

/** A validation under way. The path is spelt out as a pointer only when there is a problem: most events have none. */
export type Walk = {
  /** The pointer of the event in its document. */
  readonly at: string
  readonly path: (string | number)[]
  readonly problems: Problem[]
  readonly context: Context
  /** Hold to the letter of GS1's JSON schema. */
  readonly strict: boolean
  /** It came in XML, whose schema asks for less in places. */
  readonly fromXml?: boolean
}

/** Judges one value, standing at the walk's path. */
export type Check = (value: Json, walk: Walk) => void

/** What one event may have wrong with it before the rest goes unnamed, so that bad input cannot fill the memory. */
const MAX_PROBLEMS = 1000

/** Notes a problem with the value at the walk's path, or with a member of it. */
export function fail(walk: Walk, rule: string, says: string, member?: string): void {
  if (walk.problems.length >= MAX_PROBLEMS) return
  const at = pointerOf(walk) + (member === undefined ? '' : step(member))
  walk.problems.push({ at, rule, says })
  if (walk.problems.length < MAX_PROBLEMS) return
  const rest = `There may be more: only the first ${MAX_PROBLEMS} problems of an event are named.`
  walk.problems.push({ at: walk.at, rule: 'too-many-problems', says: rest })
}

export function pointerOf(walk: Walk): string {
  return walk.at + walk.path.map(step).join('')
}

/** Judges a member of the value at the walk's path. */
export function enter(check: Check, value: Json, walk: Walk, key: string | number): void {
  walk.path.push(key)
  check(value, walk)
  walk.path.pop()
}
