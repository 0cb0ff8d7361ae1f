import type { Asked } from '../access/endpoint.ts'
import { refuse, type Refused } from '../http/problem.ts'
import { segment } from '../http/request.ts'
import { cases, type Kept } from './kept.ts'
import type { Tracing } from './tracing.ts'
import type { Watch } from './watch.ts'

/** What recalls need of the rest. */
export type RecallRoom = Pick<Tracing, 'engine' | 'now'> & {
  readonly watch: Watch
  /** How an error is told. */
  readonly refusal: (error: unknown) => Response
}

/** The case that an address names. @throws Refused when there is none. */
export async function caseOf({ engine }: RecallRoom, { request }: Asked): Promise<Kept> {
  const id = segment(request, 1)
  const number = /^[1-9]\d{0,14}$/.test(id) ? Number(id) : 0
  const [kept] = await engine.read(cases, { one: number })
  if (kept !== undefined) return kept
  throw refuse('NoSuchResourceException', `/recalls/${id}`, 'no-recall', `there is no recall ${id}`)
}

const LONGEST_KEY = 200

/** The Idempotency-Key of a request. @throws Refused when it cannot be one. */
export function keyOf({ headers }: Request): string | undefined {
  const key = headers.get('idempotency-key')
  if (key === null) return undefined
  if (/^[\x21-\x7e]+$/.test(key) && key.length <= LONGEST_KEY) return key
  const says = `1 to ${LONGEST_KEY} printable characters without spaces`
  throw refuse('ValidationException', 'Idempotency-Key', 'value', says)
}

/** @returns what a key is refused with that was used for something else. */
export function repeated(): Refused {
  const says = 'this key was sent with something else; give each thing that is asked for its own'
  return refuse('ResourceAlreadyExistsException', 'Idempotency-Key', 'key-used', says)
}
