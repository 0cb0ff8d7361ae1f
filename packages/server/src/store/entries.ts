import { crc32 } from 'node:zlib'

/** Index entries are triples of uint32: hash high, hash low, position. */
export const WIDTH = 3

/** Entries of a page: eight pages of 83 × 12 bytes, each with its checksum, fill a database page of 8,192. A look-up reads one of them. */
export const PAGE_ENTRIES = 83

/** Sorts at most 2^20 entries a call by (hash, position), into a new array. */
export function sortEntries(entries: Uint32Array): Uint32Array {
  const count = entries.length / WIDTH
  if (count > 2 ** 20) throw new RangeError(`${count} entries are too many to sort at once`)
  // Native sort of 64-bit keys: 44 bits of the hash, then 20 bits that say where the entry stood.
  const keys = new BigUint64Array(count)
  const halves = new Uint32Array(keys.buffer)
  for (let i = 0; i < count; i++) {
    halves[2 * i + 1] = entries[WIDTH * i] ?? 0
    halves[2 * i] = (((entries[WIDTH * i + 1] ?? 0) & ALIKE) | i) >>> 0
  }
  keys.sort()
  const sorted = new Uint32Array(entries.length)
  let first = 0
  for (let i = 0; i < count; i++) {
    const from = ((halves[2 * i] ?? 0) & REST) * WIDTH
    sorted[WIDTH * i] = entries[from] ?? 0
    sorted[WIDTH * i + 1] = entries[from + 1] ?? 0
    sorted[WIDTH * i + 2] = entries[from + 2] ?? 0
    if (i > first && !areAlike(sorted, first, i)) {
      settle(sorted, first, i)
      first = i
    }
  }
  settle(sorted, first, count)
  return sorted
}

/** The bits of a lower half that keys are sorted by, and the others. */
const ALIKE = 0xfff0_0000
const REST = 0x000f_ffff

function areAlike(entries: Uint32Array, i: number, j: number): boolean {
  return (
    entries[WIDTH * i] === entries[WIDTH * j] &&
    (((entries[WIDTH * i + 1] ?? 0) ^ (entries[WIDTH * j + 1] ?? 0)) & ALIKE) === 0
  )
}

/**
 * Hashes alike in 44 bits come in the order they stood, mostly the right one; but amounts of one thing are alike in most
 * of theirs, and stand in any order: the other 20 bits and the position are sorted as one number.
 */
function settle(sorted: Uint32Array, first: number, end: number): void {
  if (end - first < 2 || isSorted(sorted, first, end)) return
  const high = sorted[WIDTH * first] ?? 0
  const low = ((sorted[WIDTH * first + 1] ?? 0) & ALIKE) >>> 0
  const rest = new Float64Array(end - first)
  for (let i = first; i < end; i++) {
    rest[i - first] = ((sorted[WIDTH * i + 1] ?? 0) & REST) * 2 ** 32 + (sorted[WIDTH * i + 2] ?? 0)
  }
  rest.sort()
  for (let i = first; i < end; i++) {
    const one = rest[i - first] ?? 0
    sorted[WIDTH * i] = high
    sorted[WIDTH * i + 1] = low + Math.floor(one / 2 ** 32)
    sorted[WIDTH * i + 2] = one % 2 ** 32
  }
}

function isSorted(entries: Uint32Array, first: number, end: number): boolean {
  for (let i = first + 1; i < end; i++) {
    const at = WIDTH * i
    const [low, before] = [entries[at + 1] ?? 0, entries[at + 1 - WIDTH] ?? 0]
    if (low < before) return false
    if (low === before && (entries[at + 2] ?? 0) < (entries[at + 2 - WIDTH] ?? 0)) return false
  }
  return true
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
export const toBytes = (entries: Uint32Array): Uint8Array => withSum(entries)

/** Numbers of 32 bits as they are kept: little-endian, and behind them their CRC-32. */
export function withSum(words: Uint32Array): Uint8Array {
  const bytes = Buffer.allocUnsafe(words.byteLength + SUM)
  bytes.set(new Uint8Array(words.buffer, words.byteOffset, words.byteLength))
  bytes.writeUInt32LE(crc32(bytes.subarray(0, -SUM)), words.byteLength)
  return bytes
}

/** What {@link withSum} kept; undefined when it is damaged. */
export function wordsIn(bytes: Uint8Array): Uint32Array | undefined {
  const end = bytes.byteLength - SUM
  if (end < 0 || end % 4 !== 0) return undefined
  const sum = new DataView(bytes.buffer, bytes.byteOffset).getUint32(end, true)
  return crc32(bytes.subarray(0, end)) === sum ? viewOf(bytes, end) : undefined
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
  return viewOf(bytes, bytes.byteLength - (bytes.byteLength % ENTRY))
}

function viewOf(bytes: Uint8Array, length: number): Uint32Array {
  return bytes.byteOffset % 4 === 0
    ? new Uint32Array(bytes.buffer, bytes.byteOffset, length / 4)
    : new Uint32Array(bytes.slice(0, length).buffer)
}
