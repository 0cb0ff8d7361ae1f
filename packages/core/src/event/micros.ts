import { readWritten, type Written } from './digits.ts'

const TIME = /^(-?\d{4,})-(\d\d)-(\d\d)T(\d\d):(\d\d):(\d\d)(?:\.(\d+))?(Z|[+-]\d\d:\d\d)$/i

/** A date-time with zone as microseconds since 1970-01-01T00:00Z, finer digits cut off; undefined when it is none. */
export function microsOf(text: string): number | undefined {
  const written = readWritten(text)
  return written === undefined ? fromParts(text) : microsFrom(written)
}

/** Days since 1970 by the calendar's 400 years of 146,097 days, counted from a March. */
function microsFrom({ year, month, day, minute, second, millis, ahead }: Written): number {
  const marched = month > 2 ? year : year - 1
  const era = Math.floor(marched / 400)
  const ofEra = marched - era * 400
  const ofYear = Math.floor((153 * (month + (month > 2 ? -3 : 9)) + 2) / 5) + day - 1
  const days = ofEra * 365 + Math.floor(ofEra / 4) - Math.floor(ofEra / 100) + ofYear
  const seconds = (era * 146_097 + days - 719_468) * 86_400 + (minute - ahead) * 60 + second
  return (seconds * 1000 + millis) * 1000
}

function fromParts(text: string): number | undefined {
  const parts = TIME.exec(text)
  if (parts === null) return undefined
  const [, year, month, day, hour, minute, second, fraction = '', zone = 'Z'] = parts
  const date = Date.UTC(
    Number(year),
    Number(month) - 1,
    Number(day),
    Number(hour),
    Number(minute),
    Number(second),
  )
  if (Number.isNaN(date)) return undefined
  return (date - offsetMillis(zone)) * 1000 + Number(fraction.padEnd(6, '0').slice(0, 6))
}

function offsetMillis(zone: string): number {
  if (zone === 'Z' || zone === 'z') return 0
  const minutes = Number(zone.slice(1, 3)) * 60 + Number(zone.slice(4, 6))
  return (zone.startsWith('-') ? -minutes : minutes) * 60_000
}

/** Microseconds since 1970 as an ISO date-time in UTC with milliseconds, as answers give it. */
export function isoOf(micros: number): string {
  const millis = Math.floor(micros / 1000)
  // Events of one capture share their record time, and the next answer has the same clock: 2 µs a time to write out.
  if (millis !== last.millis) last = { millis, text: new Date(millis).toISOString() }
  return last.text
}

let last = { millis: 0, text: '1970-01-01T00:00:00.000Z' }
