import type { Decimal } from './decimal.ts'
import type { Figure } from './figure.ts'
import type { Sum } from './settle.ts'

export const FIGURES = [
  'made',
  'received',
  'used',
  'shipped',
  'sold',
  'loss',
  'sample',
  'rework',
] as const
export type FigureName = (typeof FIGURES)[number]
export type Figures = Readonly<Record<FigureName, Figure>>
export type LotSums = Readonly<Record<FigureName, Sum>>

/** More than there is: of the whole lot, or with one holder. */
export type Beyond = {
  /** `gone`: used, sold, lost and sampled; `shipped`: what one holder sent off and used up; `packed`: in containers at one time. */
  readonly what: 'gone' | 'shipped' | 'packed' | 'claimed' | 'repeated'
  readonly holder?: string
  readonly by: Decimal
}

export type HolderBalance = LotSums & {
  readonly holder: string
  /** Undefined where something is not known, or the record does not say how it came there. */
  readonly left?: Decimal
}

export type LotItems = {
  /** Different items, made or commissioned in the lot. */
  readonly made: number
  /** Commissioned in it, but made by none of the transformations that made the others. */
  readonly claimed: number
  /** Made more than once. */
  readonly repeated: number
  readonly examples: readonly string[]
}

export type LotBalance = {
  readonly id: string
  readonly ofClass?: string
  readonly events: number
  readonly dimension: string
  readonly sums: Omit<LotSums, 'received' | 'shipped'>
  /** made − used − sold − loss − sample; undefined where one of these is not known. */
  readonly left?: Decimal
  readonly holders: readonly HolderBalance[]
  readonly items?: LotItems
  readonly beyond: readonly Beyond[]
  readonly verdict: 'within' | 'beyond' | 'not-judged'
  readonly because?: 'unknown-amounts' | 'never-made'
  readonly madeBy: readonly string[]
  readonly usedBy: readonly string[]
}
