/** A 64-bit hash as two halves; what the run index is sorted by. */
export type Token = { readonly high: number; readonly low: number }

/** What an index entry is about; the same text under another prefix is another token. */
export const THING = 0x7468_696e
export const TRANSFORMATION_INPUT = 0x7869_6e70
export const TRANSFORMATION_OUTPUT = 0x786f_7574
export const IDENTITY = 0x6964_656e
/** What an event says beside what it names: a word, or how much of something. */
export const SAID = 0x7361_6964
const AMOUNT = 0x616d_6e74
/** The word under which an event stands that says more than an index is told. */
export const OVERFULL = 'overfull'

/**
 * Hashes text under a kind. Two different texts may share a token (once in 2^64 pairs): whoever looks one up compares
 * what is found. Writes `[high, low]` at `at` of `into`; 64 bits mixed as two multiplicative lanes.
 */
export function writeToken(kind: number, text: string, into: Uint32Array, at: number): void {
  let a = 0x9e37_79b9 ^ kind
  let b = 0x85eb_ca6b ^ kind
  for (let i = 0; i < text.length; i++) {
    const c = text.charCodeAt(i)
    a = Math.imul(a ^ c, 0x9e37_79b1)
    b = Math.imul(b ^ c, 0x5f35_6495)
    a ^= a >>> 15
    b ^= b >>> 13
  }
  a = Math.imul(a ^ (b >>> 16), 0x85eb_ca6b)
  b = Math.imul(b ^ (a >>> 13), 0xc2b2_ae35)
  a ^= Math.imul(b ^ (b >>> 16), 0x2c1b_3c6d)
  b ^= Math.imul(a ^ (a >>> 15), 0x297a_2d39)
  into[at] = a ^ (a >>> 16)
  into[at + 1] = b ^ (b >>> 15)
}

/** {@link writeToken} for a single look-up. */
export function tokenOf(kind: number, text: string): Token {
  const halves = new Uint32Array(2)
  writeToken(kind, text, halves, 0)
  return { high: halves[0] ?? 0, low: halves[1] ?? 0 }
}

const DOUBLE = new Float64Array(1)
const HALVES = new Uint32Array(DOUBLE.buffer)
const SIGN = 0x8000_0000

/**
 * The token of an amount: of what is its first half, how much its second, in the order of the numbers. So amounts of one thing
 * lie side by side in an index that is sorted, and numbers that agree in 20 binary digits have one token.
 */
export function writeAmount(about: string, value: number, into: Uint32Array, at: number): void {
  writeToken(AMOUNT, about, into, at)
  into[at + 1] = orderOf(value)
}

/** A double as 32 bits that are in the order of the numbers; minus zero is zero. */
export function orderOf(value: number): number {
  DOUBLE[0] = value + 0
  const half = HALVES[LITTLE_ENDIAN ? 1 : 0] ?? 0
  return (half >= SIGN ? ~half : half | SIGN) >>> 0
}

/** As {@link writeAmount}, of a number of 32 bits that is kept as it is. */
export function writeCode(about: string, code: number, into: Uint32Array, at: number): void {
  writeToken(AMOUNT, about, into, at)
  into[at + 1] = code
}

/** {@link writeCode} for a single look-up. */
export function codeToken(about: string, code: number): Token {
  const halves = new Uint32Array(2)
  writeCode(about, code, halves, 0)
  return { high: halves[0] ?? 0, low: halves[1] ?? 0 }
}

/** {@link writeAmount} for a single look-up. */
export function amountToken(about: string, value: number): Token {
  const halves = new Uint32Array(2)
  writeAmount(about, value, halves, 0)
  return { high: halves[0] ?? 0, low: halves[1] ?? 0 }
}

const LITTLE_ENDIAN = new Uint8Array(new Uint32Array([1]).buffer)[0] === 1

/** Pairs of halves (high, low) as an array of signed 64-bit numbers, as PostgreSQL writes one. */
export function bigintsOf(halves: readonly number[] | Uint32Array): string {
  const words = Uint32Array.from(halves)
  if (LITTLE_ENDIAN) {
    for (let i = 0; i < words.length; i += 2) {
      words[i] = halves[i + 1] ?? 0
      words[i + 1] = halves[i] ?? 0
    }
  }
  return `{${new BigInt64Array(words.buffer).join(',')}}`
}

/** A token as a signed 64-bit number. */
export function bigintOf({ high, low }: Token): string {
  return String((BigInt(high | 0) << 32n) | BigInt(low))
}
