import type { EpcisEvent, JsonObject } from '../event/event.ts'
import type { Context } from '../event/context.ts'
import { eachField, textsOf } from './fields.ts'
import { quantitiesIn } from './matches.ts'
import { amountOf, keyOf } from './operand.ts'
import type { OrderBy } from './query.ts'

/** What an event is ordered by: the {@link keyOf key} of the least value of a field; undefined where it has none. */
export function orderKey(
  { event, context }: { readonly event: EpcisEvent; readonly context: Context },
  by: Exclude<OrderBy, 'eventTime' | 'recordTime'>,
): string | undefined {
  const keys: string[] = []
  if (by === 'quantity') {
    for (const { quantity } of quantitiesIn(event)) {
      if (quantity !== undefined) keys.push(keyOf(String(quantity)))
    }
  } else {
    eachField(event as JsonObject, 'event', context, (name, inner, value) => {
      if (name === by.field && !inner) textsOf(value, (text) => keys.push(keyOf(text)))
    })
  }
  return keys.length === 0 ? undefined : keys.reduce((a, b) => (compareKeys(b, a) < 0 ? b : a))
}

/** Numbers by size, before times by instant, before texts by code point (EPCIS 2.0 §8.2.7.1, orderBy). */
export function compareKeys(a: string, b: string): number {
  const [kindA, kindB] = [a.charCodeAt(0), b.charCodeAt(0)]
  if (kindA !== kindB) return RANK.indexOf(a.charAt(0)) - RANK.indexOf(b.charAt(0))
  return a.startsWith('s') ? compareTexts(a, b) : amountOf(a) - amountOf(b)
}

const RANK = 'nts'

/** JavaScript compares UTF-16: what lies beyond the first plane would come before the end of the first. */
function compareTexts(a: string, b: string): number {
  for (let i = 0; i < a.length && i < b.length; i++) {
    if (a.charCodeAt(i) !== b.charCodeAt(i)) {
      return (a.codePointAt(i) ?? 0) - (b.codePointAt(i) ?? 0)
    }
  }
  return a.length - b.length
}
