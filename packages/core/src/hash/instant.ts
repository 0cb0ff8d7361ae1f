import { readWritten, type Written } from '../event/digits.ts'

const DATE_TIME =
  /^(\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01]))[Tt ]([01]\d|2[0-3]):([0-5]\d)(:[0-5]\d)(?:\.(\d+))?(?:[Zz]|([+-])(\d\d):(\d\d))$/

/** How the digits of a second beyond the point become milliseconds, 1000 included. */
export type Rounding = (fraction: string) => number

/**
 * CBV 2.0 §8.9.2: an xsd:dateTimeStamp in UTC with exactly three decimals. What is none is given back unchanged. Where
 * the day stays the same only its minutes are reckoned: 0.5 µs, and by way of a Date 1.4.
 */
export function instant(text: string, rounding: Rounding): string {
  const written = readWritten(text)
  return (written && inItsMonth(text, written)) ?? fromParts(text, rounding)
}

/** Where the month stays the same and nothing is to be rounded: cut together from the text. */
function inItsMonth(text: string, { day, minute, ahead }: Written): string | undefined {
  const utc = minute - ahead
  if (utc < 0 || utc >= DAY) {
    const other = day + (utc < 0 ? -1 : 1)
    const isNear = other >= 1 && other <= 28 && utc >= -DAY && utc < 2 * DAY
    return isNear ? onDay(text, other, utc < 0 ? utc + DAY : utc - DAY) : undefined
  }
  if (ahead === 0 && text.length === 24) return text
  return onDay(text, day, utc)
}

function onDay(text: string, day: number, minute: number): string {
  const decimals = text.charCodeAt(19) === POINT ? text.slice(20, 23) : '000'
  const two = day < 10 ? `0${day}` : String(day)
  return `${text.slice(0, 8)}${two}T${clock(minute)}${text.slice(16, 19)}.${decimals}Z`
}

const POINT = 0x2e

function fromParts(text: string, rounding: Rounding): string {
  const match = DATE_TIME.exec(text)
  if (match === null) return text
  const [, date = '', hour, minute, second = '', fraction = '', sign, hours = 0, minutes = 0] =
    match
  const offset = Number(hours) * 60 + Number(minutes)
  const minuteOfDay = Number(hour) * 60 + Number(minute) + (sign === '+' ? -offset : offset)
  const millis = rounding(fraction)
  if (millis < 1000 && minuteOfDay >= 0 && minuteOfDay < DAY) {
    return `${date}T${clock(minuteOfDay)}${second}.${String(millis).padStart(3, '0')}Z`
  }
  const whole = Date.parse(`${date}T00:00${second}Z`) + minuteOfDay * 60_000
  return Number.isNaN(whole) ? text : new Date(whole + millis).toISOString()
}

const DAY = 24 * 60

function clock(minuteOfDay: number): string {
  const minute = minuteOfDay % 60
  const hour = (minuteOfDay - minute) / 60
  return `${hour < 10 ? '0' : ''}${hour}:${minute < 10 ? '0' : ''}${minute}`
}

/** The third decimal is rounded up when the fourth is 5 to 9. */
export function halfUp(fraction: string): number {
  return Number(fraction.slice(0, 3).padEnd(3, '0')) + (fraction.charCodeAt(3) >= 0x35 ? 1 : 0)
}

/** As the reference of 2025 has it: what is beyond microseconds is cut off, and a half goes to the even neighbour. */
export function halfEven(fraction: string): number {
  const micros = Number(fraction.slice(0, 6).padEnd(6, '0'))
  const down = Math.floor(micros / 1000)
  const rest = micros - down * 1000
  return rest > 500 || (rest === 500 && down % 2 === 1) ? down + 1 : down
}
