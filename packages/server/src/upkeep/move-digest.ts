import { createHash } from 'node:crypto'
import type { Tx } from '../db/engine.ts'
import type { Value } from '../db/sql.ts'
import { rowsIn, type Row, type Table } from './move-tables.ts'

export type Digest = { readonly rows: number; readonly sha256: string }

/** Count and SHA-256 of all rows of a table in the order of its key; the same on every engine for the same rows. */
export async function digestOf(
  tx: Tx,
  table: Table,
  told: (rows: number) => void = () => {},
): Promise<Digest> {
  const hash = createHash('sha256')
  let rows = 0
  for await (const batch of rowsIn(tx, table)) {
    for (const row of batch) {
      hash.update(`${textOf(row)}\n`)
    }
    rows += batch.length
    told(rows)
  }
  return { rows, sha256: hash.digest('hex') }
}

/** A row as text: the same on every engine. */
export function textOf(row: Row): string {
  const columns = Object.keys(row).toSorted()
  return JSON.stringify(columns.map((column) => [column, plain(row[column])]))
}

const plain = (value: Value | undefined): unknown =>
  value instanceof Uint8Array ? Buffer.from(value).toString('base64') : value
