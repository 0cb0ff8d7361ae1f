import type { Tx } from '../db/engine.ts'
import { PAGE_ENTRIES, WIDTH } from './entries.ts'
import type { TokenRange } from './event-index.ts'
import { fencesOf, lastBelow, pageOf, pagesFrom, type Fences } from './run-pages.ts'
import { liveRuns, MENTIONS, type LiveRun } from './runs.ts'
import { mayHold } from './run-bloom.ts'

/** Positions under tokens of these ranges, unsorted, maybe repeated; undefined where there are more than `most` entries. */
export async function positionsUnder(
  tx: Tx,
  ranges: readonly TokenRange[],
  most: number,
): Promise<readonly number[] | undefined> {
  const runs = await liveRuns(tx, MENTIONS)
  let surely = 0
  for (const { id } of runs) {
    const fences = await fencesOf(tx, id)
    for (const range of ranges) surely += filledBy(fences, range)
  }
  if (surely * PAGE_ENTRIES > most) return undefined
  const found: number[] = []
  for (const run of runs) {
    for (const range of await mayBeIn(tx, run, ranges)) {
      if (!(await gather(tx, await fencesOf(tx, run.id), { range, into: found, most }))) {
        return undefined
      }
    }
  }
  return found
}

/** Ranges of one token that a small run surely has not are left out. */
async function mayBeIn(
  tx: Tx,
  run: LiveRun,
  ranges: readonly TokenRange[],
): Promise<readonly TokenRange[]> {
  if (run.parts === 0) return ranges
  const may = await mayHold(
    tx,
    run,
    ranges.map(({ from }) => from),
  )
  return ranges.filter(({ from, to }, i) => from.low !== to.low || may[i] === true)
}

/** Pages that hold nothing but one token, by their fences: both this page and the next begin with its first half. */
function filledBy({ highs }: Fences, { from, to }: TokenRange): number {
  if (from.low !== to.low) return 0
  let pages = 0
  for (let i = lastBelow(highs, from.high) + 1; highs[i + 1] === from.high; i++) pages++
  return pages
}

type Gathering = {
  readonly range: TokenRange
  readonly into: number[]
  readonly most: number
}

/** False when there are too many. */
async function gather(
  tx: Tx,
  { highs, first }: Fences,
  { range: { from, to }, into, most }: Gathering,
): Promise<boolean> {
  let i = await firstPage(tx, { highs, first }, from)
  const last = pageBehind(highs, i, to.high)
  for (let few = 1; i < last; few = MANY) {
    const pages = await pagesFrom(tx, first + i, first + Math.min(i + few, last))
    for (const page of pages) if (!take(page, { from, to }, into)) return true
    if (into.length > most) return false
    i += pages.length
  }
  return true
}

/** Pages read at once, when more than the first is needed. */
const MANY = 32

function pageBehind(highs: Uint32Array, from: number, high: number): number {
  let i = from
  while (i < highs.length && (highs[i] ?? 0) <= high) i++
  return i
}

/** Takes the positions under a range out of a page; false when it ends there. */
function take(page: Uint32Array, { from, to }: TokenRange, into: number[]): boolean {
  for (let at = entryFrom(page, from.high, from.low) * WIDTH; at < page.length; at += WIDTH) {
    if (page[at] !== from.high || (page[at + 1] ?? 0) > to.low) return false
    into.push(page[at + 2] ?? 0)
  }
  return true
}

/** Where many pages begin with one first half, the last that begins below a token is looked for among them. */
async function firstPage(
  tx: Tx,
  { highs, first }: Fences,
  { high, low }: TokenRange['from'],
): Promise<number> {
  let from = lastBelow(highs, high)
  let to = from
  while (highs[to + 1] === high) to++
  while (from < to) {
    const middle = (from + to + 1) >>> 1
    const page = await pageOf(tx, first + middle)
    const begins = page[0] === high && (page[1] ?? 0) < low
    if (begins || (page[0] ?? 0) < high) from = middle
    else to = middle - 1
  }
  return from
}

/** The first entry of a page that is not below a token. */
function entryFrom(page: Uint32Array, high: number, low: number): number {
  let from = 0
  let to = page.length / WIDTH
  while (from < to) {
    const middle = (from + to) >>> 1
    const h = page[WIDTH * middle] ?? 0
    if (h < high || (h === high && (page[WIDTH * middle + 1] ?? 0) < low)) from = middle + 1
    else to = middle
  }
  return from
}
