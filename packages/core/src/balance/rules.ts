import type { Decimal } from './decimal.ts'
import type { Covers } from '../retention/covers.ts'
import type { ClassPattern } from '../retention/rule.ts'
import type { Weights } from './measure.ts'

/**
 * What a part of an event counts as. Of a transformation: `loss`, `rework`, `sample`, `by-product`; what no rule names is an input
 * or a product. Of a lot also how it moves: `shipped`, `unshipped` (a shipment called back), `received`, `sold`. `nothing`:
 * it is left out.
 */
export const COUNTS = [
  'loss',
  'rework',
  'sample',
  'by-product',
  'shipped',
  'unshipped',
  'received',
  'sold',
  'nothing',
] as const
export type Counts = (typeof COUNTS)[number]

export type CountRule = Covers & { readonly id: string; readonly counts: Counts }

/** How much may be missing (`loss`) or too much (`gain`) before a balance is called unbalanced; unset: not judged. */
export type Tolerance = Covers & {
  readonly id: string
  readonly loss?: Allowed
  readonly gain?: Allowed
}

/** The larger of a share of what went in and an amount in kilograms. */
export type Allowed = { readonly share: Decimal; readonly kg: Decimal }

/** How much product is expected of an input: kilograms out for each kilogram in. */
export type Yield = Covers & {
  readonly id: string
  /** The inputs that count; none: all. */
  readonly of: readonly ClassPattern[]
  readonly least: Decimal
  readonly most: Decimal
}

/** What products weigh, where master data does not say. */
export type Product = Weights & { readonly classes: readonly ClassPattern[] }

/** All of it as an operator gave it; of several that cover one thing the first counts. */
export type BalanceRules = {
  readonly counts: readonly CountRule[]
  readonly tolerances: readonly Tolerance[]
  readonly yields: readonly Yield[]
  readonly products: readonly Product[]
}

/** What CBV's own words count as, asked after the operator's rules (docs/decisions/026). As JSON, as an operator would write it. */
export const DEFAULT_COUNTS = [
  ['cbv-destroying', 'loss', { EQ_bizStep: 'destroying' }],
  ['cbv-destroyed', 'loss', { EQ_disposition: 'destroyed|disposed' }],
  ['cbv-damaged-output', 'loss', { eventType: 'TransformationEvent', EQ_disposition: 'damaged' }],
  ['cbv-sampling', 'sample', { EQ_bizStep: 'sampling' }],
  ['cbv-void-shipping', 'unshipped', { EQ_bizStep: 'void_shipping' }],
  ['cbv-shipping', 'shipped', { EQ_bizStep: 'shipping' }],
  ['cbv-receiving', 'received', { EQ_bizStep: 'receiving' }],
  ['cbv-selling', 'sold', { EQ_bizStep: 'retail_selling|dispensing' }],
  ['epcis-delete', 'loss', { eventType: 'ObjectEvent', EQ_action: 'DELETE' }],
] as const

export const NO_RULES: BalanceRules = { counts: [], tolerances: [], yields: [], products: [] }
