import type { Json, JsonObject } from '@suyuan/core/event/event'
import { microsOf } from '@suyuan/core/event/micros'
import { step } from '@suyuan/core/event/pointer'
import { good, type Parsed, type Problem } from '@suyuan/core/problem'
import { parseSchedule, SCHEDULE_FIELDS } from '@suyuan/core/query/schedule'
import { Refused } from '../http/problem.ts'
import type { Controls } from './subscription.ts'

/** Controls as they are given: members of a body, or of an address, where all are text. */
export type GivenControls = Readonly<
  Partial<Record<'stream' | 'schedule' | 'reportIfEmpty' | 'initialRecordTime', Json>>
>

/**
 * When a subscriber is told: by a schedule, or `stream`, and not both (EPCIS 2.0 §8.2.5.3). All problems at once; `place`
 * makes the place of one from a name.
 */
export function readControls(
  given: GivenControls,
  place: (name: string) => string = step,
): Parsed<Controls> {
  const problems: Problem[] = []
  const say = (name: string, rule: string, says: string): void => {
    problems.push({ at: place(name), rule, says })
  }
  const boolean = (name: 'stream' | 'reportIfEmpty'): boolean => {
    const value = given[name]
    const known = value === true || value === 'true'
    if (!known && value !== undefined && value !== false && value !== 'false') {
      say(name, 'value', 'is true or false')
    }
    return known
  }
  const stream = boolean('stream')
  const reportIfEmpty = boolean('reportIfEmpty')
  const initial = given.initialRecordTime
  if (
    initial !== undefined &&
    (typeof initial !== 'string' || microsOf(plus(initial)) === undefined)
  ) {
    say('initialRecordTime', 'time', 'is a date-time with zone, like 2026-03-01T08:00:00+08:00')
  }
  const { schedule } = given
  if ((schedule !== undefined) === stream) {
    say('stream', 'one-of', 'give a schedule, or stream: true, and not both')
  }
  if (schedule !== undefined) problems.push(...wrongWith(schedule, place))
  if (problems.length > 0) return { ok: false, problems }
  return good({
    ...(stream && { stream }),
    ...(schedule !== undefined && { schedule: textsIn(schedule) }),
    reportIfEmpty,
    ...(typeof initial === 'string' && { initialRecordTime: plus(initial) }),
  })
}

/** In an address a `+` is a space. */
const plus = (text: string): string => text.replace(/ (\d\d:\d\d)$/, '+$1')

function wrongWith(schedule: Json, place: (name: string) => string): readonly Problem[] {
  if (typeof schedule !== 'object' || schedule === null || Array.isArray(schedule)) {
    const says = 'is an object like {"hour": "1", "minute": "5"}'
    return [{ at: place('schedule'), rule: 'wrong-type', says }]
  }
  const parsed = parseSchedule(schedule as JsonObject, place('schedule'))
  return parsed.ok ? [] : parsed.problems
}

const textsIn = (schedule: Json): NonNullable<Controls['schedule']> =>
  Object.fromEntries(
    Object.entries(schedule as JsonObject).map(([name, value]) => [name, textOf(value)]),
  )

const textOf = (value: Json): string => (typeof value === 'string' ? value : JSON.stringify(value))

/**
 * The controls in the address of a WebSocket, where the parts of a schedule are parameters of their own.
 *
 * @throws Refused (SubscriptionControlsException) naming all that is wrong.
 */
export function socketControls({ searchParams }: URL): Controls {
  const problems: Problem[] = []
  const schedule: Record<string, string> = {}
  const others: Record<string, string> = {}
  for (const name of new Set(searchParams.keys())) {
    const [text = '', ...more] = searchParams.getAll(name)
    const at = `?${name}`
    if (more.length > 0) problems.push({ at, rule: 'repeated', says: 'is given twice' })
    if (Object.hasOwn(SCHEDULE_FIELDS, name)) schedule[name] = text
    else if (OTHERS.has(name)) others[name] = text
    else problems.push({ at, rule: 'unknown-parameter', says: saysKnown })
  }
  const scheduled = Object.keys(schedule).length > 0 && { schedule }
  const read = readControls({ ...others, ...scheduled }, (name) => `?${name}`)
  if (!read.ok) {
    problems.push(
      ...read.problems.map((one) => ({ ...one, at: one.at.replace('?schedule/', '?') })),
    )
  }
  if (!read.ok || problems.length > 0) {
    throw new Refused('SubscriptionControlsException', problems)
  }
  return read.value
}

const OTHERS: ReadonlySet<string> = new Set(['stream', 'reportIfEmpty', 'initialRecordTime'])

const saysKnown = `no such parameter of a WebSocket; known are ${[...OTHERS, ...Object.keys(SCHEDULE_FIELDS)].join(', ')}`
