import { randomBytes } from 'node:crypto'
import { Column } from '@suyuan/core/flow/column'
import type { Naming } from '@suyuan/core/flow/naming'
import { writeToken } from '../store/token.ts'

/** How full the table may be: at 0.8 a name that is not there is looked for at 13 places on average. */
const FULL = 0.8
const GROWTH = 1.3

/**
 * Names as 64-bit hashes, 8 bytes each and 5 to 6.5 in the table: the names themselves stay in the store. Two names would be taken
 * for one once in 2^64 pairs: for 10,000,000 things, one chance in 370,000.
 */
export class Tokens implements Naming {
  readonly #high = new Column((length) => new Uint32Array(length))
  readonly #low = new Column((length) => new Uint32Array(length))
  readonly #token = new Uint32Array(2)
  /** Drawn anew: nobody can make up names that would be taken for one. */
  readonly #kind = randomBytes(4).readUInt32LE()
  readonly #spelled = new Map<number, string>()
  readonly #pinned = new Map<number, string>()
  #table: Uint32Array = new Uint32Array(1024)

  constructor() {
    this.#high.push(0)
    this.#low.push(0)
  }

  numberOf(name: string): number | undefined {
    writeToken(this.#kind, name, this.#token, 0)
    const found = this.#table[this.#slotOf(this.#token[0] ?? 0, this.#token[1] ?? 0)] ?? 0
    return found === 0 ? undefined : found
  }

  add(name: string): number {
    writeToken(this.#kind, name, this.#token, 0)
    return this.#addToken(this.#token[0] ?? 0, this.#token[1] ?? 0)
  }

  #addToken(high: number, low: number): number {
    const number = this.#high.push(high)
    this.#low.push(low)
    if (this.#high.length > this.#table.length * FULL) this.#grow()
    else this.#table[this.#slotOf(high, low)] = number
    return number
  }

  /** Where a name stands, or would. */
  #slotOf(high: number, low: number): number {
    const size = this.#table.length
    let slot = Math.floor((high / 2 ** 32) * size)
    for (;;) {
      const number = this.#table[slot] ?? 0
      if (number === 0) return slot
      if (this.#low.at(number) === low && this.#high.at(number) === high) return slot
      slot = slot + 1 === size ? 0 : slot + 1
    }
  }

  #grow(): void {
    this.#table = new Uint32Array(Math.ceil(this.#table.length * GROWTH))
    for (let number = 1; number < this.#high.length; number++) {
      this.#table[this.#slotOf(this.#high.at(number), this.#low.at(number))] = number
    }
  }

  nameOf(number: number): string {
    const name = this.#spelled.get(number) ?? this.#pinned.get(number)
    if (name === undefined) throw new Error(`the name of thing ${number} is not at hand`)
    return name
  }

  hasAtHand(number: number): boolean {
    return this.#spelled.has(number) || this.#pinned.has(number)
  }

  /** Has a name at hand until {@link forget}. */
  spell(number: number, name: string): void {
    this.#spelled.set(number, name)
  }

  /** Has a name at hand for good. */
  pin(number: number, name: string): void {
    this.#pinned.set(number, name)
  }

  /** Lets go of what was spelled, when it is more than so many. */
  forget(most: number): void {
    if (this.#spelled.size > most) this.#spelled.clear()
  }

  /** How many there are. */
  get size(): number {
    return this.#high.length - 1
  }

  get bytes(): number {
    return this.#high.bytes + this.#low.bytes + this.#table.byteLength
  }
}
