/** The bits of a digest that a mark may have: what a double holds exactly, in whole half bytes. */
export const MOST_BITS = 52

/** How much longer than the number of marks they are: what is not among them is taken for one of them once in 2^20 questions. */
const SPARE_BITS = 20

/** The length that so many marks need. */
export function bitsFor(count: number): number {
  return Math.min(MOST_BITS, Math.ceil(Math.log2(count + 1)) + SPARE_BITS)
}

/** The first bits (52 unless told) of a SHA-256 digest as a number, the first byte weighing most. */
export function markIn(digest: Uint8Array, bits: number = MOST_BITS): number {
  let mark = 0
  for (let i = 0; i < 6; i++) mark = mark * 256 + (digest[i] ?? 0)
  return shortened(mark * 16 + ((digest[6] ?? 0) >> 4), bits)
}

/** The first bits of a mark that has all. */
export function shortened(mark: number, bits: number): number {
  return Math.floor(mark / 2 ** (MOST_BITS - bits))
}

/** Marks in rising order, each once, as the gaps between them: seven bits a byte, the low ones first, the top bit says that more come (LEB128). */
export function packMarks(marks: Float64Array): Uint8Array {
  const bytes: number[] = []
  let last = 0
  for (const mark of marks) {
    let gap = mark - last
    for (; gap >= 128; gap = Math.floor(gap / 128)) bytes.push((gap % 128) + 128)
    bytes.push(gap)
    last = mark
  }
  return Uint8Array.from(bytes)
}

/** {@link packMarks} read back; undefined where the bytes are no such marks, or not so many. */
export function unpackMarks(bytes: Uint8Array, count: number): Float64Array | undefined {
  const marks: number[] = []
  let mark = 0
  let weight = 1
  for (const byte of bytes) {
    mark += (byte & 127) * weight
    weight *= 128
    if (byte >= 128) continue
    marks.push(mark)
    weight = 1
  }
  const whole = weight === 1 && marks.length === count && mark < 2 ** MOST_BITS
  return whole ? Float64Array.from(marks) : undefined
}

/** Whether a mark is among marks in rising order. */
export function hasMark(marks: Float64Array, mark: number): boolean {
  let low = 0
  let high = marks.length
  while (low < high) {
    const middle = (low + high) >> 1
    if ((marks[middle] ?? 0) < mark) low = middle + 1
    else high = middle
  }
  return marks[low] === mark
}
