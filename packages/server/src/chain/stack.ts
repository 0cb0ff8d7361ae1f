import type { Run } from './codes.ts'
import { TINS_PER_CASE } from './scale.ts'

/** Cases stacked on the open pallet of a line, as they come off it. */
export class Stack {
  readonly #size: number
  #runs: Run[] = []
  #cases = 0

  /** `size` is what a pallet holds, in cases. */
  constructor(size: number) {
    this.#size = size
  }

  /** Puts a batch's cases on; answers what stands on each pallet that it filled. */
  add(run: Run): readonly (readonly Run[])[] {
    const full: (readonly Run[])[] = []
    let taken = 0
    while (taken < run.cases) {
      const cases = Math.min(this.#size - this.#cases, run.cases - taken)
      this.#runs.push({
        gtin: run.gtin,
        firstCase: run.firstCase + taken,
        firstTin: run.firstTin + taken * TINS_PER_CASE,
        cases,
      })
      taken += cases
      this.#cases += cases
      if (this.#cases === this.#size) full.push(...this.rest())
    }
    return full
  }

  /** Takes the open pallet away, if anything stands on it. */
  rest(): readonly (readonly Run[])[] {
    const runs = this.#runs
    this.#runs = []
    this.#cases = 0
    return runs.length === 0 ? [] : [runs]
  }
}
