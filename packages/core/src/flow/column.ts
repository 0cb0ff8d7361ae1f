type Typed = Uint8Array | Uint16Array | Uint32Array | Float64Array

/** Entries of a piece: a power of two. A column grows piece by piece: nothing large is copied, and little stands empty. */
const BITS = 16
const PIECE = 2 ** BITS
const WITHIN = PIECE - 1
/** Where the first piece begins: most lineages are of one question, and small. */
const FIRST = 16

/** Numbers in typed arrays that grow at their end. */
export class Column<A extends Typed> {
  length = 0
  readonly #pieces: A[] = []
  readonly #make: (length: number) => A

  constructor(make: (length: number) => A) {
    this.#make = make
  }

  push(value: number): number {
    const at = this.length++
    const piece = this.#pieces[at >>> BITS]
    if (piece !== undefined && (at & WITHIN) < piece.length) piece[at & WITHIN] = value
    else this.#grow(at)[at & WITHIN] = value
    return at
  }

  #grow(at: number): A {
    const number = at >>> BITS
    const before = this.#pieces[number]
    const larger = this.#make(number > 0 ? PIECE : Math.max(FIRST, (before?.length ?? 0) * 2))
    if (before !== undefined) larger.set(before)
    this.#pieces[number] = larger
    return larger
  }

  at(index: number): number {
    return this.#pieces[index >>> BITS]?.[index & WITHIN] ?? 0
  }

  set(index: number, value: number): void {
    const piece = this.#pieces[index >>> BITS]
    if (piece !== undefined) piece[index & WITHIN] = value
  }

  /** Bytes held. */
  get bytes(): number {
    return this.#pieces.reduce((sum, { byteLength }) => sum + byteLength, 0)
  }
}

/** The last index of a rising column whose value is at most `value`; -1 when there is none. */
export function lastUpTo(column: Column<Typed>, value: number): number {
  let from = 0
  let to = column.length
  while (from < to) {
    const middle = (from + to) >>> 1
    if (column.at(middle) <= value) from = middle + 1
    else to = middle
  }
  return from - 1
}
