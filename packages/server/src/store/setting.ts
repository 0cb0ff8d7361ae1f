import type { Tx, Work } from '../db/engine.ts'
import { sql } from '../db/sql.ts'

export type Setting = { readonly name: string; readonly value: string }

/** The setting that page tokens are sealed with. */
export const TOKEN_KEY = 'page-token-key'

/** The setting that holds the private key which the list of what is blocked is signed with. */
export const LIST_KEY = 'sellable-list-key'

/** A data folder has it in a file instead, for its owner alone. */
export const LIST_KEY_FILE = 'sellable-key.pem'

/** The value of a setting of a store, which all servers on it share: the one given when there is none yet. */
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
