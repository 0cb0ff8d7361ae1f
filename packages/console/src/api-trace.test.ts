import assert from 'node:assert/strict'
import { test } from 'node:test'
import { traceFrom } from './api-trace.ts'

async function* batches(
  ...parts: readonly (readonly object[])[]
): AsyncGenerator<readonly string[]> {
  for (const part of parts) yield await Promise.resolve(part.map((row) => JSON.stringify(row)))
}

const thing = { id: 'oil', kind: 'lot', distance: 1, certainty: 'certain' }
const link = { from: 'oil', to: 'tin', how: 'made-from', certainty: 'certain' }
const gap = { kind: 'origin-unknown', id: 'oil' }
const asked = { of: 'urn:another:spelling', direction: 'backward' } as const

test('a streamed trace is put together, and its progress told', async () => {
  const told: number[] = []
  const trace = await traceFrom(
    batches([{ thing }], [{ link }, { gap }, { end: { complete: false } }]),
    {
      ...asked,
      onProgress: (read) => told.push(read),
    },
  )
  assert.deepEqual(trace.things, [thing])
  assert.deepEqual(trace.links, [link])
  assert.deepEqual(trace.gaps, [gap])
  assert.equal(trace.complete, false)
  assert.deepEqual(told, [1, 3])
})

test('a start that the stream does not name is known by the links that end in it', async () => {
  const trace = await traceFrom(batches([{ thing }, { link }, { end: {} }]), {
    ...asked,
    onProgress: () => undefined,
  })
  assert.equal(trace.of, 'tin')
})

test('a stream that breaks off is no trace', async () => {
  const cut = traceFrom(batches([{ thing }, { link }]), { ...asked, onProgress: () => undefined })
  await assert.rejects(cut, { name: 'Refused', status: 0 })
})
