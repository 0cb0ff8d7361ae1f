import { classOf } from '../id/class-and-lot.ts'
import { CANONICAL_STEM } from '../id/keys.ts'
import { URN_SCHEMES } from '../id/urn-schemes.ts'
import type { EpcPattern } from './pattern.ts'

/** Characters of a canonical key before its company prefix: an indicator or extension digit, a filling zero. */
const SKIPPED: ReadonlyMap<string, number> = new Map(
  URN_SCHEMES.map(({ key, moved, filler }) => [key.ai, moved ? 1 : filler.length]),
)

/** Digits that the shortest company prefix has. */
const PREFIX = 6

const GTIN_STEM = `${CANONICAL_STEM}01/`
const GTIN_END = GTIN_STEM.length + 14

/**
 * Tells the groups that patterns ask for: of each canonical thing its class, where it is an item, and the key it begins with as
 * far as the shortest company prefix goes. A group may be told more than once.
 */
export function tellGroups(things: Iterable<string>, word: (word: string) => void): void {
  // The items of an event are mostly of one class: a comparison each.
  let gtin = ' '
  let itemsTold = false
  for (const thing of things) {
    const items = thing.length > GTIN_END
    if (thing.startsWith(gtin)) {
      if (items && !itemsTold) word(CLASS(gtin))
      itemsTold ||= items
    } else if (thing.startsWith(GTIN_STEM)) {
      gtin = thing.slice(0, GTIN_END)
      itemsTold = items
      if (items) word(CLASS(gtin))
      word(PREFIXED(GTIN_STEM, thing.slice(GTIN_STEM.length + 1, GTIN_STEM.length + 1 + PREFIX)))
    } else if (thing.startsWith(CANONICAL_STEM)) tellGroupsOf(thing, word)
  }
}

function tellGroupsOf(thing: string, word: (word: string) => void): void {
  const inClass = classOf(thing)
  if (inClass !== undefined) word(CLASS(inClass))
  const slash = thing.indexOf('/', CANONICAL_STEM.length)
  const skipped = SKIPPED.get(thing.slice(CANONICAL_STEM.length, slash))
  if (skipped === undefined) return
  const from = slash + 1 + skipped
  word(PREFIXED(thing.slice(0, slash + 1), thing.slice(from, from + PREFIX)))
}

const CLASS = (id: string): string => `class ${id}`
const PREFIXED = (stem: string, digits: string): string => `prefix ${stem} ${digits}`

/** The group that all things of a pattern are in; undefined where it is too wide to have one. */
export function groupOf({ class: inClass, stem, skip, begin }: EpcPattern): string | undefined {
  if (inClass !== undefined) return CLASS(inClass)
  if (!stem.startsWith(CANONICAL_STEM)) return undefined
  const skipped = SKIPPED.get(stem.slice(CANONICAL_STEM.length, -1)) ?? 0
  const digits = begin.slice(Math.max(0, skipped - skip)).slice(0, PREFIX)
  return digits.length < PREFIX ? undefined : PREFIXED(stem, digits)
}
