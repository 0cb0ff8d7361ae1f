import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Tx } from '../db/engine.ts'
import { sql } from '../db/sql.ts'
import { isDatabase } from '../store/open.ts'
import { LIST_KEY, TOKEN_KEY } from '../store/setting.ts'

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

/** Secrets of the store that are good in the new place too: page tokens go on, and tills know the key of their list. */
const SECRETS = [TOKEN_KEY, LIST_KEY]

type Secret = { readonly name: string; readonly value: string }

export async function secretsOf(tx: Tx): Promise<readonly Secret[]> {
  const found: Secret[] = []
  for (const name of SECRETS) {
    found.push(...(await tx.all<Secret>(sql`select name, value from setting where name = ${name}`)))
  }
  return found
}

export async function keepSecrets(tx: Tx, secrets: readonly Secret[]): Promise<void> {
  for (const { name, value } of secrets) {
    await tx.run(sql`insert into setting (name, value) values (${name}, ${value})
      on conflict (name) do update set value = excluded.value`)
  }
}
