import { translateIdentifiers, type Spelling, type Untranslated } from '../event/translate.ts'
import { rewritten } from './rewrite.ts'

export type TranslatedText = { readonly text: string; readonly left: readonly Untranslated[] }

/** {@link translateIdentifiers} over an event's JSON text, written anew only where something changes: {@link rewritten}. */
export function translateText(text: string, spelling: Spelling): TranslatedText {
  let left: readonly Untranslated[] = []
  const translated = rewritten(text, (event) => {
    const said = translateIdentifiers(event, spelling)
    left = said.left
    return said.event
  })
  return { text: translated, left }
}
