import type { Tx } from '../db/engine.ts'
import { sql } from '../db/sql.ts'
import { findIn, fromBytes, isSound, PAGE_ENTRIES, sortEntries, toBytes, WIDTH } from './entries.ts'
import { breadthOf, deleteBloom, mayHold, partOf, partsFor, writeBloom } from './run-bloom.ts'
import type { Token } from './token.ts'

export const IDENTITIES = 0
export const MENTIONS = 1
export type Family = typeof IDENTITIES | typeof MENTIONS

/** Runs of one level that are merged into one of the next. */
const FAN_IN = 8

/** Entries a merge step takes in: about 30 ms of work, so that a capture never waits long behind one. */
const STEP = 200_000

export type Fences = { readonly highs: Uint32Array; readonly pages: Float64Array }
/**
 * Levels whose runs carry a Bloom filter over things too: of the many small runs that nearly none holds what is looked up,
 * so 7 of 10 pages that a look-up would read are left unread. Filters of larger runs would be 1.25 bytes an entry in memory.
 */
const FILTERED_LEVELS = 2

type Known = {
  readonly runs: Map<Family, { readonly version: number; readonly runs: readonly LiveRun[] }>
  readonly fences: Map<number, Fences>
  readonly pages: Map<number, Uint32Array>
}

/** Fences and pages never change once written, so each thread keeps what it has read. */
const KNOWN = new WeakMap<object, Known>()
const KEPT_PAGES = 1000

function knownTo(tx: Tx): Known {
  const found = KNOWN.get(tx.scope)
  if (found !== undefined) return found
  const fresh: Known = { runs: new Map(), fences: new Map(), pages: new Map() }
  KNOWN.set(tx.scope, fresh)
  return fresh
}

const firstPage = (run: number): number => run * 2 ** 24

/** Writes entries (unsorted triples, at most 2^20) as a new run of level 0. */
export async function appendRun(tx: Tx, family: Family, entries: Uint32Array): Promise<void> {
  if (entries.length === 0) return
  const sorted = sortEntries(entries)
  const run = await newRun(tx, { family, level: 0, entries: sorted.length / WIDTH, parts: 1 })
  await writeBloom(tx, { run, part: 0 }, sorted)
  await writePages(tx, run, firstPage(run), sorted)
}

type NewRun = {
  readonly family: Family
  readonly level: number
  readonly entries: number
  /** Of its Bloom filter; 0: it has none. */
  readonly parts: number
  /** Ids of the runs that it takes in, as JSON. */
  readonly sources?: string
}

async function newRun(tx: Tx, { family, level, entries, parts, sources }: NewRun): Promise<number> {
  const [row] = await tx.all<{ id: number }>(sql`
    insert into run (family, level, entries, parts, sources)
    values (${family}, ${level}, ${entries}, ${parts}, ${sources ?? null}) returning id`)
  knownTo(tx).runs.clear()
  if (row === undefined) throw new Error('the database gave a new run no id')
  return row.id
}

async function writePages(
  tx: Tx,
  run: number,
  first: number,
  sorted: Uint32Array,
): Promise<number> {
  const size = PAGE_ENTRIES * WIDTH
  const count = Math.ceil(sorted.length / size)
  const numbers = Array.from({ length: count }, (_, i) => i)
  const page = (i: number): Uint32Array => sorted.subarray(i * size, (i + 1) * size)
  await tx.insert(
    'run_page',
    ['id', 'data'],
    numbers.map((i) => [first + i, toBytes(page(i))]),
  )
  await tx.insert(
    'run_fence',
    ['run', 'high', 'page'],
    numbers.map((i) => [run, sorted[i * size] ?? 0, first + i]),
  )
  return first + count
}

export type LiveRun = {
  readonly id: number
  readonly level: number
  readonly entries: number
  readonly parts: number
}

