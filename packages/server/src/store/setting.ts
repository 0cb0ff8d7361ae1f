import type { Tx, Work } from '../db/engine.ts'
import { sql } from '../db/sql.ts'

export type Setting = { readonly name: string; readonly value: string }

/** The value of a setting that all servers on a database share: the one given when there is none yet. PostgreSQL only. */
export const settle: Work<Setting, string> = {
  run: settleOn,
  module: import.meta.url,
  name: 'settleOn',
}

export async function settleOn(tx: Tx, { name, value }: Setting): Promise<string> {
  await tx.run(sql`insert into setting (name, value) values (${name}, ${value})
    on conflict do nothing`)
  const [row] = await tx.all<{ value: string }>(sql`
    select value from setting where name = ${name}`)
  return row?.value ?? value
}
