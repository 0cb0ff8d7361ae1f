import type { Fresh } from '../store/fresh.ts'
import { readAgain, type LogRow } from './log.ts'

/** Entries of the index, as two halves of a hash each, by the position that they lead to. */
export type HeldEntries = ReadonlyMap<number, readonly (readonly [high: number, low: number])[]>

/** What an event names: of one whose text is damaged what the old index knew, else what its text says. */
export function mentionsOf(
  row: LogRow,
  before: HeldEntries,
): readonly (readonly [high: number, low: number])[] {
  const kept = before.get(row.position)
  if (kept !== undefined) return kept
  const mentions = readAgain(row).fresh?.mentions ?? new Uint32Array()
  return Array.from(
    { length: mentions.length / 2 },
    (_, i) => [mentions[2 * i] ?? 0, mentions[2 * i + 1] ?? 0] as const,
  )
}

/** What the index is to hold of an event: before the mark (`said_from`) only what it names. */
export function indexedOf(
  { mentions, things }: Pick<Fresh, 'mentions' | 'things'>,
  position: number,
  saidFrom: number,
): Uint32Array {
  return position < saidFrom ? mentions.subarray(0, things) : mentions
}
