import { digits, firstOf, type Lint } from './fault.ts'

/** Digits of a certain number, named in the faults. */
function sized(name: string, length: number): Lint {
  return firstOf(
    (value) => (value.length < length ? `${name}-too-short` : undefined),
    (value) => (value.length > length ? `${name}-too-long` : undefined),
    digits,
  )
}

const DAYS = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31] as const

/** General Specifications §7.12: two digits of a year are 51 to 99 of the last century, as seen from this one. */
function isLeap(year: number): boolean {
  return (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0
}

/** `least`: 0 where a day may be left open, 1 where it may not. */
function date(yearDigits: 2 | 4, least: 0 | 1): Lint {
  return firstOf(sized('date', yearDigits + 4), (value) => {
    const year = Number(value.slice(0, yearDigits))
    const month = Number(value.slice(yearDigits, yearDigits + 2))
    const day = Number(value.slice(yearDigits + 2))
    if (month < 1 || month > 12) return 'illegal-month'
    const leap = isLeap(yearDigits === 2 ? 2000 + year : year)
    const longest = month === 2 && leap ? 29 : (DAYS[month - 1] ?? 0)
    return day < least || day > longest ? 'illegal-day' : undefined
  })
}

export const yymmd0: Lint = date(2, 0)
export const yymmdd: Lint = date(2, 1)
export const yyyymmd0: Lint = date(4, 0)
export const yyyymmdd: Lint = date(4, 1)

const upTo =
  (most: number, fault: string, from = 0): Lint =>
  (value) =>
    Number(value.slice(from, from + 2)) > most ? fault : undefined

export const hh: Lint = firstOf(sized('hour', 2), upTo(23, 'illegal-hour'))
export const mi: Lint = firstOf(sized('minute', 2), upTo(59, 'illegal-minute'))
export const ss: Lint = firstOf(sized('second', 2), upTo(59, 'illegal-second'))
export const hhmi: Lint = firstOf(
  sized('hour-with-minute', 4),
  upTo(23, 'illegal-hour'),
  upTo(59, 'illegal-minute', 2),
)
