import assert from 'node:assert/strict'
import { test } from 'node:test'
import { ndjsonOf } from '../../packages/server/src/recall-papers/ndjson.ts'

test('lines are read whole wherever the pieces of an answer end, within a character too', async () => {
  const bytes = new TextEncoder().encode('{"id":"奶"}\n{"id":"粉"}')
  for (const size of [1, 2, 3, 7, 100]) {
    const pieces = Array.from({ length: Math.ceil(bytes.length / size) }, (_, at) =>
      bytes.slice(at * size, (at + 1) * size),
    )
    const body = new ReadableStream<Uint8Array>({
      start: (stream) => {
        for (const piece of pieces) stream.enqueue(piece)
        stream.close()
      },
    })
    const found: object[] = []
    for await (const part of ndjsonOf<object>(new Response(body))) found.push(...part)
    assert.deepEqual(found, [{ id: '奶' }, { id: '粉' }], `pieces of ${size}`)
  }
})
