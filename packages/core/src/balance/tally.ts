import type { Amount } from '../flow/amount.ts'
import { plus, ZERO, type Decimal } from './decimal.ts'
import { measured } from './measure.ts'

/** The side of a line, and what it counts as. */
export type Heading = {
  readonly side: 'in' | 'out'
  readonly counts: 'input' | 'product' | 'loss' | 'rework' | 'sample' | 'by-product'
}

/** Parts of one lot or class that count as the same. */
export type Line = Heading & {
  /** A lot; of items their class or, where it is told, their lot; of what is in neither, itself. */
  readonly id: string
  readonly ofClass?: string
  readonly dimension: string
  /** Of the parts whose amount is known. */
  readonly sum: Decimal
  readonly parts: number
  /** Parts whose amount is not known. */
  readonly unknown: number
  /** Why, where it is more than that none was given. */
  readonly why?: 'container' | 'in-parts'
}

/** What is added to a tally: a known amount, or one that is not. */
export type Added = {
  readonly id: string
  readonly ofClass?: string | undefined
  readonly amount?: Amount
  readonly why?: Line['why']
}

type Open = { -readonly [K in keyof Line]: Line[K] }

/** Amounts by side, meaning, lot and dimension. The same whatever the order and however the parts were split. */
export class Tally {
  readonly #lines = new Map<string, Open>()

  add({ side, counts }: Heading, { id, ofClass, amount, why }: Added): void {
    const known = amount === undefined ? undefined : measured(amount)
    const dimension = known?.dimension ?? ''
    const key = `${side} ${counts} ${dimension} ${why ?? ''} ${id}`
    const line = this.#lines.get(key) ?? {
      side,
      counts,
      id,
      ...(ofClass !== undefined && { ofClass }),
      dimension,
      sum: ZERO,
      parts: 0,
      unknown: 0,
      ...(why && { why }),
    }
    line.parts += 1
    if (known === undefined) line.unknown += 1
    else line.sum = plus(line.sum, known.value)
    this.#lines.set(key, line)
  }

  /** In an order that is theirs alone. */
  get lines(): readonly Line[] {
    return [...this.#lines].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, line]) => line)
  }

  get size(): number {
    return this.#lines.size
  }
}
