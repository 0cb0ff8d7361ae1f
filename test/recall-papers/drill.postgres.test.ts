import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { promisify } from 'node:util'
import { onPostgres } from '../store/postgres.ts'

const FILES = [
  'fsma-204.xlsx',
  'items.xlsx',
  'notice.en.pdf',
  'notice.zh.pdf',
  'report.en.pdf',
  'report.xlsx',
  'report.zh.pdf',
  'transcript.md',
]

await onPostgres('the drill that is recorded', (postgres) => {
  test('runs on PostgreSQL too, and finds as much as in the folder', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'suyuan-drill-'))
    try {
      const env = { ...process.env, DATABASE_URL: await postgres.fresh() }
      await promisify(execFile)(process.execPath, ['scripts/drill.ts', folder], { env })
      assert.deepEqual(readdirSync(folder).toSorted(), FILES)
      const found = (text: string): readonly string[] =>
        [...text.matchAll(/"(?:affected|found|missing|items)": \d+/g)].map(([one]) => one)
      const here = found(readFileSync(join(folder, 'transcript.md'), 'utf8'))
      assert.ok(here.length > 5)
      assert.deepEqual(here, found(readFileSync('docs/drill/transcript.md', 'utf8')))
    } finally {
      rmSync(folder, { recursive: true })
    }
  })
})
