/** Positions that share a sum: a difference is then looked for among so many events. */
export const BLOCK = 64

/**
 * What a set of index entries is, in 64 bits a block of positions, whatever order they come in: sums of mixed entries.
 * Two sets that differ have the same sums once in 2^64, unless someone made them so.
 */
export class Sums {
  #lanes = new Uint32Array(2 * 1024)

  add(high: number, low: number, position: number): void {
    const at = Math.floor(position / BLOCK) * 2
    if (at >= this.#lanes.length) this.#grow(at)
    let a = Math.imul(high ^ Math.imul(position, 0x9e37_79b1), 0x85eb_ca6b) ^ low
    a = Math.imul(a ^ (a >>> 15), 0xc2b2_ae35)
    a ^= a >>> 13
    let b = Math.imul(low ^ Math.imul(position, 0x5f35_6495), 0x2c1b_3c6d) ^ high
    b = Math.imul(b ^ (b >>> 16), 0x297a_2d39)
    b ^= b >>> 14
    this.#lanes[at] = (this.#lanes[at] ?? 0) + Math.imul(a, 0x9e37_79b1)
    this.#lanes[at + 1] = (this.#lanes[at + 1] ?? 0) + Math.imul(b, 0x85eb_ca6b)
  }

  /** Numbers of the blocks in which the two differ. */
  differing(other: Sums): readonly number[] {
    const blocks: number[] = []
    const length = Math.max(this.#lanes.length, other.#lanes.length)
    for (let at = 0; at < length; at += 2) {
      const same =
        (this.#lanes[at] ?? 0) === (other.#lanes[at] ?? 0) &&
        (this.#lanes[at + 1] ?? 0) === (other.#lanes[at + 1] ?? 0)
      if (!same) blocks.push(at / 2)
    }
    return blocks
  }

  #grow(at: number): void {
    const more = new Uint32Array(Math.max(this.#lanes.length * 2, at + 2))
    more.set(this.#lanes)
    this.#lanes = more
  }
}
