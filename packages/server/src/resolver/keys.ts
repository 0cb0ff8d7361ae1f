import * as grain from '@suyuan/core/id/class-and-lot'
import { identify } from '@suyuan/core/id/identify'

/** The class of a canonical lot or item; anything else is its own. */
export function classOf(id: string): string {
  return grain.classOf(id) ?? id
}

/** The lot number in a canonical lot of a GTIN, unescaped. */
export function lotIn(id: string): string | undefined {
  if (identify(id).kind !== 'lot') return undefined
  return grain.keysOf(id)?.find(([ai]) => ai === '10')?.[1]
}

/** Tanks, tankers, silos and places: their own histories know no end. */
export function isReusable(id: string): boolean {
  return identify(id).reusable
}

/** The one spelling that an identifier of an event is compared by. */
export function canonicalId(text: string): string {
  return identify(text).canonical
}
