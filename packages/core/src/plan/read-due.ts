import type { Json } from '../event/event.ts'
import { dateOf, durationOf, timeOfDay } from './duration.ts'
import type { Begins, Due, Moment } from './plan.ts'
import { hasChecks, type Days, type Slot } from './slots.ts'
import { DAY, MINUTE } from './zone.ts'

type Written = { readonly [key: string]: Json }

type Around = {
  readonly fail: (at: string, rule: string, says: string) => void
  readonly begins: (value: Written, at: string) => Begins
}

/** What is due at a point, as its plan says in the right shape. */
export function readDue(value: Json, at: string, around: Around): Due {
  if (value === 'none') return { by: 'none' }
  const due = value as Written
  if (due['batch'] !== undefined) return batchOf(due['batch'] as Written, `${at}/batch`, around)
  const ofDay = slotsOf(due, at, around)
  const days = daysOf(due['on'] as Written | undefined, `${at}/on`, around)
  if (overlap(ofDay, days)) {
    const says =
      'Two checks could be made at once: a window reaches into the next. Make it shorter, or the checks rarer.'
    around.fail(at, 'overlap', says)
  }
  if (ofDay.some((slot) => slot.due - slot.opens > LONGEST || slot.closes - slot.due > LONGEST)) {
    around.fail(`${at}/window`, 'duration', 'A window is at most five days before and after.')
  }
  return { by: 'clock', slots: { ofDay, days, late: due['continuous'] === undefined } }
}

const lengthOf = (said: Json | undefined): number =>
  typeof said === 'string' ? (durationOf(said) ?? 0) : 0
const clockOf = (said: Json | undefined): number =>
  typeof said === 'string' ? (timeOfDay(said) ?? 0) : 0

/** Where nothing else is said a check may be made 15 minutes before and after it is due. */
const USUAL = 15 * MINUTE

function windowOf(due: Written): { readonly before: number; readonly after: number } {
  const window = due['window'] as Written | undefined
  return window === undefined
    ? { before: USUAL, after: USUAL }
    : { before: lengthOf(window['before']), after: lengthOf(window['after']) }
}

function slotsOf(due: Written, at: string, { fail }: Around): readonly Slot[] {
  const { every, continuous, shifts } = due
  if (shifts !== undefined) return (shifts as readonly Written[]).map(shiftSlot).sort(byOpening)
  const { before, after } = windowOf(due)
  const around = (time: number): Slot => ({ due: time, opens: time - before, closes: time + after })
  const times = due['at'] as readonly string[] | undefined
  if (times !== undefined) return times.map((one) => around(clockOf(one))).sort(byOpening)
  const apart = lengthOf(every ?? continuous)
  if (apart === 0 || DAY % apart !== 0) {
    const says = 'A day is not a whole number of these; write at: with the times of the day.'
    fail(`${at}/${every === undefined ? 'continuous' : 'every'}`, 'duration', says)
    return [around(0)]
  }
  const first = due['from'] === undefined ? 0 : clockOf(due['from']) % apart
  return Array.from({ length: DAY / apart }, (_, i) => {
    const time = first + i * apart
    // Of what is measured all the time there is at least one value in every such span.
    return every === undefined ? { due: time, opens: time, closes: time + apart - 1 } : around(time)
  })
}

/** The check of a shift may be made as long as it lasts, and is due when it ends. */
function shiftSlot({ from, to }: Written): Slot {
  const [opens, ends] = [clockOf(from), clockOf(to)]
  const closes = ends > opens ? ends : ends + DAY
  return { due: closes - MINUTE, opens, closes: closes - 1 }
}

const byOpening = (a: Slot, b: Slot): number => a.opens - b.opens

/** What slots.ts looks ahead for the check that a moment belongs to. */
const LONGEST = 5 * DAY

/** Days of 2026 to 2028, a leap year, on which checks that are not daily meet if they ever do. */
const [FIRST_DAY, LAST_DAY] = [20_454, 20_454 + 3 * 366]

function overlap(slots: readonly Slot[], days: Days): boolean {
  const last = Object.keys(days).length === 0 ? FIRST_DAY + 7 : LAST_DAY
  let closed = -Infinity
  for (let day = FIRST_DAY; day < last; day++) {
    if (!hasChecks(days, day)) continue
    for (const { opens, closes } of slots) {
      if (day * DAY + opens <= closed) return true
      closed = day * DAY + closes
    }
  }
  return false
}

const WEEKDAYS = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun']

function daysOf(on: Written | undefined, at: string, { fail }: Around): Days {
  if (on === undefined) return {}
  const { weekdays, dates, months, every, from } = on
  const days = lengthOf(every) / DAY
  if (every !== undefined && (!Number.isInteger(days) || from === undefined)) {
    fail(
      `${at}/every`,
      'duration',
      'This is a number of whole days (P7D), with the day it begins in “from”.',
    )
  }
  return {
    ...(weekdays !== undefined && {
      weekdays: (weekdays as readonly string[]).map((day) => WEEKDAYS.indexOf(day) + 1),
    }),
    ...(dates !== undefined && { dates: dates as readonly number[] }),
    ...(months !== undefined && { months: months as readonly number[] }),
    ...(every !== undefined && {
      every: { days, from: (typeof from === 'string' ? (dateOf(from) ?? 0) : 0) / DAY },
    }),
  }
}

function batchOf(batch: Written, at: string, { fail, begins }: Around): Due {
  const { ends, match, moments } = batch
  const read = (moments as readonly Written[]).flatMap((moment, i) => {
    const found = momentOf(moment)
    if (found === undefined) fail(`${at}/moments/${i}`, 'value', MOMENT)
    return found ?? []
  })
  if (ends === undefined && read.some(({ is }) => is === 'end')) {
    fail(at, 'required', 'Where a check is due at the end, say in “ends” what ends a run.')
  }
  return {
    by: 'batch',
    begins: begins(batch['begins'] as Written, `${at}/begins`),
    ...(ends !== undefined && { ends: begins(ends as Written, `${at}/ends`) }),
    match: match as 'thing' | 'time',
    moments: read,
  }
}

const MOMENT =
  'Say one of: at: start or end, every: with a length, within: with a length; the first two may have before and after.'

function momentOf({ at, every, within, before, after }: Written): Moment | undefined {
  if ([at, every, within].filter((one) => one !== undefined).length !== 1) return undefined
  if (within !== undefined) {
    return before === undefined && after === undefined
      ? { is: 'once', after: lengthOf(within) }
      : undefined
  }
  const window = {
    before: before === undefined ? USUAL : lengthOf(before),
    after: after === undefined ? USUAL : lengthOf(after),
  }
  return every === undefined
    ? { is: at as 'start' | 'end', ...window }
    : { is: 'every', every: lengthOf(every), ...window }
}
