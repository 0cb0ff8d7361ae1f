import type { Tx } from '../db/engine.ts'
import { sql } from '../db/sql.ts'
import { endOfLog } from '../store/follow.ts'
import { engineOf } from './engine-check.ts'
import { rowsIn } from './move-tables.ts'
import type { Findings } from './findings.ts'

/** More differences than these are not read. */
const READ = 200

type Row = { readonly identity: string; readonly position: number }

/** `declared` is exactly the declarations of the log. */
export async function checkDeclared(tx: Tx, findings: Findings): Promise<void> {
  const hex = engineOf(tx).hexOf(sql`e.hash`)
  const name = sql`coalesce(e.identity, 'ni:///sha-256;' || ${hex} || '?ver=CBV2.0')`
  const missing = await tx.all<Row>(sql`
    select ${name} as identity, e.position from event e where e.declaration is not null
      and not exists (select 1 from declared d where d.identity = ${name} and d.position = e.position)
    limit ${READ}`)
  for (const { identity, position } of missing) {
    const says = `event ${position} declares ${identity} wrong, and declared does not say so`
    findings.add('declared', 'declared-misses', says)
  }
  const invented = await tx.all<Row>(sql`
    select d.identity, d.position from declared d left join event e on e.position = d.position
    where e.position is null or e.declaration is null or d.identity <> ${name} limit ${READ}`)
  for (const { identity, position } of invented) {
    const says = `declared says that event ${position} declares ${identity} wrong; it does not`
    findings.add('declared', 'declared-invents', says)
  }
}

/** Followers are somewhere in the log. */
export async function checkFollowers(tx: Tx, findings: Findings): Promise<void> {
  const end = await endOfLog(tx)
  const rows = await tx.all<{ name: string; position: number }>(sql`
    select name, position from follower`)
  for (const { name, position } of rows) {
    if (position >= 0 && position <= end) continue
    const says = `the follower ${name} stands at ${position}; the log ends with ${end}`
    findings.add('follower', 'follower-place', says)
  }
}

/** Master data can be read. Its content is trusted: nothing else says it. */
export async function checkMasterData(tx: Tx, findings: Findings): Promise<void> {
  const captors = new Set(
    (await tx.all<{ id: number }>(sql`select id from captor`)).map(({ id }) => id),
  )
  for await (const rows of rowsIn(tx, MASTER_DATA)) {
    for (const { number, id, body, captor } of rows) {
      if (isJson(body) && captors.has(Number(captor))) continue
      const says = `master data ${String(number)} (${String(id)}) is not JSON any more, or who captured it is missing`
      findings.add('master_data', 'master-data-damaged', says)
    }
  }
}

const MASTER_DATA = { name: 'master_data', key: ['number'], weighs: 'body' }

function isJson(text: unknown): boolean {
  try {
    JSON.parse(String(text))
    return true
  } catch {
    return false
  }
}
