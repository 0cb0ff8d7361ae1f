import { epcsOf } from '../event/epcs.ts'
import { classOf } from '../id/class-and-lot.ts'
import { identify } from '../id/identify.ts'
import { matches, type Candidate } from '../query/matches.ts'
import { expiryOf } from './expiry.ts'
import { after } from './period.ts'
import { fitsClass } from './covers.ts'
import type { ClassPattern, Clock, Rule } from './rule.ts'

/** Until when an event must be kept by itself. */
export type Until = {
  /** Microseconds since 1970; Infinity: no confirmed rule covers it, and it never goes. */
  readonly until: number
  /** The rule that keeps it longest, by its place in the list; -1: none covers it. */
  readonly rule: number
}

/**
 * The longest that any rule keeps this event. A rule that is not confirmed lengthens, and lets nothing go: an event that
 * no confirmed rule covers is kept for good.
 */
export function untilOf(rules: readonly Rule[], candidate: Candidate): Until {
  let until = -Infinity
  let longest = -1
  let covered = false
  for (const [i, rule] of rules.entries()) {
    if (!covers(rule, candidate)) continue
    covered ||= rule.confirmed
    const end = Math.max(...rule.clocks.map((clock) => endOf(clock, candidate)))
    if (end <= until) continue
    until = end
    longest = i
  }
  return covered ? { until, rule: longest } : { until: Infinity, rule: -1 }
}

function covers({ where, classes }: Rule, candidate: Candidate): boolean {
  return matches({ where }, candidate) && (classes.length === 0 || namesOneOf(classes, candidate))
}

function endOf(clock: Clock, { event, context, eventTime }: Candidate): number {
  if (clock.after === 'eventTime') return after(eventTime, clock.period)
  const expiry = expiryOf(event, context)
  return expiry === undefined ? after(eventTime, clock.otherwise) : after(expiry, clock.period)
}

function namesOneOf(patterns: readonly ClassPattern[], { event }: Candidate): boolean {
  return epcsOf(event).some(({ id, role }) => {
    if (role === 'transformationID') return false
    const known = identify(id)
    const ofClass = known.kind === 'class' ? known.canonical : classOf(known)
    return ofClass !== undefined && patterns.some((pattern) => fitsClass(pattern, ofClass))
  })
}
