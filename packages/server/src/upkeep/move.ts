import { existsSync, readdirSync } from 'node:fs'
import { CannotOpen, type Tx } from '../db/engine.ts'
import { sql } from '../db/sql.ts'
import { endOfLog } from '../store/follow.ts'
import { beginMoving, endMoving, movingMark } from '../store/moving.ts'
import { bringUpToDate, isDatabase } from '../store/open.ts'
import { LIST_KEY_FILE } from '../store/setting.ts'
import { DATABASE, nameOfStore, openAlone, openAnyAlone, type Alone } from './alone.ts'
import { strangeMigrations } from './migrations.ts'
import { digestOf, type Digest } from './move-digest.ts'
import { MoveBroken, moveLog, SOMEONE_WRITES, type Moving } from './move-log.ts'
import { keepSecrets, secretsOf } from './move-settings.ts'
import {
  BODY,
  countOf,
  DECLARED,
  emptyTable,
  EVENT,
  FOLLOWED,
  insertRows,
  lastRow,
  NUMBERED,
  rowsIn,
  type Row,
  type Table,
} from './move-tables.ts'

export type Move = {
  readonly from: string
  readonly to: string
  readonly told: (line: string) => void
  /** Aborted: stop at the next step; what has come over stays, for another run to go on from. */
  readonly stop: AbortSignal
}

export type Moved = {
  /** By table: what both sides hold, and the same. */
  readonly tables: Readonly<Record<string, Digest>>
  /** Events that came over in this run. */
  readonly moved: number
}

/**
 * Moves a store into another, empty one: events under their positions and record times, jobs, captors, master data and
 * the API key's digest, so that answers and page tokens stay the same. Broken off at any moment, it goes on when run
 * again. At the end both sides are read through and their digests compared; only then may the target be served.
 *
 * @throws CannotOpen when either cannot be used, or the target holds something else. MoveBroken when the source is
 * damaged, someone writes into the target, or the sides differ.
 */
export async function move(how: Move): Promise<Moved> {
  await using source = await openAlone(how.from)
  mayReceive(how.to)
  await using target = await openAnyAlone(how.to)
  let moved: Moved | undefined
  await source.inTransaction(async () => {
    await settle(how.from, source)
    moved = await moveAll(how, source, target)
    return false
  }, 'snapshot')
  if (moved === undefined) throw new MoveBroken('nothing was moved')
  return moved
}

function mayReceive(place: string): void {
  if (isDatabase(place) || !existsSync(place)) return
  const others = readdirSync(place).filter((name) => !OURS.has(name))
  if (others.length === 0) return
  throw new CannotOpen(`${place} holds ${others[0]}; name a new folder, nothing is overwritten`)
}

const OURS: ReadonlySet<string> = new Set([
  'lock',
  'lock-journal',
  'acknowledged',
  DATABASE,
  `${DATABASE}-wal`,
  `${DATABASE}-shm`,
  `${DATABASE}-journal`,
  'api-key.sha256',
  LIST_KEY_FILE,
])

/** The source stands still: a folder is ours, and in a database nobody may append while we read. */
async function settle(place: string, { tx }: Alone): Promise<void> {
  if (isDatabase(place)) {
    // The state that is seen begins with the first row read: before that, wait for those who write.
    await tx.run(sql`lock table event, erased, job, master_data in exclusive mode`)
    await nobodyServes(place, tx)
  }
  const strange = await strangeMigrations(tx)
  if (strange !== undefined) throw new CannotOpen(`${nameOfStore(place)}: ${strange}`)
  if ((await movingMark(tx)) !== undefined) {
    throw new CannotOpen(`${nameOfStore(place)} is itself the target of a migrate that is not done`)
  }
}

async function nobodyServes(place: string, tx: Tx): Promise<void> {
  const [row] = await tx.all<{ n: number }>(sql`
    select count(*) as n from pg_stat_activity
    where application_name = 'suyuan' and datname = current_database()`)
  if ((row?.n ?? 0) === 0) return
  throw new CannotOpen(`a suyuan server is on ${nameOfStore(place)}; stop it first`)
}

