import type { Gap } from '@suyuan/core/flow/trace'
import type {
  Affected,
  Difference,
  HolderCount,
  LotCount,
  PlaceCount,
  Suspect,
  Version,
} from '@suyuan/core/recall/case'
import type { Tx, Work } from '../db/engine.ts'
import { sql } from '../db/sql.ts'

/** What was found when a case was traced. */
export type Found = {
  readonly because: Version['because']
  readonly affected: Affected
  readonly suspects: readonly Suspect[]
  /** Suspects that no event names. */
  readonly unseen: readonly string[]
  readonly lots: readonly LotCount[]
  readonly whereabouts: readonly PlaceCount[]
  readonly holders: readonly HolderCount[]
  readonly upstream: { readonly origins: number; readonly lots: number; readonly items: number }
  /** The first of them; `gapCount` in all. */
  readonly gaps: readonly Gap[]
  readonly gapCount: number
  readonly complete: boolean
  readonly tracedMs: number
  readonly totalMs: number
  readonly difference?: Difference
}

export type KeptVersion = Found & {
  readonly number: number
  readonly version: number
  readonly run: string
  readonly position: number
  readonly madeAt: number
}

type Row = {
  readonly number: number
  readonly version: number
  readonly run: string
  readonly position: number
  readonly made_at: number
  readonly body: string
}

/** Every time a case was traced, the first first. */
export const versionsOf: Work<number, readonly KeptVersion[]> = {
  run: listVersions,
  module: import.meta.url,
  name: 'listVersions',
}

export async function listVersions(tx: Tx, recall: number): Promise<readonly KeptVersion[]> {
  const rows = await tx.all<Row>(sql`
    select number, version, run, position, made_at, body from recall_version
    where recall = ${recall} order by number`)
  return rows.map(keptIn)
}

/** How a case was traced last; undefined: never. */
export const newestOf: Work<number, KeptVersion | undefined> = {
  run: findNewest,
  module: import.meta.url,
  name: 'findNewest',
}

export async function findNewest(tx: Tx, recall: number): Promise<KeptVersion | undefined> {
  const [row] = await tx.all<Row>(sql`
    select number, version, run, position, made_at, body from recall_version
    where recall = ${recall} order by number desc limit 1`)
  return row && keptIn(row)
}

function keptIn({ number, version, run, position, made_at: madeAt, body }: Row): KeptVersion {
  return { number, version, run, position, madeAt, ...(JSON.parse(body) as Found) }
}

/** Whether events that touch the set of a case came since it was traced last. */
export const isStale: Work<number, boolean> = {
  run: findStale,
  module: import.meta.url,
  name: 'findStale',
}

export async function findStale(tx: Tx, recall: number): Promise<boolean> {
  const rows = await tx.all(sql`
    select number from recall_alarm where recall = ${recall} and position >
      coalesce((select position from recall_version where recall = ${recall}
        order by number desc limit 1), 0) limit 1`)
  return rows.length > 0
}

export type Keeping = {
  readonly recall: number
  /** The newest when tracing began; 0: none. */
  readonly basis: number
  readonly version: number
  readonly run: string
  readonly blocks: number
  readonly position: number
  readonly now: number
  readonly found: Found
}

/**
 * Keeps what was found, all at once: before this the blocks of the run belong to nothing. `overtaken`: another server traced the
 * case meanwhile; `lost`: blocks were cleared away.
 */
export const keepVersion: Work<Keeping, 'kept' | 'overtaken' | 'lost'> = {
  run: insertVersion,
  module: import.meta.url,
  name: 'insertVersion',
}

export async function insertVersion(
  tx: Tx,
  { recall, basis, version, run, blocks, position, now, found }: Keeping,
): Promise<'kept' | 'overtaken' | 'lost'> {
  await tx.lock('recall')
  const newest = await findNewest(tx, recall)
  if ((newest?.number ?? 0) !== basis) return 'overtaken'
  const [there] = await tx.all<{ n: number }>(
    sql`select count(*) as n from recall_block where run = ${run}`,
  )
  if (there?.n !== blocks) return 'lost'
  await tx.run(sql`insert into recall_version (recall, version, run, position, made_at, body)
    values (${recall}, ${version}, ${run}, ${position}, ${now}, ${JSON.stringify(found)})`)
  // Of each version the whereabouts found last are kept thing by thing; what was left by a trace that was cut off goes.
  await tx.run(sql`delete from recall_block where recall = ${recall} and run not in (
    select run from recall_version as one where recall = ${recall} and number =
      (select max(number) from recall_version where recall = ${recall} and version = one.version))`)
  return 'kept'
}
