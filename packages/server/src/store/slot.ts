import type { Token } from './token.ts'

/**
 * What an entry of the distributed index is distributed by: the i-th stands for the i-th 64th of all tokens, and was
 * chosen as the least number whose hash in PostgreSQL (`hashint4`) lies in the i-th 64th of the hashes. So a cluster
 * of 1, 2, 4 … 64 shards has the same part of the index on each; drawn by lot, of 64 shards 23 would have none.
 */
export const SLOTS: readonly number[] = [
  60, 8, 82, 1, 31, 88, 79, 24, 10, 92, 48, 109, 5, 112, 50, 166, 4, 7, 17, 172, 16, 96, 170, 85,
  36, 89, 19, 0, 37, 45, 101, 3, 113, 52, 62, 99, 136, 168, 46, 28, 6, 66, 70, 21, 83, 39, 43, 13,
  2, 351, 27, 95, 58, 149, 41, 179, 9, 80, 59, 22, 12, 11, 44, 18,
]

/** The slot of a token, by its top six bits. */
export function slotOf({ high }: Pick<Token, 'high'>): number {
  return SLOTS[high >>> 26] ?? 0
}
