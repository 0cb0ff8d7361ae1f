import type { Dialect } from '../db/dialect.ts'
import type { Tx } from '../db/engine.ts'
import { arrayIndex } from './array-index.ts'
import type { EventIndex } from './event-index.ts'
import { runIndex } from './run-index.ts'
import { slotIndex } from './slot-index.ts'

const INDEXES: Readonly<Record<Dialect['name'], EventIndex>> = {
  sqlite: runIndex,
  postgres: arrayIndex,
  citus: slotIndex,
}

/** The index of the engine that this transaction is on. */
export function indexOf(tx: Tx): EventIndex {
  return INDEXES[tx.dialect.name]
}
