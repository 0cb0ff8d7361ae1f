import assert from 'node:assert/strict'
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { test } from 'node:test'
import { Client } from 'pg'
import { openStore } from '../../../packages/server/src/store/open.ts'
import { onPostgres } from '../postgres.ts'
import { answerOf, appOver, DOCUMENTS, PATHS } from './asked.ts'

const migrations = readdirSync(
  new URL('../../../packages/server/src/store/migrations/sqlite/', import.meta.url),
)
const last = migrations.toSorted().at(-1)?.replace('.sql', '') ?? ''

await onPostgres('what this version writes', (postgres) => {
  test(`the file of ${last}`, async () => {
    const folder = mkdtempSync(join(tmpdir(), 'suyuan-written-'))
    const url = await postgres.fresh()
    const lines = [
      ...(await answersOf(folder, 'sqlite')),
      ...rowsIn(join(folder, 'suyuan.db')),
      ...(await answersOf(url, 'postgres')),
      ...(await rowsAt(url)),
    ]
    rmSync(folder, { recursive: true })
    const file = new URL(`./${last}.jsonl`, import.meta.url)
    writeFileSync(file, lines.map((line) => `${JSON.stringify(line)}\n`).join(''))
  })
})

/** Captures all documents an hour apart, and asks all questions, each page by page. */
async function answersOf(place: string, engine: string): Promise<readonly object[]> {
  await using store = await openStore(place)
  let now = Date.parse('2026-04-01T00:00:00Z') * 1000
  const ask = appOver(store, () => now)
  for (const body of DOCUMENTS) {
    now += 3_600_000_000
    const headers = { 'content-type': 'application/json', 'GS1-Capture-Error-Behaviour': 'proceed' }
    assert.equal((await ask('/capture', { method: 'POST', headers, body })).status, 202)
  }
  const answers: object[] = []
  for (const first of PATHS) {
    for (let path: string | undefined = first; path !== undefined;) {
      const { said, next } = await answerOf(ask, path)
      answers.push({ engine, path, said })
      path = next
    }
  }
  return answers
}

function rowsIn(file: string): readonly object[] {
  const db = new DatabaseSync(file)
  const tables = db.prepare(`select name from sqlite_master where type = 'table' order by 1`).all()
  const lines = tables.map(({ name }) => ({
    engine: 'sqlite',
    table: name,
    rows: db
      .prepare(`select * from ${String(name)}`)
      .all()
      .map(plain),
  }))
  db.close()
  return lines
}

async function rowsAt(url: string): Promise<readonly object[]> {
  const client = new Client(url)
  await client.connect()
  const lines: object[] = []
  const { rows: tables } = await client.query<{ name: string }>(
    `select tablename as name from pg_tables where schemaname = 'public' order by 1`,
  )
  for (const { name } of tables) {
    const { rows } = await client.query<Record<string, unknown>>(`select * from ${name}`)
    lines.push({ engine: 'postgres', table: name, rows: rows.map(plain) })
  }
  await client.end()
  return lines
}

/** Bytes as digits, and arrays as PostgreSQL writes them: JSON holds neither. */
const plain = (row: Record<string, unknown>): object =>
  Object.fromEntries(
    Object.entries(row).map(([column, value]) => [
      column,
      value instanceof Uint8Array
        ? { hex: Buffer.from(value).toString('hex') }
        : Array.isArray(value)
          ? `{${value.join(',')}}`
          : value,
    ]),
  )
