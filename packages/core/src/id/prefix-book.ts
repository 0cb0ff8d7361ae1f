import { LONGEST_PREFIX, SHORTEST_PREFIX } from './urn-schemes.ts'

/**
 * How long the GS1 Company Prefix at the beginning of `digits` is, by a list of prefixes that are known; undefined where none
 * of them is. Of several the longest is taken: GS1 licenses no prefix within another, so only one can be right.
 */
export type PrefixLength = (digits: string) => number | undefined

/** Asks a set of known prefixes. */
export function prefixLengthIn(known: { has(prefix: string): boolean }): PrefixLength {
  return (digits) => {
    for (let length = LONGEST_PREFIX; length >= SHORTEST_PREFIX; length--) {
      if (digits.length >= length && known.has(digits.slice(0, length))) return length
    }
    return undefined
  }
}
