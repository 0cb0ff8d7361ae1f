import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import type { Result } from '../../packages/server/src/conformance/case.ts'
import { run } from '../../packages/server/src/conformance/run.ts'
import { SUITE } from '../../packages/server/src/conformance/suite.ts'
import { startServer, type Server } from '../server.ts'
import { ONE_SHORT, TAKES_ALL, TAKES_NONE, UNFILTERED } from './suite/breaks.ts'
import { MORE_RULES } from './suite/more-rules.ts'
import { RULES } from './suite/rules.ts'
import { openProxy, type Break } from './suite/proxy.ts'

let server: Server
before(async () => {
  server = await startServer({ args: ['--callback-allow', '127.0.0.1'] })
})
after(() => server.stop())

/** What the suite finds when it asks through a proxy that breaks a rule. */
async function found(only: readonly string[], broken?: Break): Promise<readonly Result[]> {
  await using proxy = await openProxy(server.url, broken)
  const target = { url: new URL(proxy.url), headers: {}, soapPath: '/soap' }
  const { results } = await run(target, SUITE, { only, tell: () => undefined })
  assert.ok(results.length > 0, `no case is named ${only.join(', ')}`)
  return results
}

const passedOf = (results: readonly Result[]): readonly string[] =>
  results.filter(({ outcome }) => outcome === 'passed').map(({ id }) => id)

test('every case has a name of its own, a clause, and a sentence', () => {
  const cases = SUITE.flatMap((group) => group.cases.map((one) => ({ group: group.name, ...one })))
  assert.ok(cases.length > 400)
  assert.equal(new Set(cases.map(({ id }) => id)).size, cases.length)
  for (const { group, id, clause, says } of cases) {
    assert.ok(id.startsWith(`${group}/`), id)
    assert.ok(clause.length > 5 && says.length > 5, id)
  }
})

for (const [off, finds, how] of [...RULES, ...MORE_RULES]) {
  test(`without this rule ${finds} fails: ${off}`, async () => {
    const here = (results: readonly Result[]): Result | undefined =>
      results.find(({ id }) => id === finds)
    const whole = here(await found([finds]))
    assert.equal(whole?.outcome, 'passed', `${whole?.expected} ${whole?.came} ${whole?.why}`)
    const broken = here(await found([finds], how))
    assert.equal(broken?.outcome, 'failed', broken?.why)
    assert.ok((broken.expected ?? '') !== '' && (broken.came ?? '') !== '')
    assert.ok(broken.exchanges.length > 0, 'what was said is kept')
  })
}

/** Groups whose cases are a question and its answer. */
const ASKING = ['query/', 'match/', 'extension/', 'sensor/', 'error/', 'masterdata/']

/** Questions that every event of their set answers. */
const TRUE_OF_ALL = new Set(['query/GE_recordTime-long-past', 'query/LT_recordTime-not-come-yet'])
/** Questions about times, which the broken server still looks at. */
const OF_TIME = new Set([
  'query/GE_eventTime-and-LT_eventTime',
  'query/GE_eventTime-another-zone-same-instant',
])

test('a server that looks at no filter fails every case that asks with one', async () => {
  const whole = passedOf(await found(ASKING))
  assert.ok(whole.length > 100)
  const stillPassed = passedOf(await found(ASKING, UNFILTERED))
  assert.deepEqual(
    stillPassed.filter((id) => !TRUE_OF_ALL.has(id) && !OF_TIME.has(id)),
    [],
  )
})

test('a server that leaves out one event fails every case that has an answer', async () => {
  const short = await found(ASKING, ONE_SHORT)
  assert.deepEqual(
    short
      .filter(({ outcome, says }) => outcome === 'passed' && !says.endsWith('finds no event'))
      .map(({ id }) => id),
    [],
  )
})

test('a server that takes whatever comes fails every case of what must be refused', async () => {
  assert.deepEqual(passedOf(await found(['invalid/'], TAKES_ALL)), [])
})

test('a server that takes nothing fails every case of what must be taken', async () => {
  assert.deepEqual(
    passedOf(await found(['valid/'], TAKES_NONE)).filter((id) => id.startsWith('valid/')),
    [],
  )
})
