import type { Part } from './flow-event.ts'
import type { Certainty, Direction, Gap } from './trace.ts'

/** What is reached from several things at once: the union of their traces (trace-semantics, "Walks"), without links. */
export type ReachQuestion = {
  /** Canonical. Those that were never seen are named in the answer. */
  readonly of: readonly string[]
  readonly direction: Direction
  /** A moment in the world, microseconds since 1970; {@link where} is told of that moment too. */
  readonly at?: number
  /** Only what the log knew before this moment, microseconds since 1970. */
  readonly knownBefore?: number
  readonly depth?: number
  readonly certainOnly?: boolean
  /** Says of each item where it is, and its lots. */
  readonly where?: boolean
}

/** Where an item is: `place` and `state` as `GET /where` tells them. */
export type Standing = {
  /** The outermost container; undefined: in none. */
  readonly container?: string
  readonly place?: string
  readonly state: 'at' | 'in-transit' | 'unknown'
}

export type Reached = {
  readonly id: string
  readonly kind: Part['kind']
  /** The least number of links to any of the starts. */
  readonly distance: number
  readonly certainty: Certainty
  /** Of an item, where asked. */
  readonly lots?: readonly string[]
  readonly where?: Standing
}

export type ReachAnswer = {
  /** Starts that no event names. */
  readonly unseen: readonly string[]
  /** How many things of each kind, without the starts. */
  readonly counts: Readonly<Record<Part['kind'], number>>
  readonly gaps: readonly Gap[]
  /** False when gaps lie on the way, or things were left out by depth. */
  readonly complete: boolean
  /** Up to which position the log was known: what comes later is not in the answer. */
  readonly position: number
  /** The things, in parts, each thing once, in no promised order; the starts are not among them. May be read once. */
  readonly things: AsyncIterable<readonly Reached[]>
}
