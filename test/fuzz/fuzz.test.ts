import assert from 'node:assert/strict'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { after, before, test } from 'node:test'
import * as fc from 'fast-check'
import { stillServes } from '../bad-input/refusal.ts'
import { startServer, type Server } from '../server.ts'
import { answers, THROWN } from './properties.ts'

/** The same every time; a failure names it, and the path to what failed. `npm run fuzz` takes others. */
const SEED = 20_261_124
const RUNS = 150

let server: Server
before(async () => {
  server = await startServer()
})
after(() => server.stop())

for (const [name, thrown] of Object.entries(THROWN)) {
  test(`no ${name}, however wrong, are answered 5xx or not at all`, async () => {
    await fc.assert(answers(server.url, thrown), { seed: SEED, numRuns: RUNS })
    await stillServes(server.url)
    assert.equal(server.process.exitCode, null)
  })
}

test('a server that breaks on a rare thing is found, with what it broke on', async () => {
  const fragile = createServer((request, response) => {
    const breaks = decodeURIComponent(request.url ?? '').includes('*.*')
    response.writeHead(breaks ? 500 : 200).end()
  })
  await new Promise<void>((resolve) => fragile.listen(0, '127.0.0.1', resolve))
  try {
    const url = `http://127.0.0.1:${(fragile.address() as AddressInfo).port}`
    const found = await fc.check(answers(url, THROWN['queries']!), { seed: SEED, numRuns: RUNS })
    assert.ok(found.failed)
    assert.match(decodeURIComponent(found.counterexample?.[0].path ?? ''), /\*\.\*/)
  } finally {
    fragile.closeAllConnections()
    fragile.close()
  }
})
