import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Tx } from '../db/engine.ts'
import { sql } from '../db/sql.ts'
import { isDatabase } from '../store/open.ts'
import { TOKEN_KEY } from '../store/setting.ts'

/** What the servers of a store share beside its events: the digest of the API key. A folder has it in a file. */
export const API_KEY = 'api-key.sha256'

export async function keyDigestOf(place: string, tx: Tx): Promise<string | undefined> {
  if (!isDatabase(place)) {
    const file = join(place, API_KEY)
    return existsSync(file) ? readFileSync(file, 'utf8').trim() : undefined
  }
  const [row] = await tx.all<{ value: string }>(sql`
    select value from setting where name = ${API_KEY}`)
  return row?.value
}

export async function keepKeyDigest(place: string, tx: Tx, digest: string): Promise<void> {
  if (!isDatabase(place)) {
    writeFileSync(join(place, API_KEY), `${digest}\n`, { mode: 0o600, flush: true })
    return
  }
  await tx.run(sql`insert into setting (name, value) values (${API_KEY}, ${digest})
    on conflict (name) do update set value = excluded.value`)
}

/** The key that page tokens are sealed with, if one was ever given: they are good in the new place too. */
export async function tokenKeyOf(tx: Tx): Promise<string | undefined> {
  const [row] = await tx.all<{ value: string }>(sql`
    select value from setting where name = ${TOKEN_KEY}`)
  return row?.value
}

export async function keepTokenKey(tx: Tx, key: string): Promise<void> {
  await tx.run(sql`insert into setting (name, value) values (${TOKEN_KEY}, ${key})
    on conflict (name) do update set value = excluded.value`)
}
