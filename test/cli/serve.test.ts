import assert from 'node:assert/strict'
import { mkdtempSync, rmSync } from 'node:fs'
import { request } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { after, test } from 'node:test'
import { eventsIn, seen } from '../samples.ts'
import { capture, documentOf, startServer, type Server } from '../server.ts'

const folder = mkdtempSync(join(tmpdir(), 'suyuan-serve-'))
after(() => rmSync(folder, { recursive: true, force: true }))

const count = async ({ url }: Server): Promise<number> =>
  eventsIn(await (await fetch(`${url}/events?perPage=10000`)).json()).length

test('SIGTERM in the middle of a capture finishes it, answers it, and ends with 0', async () => {
  const data = join(folder, 'finishes')
  const server = await startServer({ folder: data })
  const events = Array.from({ length: 5000 }, (_, i) => seen(`t${i}`))
  const body = documentOf(events)
  const upload = request(`${server.url}/capture`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) },
  })
  const answered = new Promise<number | undefined>((resolve, reject) => {
    upload.once('response', (answer) => resolve(answer.resume().statusCode)).once('error', reject)
  })
  const half = body.length >> 1
  upload.write(body.slice(0, half))
  await setTimeout(100)
  const stopped = server.stop()
  await setTimeout(100)
  upload.end(body.slice(half))
  assert.equal(await answered, 202)
  assert.equal(await stopped, 0)
  const again = await startServer({ folder: data })
  assert.equal(await count(again), 5000)
  await again.stop()
})

test('SIGTERM beside idle connections ends with 0', async () => {
  const server = await startServer()
  for (let i = 0; i < 3; i++) await (await fetch(`${server.url}/events`)).text()
  assert.equal(await server.stop(), 0)
})

test('SIGINT ends with 0 too', async () => {
  const server = await startServer()
  assert.equal(await server.stop('SIGINT'), 0)
})

test('what was captured is there after a stop and a start, and the folder is free at once', async () => {
  const data = join(folder, 'stays')
  const first = await startServer({ folder: data })
  assert.equal((await capture(first.url, documentOf([seen('stays')]))).status, 202)
  assert.equal(await first.stop(), 0)
  const second = await startServer({ folder: data })
  assert.equal(await count(second), 1)
  assert.equal(await second.stop(), 0)
})

test('it tells where it listens, and where its data is', async () => {
  const server = await startServer()
  assert.match(server.output(), /listens at http:\/\/127\.0\.0\.1:\d+\n/)
  assert.ok(server.output().includes(server.folder))
  await server.stop()
})

test('--demo fills an empty folder and tells its progress; a folder that holds events it leaves alone', async () => {
  const data = join(folder, 'demo')
  const first = await startServer({ folder: data, demoTins: 20 })
  assert.match(first.output(), /the demo chain is there: 20 tins, \d+ events/)
  const events = await count(first)
  assert.ok(events > 100)
  await first.stop()
  const second = await startServer({ folder: data, args: ['--demo', '--demo-tins', '30'] })
  await setTimeout(1000)
  assert.equal(await count(second), events)
  await second.stop()
})

test('SIGTERM while the demo chain is loaded ends with 0, and what was loaded is whole', async () => {
  const data = join(folder, 'half')
  const server = await startServer({ folder: data, args: ['--demo', '--demo-tins', '5000'] })
  await setTimeout(500)
  assert.equal(await server.stop(), 0)
  assert.doesNotMatch(server.output(), /the demo chain is there|Error/)
  const again = await startServer({ folder: data })
  assert.equal((await fetch(`${again.url}/catalogue`)).status, 200)
  await again.stop()
})
