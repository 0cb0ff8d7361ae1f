import { escapedForLink } from './characters.ts'
import type { Finer, Key } from './keys.ts'
import type { Identifier } from './thing.ts'

/** CBV §8: this extension (AI 254) of an SGLN means the place itself. */
export const NO_EXTENSION = '0'

/** A GS1 key as read from any spelling: raw values, and of its qualifiers only the finest. */
export type Reading = {
  readonly key: Key
  readonly value: string
  readonly finer: Finer | undefined
  /** The qualifier's value; `''` where there is none. */
  readonly finerValue: string
}

/** The one name of what was read. */
export function identifierOf({ key, value, finer, finerValue }: Reading): Identifier {
  // Digits need no look: most keys are nothing else.
  const stem = key.stem + (key.tail === 0 ? value : escapedForLink(value))
  const { scheme, kind, reusable } =
    finer?.grain ?? (value.length > key.digits ? key.tailed : key.bare)
  const canonical = finer === undefined ? stem : stem + finer.mark + escapedForLink(finerValue)
  return { canonical, scheme, kind, reusable }
}
