type Typed = Uint8Array | Uint16Array | Uint32Array | Float64Array

/** A typed array that grows at its end. `data` is replaced as it grows: hold the column, not the array. */
export class Column<A extends Typed> {
  data: A
  length = 0
  readonly #make: (length: number) => A

  constructor(make: (length: number) => A) {
    this.#make = make
    this.data = make(16)
  }

  push(value: number): number {
    if (this.length === this.data.length) {
      const larger = this.#make(Math.ceil(this.length * 1.5))
      larger.set(this.data)
      this.data = larger
    }
    this.data[this.length] = value
    return this.length++
  }

  at(index: number): number {
    return this.data[index] ?? 0
  }
}

/** The last index of a rising column whose value is at most `value`; -1 when there is none. */
export function lastUpTo({ data, length }: Column<Typed>, value: number): number {
  let from = 0
  let to = length
  while (from < to) {
    const middle = (from + to) >>> 1
    if ((data[middle] ?? 0) <= value) from = middle + 1
    else to = middle
  }
  return from - 1
}
