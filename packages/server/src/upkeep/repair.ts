import type { Tx } from '../db/engine.ts'
import { sql } from '../db/sql.ts'
import { rebuildMasterData } from '../store/master-data.ts'
import type { Alone } from './alone.ts'
import { rebuildCatalogue } from './check-catalogue.ts'
import type { Told } from './check-log.ts'
import { engineOf } from './engine-check.ts'
import type { Findings } from './findings.ts'

type Repair = {
  readonly findings: Findings
  /** Events whose text is not as captured: the old index knows better what they named. */
  readonly damaged: ReadonlySet<number>
  readonly told: Told
}

/**
 * Rebuilds from the log all that holds nothing else: indexes of the file, `declared`, the index, the catalogue, each in
 * a transaction of its own, under the locks of append and of the follower: servers of a database may go on, their
 * captures wait. `event` is read, never written. Resolves with what was rebuilt.
 */
export async function repair(alone: Alone, how: Repair): Promise<readonly string[]> {
  const { tx, inTransaction } = alone
  const { findings, damaged, told } = how
  const { index, mendFile, hexOf } = engineOf(tx)
  const done: string[] = []
  const part = async (name: string, work: () => Promise<void>): Promise<void> => {
    const whole = await findings.during(name, async () => {
      await inTransaction(async () => {
        await tx.lock('log')
        await tx.lock('follower catalogue')
        await work()
        return true
      })
    })
    if (whole) done.push(name)
  }
  if (findings.has('file-damaged')) await part('file', () => mendFile(tx))
  await part('declared', () => rebuildDeclared(tx, hexOf))
  await part(index.table, () => index.rebuild(tx, damaged, told))
  await part('catalogue', () => rebuildCatalogue(tx, told))
  if (!findings.has('master-data-damaged')) {
    await part('master_element', () => rebuildMasterData(tx))
  }
  return done
}

async function rebuildDeclared(tx: Tx, hexOf: ReturnType<typeof engineOf>['hexOf']): Promise<void> {
  await tx.run(sql`delete from declared`)
  await tx.run(sql`insert into declared (identity, position)
    select coalesce(identity, 'ni:///sha-256;' || ${hexOf(sql`hash`)} || '?ver=CBV2.0'), position
    from event where declaration is not null`)
}
