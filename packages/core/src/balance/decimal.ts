/** A decimal number, exact: `digits` × 10^−`scale`. Sums do not hang on their order, nor on how a part was split. */
export type Decimal = { readonly digits: bigint; readonly scale: number }

export const ZERO: Decimal = { digits: 0n, scale: 0 }
export const ONE: Decimal = { digits: 1n, scale: 0 }

/** The number as it is written: 0.1 is a tenth, not the binary fraction next to it. @throws RangeError when it is not finite. */
export function decimalOf(value: number): Decimal {
  const parts = /^(-?)(\d+)(?:\.(\d+))?(?:e([+-]\d+))?$/.exec(String(value))
  if (parts === null) throw new RangeError(`${value} is no amount`)
  const [, sign = '', whole = '', fraction = '', power = '0'] = parts
  const digits = BigInt(`${sign}${whole}${fraction}`)
  const scale = fraction.length - Number(power)
  return scale >= 0 ? { digits, scale } : { digits: digits * 10n ** BigInt(-scale), scale: 0 }
}

/** The nearest number. */
export const numberOf = ({ digits, scale }: Decimal): number => Number(`${digits}e${-scale}`)

export function plus(a: Decimal, b: Decimal): Decimal {
  if (a.scale < b.scale) return plus(b, a)
  return { digits: a.digits + b.digits * 10n ** BigInt(a.scale - b.scale), scale: a.scale }
}

export const negated = ({ digits, scale }: Decimal): Decimal => ({ digits: -digits, scale })

export const minus = (a: Decimal, b: Decimal): Decimal => plus(a, negated(b))

export const times = (a: Decimal, b: Decimal): Decimal => ({
  digits: a.digits * b.digits,
  scale: a.scale + b.scale,
})

/** Below zero, zero, or above: as a − b is. */
export function compare(a: Decimal, b: Decimal): -1 | 0 | 1 {
  const { digits } = minus(a, b)
  if (digits === 0n) return 0
  return digits < 0n ? -1 : 1
}

export const larger = (a: Decimal, b: Decimal): Decimal => (compare(a, b) < 0 ? b : a)
export const smaller = (a: Decimal, b: Decimal): Decimal => (compare(a, b) > 0 ? b : a)

export const sumOf = (all: Iterable<Decimal>): Decimal => {
  let sum = ZERO
  for (const one of all) sum = plus(sum, one)
  return sum
}
