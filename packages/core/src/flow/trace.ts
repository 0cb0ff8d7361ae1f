import type { Amount } from './amount.ts'
import type { Part } from './flow-event.ts'

export type Certainty = 'certain' | 'possible'
export type Direction = 'backward' | 'forward'

export type Question = {
  /** Canonical. */
  readonly of: Part
  readonly direction: Direction
  /** A moment in the world, microseconds since 1970: bounds a reusable start and opens a container as it was then. */
  readonly at?: number
  /** Things farther than this many links are left out. */
  readonly depth?: number
  /** Follow certain links alone. */
  readonly certainOnly?: boolean
  /** False: shares are not reckoned. */
  readonly shares?: boolean
  /** False: links are not told. */
  readonly links?: boolean
}

export type Thing = {
  readonly id: string
  readonly kind: Part['kind']
  /** The least number of links that lead to it. */
  readonly distance: number
  readonly certainty: Certainty
  /** Of the start that passed through it (backward), or of it that passed through the start (forward): 0 to 1, where known. */
  readonly share?: number
}

export type Link = {
  /** Always the physical origin: input, lot, child. */
  readonly from: string
  readonly to: string
  readonly how: 'made-from' | 'of-lot' | 'packed-in'
  readonly eventID: string
  readonly eventTime: string
  readonly certainty: Certainty
  readonly amount?: Amount
}

export type GapKind =
  | 'origin-unknown'
  | 'no-lot'
  | 'reparented-without-removal'
  | 'time-order'
  | 'quantity-unbalanced'
export type Gap = {
  readonly kind: GapKind
  readonly id: string
  readonly eventID: string
  /** Of `quantity-unbalanced`, whose `id` is the transformation: so much is missing; below zero, too much. */
  readonly size?: Amount
}

export type Trace = {
  readonly of: string
  readonly direction: Direction
  readonly things: readonly Thing[]
  readonly links: readonly Link[]
  readonly gaps: readonly Gap[]
  readonly complete: boolean
  /** What the shares go by; missing where none could be told. */
  readonly basis?: 'perfect mixing'
}
