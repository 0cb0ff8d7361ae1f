/** A span of the calendar, as ISO 8601 writes it without a time of day: `P3Y`, `P18M`, `P2Y6M`, `P30D`. */
export type Period = { readonly years: number; readonly months: number; readonly days: number }

const PERIOD = /^P(?:(\d{1,4})Y)?(?:(\d{1,5})M)?(?:(\d{1,5})W)?(?:(\d{1,6})D)?$/

/** Undefined when the text is no such period, or one of no length: what is kept for no time is not kept. */
export function periodOf(text: string): Period | undefined {
  const parts = PERIOD.exec(text)
  if (parts === null) return undefined
  const [years = 0, months = 0, weeks = 0, days = 0] = parts
    .slice(1)
    .map((part) => Number(part ?? 0))
  const period = { years, months, days: days + 7 * weeks }
  return period.years + period.months + period.days === 0 ? undefined : period
}

/**
 * A moment and a period later, microseconds since 1970, by the calendar in UTC. A day that does not exist then is the day after
 * it: never earlier.
 */
export function after(moment: number, { years, months, days }: Period): number {
  const millis = Math.floor(moment / 1000)
  const date = new Date(millis)
  date.setUTCFullYear(
    date.getUTCFullYear() + years,
    date.getUTCMonth() + months,
    date.getUTCDate() + days,
  )
  // Beyond the last year that a Date knows nothing runs out.
  return Number.isNaN(date.getTime()) ? Infinity : date.getTime() * 1000 + (moment - millis * 1000)
}
