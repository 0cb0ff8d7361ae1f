import { inBase, unitOf } from './unit.ts'

/** An amount in a UN/CEFACT Rec 20 unit; without `uom` a count. */
type Amount = { readonly value: number; readonly uom?: string }

/** Kilograms of an amount; undefined where its unit is none of mass, and for what is no amount (below zero, not finite). */
export function massOf({ value, uom }: Amount): number | undefined {
  if (uom === undefined || !(value >= 0) || value === Infinity) return undefined
  const unit = unitOf(uom)
  return unit.dimension === 'mass' ? inBase(value, unit) : undefined
}
