import type { Json, JsonObject } from '../event/event.ts'

/**
 * An event's JSON text after a change of its value: the same text where `change` gives the same object back; else its values
 * written anew without white space, numbers with the digits they came with. Throws a SyntaxError when the text is not JSON.
 */
export function rewritten(text: string, change: (event: JsonObject) => JsonObject): string {
  const event = JSON.parse(text) as JsonObject
  const changed = change(event)
  if (changed === event) return text
  if (!MAY_CHANGE.test(text)) return JSON.stringify(changed)
  const exact = parseRevived(text, (_key, value, { source }) =>
    typeof value === 'number' && source !== undefined && String(value) !== source
      ? rawJson(source)
      : value,
  ) as JsonObject
  return JSON.stringify(change(exact))
}

/** Numbers that are written otherwise than they came: with a fraction, an exponent, sixteen digits, or as `-0`. */
const MAY_CHANGE = /\d[.eE]|\d{16}|-0/

type Reviver = (this: unknown, key: string, value: Json, context: { source?: string }) => unknown
const parseRevived = JSON.parse as (text: string, reviver: Reviver) => unknown
const { rawJSON: rawJson } = JSON as unknown as { readonly rawJSON: (text: string) => unknown }
