/** Numbers that look random and are the same for the same seed, on every machine. */
export type Random = {
  /** In [0, 1). */
  readonly next: () => number
  /** A whole number in [0, n). */
  readonly below: (n: number) => number
  readonly between: (low: number, high: number) => number
  readonly chance: (share: number) => boolean
}

/** MurmurHash3's finalizer: every bit of the input moves every bit of the output. */
function scramble(value: number): number {
  let x = value
  x = Math.imul(x ^ (x >>> 16), 0x85ebca6b)
  x = Math.imul(x ^ (x >>> 13), 0xc2b2ae35)
  return (x ^ (x >>> 16)) >>> 0
}

function hashOf(seed: number, label: string): number {
  const text = `${seed} ${label}`
  let hash = 0x9e3779b9
  for (let i = 0; i < text.length; i += 1) hash = scramble(hash + text.charCodeAt(i) * 0x01000193)
  return hash
}

/** A stream of its own for each label: what one part of the chain draws never shifts another (sfc32). */
export function createRandom(seed: number, label: string): Random {
  let a = hashOf(seed, `a${label}`)
  let b = hashOf(seed, `b${label}`)
  let c = hashOf(seed, `c${label}`)
  let counter = 1
  const next = (): number => {
    const sum = (a + b + counter) | 0
    counter = (counter + 1) | 0
    a = b ^ (b >>> 9)
    b = (c + (c << 3)) | 0
    c = (((c << 21) | (c >>> 11)) + sum) | 0
    return (sum >>> 0) / 0x1_0000_0000
  }
  for (let i = 0; i < 12; i += 1) next()
  return {
    next,
    below: (n) => Math.floor(next() * n),
    between: (low, high) => low + next() * (high - low),
    chance: (share) => next() < share,
  }
}

type Word64 = readonly [high: number, low: number]

/** A keyed permutation of the 64-bit numbers (Feistel network): counts become codes, and no two the same. */
function permute(keys: readonly number[], index: number): Word64 {
  let left = Math.floor(index / 0x1_0000_0000) >>> 0
  let right = index >>> 0
  for (const key of keys) {
    const mixed = (left ^ scramble(right ^ key)) >>> 0
    left = right
    right = mixed
  }
  return [left, right]
}

function keysOf(seed: number, label: string): readonly number[] {
  return [0, 1, 2, 3, 4, 5].map((round) => hashOf(seed, `${label}${round}`))
}

/** Crockford's alphabet: no I, L, O, U, which people misread. */
const CROCKFORD = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'

/** Tin serials of 13 characters: unique for each index, and not to be guessed from one another. */
export function serials(seed: number): (index: number) => string {
  const keys = keysOf(seed, 'serial')
  return (index) => {
    const [high, low] = permute(keys, index)
    let text = CROCKFORD.charAt(high >>> 28)
    for (let shift = 23; shift >= 3; shift -= 5) text += CROCKFORD.charAt((high >>> shift) & 31)
    text += CROCKFORD.charAt(((high & 7) << 2) | (low >>> 30))
    for (let shift = 25; shift >= 0; shift -= 5) text += CROCKFORD.charAt((low >>> shift) & 31)
    return text
  }
}

const HEX: readonly string[] = Array.from({ length: 256 }, (_, byte) =>
  byte.toString(16).padStart(2, '0'),
)

function hex(word: number): string {
  return (
    (HEX[word >>> 24] ?? '') +
    (HEX[(word >>> 16) & 255] ?? '') +
    (HEX[(word >>> 8) & 255] ?? '') +
    (HEX[word & 255] ?? '')
  )
}

/** `urn:uuid:` names (RFC 9562 version 4 in form), unique for each index: version and variant bits spare the permuted words. */
export function uuids(seed: number): (index: number) => string {
  const keys = keysOf(seed, 'uuid')
  return (index) => {
    const [high, low] = permute(keys, index)
    const second = hex(((scramble(high ^ 0x5bd1e995) & 0xffff0fff) | 0x4000) >>> 0)
    const third = hex(((scramble(low ^ 0x27d4eb2f) & 0x3fffffff) | 0x80000000) >>> 0)
    return `urn:uuid:${hex(high)}-${second.slice(0, 4)}-${second.slice(4)}-${third.slice(0, 4)}-${third.slice(4)}${hex(low)}`
  }
}
