import {
  prefixBook,
  type PrefixLength,
  type PrefixRow,
  type PrefixSource,
} from '@suyuan/core/id/prefix-book'
import type { Engine, Tx, Work } from '../db/engine.ts'
import { sql } from '../db/sql.ts'

/** A row of the table, with when it was noted, in microseconds since 1970. */
export type NotedPrefix = PrefixRow & { readonly noted_at: number }

/** Those that this thread knows to be kept as seen: every event of a company names them again. */
const KNOWN = new WeakMap<object, Set<string>>()
const KEPT = 100_000

/** Notes the company prefixes that captured EPC URNs show. What is kept already costs a look at memory. */
export async function noteSeen(tx: Tx, prefixes: readonly string[], now: number): Promise<void> {
  const known = knownTo(tx)
  for (const prefix of prefixes) {
    if (known.has(prefix)) continue
    await tx.run(sql`insert into company_prefix (prefix, source, length, noted_at)
      values (${prefix}, 'seen', ${prefix.length}, ${now}) on conflict do nothing`)
    known.add(prefix)
  }
}

function knownTo({ scope }: Tx): Set<string> {
  const found = KNOWN.get(scope)
  if (found !== undefined && found.size < KEPT) return found
  const fresh = new Set<string>()
  KNOWN.set(scope, fresh)
  return fresh
}

export type Told = {
  readonly source: Exclude<PrefixSource, 'seen'>
  readonly prefixes: readonly Omit<PrefixRow, 'source'>[]
  readonly now: number
}

/** Writes what the operator tells; of a prefix that is there already the new length counts. Resolves with how many there were. */
export const tellPrefixes: Work<Told, number> = {
  run: tellOf,
  module: import.meta.url,
  name: 'tellOf',
}

export async function tellOf(tx: Tx, { source, prefixes, now }: Told): Promise<number> {
  for (const { prefix, length } of prefixes) {
    await tx.run(sql`insert into company_prefix (prefix, source, length, noted_at)
      values (${prefix}, ${source}, ${length}, ${now})
      on conflict (prefix, source) do update set length = excluded.length, noted_at = excluded.noted_at`)
  }
  return prefixes.length
}

/** Takes a prefix out, whoever told it. Resolves with whether it was there. A seen one comes again with the next event. */
export const dropPrefix: Work<string, boolean> = {
  run: dropOf,
  module: import.meta.url,
  name: 'dropOf',
}

export async function dropOf(tx: Tx, prefix: string): Promise<boolean> {
  const rows = await tx.all(sql`
    delete from company_prefix where prefix = ${prefix} returning prefix`)
  knownTo(tx).delete(prefix)
  return rows.length > 0
}

/** All of them, in their order. */
export const companyPrefixes: Work<undefined, readonly NotedPrefix[]> = {
  run: allPrefixes,
  module: import.meta.url,
  name: 'allPrefixes',
}

export function allPrefixes(tx: Tx): Promise<readonly NotedPrefix[]> {
  return tx.all<NotedPrefix>(sql`
    select prefix, source, length, noted_at from company_prefix order by prefix, source`)
}

/** How many there are and when the last was noted: the same as long as nothing changed. */
export const prefixState: Work<undefined, string> = {
  run: stateOf,
  module: import.meta.url,
  name: 'stateOf',
}

export async function stateOf(tx: Tx): Promise<string> {
  const [row] = await tx.all<{ count: number; last: number | null; sum: number | null }>(sql`
    select count(*) as count, max(noted_at) as last, sum(length) as sum from company_prefix`)
  return `${row?.count ?? 0} ${row?.last ?? 0} ${row?.sum ?? 0}`
}

type Book = { readonly state: string; readonly lengthOf: PrefixLength }
const BOOKS = new WeakMap<Engine, Book>()

/** How long company prefixes are, by all that is known now: for EPC URNs in answers. Read anew only when it changed. */
export async function prefixLengths(engine: Engine): Promise<PrefixLength> {
  const state = await engine.read(prefixState, undefined)
  const known = BOOKS.get(engine)
  if (known?.state === state) return known.lengthOf
  const lengthOf = prefixBook(await engine.read(companyPrefixes, undefined))
  BOOKS.set(engine, { state, lengthOf })
  return lengthOf
}

const BOOKS_IN = new WeakMap<object, Book>()

/** {@link prefixLengths} within a transaction, where answers are written. */
export async function prefixLengthsIn(tx: Tx): Promise<PrefixLength> {
  const state = await stateOf(tx)
  const known = BOOKS_IN.get(tx.scope)
  if (known?.state === state) return known.lengthOf
  const lengthOf = prefixBook(await allPrefixes(tx))
  BOOKS_IN.set(tx.scope, { state, lengthOf })
  return lengthOf
}
