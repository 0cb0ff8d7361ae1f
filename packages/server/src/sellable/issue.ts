import type { Tx, Work } from '../db/engine.ts'
import { sql } from '../db/sql.ts'

/** A list that was issued: all servers of a store that are asked for it give the same bytes. */
export type Issue = {
  readonly number: number
  readonly position: number
  /** Microseconds since 1970. */
  readonly issued: number
  /** Digest of what the blocks said of their state. */
  readonly state: string
}

export type Issuing = {
  readonly state: string
  readonly position: number
  readonly now: number
  /** A list is issued anew after so many microseconds though nothing changed. */
  readonly renewed: number
}

const ISSUE = 'sellable-list'

/** The issue that holds now: the one kept, or a new one where the state is another or it was issued long ago. */
export const issueNow: Work<Issuing, Issue> = {
  run: keepIssue,
  module: import.meta.url,
  name: 'keepIssue',
}

export async function keepIssue(
  tx: Tx,
  { state, position, now, renewed }: Issuing,
): Promise<Issue> {
  await tx.lock('sellable-list')
  const kept = await findIssue(tx)
  if (kept?.state === state && now < kept.issued + renewed && now >= kept.issued) return kept
  // Seconds, not a count: what is issued after an older copy of the data was restored is newer than all before.
  const number = Math.max((kept?.number ?? 0) + 1, Math.floor(now / 1e6))
  const issue: Issue = { number, position, issued: now, state }
  await tx.run(sql`insert into setting (name, value) values (${ISSUE}, ${JSON.stringify(issue)})
    on conflict (name) do update set value = excluded.value`)
  return issue
}

async function findIssue(tx: Tx): Promise<Issue | undefined> {
  const [row] = await tx.all<{ value: string }>(sql`
    select value from setting where name = ${ISSUE}`)
  return row && (JSON.parse(row.value) as Issue)
}
