import type { Json, JsonObject } from '../event/event.ts'
import { translateIdentifiers, type Spelling, type Untranslated } from '../event/translate.ts'

export type TranslatedText = { readonly text: string; readonly left: readonly Untranslated[] }

/**
 * {@link translateIdentifiers} over an event's JSON text: the same text where nothing has to change; else its values written
 * anew without white space, numbers with the digits they came with. Throws a SyntaxError when the text is not JSON.
 */
export function translateText(text: string, spelling: Spelling): TranslatedText {
  const event = JSON.parse(text) as JsonObject
  const translated = translateIdentifiers(event, spelling)
  if (translated.event === event) return { text, left: translated.left }
  if (!MAY_CHANGE.test(text)) {
    return { text: JSON.stringify(translated.event), left: translated.left }
  }
  const exact = parseRevived(text, (_key, value, { source }) =>
    typeof value === 'number' && source !== undefined && String(value) !== source
      ? rawJson(source)
      : value,
  ) as JsonObject
  return {
    text: JSON.stringify(translateIdentifiers(exact, spelling).event),
    left: translated.left,
  }
}

/** Numbers that are written otherwise than they came: with a fraction, an exponent, sixteen digits, or as `-0`. */
const MAY_CHANGE = /\d[.eE]|\d{16}|-0/

type Reviver = (this: unknown, key: string, value: Json, context: { source?: string }) => unknown
const parseRevived = JSON.parse as (text: string, reviver: Reviver) => unknown
const { rawJSON: rawJson } = JSON as unknown as { readonly rawJSON: (text: string) => unknown }
