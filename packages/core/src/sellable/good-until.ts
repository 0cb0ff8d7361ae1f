import { expand, type Context } from '../event/context.ts'
import type { EpcisEvent, Json, JsonObject } from '../event/event.ts'
import { microsOf } from '../event/micros.ts'

/** Until when a thing is good. */
export type Until = {
  /** Microseconds since 1970: from then on it may not be sold. */
  readonly ends: number
  /** As it was written. */
  readonly says: string
}

/** CBV 2.0 master-data attributes that end a thing's time on the shelf, with the separators in circulation. */
const GOOD_UNTIL =
  /^(?:urn:epcglobal:cbv:mda[:#]{0,2}|https?:\/\/(?:ref\.)?gs1\.org\/voc\/)(?:itemExpirationDate|bestBeforeDate|sellByDate|expirationDate|expirationDateTime)$/
const ENDS = /(?:Date|DateTime)$/

const DAY = /^\d{4}-\d\d-\d\d$/
const DAY_MICROS = 86_400_000_000

/** The earliest end that an event's ILMD gives what it commissions, by the clock of the event where a day is given. */
export function goodUntil(event: EpcisEvent, context: Context): Until | undefined {
  const { ilmd } = event as { readonly ilmd?: JsonObject }
  if (ilmd === undefined) return undefined
  const zone = event.eventTimeZoneOffset
  return earliest(
    Object.keys(ilmd).flatMap((key) =>
      ENDS.test(key) && GOOD_UNTIL.test(expand(context, key))
        ? (untilIn(ilmd[key], zone) ?? [])
        : [],
    ),
  )
}

/** The one that ends first. */
export function earliest(untils: readonly Until[]): Until | undefined {
  return untils.reduce<Until | undefined>(
    (first, one) => (first === undefined || one.ends < first.ends ? one : first),
    undefined,
  )
}

/** A value as JSON or XML has it: text, the first of several, or text among attributes. */
function untilIn(value: Json | undefined, zone: string): Until | undefined {
  if (typeof value === 'string') return untilOf(value.trim(), zone)
  if (typeof value !== 'object' || value === null) return undefined
  if (Array.isArray(value)) return untilIn(value[0] as Json | undefined, zone)
  const inner = (value as JsonObject)['@value'] ?? (value as JsonObject)['#text']
  return typeof inner === 'string' ? untilOf(inner.trim(), zone) : undefined
}

/** The last day a thing may be sold ends at midnight of that clock. */
function untilOf(says: string, zone: string): Until | undefined {
  if (!DAY.test(says)) {
    const ends = microsOf(says)
    return ends === undefined ? undefined : { ends, says }
  }
  const midnight = microsOf(`${says}T00:00:00${/^[+-]\d\d:\d\d$/.test(zone) ? zone : 'Z'}`)
  return midnight === undefined ? undefined : { ends: midnight + DAY_MICROS, says }
}

/**
 * What the label itself says, where a Digital Link carries AI 15, 16 or 17 in its query (best before, sell by, expiry): the
 * first to end, in UTC. */
export function goodUntilOnLabel(link: string): Until | undefined {
  const query = /^https?:\/\/[^?#]*(\?[^#]*)/i.exec(link)?.[1]
  if (query === undefined) return undefined
  const dates = [...query.matchAll(/[?&;]1[567]=(\d{6})(?=[&;]|$)/g)]
  return earliest(dates.flatMap(([, date = '']) => labelled(date) ?? []))
}

/** YYMMDD; day 00 is the last of the month. The century is told by §7.12 from a year of this one: 51 to 99 are past. */
function labelled(text: string): Until | undefined {
  const parts = /^(\d\d)(\d\d)(\d\d)$/.exec(text)
  if (parts === null) return undefined
  const [year, month, day] = parts.slice(1).map(Number) as [number, number, number]
  if (month < 1 || month > 12) return undefined
  const century = year > 50 ? 1900 : 2000
  const last = new Date(Date.UTC(century + year, month, 0)).getUTCDate()
  if (day > last) return undefined
  const says = `${century + year}-${parts[2]}-${String(day === 0 ? last : day).padStart(2, '0')}`
  return untilOf(says, 'Z')
}
