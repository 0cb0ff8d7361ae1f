import { expand, type Context } from '../event/context.ts'
import type { EpcisEvent, Json, JsonObject } from '../event/event.ts'
import { microsOf } from '../event/micros.ts'

/** CBV 2.0 master-data attributes that say until when a thing is good, with the separators in circulation. */
const GOOD_UNTIL =
  /^(?:urn:epcglobal:cbv:mda[:#]{0,2}|https?:\/\/(?:ref\.)?gs1\.org\/voc\/)(?:itemExpirationDate|bestBeforeDate|sellByDate|expirationDate|expirationDateTime)$/
const ENDS = /(?:Date|DateTime)$/

const DAY = /^(\d{4})-(\d\d)-(\d\d)$/

/** A day is over when it is over everywhere: at noon UTC of the next, where the clock is twelve hours behind. */
const DAY_EVERYWHERE = 36 * 3_600_000_000

/**
 * Until when the things that an event commissions are good, by its ILMD: the latest that it says, microseconds since 1970;
 * undefined when it says none that can be read.
 */
export function expiryOf(event: EpcisEvent, context: Context): number | undefined {
  const { ilmd } = event as { readonly ilmd?: JsonObject }
  if (ilmd === undefined) return undefined
  const dates = Object.keys(ilmd).flatMap((key) =>
    ENDS.test(key) && GOOD_UNTIL.test(expand(context, key)) ? (momentIn(ilmd[key]) ?? []) : [],
  )
  return dates.length === 0 ? undefined : Math.max(...dates)
}

/** A value as JSON or XML has it: text, the first of several, or text among attributes. */
function momentIn(value: Json | undefined): number | undefined {
  if (typeof value === 'string') return momentOf(value.trim())
  if (typeof value !== 'object' || value === null) return undefined
  if (Array.isArray(value)) return momentIn(value[0] as Json | undefined)
  const inner = (value as JsonObject)['@value'] ?? (value as JsonObject)['#text']
  return typeof inner === 'string' ? momentOf(inner.trim()) : undefined
}

function momentOf(text: string): number | undefined {
  if (!DAY.test(text)) return microsOf(text)
  const midnight = microsOf(`${text}T00:00:00Z`)
  return midnight === undefined ? undefined : midnight + DAY_EVERYWHERE
}
