import { CANONICAL_STEM } from '../id/keys.ts'
import { identify } from '../id/identify.ts'

/** Things by their class: a GTIN, the beginning of one or of any canonical identifier. */
export type ThingPattern = { readonly stem: string; readonly whole: boolean }

const GTIN = /^(?:\d{8}|\d{12,14})$/
const GTIN_BEGINNING = /^\d{1,13}\*$/

/**
 * `06901234567892`, `0690123*`, `https://id.gs1.org/8004/9521001*`, or the identifier of a class in any spelling; undefined when it
 * is none of these.
 */
export function patternOf(said: string): ThingPattern | undefined {
  if (GTIN.test(said)) return { stem: `${CANONICAL_STEM}01/${said.padStart(14, '0')}`, whole: true }
  if (GTIN_BEGINNING.test(said)) {
    return { stem: `${CANONICAL_STEM}01/${said.slice(0, -1)}`, whole: false }
  }
  if (said.endsWith('*') && /^(?:https:\/\/id\.gs1\.org\/|urn:)\S/.test(said)) {
    return { stem: said.slice(0, -1), whole: false }
  }
  const { canonical, kind } = identify(said)
  if (kind === 'class' || kind === 'lot' || kind === 'item') return { stem: canonical, whole: true }
  return undefined
}

/** Whether a canonical identifier is of a class, of one of its lots, or one of its pieces. */
export function fits({ stem, whole }: ThingPattern, id: string): boolean {
  if (!id.startsWith(stem)) return false
  return !whole || id.length === stem.length || id[stem.length] === '/'
}

export function fitsAny(patterns: readonly ThingPattern[], id: string): boolean {
  return patterns.some((pattern) => fits(pattern, id))
}
