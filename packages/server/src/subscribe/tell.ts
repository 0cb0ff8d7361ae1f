import { randomUUID } from 'node:crypto'
import { nextTime, parseSchedule, type Zone } from '@suyuan/core/query/schedule'
import { BATCH, messageId, type Controls, type Run, type Told } from './subscription.ts'
import type { Outcome } from './post.ts'

/** How often a message is sent again, and when. */
export type Retries = {
  /** Milliseconds after the first failure; doubled with each that follows. */
  readonly first: number
  readonly longest: number
  /** A message that was not taken so often is a dead letter. */
  readonly attempts: number
}

/** About a day: 12 attempts in the first 70 minutes, then one an hour. */
export const RETRIES: Retries = { first: 1000, longest: 3_600_000, attempts: 36 }

/** What is known of a message when it has been sent. */
export type Sent = {
  readonly events: number
  /** Where it ended; undefined: with it all is told. */
  readonly next: unknown
  /** Microseconds since 1970. */
  readonly now: number
  /** When its schedule comes again; null for a stream. */
  readonly nextRun: number | null
}

/** A run over all up to a position of the log. */
export function begun(upTo: number, now: number): Run {
  return { id: randomUUID(), at: now, upTo, messages: 0, events: 0 }
}

/**
 * The message was taken: the run goes on behind it, or is over; only then does what counts as told move on. Fewer events
 * at once, after a receiver asked for that, become more again one by one.
 */
export function afterTaken(told: Told, run: Run, sent: Sent): Told {
  const batch = Math.min(told.batch + 1, BATCH)
  const taken = { ...behind(told, run, sent), batch, notifiedAt: sent.now }
  return { ...taken, failures: 0, failure: null, retryAt: 0 }
}

/** The message is dead: the run goes on as if it had been taken. */
export function afterDead(told: Told, run: Run, sent: Sent): Told {
  return { ...behind(told, run, sent), failures: 0, failure: null, retryAt: 0 }
}

/** Nothing was to be told. */
export function afterNothing(told: Told, run: Run, sent: Sent): Told {
  return behind(told, run, { ...sent, next: undefined })
}

function behind(told: Told, run: Run, { events, next, nextRun }: Sent): Told {
  if (next === undefined) {
    return { ...told, position: run.upTo, minRecordTime: run.at, run: null, nextRun }
  }
  const further = { messages: run.messages + 1, events: run.events + events, place: next }
  return { ...told, run: { ...run, ...further } }
}

export type Failed = {
  readonly outcome: Exclude<Outcome, { readonly taken: true }>
  readonly events: number
  /** Microseconds since 1970. */
  readonly now: number
  readonly retries: Retries
  /** From 0 to 1. */
  readonly chance: number
}

/** The message was not taken: what is tried next, or that it is dead. */
export function afterFailure(told: Told, run: Run, failed: Failed): Told | 'dead' {
  const { outcome, events, now, retries } = failed
  const { says } = outcome
  if (outcome.status === 413) {
    if (events <= 1) return 'dead'
    // Other content is another message, with a name of its own.
    const smaller = { ...run, messages: run.messages + 1 }
    return { ...told, run: smaller, batch: Math.ceil(events / 2), failures: 0, failure: says }
  }
  const failures = told.failures + 1
  if (failures >= retries.attempts) return 'dead'
  return { ...told, run, failures, failure: says, retryAt: now + 1000 * waitOf(failures, failed) }
}

/** Milliseconds: doubled each time, and scattered, so that not all come back at one moment. */
function waitOf(failures: number, { retries, chance, outcome }: Failed): number {
  const wait = Math.min(retries.first * 2 ** (failures - 1), retries.longest)
  const asked = Math.min((outcome.retryAfter ?? 0) * 1000, retries.longest)
  return Math.round(Math.max(asked, wait * (0.5 + chance / 2)))
}

/** When a schedule runs next after a time, microseconds since 1970; null for a stream. */
export function nextRunOf({ schedule }: Controls, after: number, zone: Zone): number | null {
  if (schedule === undefined) return null
  const parsed = parseSchedule(schedule, '')
  const next = parsed.ok ? nextTime(parsed.value, after / 1000, zone) : undefined
  return next === undefined ? null : next * 1000
}

export { messageId }
