import assert from 'node:assert/strict'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { after, test } from 'node:test'
import { startServer, type Server } from '../server.ts'
import { startReceiver } from './receiver.ts'
import { captureSeen, keepQuery, subscribe } from './serving.ts'

const folder = mkdtempSync(join(tmpdir(), 'suyuan-subscribe-kill-'))
after(() => rmSync(folder, { recursive: true, force: true }))

const args = ['--callback-allow', '127.0.0.1']

test('kill -9 at any moment loses no event that was acknowledged, and a message sent again is the same', async () => {
  await using receiver = await startReceiver()
  // Now and then it takes its time, or takes nothing: so that the end comes in the middle.
  let count = 0
  receiver.answer = (_, response) => {
    count++
    if (count % 7 === 0) return 503
    if (count % 3 !== 0) return 200
    void setTimeout(15).then(() => response.writeHead(200).end())
    return undefined
  }
  const slow = receiver.got
  const acknowledged: string[] = []
  let server: Server | undefined
  for (let round = 0; round < 6; round++) {
    server = await startServer({ folder, args })
    if (round === 0) {
      await keepQuery(server.url, 'all')
      await subscribe(server.url, 'all', { dest: receiver.url, stream: true })
    }
    const { url } = server
    const until = Date.now() + 100 + round * 90
    for (let i = 0; Date.now() < until; i++) {
      acknowledged.push(...(await captureSeen(url, [`k${round}-${i}`, `k${round}-${i}b`])))
    }
    await server.kill()
  }
  server = await startServer({ folder, args })
  const told = (): ReadonlySet<string> => new Set(slow.flatMap(({ events }) => events))
  await receiver.until('all are told', () => acknowledged.every((id) => told().has(id)))
  await server.stop()
  assert.ok(acknowledged.length > 20, `${acknowledged.length}`)
  const contents = new Map<string, string>()
  for (const { headers, events } of slow) {
    const name = String(headers['webhook-id'])
    const content = events.join(' ')
    assert.equal(contents.get(name) ?? content, content, 'one name, one content')
    contents.set(name, content)
  }
})