export async function liveRuns(tx: Tx, family: Family): Promise<readonly LiveRun[]> {
  const known = knownTo(tx).runs
  // Tells of commits by other connections alone; what this one writes forgets by itself.
  const [row] = await tx.all<{ data_version: number }>(sql`pragma data_version`)
  const version = row?.data_version ?? 0
  const found = known.get(family)
  if (found?.version === version) return found.runs
  const runs = await tx.all<LiveRun>(sql`
    select id, level, entries, parts from run
    where family = ${family} and sources is null order by id`)
  known.set(family, { version, runs })
  return runs
}

/** For each token the positions under it, unsorted; a position may be there for another text with the same token. */
export async function lookUp(
  tx: Tx,
  family: Family,
  tokens: readonly Token[],
): Promise<readonly (readonly number[])[]> {
  const found: number[][] = tokens.map(() => [])
  const order = tokens
    .map((_, i) => i)
    .sort((i, j) => (tokens[i]?.high ?? 0) - (tokens[j]?.high ?? 0))
  for (const run of await liveRuns(tx, family)) {
    const fences = await fencesOf(tx, run.id)
    const filtered = family === MENTIONS && run.parts > 0
    const may = filtered ? await mayHold(tx, run, tokens) : undefined
    for (const i of order) {
      const token = tokens[i]
      const into = found[i]
      if (token === undefined || into === undefined) continue
      if (may?.[i] === false) continue
      await lookUpIn(tx, fences, token, (position) => into.push(position))
    }
  }
  return found
}

