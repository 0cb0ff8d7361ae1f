import type { Part } from './flow-event.ts'

/** Lists longer than this are looked through once, and by a table from then on: each of 1,000 tins asks for itself. */
const LONG = 16

const TABLES = new WeakMap<readonly Part[], ReadonlyMap<string, readonly Part[]>>()

/** The parts of an event's list that are of this thing, in their order. */
export function partsNamed(parts: readonly Part[], id: string): readonly Part[] {
  if (parts.length <= LONG) return parts.filter((part) => part.id === id)
  const table = TABLES.get(parts) ?? Map.groupBy(parts, (part) => part.id)
  TABLES.set(parts, table)
  return table.get(id) ?? []
}
