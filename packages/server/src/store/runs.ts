import type { Tx } from '../db/engine.ts'
import { sql } from '../db/sql.ts'
import { findIn, sortEntries, WIDTH } from './entries.ts'
import { breadthOf, deleteBloom, mayHold, partOf, partsFor, writeBloom } from './run-bloom.ts'
import {
  deletePages,
  fencesKnown,
  fencesOf,
  firstPage,
  joined,
  lastBelow,
  nextPage,
  pageKnown,
  pagesFrom,
  readPage,
  writePages,
  type Fences,
} from './run-pages.ts'
import type { Token } from './token.ts'

export const IDENTITIES = 0
export const MENTIONS = 1
export type Family = typeof IDENTITIES | typeof MENTIONS

/** Runs of one level that are merged into one of the next. */
const FAN_IN = 8

/** Entries a merge step takes in: about 30 ms of work, so that a capture never waits long behind one. */
const STEP = 200_000

/**
 * Levels whose runs carry a Bloom filter over things too: of the many small runs that nearly none holds what is looked up,
 * so 7 of 10 pages that a look-up would read are left unread. Filters of larger runs would be 1.25 bytes an entry in memory.
 */
const FILTERED_LEVELS = 2

type Known = Map<Family, { readonly version: number; readonly runs: readonly LiveRun[] }>

/** The runs there are, by the last commit that this thread has seen. */
const KNOWN = new WeakMap<object, Known>()

function knownTo(tx: Tx): Known {
  const found = KNOWN.get(tx.scope)
  if (found !== undefined) return found
  const fresh: Known = new Map()
  KNOWN.set(tx.scope, fresh)
  return fresh
}

/** Writes entries (unsorted triples, at most 2^20) as a new run of level 0. */
export async function appendRun(tx: Tx, family: Family, entries: Uint32Array): Promise<void> {
  if (entries.length === 0) return
  const sorted = sortEntries(entries)
  const run = await newRun(tx, { family, level: 0, entries: sorted.length / WIDTH, parts: 1 })
  await writeBloom(tx, { run, part: 0 }, sorted)
  await writePages(tx, firstPage(run), sorted)
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
  knownTo(tx).clear()
  if (row === undefined) throw new Error('the database gave a new run no id')
  return row.id
}

export type LiveRun = {
  readonly id: number
  readonly level: number
  readonly entries: number
  readonly parts: number
}

export async function liveRuns(tx: Tx, family: Family): Promise<readonly LiveRun[]> {
  const known = knownTo(tx)
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
    const may = await mayBeIn(tx, family, run, tokens)
    if (may?.includes(true) === false) continue
    const fences = fencesKnown(tx, run.id) ?? (await fencesOf(tx, run.id))
    for (const i of order) {
      const token = tokens[i]
      const into = found[i]
      if (token === undefined || into === undefined || may?.[i] === false) continue
      await lookUpIn(tx, fences, token, (position) => into.push(position))
    }
  }
  return found
}

/** For each token whether a run may hold it; undefined where it has no filter that tells. */
function mayBeIn(
  tx: Tx,
  family: Family,
  run: LiveRun,
  tokens: readonly Token[],
): Promise<readonly boolean[]> | undefined {
  return family === MENTIONS && run.parts > 0 ? mayHold(tx, run, tokens) : undefined
}

async function lookUpIn(
  tx: Tx,
  { highs, first }: Fences,
  { high, low }: Token,
  found: (position: number) => void,
): Promise<void> {
  for (let i = lastBelow(highs, high); i < highs.length && (highs[i] ?? 0) <= high; i++) {
    const page = pageKnown(tx, first + i) ?? (await readPage(tx, first + i))
    if (!findIn(page, high, low, found)) return
  }
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
    const { highs, first } = await fencesOf(tx, source)
    const begin = lastBelow(highs, from)
    let end = begin
    while (end < highs.length && (highs[end] ?? 0) < to) end++
    for (const page of await pagesFrom(tx, first + begin, first + end)) {
      parts.push(within(page, from, to))
    }
  }
  return joined(parts)
}

function within(page: Uint32Array, from: number, to: number): Uint32Array {
  let first = 0
  while (first < page.length && (page[first] ?? 0) < from) first += WIDTH
  let last = page.length
  while (last > first && (page[last - WIDTH] ?? 0) >= to) last -= WIDTH
  return page.subarray(first, last)
}

async function writeMerged(tx: Tx, merge: Merge, sorted: Uint32Array): Promise<void> {
  await writePages(tx, await nextPage(tx, merge.id), sorted)
  const { id: run, parts, done_to } = merge
  if (parts > 0) await writeBloom(tx, { run, part: partOf(parts, done_to) }, sorted)
}

async function finish(tx: Tx, merge: Merge, sources: readonly number[]): Promise<void> {
  knownTo(tx).clear()
  await tx.run(sql`update run set sources = null, done_to = 0 where id = ${merge.id}`)
  for (const source of sources) {
    await deletePages(tx, source)
    await tx.run(sql`delete from run where id = ${source}`)
    await deleteBloom(tx, source)
  }
}
