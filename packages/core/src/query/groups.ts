import { classOf } from '../id/class-and-lot.ts'
import { CANONICAL_STEM } from '../id/keys.ts'
import type { Ask } from './ask.ts'
import type { EpcPattern } from './pattern.ts'
import type { Told } from './said.ts'

/** Digits that the shortest company prefix has. */
const PREFIX = 6
const GTIN_STEM = `${CANONICAL_STEM}01/`
const GTIN_END = GTIN_STEM.length + 14

/**
 * Tells the groups that patterns ask for: of each canonical thing with a GTIN that GTIN, in the order of its digits after the
 * indicator, so that those of one company prefix lie side by side; of other items their class.
 */
export function tellGroups(
  things: Iterable<string>,
  { word, code }: Pick<Told, 'word' | 'code'>,
): void {
  // The items of an event are mostly of one class: a comparison each.
  let gtin = ' '
  for (const thing of things) {
    if (thing.startsWith(gtin)) continue
    if (thing.startsWith(GTIN_STEM)) {
      gtin = thing.slice(0, GTIN_END)
      const digits = thing.slice(GTIN_STEM.length + 1, GTIN_END - 1)
      const indicator = Number(thing.charAt(GTIN_STEM.length))
      code(GTINS(digits), Number(digits.slice(PREFIX)) * 10 + indicator)
    } else if (thing.startsWith(CANONICAL_STEM)) {
      const inClass = classOf(thing)
      if (inClass !== undefined) word(CLASS(inClass))
    }
  }
}

const CLASS = (id: string): string => `class ${id}`

/** GTINs whose digits after the indicator begin alike. */
const GTINS = (digits: string): string => `gtin ${digits.slice(0, PREFIX)}`

/** What to ask for all things of a pattern by; undefined where it is of no group. */
export function groupOf({ class: inClass, stem, skip, begin }: EpcPattern): Ask | undefined {
  if (inClass !== undefined && !inClass.startsWith(GTIN_STEM)) return { word: CLASS(inClass) }
  if (inClass !== undefined) {
    const digits = inClass.slice(GTIN_STEM.length + 1, GTIN_END - 1)
    const at = Number(digits.slice(PREFIX)) * 10 + Number(inClass.charAt(GTIN_STEM.length))
    return { code: GTINS(digits), from: at, to: at }
  }
  if (stem !== GTIN_STEM || skip !== 1 || begin.length < PREFIX) return undefined
  const rest = begin.slice(PREFIX)
  return {
    code: GTINS(begin),
    from: Number(rest.padEnd(PREFIX, '0')) * 10,
    to: Number(rest.padEnd(PREFIX, '9')) * 10 + 9,
  }
}
