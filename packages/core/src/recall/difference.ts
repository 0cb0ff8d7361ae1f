/** Numbers of one set of things, rising by token: halves of 64-bit tokens, and a grade each (certain or possible). */
export type Tokens = {
  readonly high: Uint32Array
  readonly low: Uint32Array
  /** What is compared beside the token itself. */
  readonly grade: Uint8Array
}

/** Places in two sets of tokens. */
export type Compared = {
  /** In the newer alone: places in it. */
  readonly added: readonly number[]
  /** In the older alone: places in that. */
  readonly removed: readonly number[]
  /** In both, graded otherwise: places in the newer. */
  readonly regraded: readonly number[]
}

/** What a newer set has that an older has not, and the other way round; both rising, each token once. Linear in both. */
export function compare(older: Tokens, newer: Tokens): Compared {
  const added: number[] = []
  const removed: number[] = []
  const regraded: number[] = []
  let i = 0
  let j = 0
  while (i < older.high.length || j < newer.high.length) {
    const order = orderAt(older, i, newer, j)
    if (order < 0) removed.push(i++)
    else if (order > 0) added.push(j++)
    else {
      if (older.grade[i] !== newer.grade[j]) regraded.push(j)
      i++
      j++
    }
  }
  return { added, removed, regraded }
}

/** Below 0: the older has the lesser token here, or the newer has no more. */
function orderAt(older: Tokens, i: number, newer: Tokens, j: number): number {
  if (i >= older.high.length) return 1
  if (j >= newer.high.length) return -1
  const high = (older.high[i] ?? 0) - (newer.high[j] ?? 0)
  return high !== 0 ? high : (older.low[i] ?? 0) - (newer.low[j] ?? 0)
}

/** Where a token is in a set; -1 where it is not. */
export function placeIn(
  { high, low }: Tokens,
  token: { readonly high: number; readonly low: number },
): number {
  let from = 0
  let to = high.length
  while (from < to) {
    const middle = (from + to) >>> 1
    const order = (high[middle] ?? 0) - token.high || (low[middle] ?? 0) - token.low
    if (order === 0) return middle
    if (order < 0) from = middle + 1
    else to = middle
  }
  return -1
}
