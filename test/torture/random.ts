/** Choices that come again with the same seed (mulberry32). */
export type Random = {
  /** A whole number from `from` to below `to`. */
  readonly between: (from: number, to: number) => number
  readonly pick: <T>(some: readonly T[]) => T
}

export function randomOf(seed: number): Random {
  let state = seed >>> 0
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0
    let bits = Math.imul(state ^ (state >>> 15), state | 1)
    bits ^= bits + Math.imul(bits ^ (bits >>> 7), bits | 61)
    return ((bits ^ (bits >>> 14)) >>> 0) / 2 ** 32
  }
  const between = (from: number, to: number): number => from + Math.floor(next() * (to - from))
  return { between, pick: <T>(some: readonly T[]): T => some[between(0, some.length)] as T }
}
