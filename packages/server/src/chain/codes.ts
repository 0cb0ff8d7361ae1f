import { itemId, ssccOf } from './keys.ts'
import { PREFIX } from './products.ts'
import { serials } from './random.ts'
import { TINS_PER_CASE } from './scale.ts'

/** Cases that follow each other, of tins that follow each other: six tins a case. */
export type Run = {
  readonly gtin: string
  readonly firstCase: number
  readonly firstTin: number
  readonly cases: number
}

/** A case and its tins. */
export type Box = { readonly id: string; readonly tins: readonly string[] }

/** Beyond every tin of the largest chain. */
const NEVER: number = 2 ** 40

/** Codes by number: tins, cases and pallets are counted, and named from the count, so none has to be remembered. */
export class Codes {
  readonly #serial: (index: number) => string

  constructor(seed: number) {
    this.#serial = serials(seed)
  }

  tin(gtin: string, index: number): string {
    return itemId(gtin, this.#serial(index))
  }

  /** A code that no tin of any chain of this seed has. */
  never(gtin: string, index: number): string {
    return this.tin(gtin, NEVER + index)
  }

  case(index: number): string {
    return ssccOf(PREFIX.plant, 1, index + 1)
  }

  pallet(index: number): string {
    return ssccOf(PREFIX.plant, 2, index + 1)
  }

  /** The nth case of a run. */
  box(run: Run, nth: number): Box {
    const first = run.firstTin + nth * TINS_PER_CASE
    const tins: string[] = []
    for (let each = 0; each < TINS_PER_CASE; each += 1) tins.push(this.tin(run.gtin, first + each))
    return { id: this.case(run.firstCase + nth), tins }
  }

  boxes(runs: readonly Run[]): readonly Box[] {
    return runs.flatMap((run) => Array.from({ length: run.cases }, (_, nth) => this.box(run, nth)))
  }
}
