import assert from 'node:assert/strict'
import { after, before, suite, test } from 'node:test'
import { capture, documentOf, startServer, type Server } from '../server.ts'
import { eventOf } from './one-lot.ts'

const TINS = 21_000
const { event, lot, tins } = eventOf(TINS)

suite('a trace of many things, as lines', () => {
  let server: Server
  before(async () => {
    server = await startServer()
    assert.equal((await capture(server.url, documentOf([event]))).status, 202)
  })
  after(() => server.stop())

  const ask = (more: string): Promise<Response> =>
    fetch(`${server.url}/trace?of=${encodeURIComponent(lot)}&direction=forward&links=none${more}`, {
      headers: { accept: 'application/x-ndjson' },
    })

  test('every thing is told once, and last what the answer ends with', async () => {
    const answer = await ask('')
    const lines = (await answer.text()).trimEnd().split('\n')
    const told = lines.slice(0, -1).map((line) => JSON.parse(line) as { thing: { id: string } })
    assert.deepEqual(told.map(({ thing }) => thing.id).toSorted(), tins.toSorted())
    assert.deepEqual(told[0], {
      thing: { id: told[0]?.thing.id, kind: 'item', distance: 1, certainty: 'certain' },
    })
    assert.deepEqual(JSON.parse(lines.at(-1) ?? ''), {
      end: { of: lot, direction: 'forward', complete: true },
    })
  })

  test('what is too far is not told, and the answer says so', async () => {
    const lines = (await (await ask('&depth=0')).text()).trimEnd().split('\n')
    assert.deepEqual(
      lines.map((line) => JSON.parse(line) as unknown),
      [{ end: { of: lot, direction: 'forward', complete: false } }],
    )
  })

  test('who goes away before the end is let go, and others are answered', async () => {
    for (let i = 0; i < 3; i++) await (await ask('')).body?.cancel()
    const counts = await fetch(
      `${server.url}/trace/counts?of=${encodeURIComponent(lot)}&direction=forward`,
    )
    assert.equal(((await counts.json()) as { counts: { item: number } }).counts.item, TINS)
  })
})
