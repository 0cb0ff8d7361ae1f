import { inBase, unitOf } from '../unit/unit.ts'

/** An amount in a UN/CEFACT Rec 20 unit; without `uom` a count. */
export type Amount = { readonly value: number; readonly uom?: string }

/** The sum in the unit of `a`; undefined when the two cannot be added. */
export function plus(a: Amount, b: Amount): Amount | undefined {
  const sum = combine(a, b, (x, y) => x + y)
  return sum
}

/** What is left of `a` after `b` is taken; undefined when the two cannot be compared. Never below zero. */
export function minus(a: Amount, b: Amount): Amount | undefined {
  return combine(a, b, (x, y) => {
    const left = x - y
    // 0.1 + 0.2 taken as 0.3 empties the tank: rounding is not milk.
    return left <= Math.max(x, y) * 1e-9 ? 0 : left
  })
}

function combine(a: Amount, b: Amount, how: (x: number, y: number) => number): Amount | undefined {
  if (a.uom === undefined || b.uom === undefined) {
    return a.uom === b.uom ? { value: how(a.value, b.value) } : undefined
  }
  const [unit, other] = [unitOf(a.uom), unitOf(b.uom)]
  if (unit.dimension !== other.dimension) return undefined
  const value = how(inBase(a.value, unit, true), inBase(b.value, other, true)) / unit.factor
  return { value, uom: a.uom }
}
