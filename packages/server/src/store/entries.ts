import { crc32 } from 'node:zlib'

/** Index entries are triples of uint32: hash high, hash low, position. */
export const WIDTH = 3

/** Entries of a page; 660 × 12 bytes, and a checksum, fill a database page of 8,192 without spilling over. */
export const PAGE_ENTRIES = 660

/** Sorts at most 2^20 entries a call by (hash, position), into a new array. */
export function sortEntries(entries: Uint32Array): Uint32Array {
  const count = entries.length / WIDTH
  if (count > 2 ** 20) throw new RangeError(`${count} entries are too many to sort at once`)
  // Native sort of 64-bit keys: 44 bits of the hash, then 20 bits that say where the entry stood.
  const keys = new BigUint64Array(count)
  const halves = new Uint32Array(keys.buffer)
  for (let i = 0; i < count; i++) {
    halves[2 * i + 1] = entries[WIDTH * i] ?? 0
    halves[2 * i] = (((entries[WIDTH * i + 1] ?? 0) & 0xfff0_0000) | i) >>> 0
  }
  keys.sort()
  const sorted = new Uint32Array(entries.length)
  for (let i = 0; i < count; i++) {
    const from = ((halves[2 * i] ?? 0) & 0x000f_ffff) * WIDTH
    sorted[WIDTH * i] = entries[from] ?? 0
    sorted[WIDTH * i + 1] = entries[from + 1] ?? 0
    sorted[WIDTH * i + 2] = entries[from + 2] ?? 0
    settle(sorted, i)
  }
  return sorted
}

/** Hashes alike in 44 bits come in the order they stood; moves entry `i` down to where it belongs among them. */
function settle(sorted: Uint32Array, i: number): void {
  for (let j = i; j > 0 && before(sorted, j, j - 1); j--) {
    for (let k = 0; k < WIDTH; k++) {
      const here = WIDTH * j + k
      const lower = here - WIDTH
      const kept = sorted[here] ?? 0
      sorted[here] = sorted[lower] ?? 0
      sorted[lower] = kept
    }
  }
}

function before(entries: Uint32Array, i: number, j: number): boolean {
  for (let k = 0; k < WIDTH; k++) {
    const a = entries[WIDTH * i + k] ?? 0
    const b = entries[WIDTH * j + k] ?? 0
    if (a !== b) return a < b
  }
  return false
}

/** Positions under a hash in one sorted page, and whether the next page may hold more of them. */
export function findIn(
  page: Uint32Array,
  high: number,
  low: number,
  found: (position: number) => void,
): boolean {
  let from = 0
  let to = page.length / WIDTH
  while (from < to) {
    const middle = (from + to) >>> 1
    const h = page[WIDTH * middle] ?? 0
    if (h < high || (h === high && (page[WIDTH * middle + 1] ?? 0) < low)) from = middle + 1
    else to = middle
  }
  let i = from * WIDTH
  for (; i < page.length && page[i] === high && page[i + 1] === low; i += WIDTH) {
    found(page[i + 2] ?? 0)
  }
  return i >= page.length
}

/** Bytes of an entry, and of the checksum behind the last of a page. */
const ENTRY = 4 * WIDTH
const SUM = 4

/** A page as it is kept: its entries, and their CRC-32. */
export function toBytes(entries: Uint32Array): Uint8Array {
  const bytes = Buffer.alloc(entries.byteLength + SUM)
  bytes.set(new Uint8Array(entries.buffer, entries.byteOffset, entries.byteLength))
  bytes.writeUInt32LE(crc32(bytes.subarray(0, -SUM)), entries.byteLength)
  return bytes
}

/** Whether these are whole entries, with a checksum or, as earlier versions wrote them, without. */
export function isWhole({ byteLength }: Uint8Array): boolean {
  return byteLength > SUM && [0, SUM].includes(byteLength % ENTRY)
}

/** Whether a page is as it was written, as far as its checksum tells. */
export function isSound(bytes: Uint8Array): boolean {
  if (!isWhole(bytes)) return false
  if (bytes.byteLength % ENTRY === 0) return true
  const end = bytes.byteLength - SUM
  const sum = new DataView(bytes.buffer, bytes.byteOffset).getUint32(end, true)
  return crc32(bytes.subarray(0, end)) === sum
}

/** The entries of a page: a view when the bytes are aligned, a copy when not. */
export function fromBytes(bytes: Uint8Array): Uint32Array {
  const length = bytes.byteLength - (bytes.byteLength % ENTRY)
  return bytes.byteOffset % 4 === 0
    ? new Uint32Array(bytes.buffer, bytes.byteOffset, length / 4)
    : new Uint32Array(bytes.slice(0, length).buffer)
}
