import { isoOf, microsOf } from '../event/micros.ts'
import type { Sureness } from '../retention/rule.ts'
import {
  dayOf,
  isSure,
  type Clock,
  type DeadlineKind,
  type Level,
  type RecallRules,
} from './rules.ts'
import { workingDaysAfter } from './working-days.ts'

/** What the clocks of a case look at; moments in microseconds since 1970. */
export type ClockFacts = {
  readonly level: Level
  readonly knownAt: number
  /** When the recall was made public. */
  readonly announcedAt?: number
  /** When the first notice went out, or the recall was announced. */
  readonly startedAt?: number
  readonly closedAt?: number
  /** Later ends that were asked for with reasons. */
  readonly extended?: Readonly<Partial<Record<DeadlineKind, number>>>
}

/** A deadline as a case shows it. */
export type Deadline = {
  readonly kind: DeadlineKind
  readonly due: string
  /** What the rules say, where an extension says later. */
  readonly dueByRule?: string
  readonly from: string
  /** `announced`, `known`, or `start-due`: not announced yet, so counted from the last moment at which it may be. */
  readonly fromWhat: 'announced' | 'known' | 'start-due'
  readonly hours?: number
  readonly workingDays?: number
  readonly state: 'met' | 'missed' | 'running' | 'overdue'
  readonly metAt?: string
  readonly rules: string
  readonly certainty: Sureness
  /** False: check the law; nothing may be gated by it. */
  readonly sure: boolean
  readonly note?: string
}

/** The deadlines of a case at a moment: its clock starts with knowledge. */
export function deadlinesOf(rules: RecallRules, facts: ClockFacts, now: number): Deadline[] {
  const found: Deadline[] = []
  for (const clock of rules.levels[facts.level]) {
    const start = found.find(({ kind }) => kind === 'start')
    found.push(deadlineOf(rules, clock, { facts, now, startDue: start?.dueByRule ?? start?.due }))
  }
  return found
}

type Situation = {
  readonly facts: ClockFacts
  readonly now: number
  readonly startDue: string | undefined
}

function deadlineOf(rules: RecallRules, clock: Clock, situation: Situation): Deadline {
  const { facts, now } = situation
  const { kind, span } = clock
  const { from, fromWhat } = beginOf(clock, situation)
  const end = endOf(rules, clock, from)
  const later = facts.extended?.[kind]
  const due = later === undefined ? end.at : Math.max(end.at, later)
  const metAt = kind === 'start' ? facts.startedAt : facts.closedAt
  const certainty = end.known ? clock.certainty : 'U'
  const notes = [
    ...(clock.note === undefined ? [] : [clock.note]),
    ...(end.known ? [] : ['the holidays of a year on the way are not known yet']),
  ]
  return {
    kind,
    due: isoOf(due),
    ...(due !== end.at && { dueByRule: isoOf(end.at) }),
    from: isoOf(from),
    fromWhat,
    ...span,
    state: stateOf(due, metAt, now),
    ...(metAt !== undefined && { metAt: isoOf(metAt) }),
    rules: rules.id,
    certainty,
    sure: isSure(certainty) && isSure(rules.effective.certainty),
    ...(notes.length > 0 && { note: notes.join('; ') }),
  }
}

function beginOf(
  { from }: Clock,
  { facts, startDue }: Situation,
): { readonly from: number; readonly fromWhat: Deadline['fromWhat'] } {
  if (from === 'known') return { from: facts.knownAt, fromWhat: 'known' }
  if (facts.announcedAt !== undefined) return { from: facts.announcedAt, fromWhat: 'announced' }
  const due = startDue === undefined ? undefined : microsOf(startDue)
  return { from: due ?? facts.knownAt, fromWhat: 'start-due' }
}

const HOUR = 3_600_000_000
const DAY = 24 * HOUR

/** Working days end with the end of the last of them, in the zone of the authority. */
function endOf(
  { zoneMinutes }: RecallRules,
  { span }: Clock,
  from: number,
): { readonly at: number; readonly known: boolean } {
  if ('hours' in span) return { at: from + span.hours * HOUR, known: true }
  const { day, known } = workingDaysAfter(dayOf(from, zoneMinutes), span.workingDays)
  const midnight = Date.parse(`${day}T00:00:00Z`) * 1000 - zoneMinutes * 60_000_000
  return { at: midnight + DAY, known }
}

function stateOf(due: number, metAt: number | undefined, now: number): Deadline['state'] {
  if (metAt !== undefined) return metAt <= due ? 'met' : 'missed'
  return now <= due ? 'running' : 'overdue'
}
