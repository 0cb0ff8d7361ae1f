import { classOf } from '../id/class-and-lot.ts'
import type { FlowEvent } from '../flow/flow-event.ts'
import { matches, type Candidate } from '../query/matches.ts'
import { fitsClass, type Covers } from '../retention/covers.ts'
import type { ClassPattern } from '../retention/rule.ts'
import { CBV_COUNTS } from './read-rules.ts'
import type { BalanceRules, Counts } from './rules.ts'

/** A kept event as a balance reads it. */
export type Told = {
  readonly flow: FlowEvent
  readonly candidate: Candidate
  /** Canonical. */
  readonly readPoint?: string
}

/** The class that patterns are held to: of a lot or an item its own, of a class itself. */
export const classIn = (id: string, kind: string): string | undefined =>
  kind === 'class' ? id : classOf(id)

export const isOneOf = (patterns: readonly ClassPattern[], ofClass: string | undefined): boolean =>
  patterns.length === 0 ||
  (ofClass !== undefined && patterns.some((pattern) => fitsClass(pattern, ofClass)))

/** Whether a rule covers an event, whatever it names. */
export const coversEvent = ({ where }: Covers, { candidate }: Told): boolean =>
  matches({ where }, candidate)

/** What the parts of an event count as, by their class: the first rule that covers both; undefined: no rule does. */
export function countingOf(
  rules: Pick<BalanceRules, 'counts'>,
  told: Told,
): (ofClass: string | undefined) => Counts | undefined {
  const covering = [...rules.counts, ...CBV_COUNTS].filter((rule) => coversEvent(rule, told))
  if (covering.length === 0) return () => undefined
  return (ofClass) => covering.find(({ classes }) => isOneOf(classes, ofClass))?.counts
}
