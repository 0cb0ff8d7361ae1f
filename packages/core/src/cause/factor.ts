import type { Certainty } from '../flow/trace.ts'

/** What several tins may have in common. */
export type FactorKind =
  | 'lot'
  | 'trip'
  | 'item'
  | 'container'
  | 'run'
  | 'hour'
  | 'place'
  | 'visited'
  | 'equipment'
  | 'party'

export type Factor = {
  readonly kind: FactorKind
  /** Canonical: a lot, a thing, a place, a party; of a run its transformationID. */
  readonly id: string
  /** Of a trip the moment of use, of an hour its beginning: ISO date-time in UTC. */
  readonly at?: string
}

/** That one thing has a factor, as its record tells. */
export type Occurrence = {
  readonly factor: Factor
  readonly certainty: Certainty
  /** Links from the thing to what tells so; 0 where the thing itself was there. */
  readonly distance: number
  /** What the record has against it by itself: a kind of gap, or a disposition such as `non_conformant`. */
  readonly sign?: string
}

/** One of the bad or the good, and all that it has. */
export type Sample = { readonly id: string; readonly occurrences: readonly Occurrence[] }

export const keyOf = ({ kind, id, at = '' }: Factor): string => `${kind} ${id} ${at}`
