import { quoted } from './pointer.ts'
import { fail, type Check } from './walk.ts'

/** XSD 1.1 dateTimeStamp: seconds and zone are required, a zone is at most fourteen hours from UTC, no leap seconds. */
const TIME =
  /^\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])T(?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d(?:\.\d+)?(?:Z|[+-](?:(?:0\d|1[0-3]):[0-5]\d|14:00))$/
const WITHOUT_ZONE = /^\d{4}-\d\d-\d\d(?:[T ]\d\d:\d\d(?::\d\d(?:\.\d+)?)?)?$/
const SHAPE = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:\d\d)$/
/** EPCIS 2.0, eventTimeZoneOffset: a signed offset, independent of the one written in eventTime; never `Z`. */
const OFFSET = /^[+-](?:(?:0\d|1[0-3]):[0-5]\d|14:00)$/

const DAYS = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31] as const

/** A date-time with its zone, on a day that exists. */
export function isTime(text: string): boolean {
  return TIME.test(text) && dayExists(text)
}

function dayExists(text: string): boolean {
  const day = Number(text.slice(8, 10))
  if (day <= 28) return true
  const year = Number(text.slice(0, 4))
  const month = Number(text.slice(5, 7))
  const leap = (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0
  return day <= (month === 2 && leap ? 29 : (DAYS[month - 1] ?? 0))
}

/** What is wrong with a time, as rule and sentence; undefined when nothing is. */
export function faultOfTime(text: string): { rule: string; says: string } | undefined {
  if (isTime(text)) return undefined
  if (WITHOUT_ZONE.test(text)) {
    const says = `${quoted(text)} has no time zone; write 2024-05-01T08:30:00+08:00, or Z for UTC.`
    return { rule: 'time-zone', says }
  }
  const says = SHAPE.test(text)
    ? `There is no such moment as ${quoted(text)}.`
    : `${quoted(text)} is no time; write it as 2024-05-01T08:30:00+08:00.`
  return { rule: 'date-time', says }
}

export const time: Check = (value, walk) => {
  if (typeof value !== 'string') return fail(walk, 'wrong-type', 'A time is text.')
  const fault = faultOfTime(value)
  if (fault !== undefined) fail(walk, fault.rule, fault.says)
}

export const timeZoneOffset: Check = (value, walk) => {
  if (typeof value !== 'string') return fail(walk, 'wrong-type', 'A time zone offset is text.')
  if (OFFSET.test(value)) return
  const says = `${quoted(value)} is no offset; write it as +08:00, and UTC as +00:00.`
  fail(walk, 'time-zone-offset', says)
}
