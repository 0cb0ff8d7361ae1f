import type { Tx } from '../db/engine.ts'
import { sql } from '../db/sql.ts'
import { WIDTH } from '../store/entries.ts'
import { CheckedFilter } from './checked-filter.ts'
import { IDENTITIES, MENTIONS } from '../store/runs.ts'
import type { LogSays, Told } from './check-log.ts'
import { compareIndex } from './compare-index.ts'
import type { Findings } from './findings.ts'
import { allRuns, entriesAt, pagesOf, type Page, type RunRow } from './run-entries.ts'
import { Sums } from './sums.ts'

/** What a check of the runs goes by. */
type Walk = {
  readonly tx: Tx
  readonly findings: Findings
  readonly log: LogSays
  /** Of the finished runs, by family. */
  readonly sums: readonly [Sums, Sums]
  /** Of a merge under way: what it has written, and what it should have. */
  readonly merge: { readonly written: Sums; readonly due: Sums }
  readonly merging: { readonly sources: ReadonlySet<number>; readonly to: number } | undefined
}

/**
 * Reads every run: pages in order behind their fences, Bloom filters as their entries make them, and together exactly
 * the entries that the log says: each token finds its event, and no entry points to an event that is not under it.
 */
export async function checkRuns(
  tx: Tx,
  findings: Findings,
  log: LogSays,
  told: Told,
): Promise<void> {
  const runs = await allRuns(tx)
  const walk: Walk = {
    tx,
    findings,
    log,
    sums: [new Sums(), new Sums()],
    merge: { written: new Sums(), due: new Sums() },
    merging: mergingOf(runs, findings),
  }
  for (const [i, run] of runs.entries()) {
    told(`${i} of ${runs.length} runs of the index read`)
    await checkRun(walk, run)
  }
  if (walk.merge.written.differing(walk.merge.due).length > 0) {
    const says = 'a merge of runs that is under way has not written what it should have'
    findings.add('run', 'run-merge', says)
  }
  await checkStrays(tx, findings)
  await compareIndex(tx, findings, { log, held: { table: 'run', sums: walk.sums, entriesAt } })
}

function mergingOf(runs: readonly RunRow[], findings: Findings): Walk['merging'] {
  const one = runs.find((run) => run.sources !== null)
  if (one === undefined) return undefined
  try {
    const sources = new Set(JSON.parse(one.sources ?? '[]') as readonly number[])
    return { sources, to: one.done_to }
  } catch {
    findings.add(`run ${one.id}`, 'run-merge', `run ${one.id} does not say which runs it merges`)
    return undefined
  }
}

async function checkRun(walk: Walk, run: RunRow): Promise<void> {
  const { tx, findings } = walk
  const at = `run ${run.id}`
  if (run.family !== IDENTITIES && run.family !== MENTIONS) {
    findings.add(
      at,
      'run-family',
      `run ${run.id} belongs to no known index (${String(run.family)})`,
    )
    return
  }
  const filter = new CheckedFilter(tx, findings, run)
  let count = 0
  let last: readonly [number, number] = [0, 0]
  try {
    for await (const page of pagesOf(tx, run.id)) {
      last = checkOrder(findings, run, page, last)
      count += page.entries.length / WIDTH
      await filter.take(page.entries)
      take(walk, run, page.entries)
    }
  } catch (error) {
    const says = error instanceof Error ? error.message : String(error)
    findings.add(at, 'run-unreadable', `run ${run.id} cannot be read through: ${says}`)
    return
  }
  if (run.sources === null && count !== run.entries) {
    const says = `run ${run.id} holds ${count} entries and says ${run.entries}`
    findings.add(at, 'run-entries', says)
  }
  await filter.end()
}

/** Entries rise, within a page and from page to page, and a fence is the first hash behind it. */
function checkOrder(
  findings: Findings,
  run: RunRow,
  { id, high, entries }: Page,
  before: readonly [number, number],
): readonly [number, number] {
  let [h, l] = before
  let rises = true
  for (let i = 0; i < entries.length; i += WIDTH) {
    const nextHigh = entries[i] ?? 0
    const nextLow = entries[i + 1] ?? 0
    if (nextHigh < h || (nextHigh === h && nextLow < l)) rises = false
    h = nextHigh
    l = nextLow
  }
  if (!rises) {
    findings.add(`run ${run.id}`, 'run-order', `run ${run.id}: page ${id} is out of order`)
  }
  if (entries[0] !== high) {
    const says = `run ${run.id}: the fence of page ${id} is not the first hash in it`
    findings.add(`run ${run.id}`, 'run-fence', says)
  }
  return [h, l]
}

function take(walk: Walk, run: RunRow, entries: Uint32Array): void {
  const { merge, merging } = walk
  const into = run.sources === null ? walk.sums[run.family] : merge.written
  const due = merging?.sources.has(run.id) === true ? merging.to : 0
  const counts = countsIn(walk, run)
  for (let i = 0; i < entries.length; i += WIDTH) {
    const high = entries[i] ?? 0
    const low = entries[i + 1] ?? 0
    const position = entries[i + 2] ?? 0
    if (high < due) merge.due.add(high, low, position)
    if (counts(position)) into.add(high, low, position)
  }
}

/** Whether an entry at a position is held against the log; one that leads out of it is told at once. */
function countsIn({ log, findings }: Walk, run: RunRow): (position: number) => boolean {
  const skip = run.family === MENTIONS && run.sources === null ? log.damaged : NONE
  return (position) => {
    if (position >= 1 && position <= log.erased.end) {
      return !skip.has(position) && !log.erased.has(position)
    }
    const says = `run ${run.id} points to event ${position}; the log ends with ${log.erased.end}`
    findings.add(`run ${run.id}`, 'run-stray', says)
    return false
  }
}

const NONE: ReadonlySet<number> = new Set()

/** Pages and fences belong to a run, and each page stands behind one fence. */
async function checkStrays(tx: Tx, findings: Findings): Promise<void> {
  const [row] = await tx.all<{
    pages: number
    fences: number
    behind: number
    filters: number
  }>(sql`
    select (select count(*) from run_page where id / 16777216 not in (select id from run)) as pages,
      (select count(*) from run_fence where run not in (select id from run))
        + (select count(*) from run_edge where id / 16777216 not in (select id from run)) as fences,
      (select count(*) from run_page where id not in (select page from run_fence)
        and id >= coalesce((select edge.id + (length(edge.highs) - 4) / 4 from run_edge as edge
          where edge.id <= run_page.id order by edge.id desc limit 1), 0)) as behind,
      (select count(*) from run_bloom where id / 4096 not in (select id from run)) as filters`)
  if (row === undefined) return
  const { pages, fences, behind, filters } = row
  if (pages + fences + behind + filters === 0) return
  const says = `${pages} pages, ${fences} fences and ${filters} filters of the index belong to no run, ${behind} pages stand behind no fence`
  findings.add('run', 'run-strays', says)
}
