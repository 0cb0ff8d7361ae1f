import type { Tx, Work } from '../db/engine.ts'
import { sql } from '../db/sql.ts'

export type Release = {
  readonly token: string
  /** Seconds since 1970: when it would end by itself, and what time it is. */
  readonly expires: number
  readonly now: number
}

/** Takes a page token out of use before its time. What has expired meanwhile is forgotten. */
export const release: Work<Release, void> = {
  run: releaseToken,
  module: import.meta.url,
  name: 'releaseToken',
}

export async function releaseToken(tx: Tx, { token, expires, now }: Release): Promise<void> {
  await tx.run(sql`delete from released_token where expires < ${now}`)
  await tx.run(sql`insert into released_token (token, expires) values (${token}, ${expires})
    on conflict (token) do nothing`)
}

/** Whether a token was taken out of use. */
export const isReleased: Work<string, boolean> = {
  run: wasReleased,
  module: import.meta.url,
  name: 'wasReleased',
}

export async function wasReleased(tx: Tx, token: string): Promise<boolean> {
  const rows = await tx.all(sql`select token from released_token where token = ${token}`)
  return rows.length > 0
}
