import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { PAGE, rowOf } from './page.ts'
import type { Counted, Counts, Said, Suite } from './suites.ts'

/** Where the counts of the last run are; `npm test` empties it before it runs everything. */
export const COUNTS: string = fileURLToPath(
  new URL('../../node_modules/.cache/suyuan-conformance', import.meta.url),
)

/**
 * Counts the cases of a suite that a test has tried, for docs/reference/conformance.md: `what` is one row there. Call
 * it once at the end of the test. Fails when the page says otherwise, or when something is neither passed nor excepted.
 */
export function counted(suite: Suite, what: Said, counts: Counts): void {
  const excepted = (counts.excepted ?? []).filter(({ count }) => count > 0)
  const argued = excepted.reduce((sum, { count }) => sum + count, 0)
  assert.ok(counts.run > 0, `${suite}, ${what.en}: nothing was run`)
  assert.equal(counts.passed + argued, counts.run, `${suite}, ${what.en}: not all is accounted for`)
  const row: Counted = { suite, what, ...counts, excepted }
  mkdirSync(COUNTS, { recursive: true })
  const name = createHash('sha256').update(`${suite}\n${what.en}`).digest('hex').slice(0, 16)
  writeFileSync(`${COUNTS}/${name}.json`, JSON.stringify(row))
  if (process.env['SUYUAN_COUNTS'] === 'write') return
  const said = existsSync(PAGE) ? rowOf(readFileSync(PAGE, 'utf8'), suite, what.en) : undefined
  const mend = 'docs/reference/conformance.md is old; run: npx node scripts/conformance.ts'
  assert.deepEqual(said, { run: counts.run, passed: counts.passed, excepted: argued }, mend)
}
