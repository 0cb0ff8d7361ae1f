import assert from 'node:assert/strict'
import { test } from 'node:test'
import { againstTheLoop } from '../../bench/client-loop.ts'
import { heels } from '../../bench/heels.ts'
import { startServer } from '../server.ts'

// The last of 16 batches is the seventh since the cleaning: of 7 lots of milk and 6 heels.
const BATCHES = 16

test('a trace has all that a batch is made of and nothing else, where the loop over events has all that it touched', async () => {
  const scenario = heels(BATCHES)
  assert.equal(scenario.ancestors.size, 13)
  const server = await startServer()
  try {
    const { ours, loop } = await againstTheLoop(server.url, scenario)
    const { requests, found, precision, recall } = ours
    assert.deepEqual(
      { requests, found, precision, recall },
      {
        requests: 1,
        found: 13,
        precision: 1,
        recall: 1,
      },
    )
    assert.equal(loop.recall, 1)
    assert.ok(loop.precision < 0.1, `the loop's precision is ${loop.precision}`)
    assert.ok(loop.requests > loop.found, 'the loop asks once for each identifier and the start')
  } finally {
    await server.stop()
  }
})
