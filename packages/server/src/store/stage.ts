import type { Tx, Work } from '../db/engine.ts'
import { sql } from '../db/sql.ts'
import type { Fresh } from './fresh.ts'
import { unpack } from './pack.ts'

export type Part = {
  readonly capture: string
  readonly part: number
  readonly packed: Uint8Array
}

/** Puts a part of a large capture aside on disk, so that memory stays bounded until all of it is known to be good. */
export const stage: Work<Part, void> = {
  run: stagePart,
  module: import.meta.url,
  name: 'stagePart',
}

export async function stagePart(tx: Tx, { capture, part, packed }: Part): Promise<void> {
  await tx.run(sql`insert into staged (capture, part, body)
    values (${capture}, ${part}, ${packed})`)
}

/** Forgets what was staged for a capture that was refused. */
export const unstage: Work<string, void> = { run: forget, module: import.meta.url, name: 'forget' }

export async function forget(tx: Tx, capture: string): Promise<void> {
  await tx.run(sql`delete from staged where capture = ${capture}`)
}

/** The parts of a capture in order; they are gone when the transaction commits. */
export async function* takeStaged(tx: Tx, capture: string): AsyncGenerator<readonly Fresh[]> {
  for (let part = 0; ; part++) {
    const [row] = await tx.all<{ body: Uint8Array }>(sql`
      select body from staged where capture = ${capture} and part = ${part}`)
    if (row === undefined) break
    yield unpack(row.body)
  }
  await forget(tx, capture)
}
