import type { Tx, Work } from '../db/engine.ts'
import { sql } from '../db/sql.ts'
import { captorId } from '../store/append.ts'
import { visibleTo, type Viewer } from '../store/viewer.ts'

/** The query that every EPCIS repository has (EPCIS 2.0 §8.2.7.1): kept nowhere, and not to be deleted. */
export const SIMPLE_EVENT_QUERY = 'SimpleEventQuery'

/** A question kept under a name. */
export type NamedQuery = {
  readonly name: string
  /** JSON text: `{"query": {…}, "@context"?}`, checked before it is kept. */
  readonly body: string
}

export type KeepQuery = NamedQuery & { readonly viewer: Viewer; readonly now: number }

/** Keeps a question under its name; false when that is taken. */
export const keepQuery: Work<KeepQuery, boolean> = {
  run: keep,
  module: import.meta.url,
  name: 'keep',
}

export async function keep(tx: Tx, { name, body, viewer, now }: KeepQuery): Promise<boolean> {
  await tx.lock('named-query')
  const [taken] = await tx.all(sql`select name from named_query where name = ${name}`)
  if (taken !== undefined || name === SIMPLE_EVENT_QUERY) return false
  const captor = await captorId(tx, viewer.party, viewer.credential)
  await tx.run(sql`insert into named_query (name, body, created_at, captor)
    values (${name}, ${body}, ${now}, ${captor})`)
  return true
}

export type Naming = { readonly viewer: Viewer; readonly name: string }

/** The question kept under a name; undefined when there is none. */
export const queryNamed: Work<Naming, NamedQuery | undefined> = {
  run: findQuery,
  module: import.meta.url,
  name: 'findQuery',
}

export async function findQuery(tx: Tx, { viewer, name }: Naming): Promise<NamedQuery | undefined> {
  if (name === SIMPLE_EVENT_QUERY) return { name, body: '{"query":{}}' }
  const [row] = await tx.all<NamedQuery>(sql`select name, body from named_query
    where name = ${name} and ${visibleTo(viewer, 'named_query')}`)
  return row
}

/** Whether a question is kept under a name. */
export async function isKept(tx: Tx, naming: Naming): Promise<boolean> {
  return (await findQuery(tx, naming)) !== undefined
}

export type Listing = { readonly viewer: Viewer; readonly after: string; readonly limit: number }

/** Questions by name, from behind one. */
export const queriesAfter: Work<Listing, readonly NamedQuery[]> = {
  run: listQueries,
  module: import.meta.url,
  name: 'listQueries',
}

export async function listQueries(
  tx: Tx,
  { viewer, after, limit }: Listing,
): Promise<readonly NamedQuery[]> {
  return tx.all(sql`select name, body from named_query
    where name > ${after} and ${visibleTo(viewer, 'named_query')} order by name limit ${limit}`)
}

/** Forgets a question, and ends its subscriptions with it; false when there is none of that name. */
export const deleteQuery: Work<Naming, boolean> = {
  run: forget,
  module: import.meta.url,
  name: 'forget',
}

export async function forget(tx: Tx, naming: Naming): Promise<boolean> {
  await tx.lock('named-query')
  const { name } = naming
  if (name === SIMPLE_EVENT_QUERY || !(await isKept(tx, naming))) return false
  const theirs = sql`select id from subscription where query = ${name}`
  await tx.run(sql`delete from delivery where subscription in (${theirs})`)
  await tx.run(sql`delete from dead_letter where subscription in (${theirs})`)
  await tx.run(sql`delete from subscription where query = ${name}`)
  await tx.run(sql`delete from named_query where name = ${name}`)
  return true
}
