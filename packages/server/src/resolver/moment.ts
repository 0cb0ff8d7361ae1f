import type { Lang } from './words.ts'

const MONTHS = 'Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec'.split(' ')

/**
 * A day as people write it, from an ISO date or date-time. A date-time is shown as the clock at the place showed it
 * (`offset`, EPCIS `eventTimeZoneOffset`); text that is no date is given back as it came.
 */
export function day(time: string, lang: Lang, offset?: string): string {
  const at = local(time, offset)
  if (at === undefined) return time
  const [year, month, date] = [at.getUTCFullYear(), at.getUTCMonth(), at.getUTCDate()]
  return lang === 'zh'
    ? `${year}年${month + 1}月${date}日`
    : `${date} ${MONTHS[month] ?? ''} ${year}`
}

/** From one day to another, saying once what both have in common. */
export function days(time: string, until: string, lang: Lang, offset?: string): string {
  const [from, to] = [day(time, lang, offset), day(until, lang, offset)]
  if (from === to) return from
  return lang === 'zh' ? `${from}–${shortened(to, from)}` : englishDays(from, to)
}

/** `text` without the longest beginning that `other` shares and that ends with a whole part of the date. */
function shortened(text: string, other: string): string {
  const parts = [/^\d+年\d+月/, /^\d+年/].map((part) => part.exec(text)?.[0] ?? '')
  const shared = parts.find((part) => other.startsWith(part)) ?? ''
  return text.slice(shared.length)
}

function englishDays(from: string, to: string): string {
  const [date = '', ...monthYear] = from.split(' ')
  if (to.endsWith(` ${monthYear.join(' ')}`)) return `${date}–${to}`
  const year = monthYear.at(-1) ?? ''
  return to.endsWith(` ${year}`) ? `${from.slice(0, -year.length - 1)} – ${to}` : `${from} – ${to}`
}

/** Day, hour and minute. */
export function minute(time: string, lang: Lang, offset?: string): string {
  const at = local(time, offset)
  if (at === undefined) return time
  const clock = at.toISOString().slice(11, 16)
  return lang === 'zh'
    ? `${day(time, lang, offset)} ${clock}`
    : `${day(time, lang, offset)}, ${clock}`
}

function local(time: string, offset: string | undefined): Date | undefined {
  const instant = Date.parse(time)
  if (Number.isNaN(instant)) return undefined
  return new Date(instant + minutesOf(offset ?? zoneIn(time)) * 60_000)
}

/** The zone a date-time carries itself; a bare date has none and needs none. */
const zoneIn = (time: string): string => /[+-]\d\d:\d\d$/.exec(time)?.[0] ?? '+00:00'

function minutesOf(offset: string): number {
  const parts = /^([+-])(\d\d):(\d\d)$/.exec(offset)
  if (parts === null) return 0
  return (parts[1] === '-' ? -1 : 1) * (Number(parts[2]) * 60 + Number(parts[3]))
}
