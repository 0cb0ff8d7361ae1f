import { DAY, HOUR, MINUTE, SECOND } from './zone.ts'

const DURATION =
  /^P(?:(\d{1,3})W)?(?:(\d{1,4})D)?(?:T(?:(\d{1,5})H)?(?:(\d{1,6})M)?(?:(\d{1,6})S)?)?$/
const TIME = /^([01]\d|2[0-4]):([0-5]\d)$/
const DATE = /^\d{4}-\d\d-\d\d$/

/** An ISO 8601 duration of weeks, days, hours, minutes and seconds (`PT2H`, `P10D`) in microseconds; undefined when it is none, or of no length. */
export function durationOf(text: string): number | undefined {
  const parts = DURATION.exec(text)
  if (parts === null) return undefined
  const [weeks = 0, days = 0, hours = 0, minutes = 0, seconds = 0] = parts
    .slice(1)
    .map((part) => Number(part ?? 0))
  const length = (weeks * 7 + days) * DAY + hours * HOUR + minutes * MINUTE + seconds * SECOND
  return length === 0 ? undefined : length
}

/** A time of day, `08:30` to `24:00`, in microseconds from midnight. */
export function timeOfDay(text: string): number | undefined {
  const [, hour, minute] = TIME.exec(text) ?? []
  if (hour === undefined || minute === undefined) return undefined
  const time = Number(hour) * HOUR + Number(minute) * MINUTE
  return time > DAY ? undefined : time
}

/** A date as the midnight that begins it, written as if it were UTC, in microseconds. */
export function dateOf(text: string): number | undefined {
  const millis = DATE.test(text) ? Date.parse(`${text}T00:00:00Z`) : NaN
  if (Number.isNaN(millis) || !new Date(millis).toISOString().startsWith(text)) return undefined
  return millis * 1000
}
