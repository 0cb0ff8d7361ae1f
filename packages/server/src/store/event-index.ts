import type { Tx } from '../db/engine.ts'
import type { Fresh } from './fresh.ts'
import type { Token } from './token.ts'

/** Tokens of one first half, from one to another, both among them. */
export type TokenRange = { readonly from: Token; readonly to: Token }

/**
 * The index over what events name, each engine's own. It holds hashes, and two texts may share one: what it finds may
 * hold events that were not asked for, and whoever asks compares.
 */
export interface EventIndex {
  /** Takes in events that stand in the log from position `first` on. */
  append(tx: Tx, events: readonly Fresh[], first: number): Promise<void>
  /** Positions of the events that name anything under these tokens; in any order, maybe repeated. */
  mentioning(tx: Tx, tokens: readonly Token[]): Promise<readonly number[]>
  /** The same for each token by itself, in their order. */
  mentioningEach(tx: Tx, tokens: readonly Token[]): Promise<readonly (readonly number[])[]>
  /** Whether {@link under} can be asked for more than one token at a time, in their order. */
  readonly ordered: boolean
  /**
   * Positions of the events under any token of these ranges; in any order, maybe repeated. Undefined when there are more than
   * `most` entries.
   */
  under(tx: Tx, ranges: readonly TokenRange[], most: number): Promise<readonly number[] | undefined>
  /** Positions of the events whose own names are under these tokens. */
  named(tx: Tx, tokens: readonly Token[]): Promise<readonly number[]>
  /**
   * Erased events are under nothing any more. Sorted runs are not written again for it: there a 64-bit hash of what an erased event
   * named leads to a place that no event has.
   */
  forget(tx: Tx, positions: readonly number[]): Promise<void>
  /** A bounded step of what keeps look-ups fast, once an append. */
  tidy(tx: Tx): Promise<void>
}
