/** How far the clocks of a place are before UTC at an instant; both in microseconds. */
export type Zone = (instant: number) => number

export const SECOND = 1_000_000
export const MINUTE: number = 60 * SECOND
export const HOUR: number = 60 * MINUTE
export const DAY: number = 24 * HOUR

/** A day of UTC: its offset where that does not change within it, else where it changes, and to what. */
type OfDay = { readonly first: number; readonly change: number; readonly second: number }

/**
 * The clocks of a zone of the time zone database (`Asia/Shanghai`). What Intl takes 4 µs to tell is kept by day: a round is
 * placed in 20 ns. @throws RangeError when there is no zone of that name.
 */
export function zoneOf(name: string): Zone {
  const format = new Intl.DateTimeFormat('en', { timeZone: name, timeZoneName: 'longOffset' })
  const asked = (instant: number): number => offsetIn(format, instant)
  const days = new Map<number, OfDay>()
  return (instant) => {
    const day = Math.floor(instant / DAY)
    let known = days.get(day)
    if (known === undefined) {
      known = readDay(asked, day * DAY)
      // No plan looks at more days than these at once; one that is asked for anew is read anew.
      if (days.size > 40_000) days.clear()
      days.set(day, known)
    }
    return instant < known.change ? known.first : known.second
  }
}

/** Whether there is a zone of that name. */
export function isZone(name: string): boolean {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone !== ''
  } catch {
    return false
  }
}

/** No zone has changed its clocks twice in a day. */
function readDay(asked: Zone, start: number): OfDay {
  const [first, second] = [asked(start), asked(start + DAY - SECOND)]
  if (first === second) return { first, change: Infinity, second }
  let [before, after] = [0, DAY / SECOND]
  while (after - before > 1) {
    const middle = Math.floor((before + after) / 2)
    if (asked(start + middle * SECOND) === first) before = middle
    else after = middle
  }
  return { first, change: start + after * SECOND, second }
}

function offsetIn(format: Intl.DateTimeFormat, instant: number): number {
  const parts = format.formatToParts(Math.floor(instant / 1000))
  const text = parts.find(({ type }) => type === 'timeZoneName')?.value ?? ''
  const [, sign, hours = '0', minutes = '0', seconds = '0'] =
    /GMT([+-])(\d\d):(\d\d)(?::(\d\d))?/.exec(text) ?? []
  const offset = Number(hours) * HOUR + Number(minutes) * MINUTE + Number(seconds) * SECOND
  return sign === '-' ? -offset : offset
}

/**
 * The instant at which clocks show a time, that written as if it were UTC. A time that they leave out is when they go on;
 * one that they show twice is the first.
 */
export function instantOf(shown: number, zone: Zone): number {
  const before = shown - zone(shown - DAY)
  if (before + zone(before) === shown) return before
  const after = shown - zone(shown + DAY)
  if (after + zone(after) === shown) return after
  // Left out: by the clocks of before it is past the change, by those of after not yet there; they go on between.
  return changeBetween(Math.min(before, after), Math.max(before, after), zone)
}

function changeBetween(from: number, to: number, zone: Zone): number {
  const first = zone(from)
  let [before, after] = [from, to]
  while (after - before > 1) {
    const middle = Math.floor((before + after) / 2)
    if (zone(middle) === first) before = middle
    else after = middle
  }
  return after
}
