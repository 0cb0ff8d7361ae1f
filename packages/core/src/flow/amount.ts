/** An amount in a UN/CEFACT Rec 20 unit; without `uom` a count. */
export type Amount = { readonly value: number; readonly uom?: string }

/** Factors to the base unit of a dimension. Amounts of one dimension compare; nothing else does. */
const UNITS: Readonly<Record<string, readonly [dimension: string, factor: number]>> = {
  KGM: ['mass', 1],
  GRM: ['mass', 0.001],
  MGM: ['mass', 0.000001],
  TNE: ['mass', 1000],
  LTR: ['volume', 1],
  MLT: ['volume', 0.001],
  HLT: ['volume', 100],
  MTQ: ['volume', 1000],
}

/** The amount in the base unit of its dimension; an unknown unit is a dimension of its own. */
export function inBase({ value, uom }: Amount): {
  readonly dimension: string
  readonly value: number
} {
  if (uom === undefined) return { dimension: 'count', value }
  const [dimension, factor] = UNITS[uom] ?? [`unit:${uom}`, 1]
  return { dimension, value: value * factor }
}

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
  const [left, right] = [inBase(a), inBase(b)]
  if (left.dimension !== right.dimension) return undefined
  const factor = a.uom === undefined ? 1 : (UNITS[a.uom]?.[1] ?? 1)
  const value = how(left.value, right.value) / factor
  return a.uom === undefined ? { value } : { value, uom: a.uom }
}
