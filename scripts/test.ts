import { rmSync } from 'node:fs'
import { COUNTS } from '../test/conformance/record.ts'
import { buildConsole } from './console.ts'
import { become } from './program.ts'

/**
 * `npm test`: all tests, or the files named (`npm test -- test/rooms.test.ts`); other options go to Node's test runner
 * (`npm test -- --test-name-pattern=tanker`).
 */
const ALL = ['packages/*/src/**/*.test.ts', 'test/**/*.test.ts']
/** Tests start servers and browsers of their own: more files at once than this only make them wait for each other. */
const AT_ONCE = 2

const args = process.argv.slice(2)
const options = args.filter((arg) => arg.startsWith('-'))
const named = args.filter((arg) => !arg.startsWith('-'))

if (!buildConsole()) {
  process.stderr.write('the console could not be built; the journeys will fail\n')
}
// What is counted is counted anew, so that a page can be held to all of it.
if (named.length === 0) rmSync(COUNTS, { recursive: true, force: true })
const files = named.length > 0 ? named : ALL
const SEED = new URL('../test/seed.ts', import.meta.url).href
become({
  args: ['--import', SEED, '--test', `--test-concurrency=${AT_ONCE}`, ...options, ...files],
  env: {},
})
