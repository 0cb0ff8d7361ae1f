import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Tx } from '../db/engine.ts'
import { sql } from '../db/sql.ts'
import { isDatabase } from '../store/open.ts'
import { LIST_KEY, LIST_KEY_FILE, TOKEN_KEY } from '../store/setting.ts'

type Secret = { readonly name: string; readonly value: string }

/**
 * What the servers of a store share beside its events, and is good in the new place too: the digest of the API key, the key
 * that the lists of tills are signed with, the key that page tokens are sealed with. A folder has some in a file.
 */
const SECRETS: readonly { readonly name: string; readonly file?: string }[] = [
  { name: 'api-key.sha256', file: 'api-key.sha256' },
  { name: LIST_KEY, file: LIST_KEY_FILE },
  { name: TOKEN_KEY },
]

/** Those that were ever given. */
export async function secretsOf(place: string, tx: Tx): Promise<readonly Secret[]> {
  const found: Secret[] = []
  for (const { name, file } of SECRETS) {
    const path = fileIn(place, file)
    if (path === undefined) {
      found.push(
        ...(await tx.all<Secret>(sql`select name, value from setting where name = ${name}`)),
      )
    } else if (existsSync(path)) {
      found.push({ name, value: readFileSync(path, 'utf8').trim() })
    }
  }
  return found
}

export async function keepSecrets(
  place: string,
  tx: Tx,
  secrets: readonly Secret[],
): Promise<void> {
  for (const { name, value } of secrets) {
    const path = fileIn(place, SECRETS.find((one) => one.name === name)?.file)
    if (path !== undefined) {
      writeFileSync(path, `${value}\n`, { mode: 0o600, flush: true })
      continue
    }
    await tx.run(sql`insert into setting (name, value) values (${name}, ${value})
      on conflict (name) do update set value = excluded.value`)
  }
}

const fileIn = (place: string, file: string | undefined): string | undefined =>
  file === undefined || isDatabase(place) ? undefined : join(place, file)
