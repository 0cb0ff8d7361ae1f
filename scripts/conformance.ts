import { spawnSync } from 'node:child_process'
import { globSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { PAGE, pageOf } from '../test/conformance/page.ts'
import { COUNTS } from '../test/conformance/record.ts'
import type { Counted, Said } from '../test/conformance/suites.ts'
import { ROOT } from './console.ts'

/**
 * Runs every test that counts cases, and writes docs/reference/conformance.md from what they counted. With `--check` runs
 * nothing, and tells whether the page is what the last `npm test` counted, no more and no less.
 */
const check = process.argv.includes('--check')

function runAll(): boolean {
  const files = globSync('test/**/*.test.ts', { cwd: ROOT }).filter((file) =>
    /\bcounted\(/.test(readFileSync(`${ROOT}${file}`, 'utf8')),
  )
  rmSync(COUNTS, { recursive: true, force: true })
  const { status } = spawnSync(
    process.execPath,
    ['--test', '--test-concurrency=2', '--test-reporter=dot', ...files],
    { cwd: ROOT, stdio: 'inherit', env: { ...process.env, SUYUAN_COUNTS: 'write' } },
  )
  return status === 0
}

function formatted(file: string, page: string): string {
  const command = ['--no-install', 'oxfmt', `--stdin-filepath=${file}`]
  return spawnSync('npx', command, { cwd: ROOT, input: page, encoding: 'utf8' }).stdout
}

const ran = check || runAll()
const all = globSync(`${COUNTS}/*.json`).map(
  (file) => JSON.parse(readFileSync(file, 'utf8')) as Counted,
)
if (all.length === 0) {
  process.stderr.write('nothing was counted; is the shared conformance material here?\n')
  process.exitCode = 1
} else {
  for (const language of ['en', 'zh'] satisfies (keyof Said)[]) {
    const file = language === 'en' ? PAGE : PAGE.replace(/md$/, 'zh-CN.md')
    const page = formatted(file, pageOf(all, language))
    if (!check) writeFileSync(file, page)
    else if (page !== readFileSync(file, 'utf8')) {
      process.stderr.write(
        `${file.slice(ROOT.length)} is old; run: npx node scripts/conformance.ts\n`,
      )
      process.exitCode = 1
    }
  }
  if (!ran) {
    process.stderr.write('some tests failed; what they count is missing from the page\n')
    process.exitCode = 1
  }
}
