import type { SettledCondition } from '../query/query.ts'
import type { Period } from './period.ts'

/** How sure a rule is: found in a stored source, known with high confidence, with medium, or not verified. */
export type Sureness = 'F' | 'H' | 'M' | 'U'

/** One clock of a rule. `expiry` runs from the date that the event's own ILMD gives, and where it gives none `otherwise` from its time. */
export type Clock =
  | { readonly after: 'eventTime'; readonly period: Period }
  | { readonly after: 'expiry'; readonly period: Period; readonly otherwise: Period }

/** How long records of a kind are kept, and who says so. */
export type Rule = {
  readonly id: string
  /** Conditions that must all hold; none: it covers every event. */
  readonly where: readonly SettledCondition[]
  /** Classes of which the event must name a thing: GTIN-14 or the beginning of one, or canonical; none: any. */
  readonly classes: readonly ClassPattern[]
  /** The longest of them counts. */
  readonly clocks: readonly Clock[]
  /**
   * Whether it may let an event go. A rule that is only remembered (`M`, `U`) and that no person has confirmed may not: it
   * can only keep longer what another covers.
   */
  readonly confirmed: boolean
}

export type ClassPattern =
  | { readonly kind: 'gtin'; readonly begins: string }
  | { readonly kind: 'class'; readonly id: string }
