import type { Amount } from '../flow/amount.ts'
import { plus, ZERO, type Decimal } from './decimal.ts'
import { massOf, measured, type Weights } from './measure.ts'
import type { Sum } from './settle.ts'

/** A sum of amounts that may be in several dimensions, and of some of which nothing is known. */
export class Figure {
  readonly #sums = new Map<string, Decimal>()
  #unknown = 0
  #parts = 0

  add(amount: Amount | undefined): void {
    this.#parts += 1
    if (amount === undefined) {
      this.#unknown += 1
      return
    }
    const { dimension, value } = measured(amount)
    this.#sums.set(dimension, plus(this.#sums.get(dimension) ?? ZERO, value))
  }

  get isEmpty(): boolean {
    return this.#parts === 0
  }

  get dimensions(): readonly string[] {
    return [...this.#sums.keys()]
  }

  /** In kilograms, or as it is where its one dimension is the one asked for. */
  sum(dimension: string, weights: Weights): Sum {
    let value = ZERO
    let atLeast = this.#unknown > 0
    for (const [in_, sum] of this.#sums) {
      const found = in_ === dimension ? sum : massOf({ dimension: in_, value: sum }, weights)
      if (typeof found === 'string' || (in_ !== dimension && dimension !== 'mass')) atLeast = true
      else value = plus(value, found)
    }
    return { value, atLeast }
  }
}