async function lookUpIn(
  tx: Tx,
  { highs, pages }: Fences,
  { high, low }: Token,
  found: (position: number) => void,
): Promise<void> {
  for (let i = lastBelow(highs, high); i < pages.length && (highs[i] ?? 0) <= high; i++) {
    const page = pageKnown(tx, pages[i] ?? 0) ?? (await readPage(tx, pages[i] ?? 0))
    if (!findIn(page, high, low, found)) return
  }
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

export async function fencesOf(tx: Tx, run: number): Promise<Fences> {
  const known = knownTo(tx).fences
  const found = known.get(run)
  if (found !== undefined) return found
  const rows = await tx.all<{ high: number; page: number }>(sql`
    select high, page from run_fence where run = ${run} order by high, page`)
  const fences = {
    highs: Uint32Array.from(rows, (row) => row.high),
    pages: Float64Array.from(rows, (row) => row.page),
  }
  if (known.size > 500) known.clear()
  known.set(run, fences)
  return fences
}

/** A page of a run, read once and kept. */
export const pageOf = async (tx: Tx, id: number): Promise<Uint32Array> =>
  pageKnown(tx, id) ?? (await readPage(tx, id))

const pageKnown = (tx: Tx, id: number): Uint32Array | undefined => knownTo(tx).pages.get(id)

async function readPage(tx: Tx, id: number): Promise<Uint32Array> {
  const known = knownTo(tx).pages
  const [row] = await tx.all<{ data: Uint8Array }>(sql`select data from run_page where id = ${id}`)
  if (row === undefined) throw new Error(`page ${id} of the index is missing`)
  if (!isSound(row.data)) {
    throw new Error(
      `page ${id} of the index is damaged; stop the server, run suyuan check --repair`,
    )
  }
  const page = fromBytes(row.data)
  if (known.size >= KEPT_PAGES) for (const old of known.keys()) if (known.delete(old)) break
  known.set(id, page)
  return page
}

/** Of these identity tokens, the indices of those that may be kept already; every other one surely is not. */
export async function maybeKept(tx: Tx, tokens: readonly Token[]): Promise<readonly number[]> {
  const runs = await liveRuns(tx, IDENTITIES)
  const maybe = new Set<number>()
  for (const run of runs) {
    const may = await mayHold(tx, run, tokens, (i) => !maybe.has(i))
    for (const [i, held] of may.entries()) if (held) maybe.add(i)
  }
  return [...maybe].sort((a, b) => a - b)
}

type Merge = LiveRun & {
  readonly family: Family
  readonly sources: string
  readonly done_to: number
}

/** Does one bounded step of a merge if one is due; true when there is more to do. */
export async function mergeStep(tx: Tx): Promise<boolean> {
  const merge = (await mergeUnderWay(tx)) ?? (await startMerge(tx))
  if (merge === undefined) return false
  const sources = JSON.parse(merge.sources) as readonly number[]
  const to = Math.min(2 ** 32, merge.done_to + breadthOfStep(merge))
  const sorted = sortEntries(await between(tx, sources, merge.done_to, to))
  await writeMerged(tx, merge, sorted)
  if (to < 2 ** 32) await tx.run(sql`update run set done_to = ${to} where id = ${merge.id}`)
  else await finish(tx, merge, sources)
  return true
}

/** A step of a run with a filter makes one part of it. */
const breadthOfStep = ({ parts, entries }: Merge): number =>
  parts > 0 ? breadthOf(parts) : Math.max(1, Math.floor((2 ** 32 * STEP) / entries))

async function mergeUnderWay(tx: Tx): Promise<Merge | undefined> {
  const [row] = await tx.all<Merge>(sql`
    select id, family, level, entries, sources, done_to, parts
    from run where sources is not null limit 1`)
  return row
}

async function startMerge(tx: Tx): Promise<Merge | undefined> {
  for (const family of [IDENTITIES, MENTIONS] as const) {
    const runs = await liveRuns(tx, family)
    for (let level = 0; level < 12; level++) {
      const oldest = runs.filter((run) => run.level === level).slice(0, FAN_IN)
      if (oldest.length < FAN_IN) continue
      const entries = oldest.reduce((sum, run) => sum + run.entries, 0)
      const sources = JSON.stringify(oldest.map((run) => run.id))
      const filtered = family === IDENTITIES || level + 1 <= FILTERED_LEVELS
      const parts = filtered ? partsFor(entries, STEP) : 0
      const made = { family, level: level + 1, entries, parts, sources }
      return { ...made, id: await newRun(tx, made), done_to: 0 }
    }
  }
  return undefined
}

/** All entries of the sources with `from` <= hash high < `to`, source by source: positions of one hash stay in order. */
async function between(
  tx: Tx,
  sources: readonly number[],
  from: number,
  to: number,
): Promise<Uint32Array> {
  const parts: Uint32Array[] = []
  for (const source of sources) {
    const { highs, pages } = await fencesOf(tx, source)
    for (let i = lastBelow(highs, from); i < pages.length && (highs[i] ?? 0) < to; i++) {
      parts.push(
        within(pageKnown(tx, pages[i] ?? 0) ?? (await readPage(tx, pages[i] ?? 0)), from, to),
      )
    }
  }
  const all = new Uint32Array(parts.reduce((sum, part) => sum + part.length, 0))
  let at = 0
  for (const part of parts) {
    all.set(part, at)
    at += part.length
  }
  return all
}

function within(page: Uint32Array, from: number, to: number): Uint32Array {
  let first = 0
  while (first < page.length && (page[first] ?? 0) < from) first += WIDTH
  let last = page.length
  while (last > first && (page[last - WIDTH] ?? 0) >= to) last -= WIDTH
  return page.subarray(first, last)
}

async function writeMerged(tx: Tx, merge: Merge, sorted: Uint32Array): Promise<void> {
  const [row] = await tx.all<{ page: number | null }>(sql`
    select max(page) as page from run_fence where run = ${merge.id}`)
  const next = row?.page === null || row === undefined ? firstPage(merge.id) : row.page + 1
  await writePages(tx, merge.id, next, sorted)
  const { id: run, parts, done_to } = merge
  if (parts > 0) await writeBloom(tx, { run, part: partOf(parts, done_to) }, sorted)
}

async function finish(tx: Tx, merge: Merge, sources: readonly number[]): Promise<void> {
  const known = knownTo(tx)
  known.runs.clear()
  await tx.run(sql`update run set sources = null, done_to = 0 where id = ${merge.id}`)
  for (const source of sources) {
    await tx.run(sql`delete from run_page
      where id >= ${firstPage(source)} and id < ${firstPage(source + 1)}`)
    await tx.run(sql`delete from run_fence where run = ${source}`)
    await tx.run(sql`delete from run where id = ${source}`)
    known.fences.delete(source)
    await deleteBloom(tx, source)
  }
}
