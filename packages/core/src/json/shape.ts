import type { Json, JsonObject } from '../event/event.ts'
import { nearest } from '../event/nearest.ts'
import { step } from '../event/pointer.ts'
import type { Problem } from '../problem.ts'

/** Where a value stands, and what was found wrong so far. */
export type At = { readonly at: string; readonly problems: Problem[] }

/** The place of a member or an element. */
export const within = ({ at, problems }: At, key: string | number): At => ({
  at: at + step(key),
  problems,
})

/** Notes what is wrong, and answers undefined. */
export function fault({ at, problems }: At, rule: string, says: string): undefined {
  problems.push({ at, rule, says })
  return undefined
}

/** Any object. */
export function plainObject(value: Json | undefined, at: At): JsonObject | undefined {
  if (typeof value === 'object' && value !== null && !Array.isArray(value))
    return value as JsonObject
  return value === undefined ? undefined : fault(at, 'wrong-type', 'an object is needed here')
}

/** An object with these members, and no others. */
export function object(
  value: Json | undefined,
  at: At,
  must: readonly string[],
  may: readonly string[],
): JsonObject | undefined {
  const members = plainObject(value, at)
  if (members === undefined) return undefined
  const known = [...must, ...may]
  for (const name of must) {
    if (!(name in members)) fault(within(at, name), 'missing', 'is missing')
  }
  for (const name of Object.keys(members)) {
    if (known.includes(name)) continue
    const [near] = nearest(name, known)
    const says = near === undefined ? `known here are ${known.join(', ')}` : `did you mean ${near}?`
    fault(within(at, name), 'unknown-member', says)
  }
  return members
}

/** A list; undefined and a problem where it is none, undefined alone where it is missing. */
export function array(value: Json | undefined, at: At): readonly Json[] | undefined {
  if (Array.isArray(value)) return value as readonly Json[]
  return value === undefined ? undefined : fault(at, 'wrong-type', 'a list is needed here')
}

/** Text of this form. */
export function text(
  value: Json | undefined,
  at: At,
  form: RegExp = /\S/,
  shape = 'some text',
): string | undefined {
  if (value === undefined) return undefined
  if (typeof value !== 'string') return fault(at, 'wrong-type', `${shape}, in quotation marks`)
  return form.test(value) ? value : fault(at, 'value', `“${value.slice(0, 80)}”: ${shape}`)
}
