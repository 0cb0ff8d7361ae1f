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

/** What each is of the sum; undefined where one is not known, or two cannot be added. */
export function partsOf(amounts: readonly (Amount | undefined)[]): readonly number[] | undefined {
  let whole: Amount | undefined
  for (const amount of amounts) {
    if (amount === undefined) return undefined
    whole = whole === undefined ? amount : plus(whole, amount)
    if (whole === undefined) return undefined
  }
  if (whole === undefined || !(whole.value > 0)) return undefined
  const { uom, value } = whole
  const factor = uom === undefined ? 1 : unitOf(uom).factor
  return amounts.map((amount) =>
    amount === undefined
      ? 0
      : (amount.value * (amount.uom === undefined ? 1 : unitOf(amount.uom).factor)) /
        (value * factor),
  )
}
