import assert from 'node:assert/strict'
import { copyFileSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { after, suite, test } from 'node:test'
import { pathToFileURL } from 'node:url'
import { Client } from 'pg'
import type { Engine, Tx } from '../../packages/server/src/db/engine.ts'
import { migrate } from '../../packages/server/src/db/migrate.ts'
import type { Sql, Value } from '../../packages/server/src/db/sql.ts'
import { speaking } from '../../packages/server/src/db/sqlite.ts'
import { isDatabase } from '../../packages/server/src/store/open.ts'
import { documentOf } from '../server.ts'
import { event, tin } from './events.ts'
import { answerOf, appOver } from './written-by/asked.ts'

const WRITTEN = new URL('./written-by/', import.meta.url)

type Cell = null | number | string | { readonly hex: string }
type Row = Readonly<Record<string, Cell>>
type Line =
  | { readonly engine: string; readonly path: string; readonly said: string }
  | { readonly engine: string; readonly table: string; readonly rows: readonly Row[] }

const files = readdirSync(WRITTEN).filter((name) => name.endsWith('.jsonl'))

/** A database as every earlier version left it is opened, answers as it did, and takes in more. */
export function movedUpContract(
  name: string,
  place: () => Promise<string>,
  open: (place: string) => Promise<Engine>,
): void {
  suite(`a store of an earlier version, on ${name}`, () => {
    const folder = mkdtempSync(join(tmpdir(), 'suyuan-migrations-'))
    after(() => rmSync(folder, { recursive: true }))

    for (const file of files) {
      test(`of ${file.replace('.jsonl', '')} answers as it did, and takes in more`, async () => {
        const at = await place()
        const lines = linesOf(file, isDatabase(at) ? 'postgres' : 'sqlite')
        await layDown(at, lines, folder)
        await using engine = await open(at)
        const ask = appOver(engine, () => Date.parse('2026-05-01T00:00:00Z') * 1000)
        let following = ''
        for (const line of lines) {
          if (!('path' in line)) continue
          // A token is sealed by the store that gave it: the page is the same.
          const path = line.path.includes('nextPageToken') ? following : line.path
          const { said, next = '' } = await answerOf(ask, path)
          following = next
          assert.deepEqual(meaningOf(said), meaningOf(line.said), line.path)
        }
        const body = documentOf([event(1), { ...event(2), epcList: [tin(1)] }])
        const headers = { 'content-type': 'application/json' }
        assert.equal((await ask('/capture', { method: 'POST', headers, body })).status, 202)
        const found = await answerOf(ask, `/events?MATCH_epc=${tin(1)}`)
        assert.equal(found.said.split('"ObjectEvent"').length - 1, 2)
        // What was kept before an index had what events say is found by it too.
        const grams = await answerOf(ask, '/events?EQ_quantity_GRM=5000000')
        assert.match(grams.said, /"urn:example:event:t1"/)
        const [jobs] = lines.filter((line) => 'table' in line && line.table === 'job')
        const told = JSON.parse((await answerOf(ask, '/capture')).said.slice(4)) as object[]
        assert.equal(told.length, (jobs !== undefined && 'rows' in jobs ? jobs.rows.length : 0) + 1)
      })
    }
  })
}

/** What answers tell now that they did not tell then. */
const NEWER: ReadonlySet<string> = new Set(['share', 'basis'])

/** Status and content: in which order an object tells its members is no part of it. */
function meaningOf(said: string): readonly unknown[] {
  const told = (key: string, value: unknown): unknown => (NEWER.has(key) ? undefined : value)
  return [said.slice(0, 4), JSON.parse(said.slice(4), told)]
}

function linesOf(file: string, engine: string): readonly Line[] {
  return readFileSync(new URL(file, WRITTEN), 'utf8')
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as Line)
    .filter((line) => line.engine === engine)
}

/** Runs the migrations that had run then, and puts every row where it was. */
async function layDown(place: string, lines: readonly Line[], folder: string): Promise<void> {
  const tables = lines.filter((line) => 'table' in line)
  const ran = tables.find(({ table }) => table === 'migration')?.rows ?? []
  const engine = isDatabase(place) ? 'postgres' : 'sqlite'
  const own = join(mkdtempSync(join(folder, 'to-')), 'migrations')
  mkdirSync(own)
  for (const { name } of ran as readonly { readonly name: string }[]) {
    const from = `../../packages/server/src/store/migrations/${engine}/${name}`
    copyFileSync(new URL(from, import.meta.url), join(own, name))
  }
  await inPlace(place, async (tx) => {
    await migrate(tx, pathToFileURL(`${own}/`))
    for (const { table, rows } of tables) {
      if (table === 'migration') continue
      for (const row of rows) await tx.run(insertOf(table, row, engine))
    }
  })
}

/** The number that a column counts by goes on behind the rows laid down. */
const COUNTED: Readonly<Record<string, string>> = {
  term: 'id',
  context: 'id',
  captor: 'id',
  job: 'number',
  master_data: 'number',
}

async function inPlace(
  place: string,
  run: (tx: Pick<Tx, 'all' | 'run' | 'lock'>) => Promise<void>,
): Promise<void> {
  if (!isDatabase(place)) {
    mkdirSync(place, { recursive: true })
    const db = new DatabaseSync(join(place, 'suyuan.db'))
    await run(speaking(db))
    return db.close()
  }
  const client = new Client(place)
  await client.connect()
  const ask = async <R>({ text, values }: Sql): Promise<readonly R[]> =>
    (await client.query(text, [...values])).rows as readonly R[]
  await run({ all: ask, run: async (statement) => void (await ask(statement)), lock: noLock })
  for (const [table, column] of Object.entries(COUNTED)) {
    await client.query(`select setval(pg_get_serial_sequence('${table}', '${column}'),
      greatest(max(${column}), 1)) from ${table}`)
  }
  await client.end()
}

const noLock = (): Promise<void> => Promise.resolve()

function insertOf(table: string, row: Row, engine: string): Sql {
  const columns = Object.keys(row)
  const values = Object.values(row).map(valueOf)
  const overriding = engine === 'postgres' ? 'overriding system value' : ''
  const holes = columns.map((_, i) => `$${i + 1}`)
  const text = `insert into ${table} (${columns.join(', ')}) ${overriding} values (${holes.join(', ')})`
  return { text, values }
}

const valueOf = (cell: Cell): Value =>
  typeof cell === 'object' && cell !== null ? Buffer.from(cell.hex, 'hex') : cell
