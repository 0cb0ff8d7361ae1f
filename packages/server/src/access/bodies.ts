import type { Json, JsonObject } from '@suyuan/core/event/event'
import { step } from '@suyuan/core/event/pointer'
import { parseJson } from '@suyuan/core/json/parse'
import type { Problem } from '@suyuan/core/problem'
import type { Asked } from './endpoint.ts'
import { wholeText } from '../http/body.ts'
import { Refused } from '../http/problem.ts'
import { sendsJson } from '../http/request.ts'

/** Bytes of a body: rules, or what is held. */
const MOST_BYTES = 2 ** 20

/** A body as JSON, and its text. @throws Refused when it is not JSON. */
export async function jsonIn({
  request,
  body,
}: Asked): Promise<{ readonly value: Json; readonly text: string }> {
  sendsJson(request)
  const text = await wholeText(body, MOST_BYTES)
  const parsed = parseJson(text, '')
  if (!parsed.ok) throw new Refused('ValidationException', parsed.problems)
  return { value: parsed.value, text }
}

/** What a member may be, and how to say so. */
export type Member<T> = {
  readonly read: (value: Json) => T | undefined
  readonly says: string
  readonly needed?: boolean
}

type Members = Readonly<Record<string, Member<unknown>>>
type Read<M extends Members> = {
  readonly [K in keyof M]: M[K] extends Member<infer T> ? T | undefined : never
}

/**
 * The members of an object by a table; all that is wrong at once, members that are not in the table too.
 *
 * @throws Refused when anything is wrong.
 */
export function membersOf<const M extends Members>(value: Json, table: M): Read<M> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    const says = `send {${Object.keys(table).join(', ')}}`
    throw new Refused('ValidationException', [{ at: '', rule: 'wrong-type', says }])
  }
  const given = value as JsonObject
  const problems: Problem[] = Object.keys(given).flatMap((name) =>
    Object.hasOwn(table, name)
      ? []
      : [
          {
            at: step(name),
            rule: 'unknown-member',
            says: `known are ${Object.keys(table).join(', ')}`,
          },
        ],
  )
  const read = Object.entries(table).map(([name, { read: reader, says, needed }]) => {
    const said = given[name]
    const at = step(name)
    if (said === undefined) {
      if (needed === true) problems.push({ at, rule: 'missing', says: `is missing: ${says}` })
      return [name, undefined] as const
    }
    const found = reader(said)
    if (found === undefined) problems.push({ at, rule: 'value', says })
    return [name, found] as const
  })
  if (problems.length > 0) throw new Refused('ValidationException', problems)
  return Object.fromEntries(read) as Read<M>
}

export const words = (value: Json): string | undefined =>
  typeof value === 'string' && /\S/.test(value) && value.length <= 1000 ? value.trim() : undefined

/** Who says so; the operator unless told. */
export const BY: Member<string> = { read: words, says: 'who says so, as text' }
