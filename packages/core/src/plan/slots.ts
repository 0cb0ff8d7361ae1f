import { DAY, instantOf, type Zone } from './zone.ts'

/** A check within a day, as microseconds from its midnight by the clocks of the place: when it is due, and when it may be made. */
export type Slot = { readonly due: number; readonly opens: number; readonly closes: number }

/** The days that have checks; what is left out is any. */
export type Days = {
  /** 1 on Monday. */
  readonly weekdays?: readonly number[]
  /** Of the month; -1 is its last. */
  readonly dates?: readonly number[]
  readonly months?: readonly number[]
  /** Each so many days from a day on, both counted from 1970-01-01. */
  readonly every?: { readonly days: number; readonly from: number }
}

/** Checks by the clock. No two of them may be open at once. */
export type Slots = { readonly ofDay: readonly Slot[]; readonly days: Days; readonly late: boolean }

/** A check that is due: by its number, which counts the slots of every day since 1970, whether or not the day has checks. */
export type Occurrence = {
  readonly number: number
  readonly due: number
  readonly opens: number
  /** Until and with this moment it is on time. */
  readonly closes: number
}

/** The check of that number; undefined on a day that has none. */
export function occurrence(slots: Slots, number: number, zone: Zone): Occurrence | undefined {
  const count = slots.ofDay.length
  const day = Math.floor(number / count)
  const slot = slots.ofDay[number - day * count]
  if (slot === undefined || !hasChecks(slots.days, day)) return undefined
  const midnight = day * DAY
  return {
    number,
    due: instantOf(midnight + slot.due, zone),
    opens: instantOf(midnight + slot.opens, zone),
    closes: instantOf(midnight + slot.closes, zone),
  }
}

/** Four years and a day hold every date there is, but for 29 February around a year like 2100. */
const FAR = 8 * 366

/** The check that a moment belongs to: the last that had opened by then. It is late for it after it closed. */
export function occurrenceAt(slots: Slots, moment: number, zone: Zone): Occurrence | undefined {
  return before(slots, firstAfter(slots, moment, zone), zone)
}

/** The check that opens next after a moment. */
export function occurrenceAfter(slots: Slots, moment: number, zone: Zone): Occurrence | undefined {
  const first = firstAfter(slots, moment, zone)
  const count = slots.ofDay.length
  for (let number = first; number < first + FAR * count; number++) {
    const found = occurrence(slots, number, zone)
    if (found !== undefined && found.opens > moment) return found
    if (found === undefined) number = nextDay(number, count) - 1
  }
  return undefined
}

const nextDay = (number: number, count: number): number => (Math.floor(number / count) + 1) * count

function before(slots: Slots, first: number, zone: Zone): Occurrence | undefined {
  const count = slots.ofDay.length
  for (let number = first - 1; number > first - FAR * count; number--) {
    const found = occurrence(slots, number, zone)
    if (found !== undefined) return found
    number = Math.floor(number / count) * count
  }
  return undefined
}

/** The least number whose slot opens after a moment, if its day had checks. */
function firstAfter({ ofDay }: Slots, moment: number, zone: Zone): number {
  const shown = moment + zone(moment)
  // A slot may open on the day before its own, and the clocks may have gone back.
  let number = (Math.floor(shown / DAY) - 1) * ofDay.length
  const opensAt = (n: number): number => {
    const day = Math.floor(n / ofDay.length)
    return instantOf(day * DAY + (ofDay[n - day * ofDay.length]?.opens ?? 0), zone)
  }
  let step = 1
  while (step < 4 * ofDay.length) step *= 2
  for (; step >= 1; step /= 2) if (opensAt(number + step - 1) <= moment) number += step
  return number
}

/** Checks that are due from one moment until before another, in order. */
export function* dueBetween(
  slots: Slots,
  { from, to }: { readonly from: number; readonly to: number },
  zone: Zone,
): Generator<Occurrence> {
  const count = slots.ofDay.length
  let number = (Math.floor((from + zone(from)) / DAY) - 1) * count
  const last = (Math.floor((to + zone(to)) / DAY) + 2) * count
  while (number < last) {
    const found = occurrence(slots, number, zone)
    if (found !== undefined && found.due >= from && found.due < to) yield found
    number = found === undefined ? nextDay(number, count) : number + 1
  }
}

/** Whether a day, counted from 1970-01-01, has checks. */
export function hasChecks({ weekdays, dates, months, every }: Days, day: number): boolean {
  if (every !== undefined && (day - every.from) % every.days !== 0) return false
  // 1970-01-01 was a Thursday.
  if (weekdays !== undefined && !weekdays.includes(((((day + 3) % 7) + 7) % 7) + 1)) return false
  if (dates === undefined && months === undefined) return true
  const date = new Date((day * DAY) / 1000)
  if (months !== undefined && !months.includes(date.getUTCMonth() + 1)) return false
  return dates === undefined || isOneOf(dates, date)
}

function isOneOf(dates: readonly number[], date: Date): boolean {
  const length = new Date(Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + 1, 0)).getUTCDate()
  const of = date.getUTCDate()
  return dates.includes(of) || dates.includes(of - length - 1)
}
