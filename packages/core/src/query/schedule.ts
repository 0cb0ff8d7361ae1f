import { step } from '../event/pointer.ts'
import { good, type Parsed, type Problem } from '../problem.ts'

/** The fields of a query schedule, smallest unit first, and what each may be (EPCIS 2.0 §8.2.5.3). */
export const SCHEDULE_FIELDS = {
  second: { low: 0, high: 59 },
  minute: { low: 0, high: 59 },
  hour: { low: 0, high: 23 },
  dayOfMonth: { low: 1, high: 31 },
  month: { low: 1, high: 12 },
  dayOfWeek: { low: 1, high: 7 },
} as const

export type ScheduleField = keyof typeof SCHEDULE_FIELDS

/** The numbers that each field of a moment may have for the query to run then, ascending; a day of week is 1 on Monday. */
export type Schedule = Readonly<Record<ScheduleField, readonly number[]>>

/** How far the clocks of a place are before UTC at an instant; both in milliseconds. */
export type Zone = (instant: number) => number

const FIELDS = Object.keys(SCHEDULE_FIELDS) as readonly ScheduleField[]

const DAY = 86_400_000

/** Any day of a month with any day of the week comes in 28 years, and in 40 over a year like 2100. */
const DAYS = 40 * 366

/**
 * A schedule from its fields: lists of numbers and `[low-high]` ranges, separated by commas. `start/step`, which no
 * rule allows but GS1's OpenAPI file shows, is every `step` from `start` on. A field that is left out is any value; but
 * below the largest that is given it is its first (`{hour: "1"}` is 01:00:00 and not every second of that hour). All
 * problems at once, their places below `at`.
 */
export function parseSchedule(
  given: Readonly<Record<string, unknown>>,
  at: string,
): Parsed<Schedule> {
  const problems: Problem[] = []
  const say = (field: string, rule: string, says: string): void => {
    problems.push({ at: `${at}${step(field)}`, rule, says })
  }
  for (const name of Object.keys(given)) {
    if (!Object.hasOwn(SCHEDULE_FIELDS, name)) {
      say(name, 'unknown-member', `no part of a schedule; known are ${FIELDS.join(', ')}`)
    }
  }
  const read = new Map<ScheduleField, readonly number[]>()
  for (const field of FIELDS) {
    const value = given[field]
    if (value === undefined) continue
    const numbers = numbersIn(field, value)
    if (numbers === undefined) say(field, 'value', saysOf(field, value))
    else read.set(field, numbers)
  }
  if (problems.length === 0 && read.size === 0) {
    const says = `is empty: give at least one of ${FIELDS.join(', ')}`
    problems.push({ at, rule: 'missing', says })
  }
  if (problems.length > 0) return { ok: false, problems }
  const schedule = filled(read)
  if (nextTime(schedule, 0, () => 0) !== undefined) return good(schedule)
  return { ok: false, problems: [{ at, rule: 'never', says: 'no month has such a day' }] }
}

function saysOf(field: ScheduleField, value: unknown): string {
  const { low, high } = SCHEDULE_FIELDS[field]
  const text = typeof value === 'string' ? value : JSON.stringify(value)
  return `${text}: numbers from ${low} to ${high} or ranges like [${low}-${high}], separated by commas`
}

const ELEMENT = /^(?:(\d{1,2})|\[(\d{1,2})-(\d{1,2})\]|(\d{1,2})\/([1-9]\d?))$/

function numbersIn(field: ScheduleField, value: unknown): readonly number[] | undefined {
  const { low, high } = SCHEDULE_FIELDS[field]
  const text = typeof value === 'number' ? String(value) : value
  if (typeof text !== 'string') return undefined
  const elements = text.split(',').map((element) => elementIn(element.trim(), low, high))
  if (elements.some((numbers) => numbers === undefined)) return undefined
  return [...new Set(elements.flatMap((numbers) => numbers ?? []))].sort((a, b) => a - b)
}

function elementIn(element: string, low: number, high: number): readonly number[] | undefined {
  const found = ELEMENT.exec(element)
  if (found === null) return undefined
  const [one, from, to, start, every] = found.slice(1).map((part) => part && Number(part))
  const first = Number(one ?? from ?? start)
  const last = Number(one ?? to ?? high)
  if (first < low || last > high || first > last) return undefined
  const apart = Number(every ?? 1)
  return Array.from({ length: Math.floor((last - first) / apart) + 1 }, (_, i) => first + i * apart)
}

/** Units below the largest that is given begin at their first; a day is named by its month's or its week's. */
function filled(read: ReadonlyMap<ScheduleField, readonly number[]>): Schedule {
  const given = (field: ScheduleField): boolean => read.has(field)
  const day = given('dayOfMonth') || given('dayOfWeek')
  const under: Readonly<Record<ScheduleField, boolean>> = {
    month: false,
    dayOfWeek: false,
    dayOfMonth: given('month') && !day,
    hour: given('month') || day,
    minute: given('month') || day || given('hour'),
    second: given('month') || day || given('hour') || given('minute'),
  }
  const all = FIELDS.map((field) => {
    const { low, high } = SCHEDULE_FIELDS[field]
    const any = Array.from({ length: high - low + 1 }, (_, i) => low + i)
    return [field, read.get(field) ?? (under[field] ? [low] : any)] as const
  })
  return Object.fromEntries(all) as Schedule
}

/**
 * The first moment of a schedule after an instant, in whole seconds; both in milliseconds since 1970. What matches is
 * what the clocks of the zone show: an hour that they leave out has none, one that they show twice has each twice.
 */
export function nextTime(schedule: Schedule, after: number, zone: Zone): number | undefined {
  let from = Math.floor(after / 1000) * 1000 + 1000
  for (let changes = 0; changes < 200; changes++) {
    const offset = zone(from)
    const shown = nextShown(schedule, from + offset)
    if (shown === undefined) return undefined
    const instant = shown - offset
    if (zone(instant) === offset) return instant
    from = changeBetween(zone, from, instant)
  }
  return undefined
}

/** The first moment from `from` on that matches, on clocks that never change. */
function nextShown(schedule: Schedule, from: number): number | undefined {
  const first = Math.floor(from / DAY)
  for (let day = first; day < first + DAYS; day++) {
    const date = new Date(day * DAY)
    const fits =
      schedule.month.includes(date.getUTCMonth() + 1) &&
      schedule.dayOfMonth.includes(date.getUTCDate()) &&
      schedule.dayOfWeek.includes(date.getUTCDay() || 7)
    const second = fits ? timeOfDay(schedule, day === first ? (from - day * DAY) / 1000 : 0) : -1
    if (second >= 0) return day * DAY + second * 1000
  }
  return undefined
}

/** The first second of a day from one on that matches; -1 when none is left. */
function timeOfDay({ hour, minute, second }: Schedule, from: number): number {
  for (const h of hour) {
    if (h * 3600 + 3599 < from) continue
    for (const m of minute) {
      const start = h * 3600 + m * 60
      if (start + 59 < from) continue
      const s = second.find((one) => start + one >= from)
      if (s !== undefined) return start + s
    }
  }
  return -1
}

/** The first whole second after `from` at which the clocks show another offset than at `from`. */
function changeBetween(zone: Zone, from: number, until: number): number {
  const offset = zone(from)
  let [before, after] = [from / 1000, until / 1000]
  while (after - before > 1) {
    const middle = Math.floor((before + after) / 2)
    if (zone(middle * 1000) === offset) before = middle
    else after = middle
  }
  return after * 1000
}
