import type { Amount } from '../flow/amount.ts'
import { unitOf } from '../unit/unit.ts'
import { decimalOf, times, type Decimal } from './decimal.ts'

/** What amounts are added up in: kilograms, cubic metres, pieces; or a unit that is no amount of matter. */
export type Measured = {
  /** `mass`, `volume`, `count`, else the dimension of a unit that cannot be weighed. */
  readonly dimension: string
  /** In kilograms, cubic metres or pieces. */
  readonly value: Decimal
}

/** Of what is weighed: what one litre and one piece of it weigh. */
export type Weights = {
  /** Kilograms in a cubic metre. */
  readonly density?: Decimal
  /** Kilograms of a piece. */
  readonly piece?: Decimal
}

/** The Rec 20 code of what {@link Measured} is in. */
export const BASE: Readonly<Record<string, string>> = { mass: 'KGM', volume: 'MTQ', count: 'H87' }

/** C62, "one", counts pieces here; among sensors it is a ratio. */
const ONE = 'C62'

/** An amount in the base of its dimension, exactly: factors are decimals. */
export function measured({ value, uom }: Amount): Measured {
  if (uom === undefined || uom === ONE) return { dimension: 'count', value: decimalOf(value) }
  const { dimension, factor } = unitOf(uom)
  return { dimension, value: times(decimalOf(value), decimalOf(factor)) }
}

/** Why the mass of an amount is not known. */
export type NoMass = 'no-amount' | 'no-density' | 'no-net-weight' | 'unit'

/** Kilograms; or why that is not known. */
export function massOf(
  { dimension, value }: Measured,
  { density, piece }: Weights,
): Decimal | NoMass {
  switch (dimension) {
    case 'mass':
      return value
    case 'volume':
      return density === undefined ? 'no-density' : times(value, density)
    case 'count':
      return piece === undefined ? 'no-net-weight' : times(value, piece)
    default:
      return 'unit'
  }
}
