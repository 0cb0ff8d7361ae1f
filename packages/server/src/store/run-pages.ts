import type { Tx } from '../db/engine.ts'
import { sql } from '../db/sql.ts'
import { fromBytes, isSound, PAGE_ENTRIES, toBytes, WIDTH, withSum, wordsIn } from './entries.ts'

/** Where the pages of a run begin: they are numbered on from `first`, each with the first hash (high half) in it. */
export type Fences = { readonly highs: Uint32Array; readonly first: number }

type Known = {
  readonly fences: Map<number, Fences>
  readonly pages: Map<number, Uint32Array>
}

/** Fences and pages never change once written, so each thread keeps what it has read. */
const KNOWN = new WeakMap<object, Known>()
const KEPT_PAGES = 1000
const KEPT_FENCES = 500

function knownTo(tx: Tx): Known {
  const found = KNOWN.get(tx.scope)
  if (found !== undefined) return found
  const fresh: Known = { fences: new Map(), pages: new Map() }
  KNOWN.set(tx.scope, fresh)
  return fresh
}

/** The id of the first page of a run; the ids from there to that of the next run are its own. */
export const firstPage = (run: number): number => run * 2 ** 24

/** Writes sorted entries as the next pages of a run, which ends before page `first`; resolves with where it ends then. */
export async function writePages(tx: Tx, first: number, sorted: Uint32Array): Promise<number> {
  const size = PAGE_ENTRIES * WIDTH
  const count = Math.ceil(sorted.length / size)
  if (count === 0) return first
  const highs = new Uint32Array(count)
  for (let i = 0; i < count; i++) highs[i] = sorted[i * size] ?? 0
  await tx.insert('run_page', ['id', 'data'], pages())
  await tx.insert('run_edge', ['id', 'highs'], [[first, withSum(highs)]])
  return first + count

  function* pages(): Generator<readonly [number, Uint8Array]> {
    for (let i = 0; i < count; i++) {
      yield [first + i, toBytes(sorted.subarray(i * size, (i + 1) * size))]
    }
  }
}

/** The id of the page that comes next in a run that is being written. */
export async function nextPage(tx: Tx, run: number): Promise<number> {
  const { highs, first } = await readFences(tx, run)
  return first + highs.length
}

export async function deletePages(tx: Tx, run: number): Promise<void> {
  const [from, to] = [firstPage(run), firstPage(run + 1)]
  await tx.run(sql`delete from run_page where id >= ${from} and id < ${to}`)
  await tx.run(sql`delete from run_edge where id >= ${from} and id < ${to}`)
  await tx.run(sql`delete from run_fence where run = ${run}`)
  knownTo(tx).fences.delete(run)
}

/** The last page that begins below `high`: what is looked for can begin in it, and in none before. */
export function lastBelow(highs: Uint32Array, high: number): number {
  let from = 0
  let to = highs.length
  while (from < to) {
    const middle = (from + to) >>> 1
    if ((highs[middle] ?? 0) < high) from = middle + 1
    else to = middle
  }
  return Math.max(0, from - 1)
}

/** The fences of a run, if they were read before: no wait for them. */
export const fencesKnown = (tx: Tx, run: number): Fences | undefined => knownTo(tx).fences.get(run)

/** The fences of a finished run, read once and kept. @throws Error when they are damaged. */
export async function fencesOf(tx: Tx, run: number): Promise<Fences> {
  const known = knownTo(tx).fences
  const found = known.get(run)
  if (found !== undefined) return found
  const fences = await readFences(tx, run)
  if (known.size > KEPT_FENCES) known.clear()
  known.set(run, fences)
  return fences
}

/** The fences of a run, finished or not. @throws Error when they are damaged. */
export async function readFences(tx: Tx, run: number): Promise<Fences> {
  const edges = await tx.all<{ id: number; highs: Uint8Array }>(sql`
    select id, highs from run_edge
    where id >= ${firstPage(run)} and id < ${firstPage(run + 1)} order by id`)
  if (edges.length === 0) return earlierFences(tx, run)
  const parts: Uint32Array[] = []
  let count = 0
  for (const { id, highs } of edges) {
    const words = wordsIn(highs)
    if (words === undefined || id !== firstPage(run) + count)
      throw damaged(`the fences of run ${run} of the index are`)
    parts.push(words)
    count += words.length
  }
  return { highs: joined(parts), first: firstPage(run) }
}

/** Of a run that an earlier version wrote: a row a page. */
async function earlierFences(tx: Tx, run: number): Promise<Fences> {
  const rows = await tx.all<{ high: number; page: number }>(sql`
    select high, page from run_fence where run = ${run} order by high, page`)
  const first = rows[0]?.page ?? firstPage(run)
  if (rows.some(({ page }, i) => page !== first + i))
    throw damaged(`the fences of run ${run} of the index are`)
  return { highs: Uint32Array.from(rows, ({ high }) => high), first }
}

export function joined(parts: readonly Uint32Array[]): Uint32Array {
  const [only] = parts
  if (only !== undefined && parts.length === 1) return only
  const all = new Uint32Array(parts.reduce((sum, part) => sum + part.length, 0))
  let at = 0
  for (const part of parts) {
    all.set(part, at)
    at += part.length
  }
  return all
}

const damaged = (what: string): Error =>
  new Error(`${what} damaged; stop the server, run suyuan check --repair`)

/** A page of a run, read once and kept. @throws Error when it is missing or damaged. */
export const pageOf = async (tx: Tx, id: number): Promise<Uint32Array> =>
  pageKnown(tx, id) ?? (await readPage(tx, id))

/** A page, if it was read before: no wait for it. */
export const pageKnown = (tx: Tx, id: number): Uint32Array | undefined => knownTo(tx).pages.get(id)

export async function readPage(tx: Tx, id: number): Promise<Uint32Array> {
  const known = knownTo(tx).pages
  const [row] = await tx.all<{ data: Uint8Array }>(sql`select data from run_page where id = ${id}`)
  if (row === undefined) throw new Error(`page ${id} of the index is missing`)
  const page = soundPage(id, row.data)
  if (known.size >= KEPT_PAGES) for (const old of known.keys()) if (known.delete(old)) break
  known.set(id, page)
  return page
}

function soundPage(id: number, data: Uint8Array): Uint32Array {
  if (!isSound(data)) throw damaged(`page ${id} of the index is`)
  return fromBytes(data)
}

/** Pages `from` to `to` of a run, the latter not among them: once through, and so not kept. @throws Error as {@link pageOf}. */
export async function pagesFrom(tx: Tx, from: number, to: number): Promise<readonly Uint32Array[]> {
  const rows = await tx.all<{ id: number; data: Uint8Array }>(sql`
    select id, data from run_page where id >= ${from} and id < ${to} order by id`)
  return Array.from({ length: to - from }, (_, i) => {
    const row = rows[i]
    if (row?.id !== from + i) throw new Error(`page ${from + i} of the index is missing`)
    return soundPage(row.id, row.data)
  })
}