async function moveAll(how: Move, source: Alone, target: Alone): Promise<Moved> {
  const end = await endOfLog(source.tx)
  const mark = await markOf(source.tx)
  await target.inTransaction(async () => {
    if (isDatabase(how.to)) await nobodyServes(how.to, target.tx)
    await receive(how.to, target.tx, mark)
    return true
  })
  for (const table of NUMBERED) await moveNumbered(how, table, { source, target })
  const moving: Moving = { source: source.tx, target, end, told: how.told, stop: how.stop }
  const moved = await moveLog(moving)
  const tables = await compare(how, [...NUMBERED, EVENT, BODY, DECLARED], { source, target })
  const secrets = await secretsOf(how.from, source.tx)
  await target.inTransaction(async () => {
    const { tx } = target
    await tx.lock('log')
    for (const table of FOLLOWED) {
      await emptyTable(tx, table)
      for await (const rows of rowsIn(source.tx, table)) await insertRows(tx, table, rows)
    }
    if ((await endOfLog(tx)) !== end) throw new MoveBroken(SOMEONE_WRITES)
    Object.assign(tables, await compare(how, FOLLOWED, { source, target }))
    await keepSecrets(how.to, tx, secrets)
    await goOnCounting(tx)
    await endMoving(tx)
    return true
  })
  return { tables, moved }
}

/** Tells one source from another: its first event, and when it was recorded. */
async function markOf(tx: Tx): Promise<string> {
  for await (const [row] of rowsIn(tx, EVENT)) return `${String(row?.['record_time'])} ${hex(row)}`
  return 'no events'
}

const hex = (row: Row | undefined): string => {
  const value = row?.['hash']
  return value instanceof Uint8Array ? Buffer.from(value).toString('hex') : ''
}

/** Makes the tables of an empty target, or finds a half-done move of the same source. */
async function receive(place: string, tx: Tx, mark: string): Promise<void> {
  const name = nameOfStore(place)
  const before = await movingMark(tx)
  if (before !== undefined) {
    if (before !== mark) {
      throw new CannotOpen(`${name} holds a half-done migrate of another source; name an empty one`)
    }
    return bringUpToDate(tx)
  }
  if ((await tx.all(tx.dialect.tableNamed('migration'))).length === 0) await mayMakeTables(name, tx)
  await bringUpToDate(tx)
  for (const table of [EVENT, ...NUMBERED]) {
    const rows = await countOf(tx, table)
    if (rows > 0) {
      const says = `${name} holds something already (${table.name}: ${rows}); name an empty one`
      throw new CannotOpen(says)
    }
  }
  await beginMoving(tx, mark)
}

async function mayMakeTables(name: string, tx: Tx): Promise<void> {
  for (const table of [EVENT, BODY, DECLARED, ...NUMBERED, ...FOLLOWED]) {
    if ((await tx.all(tx.dialect.tableNamed(table.name))).length === 0) continue
    const says = `${name} has a table ${table.name} that is not suyuan's; name an empty one`
    throw new CannotOpen(says)
  }
}

type Sides = { readonly source: Alone; readonly target: Alone }

async function moveNumbered(
  { told, stop }: Move,
  table: Table,
  { source, target }: Sides,
): Promise<void> {
  const behind = await lastRow(target.tx, table)
  let rows = 0
  for await (const batch of rowsIn(source.tx, table, { behind })) {
    if (stop.aborted) throw new MoveBroken('stopped; run the same again to go on')
    await target.inTransaction(() => insertRows(target.tx, table, batch).then(() => true))
    rows += batch.length
    told(`${rows} rows of ${table.name} moved`)
  }
}

/** What is added next gets the number behind the last. The embedded engine counts from what is there. */
async function goOnCounting(tx: Tx): Promise<void> {
  if (tx.dialect.name === 'sqlite') return
  for (const { name, key } of NUMBERED) {
    const [column = ''] = key
    const last = (await lastRow(tx, { name, key }))?.[column]
    if (typeof last !== 'number') continue
    await tx.all(sql`select setval(pg_get_serial_sequence(${name}, ${column}), ${last})`)
  }
}

/** Reads both sides through. @throws MoveBroken naming the table in which they differ. */
async function compare(
  { told, stop }: Move,
  tables: readonly Table[],
  { source, target }: Sides,
): Promise<Record<string, Digest>> {
  const digests: Record<string, Digest> = {}
  for (const table of tables) {
    if (stop.aborted) throw new MoveBroken('stopped; run the same again to go on')
    const tell = (rows: number): void => told(`comparing ${table.name}: ${rows} rows read again`)
    const sent = await digestOf(source.tx, table, tell)
    const came = await digestOf(target.tx, table, tell)
    if (sent.rows !== came.rows || sent.sha256 !== came.sha256) {
      const says = `${table.name} is not the same on both sides (${sent.rows} rows, ${came.rows} rows); begin again with an empty target`
      throw new MoveBroken(says)
    }
    digests[table.name] = came
  }
  return digests
}
