export const MINUTE = 60_000
export const HOUR: number = 60 * MINUTE
export const DAY: number = 24 * HOUR

/** China has one zone all year. */
export const OFFSET = '+08:00'
const ZONE: number = 8 * HOUR

/** Midnight in Hohhot of the first day of milk; the year before it grew the forage. */
const FIRST_DAY: number = Date.UTC(2026, 2, 1) - ZONE

/** The instant of an hour of a day of the chain, day 0 being 1 March 2026, in milliseconds. */
export function instant(day: number, hour = 0): number {
  return FIRST_DAY + day * DAY + Math.round(hour * HOUR)
}

/** The instant of a date of the calendar, at an hour in Hohhot. */
export function onDate(date: string, hour: number): number {
  return Date.parse(`${date}T00:00:00Z`) - ZONE + Math.round(hour * HOUR)
}

/** `2026-03-01T05:00:00.000+08:00`. */
export function localTime(at: number): string {
  return `${new Date(at + ZONE).toISOString().slice(0, -1)}${OFFSET}`
}

/** `2026-02-28T21:00:00.000Z`. */
export function utcTime(at: number): string {
  return new Date(at).toISOString()
}

/** `2026-03-01`, the date in Hohhot. */
export function dateOf(at: number): string {
  return new Date(at + ZONE).toISOString().slice(0, 10)
}

/** `20260301`, as lot numbers write it. */
export function stamp(at: number): string {
  return dateOf(at).replaceAll('-', '')
}

const OPEN = 8
const CLOSED = 21

/** The same moment, or where it falls at night the next morning: when shops and dealers work. Never earlier. */
export function whenOpen(at: number): number {
  const midnight = Math.floor((at + ZONE) / DAY) * DAY - ZONE
  const hour = (at - midnight) / HOUR
  if (hour < OPEN) return midnight + Math.round((OPEN + hour / OPEN) * HOUR)
  if (hour < CLOSED) return at
  return midnight + DAY + Math.round((OPEN + (hour - CLOSED) / 3) * HOUR)
}
