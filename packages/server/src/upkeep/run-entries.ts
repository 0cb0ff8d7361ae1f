import type { Tx } from '../db/engine.ts'
import { sql } from '../db/sql.ts'
import { fromBytes, isWhole, WIDTH } from '../store/entries.ts'
import { readFences } from '../store/run-pages.ts'
import type { Family } from '../store/runs.ts'

export type RunRow = {
  readonly id: number
  readonly family: Family
  readonly entries: number
  /** While a merge still writes it: the runs it takes in, as JSON. */
  readonly sources: string | null
  readonly done_to: number
  /** Of its Bloom filter; 0: it has none. */
  readonly parts: number
}

export async function allRuns(tx: Tx): Promise<readonly RunRow[]> {
  return tx.all<RunRow>(sql`
    select id, family, entries, sources, done_to, parts from run order by id`)
}

export type Page = { readonly id: number; readonly high: number; readonly entries: Uint32Array }

/** The pages of a run in order, by its fences. @throws Error naming a page that is missing or torn. */
export async function* pagesOf(tx: Tx, run: number): AsyncGenerator<Page> {
  const { highs, first } = await readFences(tx, run)
  for (const [i, high] of highs.entries()) {
    const page = first + i
    const [row] = await tx.all<{ data: Uint8Array }>(sql`
      select data from run_page where id = ${page}`)
    if (row === undefined) throw new Error(`page ${page} is missing`)
    const { data } = row
    if (!(data instanceof Uint8Array) || !isWhole(data)) {
      throw new Error(`page ${page} is torn`)
    }
    yield { id: page, high, entries: fromBytes(data) }
  }
}

/** The entries of the whole index at positions asked for; what cannot be read is left out. */
export async function entriesAt(
  tx: Tx,
  family: Family,
  asked: (position: number) => boolean,
): Promise<ReadonlyMap<number, readonly (readonly [high: number, low: number])[]>> {
  const found = new Map<number, (readonly [number, number])[]>()
  for (const run of await allRuns(tx)) {
    if (run.family !== family || run.sources !== null) continue
    try {
      for await (const { entries } of pagesOf(tx, run.id)) {
        for (let i = 0; i < entries.length; i += WIDTH) {
          const position = entries[i + 2] ?? 0
          if (!asked(position)) continue
          const here = found.get(position) ?? []
          here.push([entries[i] ?? 0, entries[i + 1] ?? 0])
          found.set(position, here)
        }
      }
    } catch {
      continue
    }
  }
  return found
}
