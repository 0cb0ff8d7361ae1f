import { CHINA, type YearOfDays } from './holidays.ts'

export type Holidays = Readonly<Record<string, YearOfDays>>

/** The last day of a count, and whether the holidays of every year on the way are known. */
export type Counted = { readonly day: string; readonly known: boolean }

const DAY_MILLIS = 86_400_000

/**
 * The day, `YYYY-MM-DD`, on which so many working days after a day are over: the day itself is not counted. `known` is false
 * where a year on the way is in no table, so that a day may have been counted that was off.
 */
export function workingDaysAfter(day: string, count: number, holidays: Holidays = CHINA): Counted {
  let at = Date.parse(`${day}T00:00:00Z`)
  if (Number.isNaN(at) || !Number.isInteger(count) || count < 0) {
    throw new RangeError(`no number of working days after a day: ${count} after ${day}`)
  }
  let known = true
  for (let left = count; left > 0;) {
    at += DAY_MILLIS
    const next = new Date(at)
    known &&= Object.hasOwn(holidays, String(next.getUTCFullYear()))
    if (isWorked(next, holidays)) left -= 1
  }
  return { day: new Date(at).toISOString().slice(0, 10), known }
}

function isWorked(date: Date, holidays: Holidays): boolean {
  const [year = '', ...rest] = date.toISOString().slice(0, 10).split('-')
  const day = rest.join('-')
  const table = Object.hasOwn(holidays, year) ? holidays[year] : undefined
  const weekend = date.getUTCDay() % 6 === 0
  if (weekend) return table?.worked.includes(day) === true
  return table?.off.some(([first, last]) => first <= day && day <= last) !== true
}
