import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Result } from '../../packages/server/src/conformance/case.ts'
import { run } from '../../packages/server/src/conformance/run.ts'
import { SUITE } from '../../packages/server/src/conformance/suite.ts'
import { startServer } from '../server.ts'
import { counted } from './record.ts'
import { EXCEPTIONS } from './suite/exceptions.ts'

const found = ({ id, expected, came, why }: Result): string =>
  `${id}: ${why ?? `expected ${expected ?? ''}; came ${came ?? ''}`}`

test('this server passes every case of the suite, but for what is said to be excepted', async () => {
  // Of documents over the limit some can be made; the suite listens on this machine.
  const server = await startServer({
    args: ['--capture-events', '600', '--callback-allow', '127.0.0.1'],
  })
  try {
    const target = { url: new URL(server.url), headers: {}, soapPath: '/soap' }
    const { results } = await run(target, SUITE, { only: [], tell: () => undefined })
    const others = results.filter(({ outcome }) => outcome !== 'passed')
    const under = ({ id }: Result): string | undefined =>
      Object.keys(EXCEPTIONS).find((begins) => id.startsWith(begins))
    assert.deepEqual(others.filter((one) => under(one) === undefined).map(found), [])
    const excepted = Object.entries(EXCEPTIONS).map(([begins, said]) => ({
      ...said,
      count: others.filter((one) => under(one) === begins).length,
    }))
    assert.deepEqual(
      excepted.filter(({ count }) => count === 0),
      [],
      'what passes is no exception',
    )
    const what = { en: 'cases passed by this server', zh: '本服务器通过的用例' }
    counted('suyuan', what, {
      run: results.length,
      passed: results.length - others.length,
      excepted,
    })
  } finally {
    await server.stop()
  }
})

test('read strictly, it refuses what GS1’s draft refuses', async () => {
  const server = await startServer({ args: ['--strict'] })
  try {
    const target = { url: new URL(server.url), headers: {}, soapPath: '/soap' }
    const only = ['invalid/sensor-both-levels', 'valid/sensor-extended']
    const { results } = await run(target, SUITE, { only, tell: () => undefined })
    assert.equal(results.length, 2)
    assert.deepEqual(results.filter(({ outcome }) => outcome !== 'passed').map(found), [])
  } finally {
    await server.stop()
  }
})
