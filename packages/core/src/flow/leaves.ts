import { Column } from './column.ts'
import { thingOf, type Named, type Thing } from './lineage.ts'

/** Things of one part of a set: 2^16. */
const BITS = 16
const WORDS = 2 ** (BITS - 5)

/** Where a walk ends, by the million: a bit for whether, and 6 bytes a thing for what and how far. */
export class Leaves {
  readonly #set: (Uint32Array | undefined)[] = []
  readonly #parts = new Column((length) => new Float64Array(length))
  readonly #distances = new Column((length) => new Uint16Array(length))

  farthest = 0

  add(part: Named, distance: number): void {
    const thing = thingOf(part)
    const words = (this.#set[thing >>> BITS] ??= new Uint32Array(WORDS))
    const word = (thing >>> 5) & (WORDS - 1)
    const bit = 1 << (thing & 31)
    const before = words[word] ?? 0
    if ((before & bit) !== 0) return
    words[word] = before | bit
    this.#parts.push(part)
    this.#distances.push(distance)
    this.farthest = Math.max(this.farthest, distance)
  }

  has(thing: Thing): boolean {
    const words = this.#set[thing >>> BITS]
    if (words === undefined) return false
    return ((words[(thing >>> 5) & (WORDS - 1)] ?? 0) & (1 << (thing & 31))) !== 0
  }

  get size(): number {
    return this.#parts.length
  }

  each(hear: (part: Named, distance: number) => void): void {
    for (let i = 0; i < this.#parts.length; i++) hear(this.#parts.at(i), this.#distances.at(i))
  }
}
