/** A Bloom filter of 10 bits a key and 4 probes: about one false "maybe" in 80. */
const BITS = 10
const PROBES = 4

export function bloomFor(keys: number): Uint8Array {
  return new Uint8Array(Math.max(8, Math.ceil((keys * BITS) / 8)))
}

export function bloomAdd(bloom: Uint8Array, high: number, low: number): void {
  for (let i = 0; i < PROBES; i++) {
    const bit = probe(bloom, high, low, i)
    bloom[bit >>> 3] = (bloom[bit >>> 3] ?? 0) | (1 << (bit & 7))
  }
}

/** False: surely absent. True: maybe there. */
export function bloomHas(bloom: Uint8Array, high: number, low: number): boolean {
  for (let i = 0; i < PROBES; i++) {
    const bit = probe(bloom, high, low, i)
    if (((bloom[bit >>> 3] ?? 0) & (1 << (bit & 7))) === 0) return false
  }
  return true
}

/** Double hashing: the two halves of the token are independent enough to be the two hashes. */
function probe(bloom: Uint8Array, high: number, low: number, i: number): number {
  return ((high + i * (low | 1)) >>> 0) % (bloom.length * 8)
}
