import assert from 'node:assert/strict'
import { readFileSync, mkdtempSync, rmSync } from 'node:fs'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { after, test } from 'node:test'
import type { Result, Step } from '../../packages/server/src/bench/run.ts'
import { documentOf, startServer } from '../server.ts'
import { suyuan, type Ran } from './suyuan.ts'

const folder = mkdtempSync(join(tmpdir(), 'suyuan-bench-'))
after(() => rmSync(folder, { recursive: true }))

const SMALL = ['--events-per-document', '200', '--lookups', '300']

function bench(url: string, ...args: readonly string[]): Promise<Ran> {
  return suyuan(['bench', '--target', url, ...SMALL, ...args])
}

/** A line a step, and perhaps one of what was done meanwhile. */
function resultOf(out: string): Result {
  const parts = out
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Step | Pick<Result, 'meanwhile'>)
  const steps = parts.filter((part) => 'events' in part)
  return Object.assign(
    { steps },
    parts.find((part) => 'meanwhile' in part),
  )
}

test('the chain is captured to the event, in steps, and every look-up is answered rightly', async (t) => {
  const server = await startServer()
  t.after(() => server.stop())
  const sizes = ['--events', '1500,3000', '--while-capturing', '500']
  const { code, out, err } = await bench(server.url, ...sizes, '--json')
  assert.equal(code, 0, err)
  const { steps, meanwhile } = resultOf(out)
  assert.deepEqual(
    steps.map(({ events, capture, lookups }) => [events, capture?.events, lookups?.lookups]),
    [
      [1500, 1500, 300],
      [3000, 1500, 300],
    ],
  )
  assert.equal(meanwhile?.capture.events, 500)
  assert.equal(steps[0]?.capture?.fifths.length, 5)
  assert.ok((steps[1]?.lookups?.latency.p50 ?? 0) > 0)

  const exported = join(folder, 'exported')
  assert.equal((await suyuan(['export', exported, '--server', server.url])).code, 0)
  const manifest = readFileSync(join(exported, 'manifest.json'), 'utf8')
  assert.equal((JSON.parse(manifest) as { events: number }).events, 3500)

  const again = await bench(server.url, ...sizes)
  assert.deepEqual([again.code, again.out], [2, ''])
  assert.match(again.err, /the chain of seed 7 is there already: .* --captured/)
  const only = await bench(server.url, '--events', '3500', '--captured', '--from-files')
  assert.equal(only.code, 0, only.out)
  assert.doesNotMatch(only.out, /events\/s/)
  assert.match(only.out, /events of one EPC\n {2}300 right answers/)

  const absent = await bench(server.url, '--events', '3500', '--captured', '--seed', '8')
  assert.equal(absent.code, 1)
  assert.match(
    absent.out,
    / 0 right answers[^]*300 wrong answers:\n.*\/21\/\w+: 0 events instead of \d/,
  )
})

test('a server is spoken to in EPC URNs, and with a key', async (t) => {
  const server = await startServer({ args: ['--host', '0.0.0.0'] })
  t.after(() => server.stop())
  const [, key = ''] = /API key +(sy_\S+)/.exec(server.output()) ?? []
  const url = server.url.replace('0.0.0.0', '127.0.0.1')
  const args = ['--events', '2500', '--urn', '--connections', '4']
  const without = await bench(url, ...args)
  assert.equal(without.code, 1)
  assert.match(without.out, /\d documents refused or lost:\n {4}401 [^]*no tin was captured/)
  const { code, out } = await bench(url, ...args, '--header', `Authorization: Bearer ${key}`)
  assert.equal(code, 0, out)
  assert.match(out, /2,500 events in [^]*by fifths[^]*300 right answers/)
  const kept = await fetch(`${url}/events?EQ_bizStep=packing&perPage=1000`, {
    headers: { authorization: `Bearer ${key}`, 'gs1-epc-format': 'Never_Translates' },
  })
  const events = await kept.text()
  assert.match(events, /"childEPCs":\["urn:epc:id:sgtin:/)
  assert.doesNotMatch(events, /id\.gs1\.org/)
})

test('refused documents are told, and end it with 1', async (t) => {
  const server = await startServer({ args: ['--capture-limit', '120000'] })
  t.after(() => server.stop())
  const { code, out } = await bench(server.url, '--events', '2000')
  assert.equal(code, 1)
  assert.match(out, /\d+ documents refused or lost:\n {4}413 /)
  assert.match(out, /300 right answers/)
})

type Answering = (request: IncomingMessage, response: ServerResponse, body: string) => void

/** A server of someone else's. */
async function foreign(
  answering: Answering,
): Promise<{ url: string; [Symbol.dispose]: () => void }> {
  const server = createServer((request, response) => {
    void text(request).then((body) => answering(request, response, body))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return {
    url: `http://127.0.0.1:${port}/epcis`,
    [Symbol.dispose]: () => {
      server.closeAllConnections()
      server.close()
    },
  }
}

const empty = documentOf([])

test('a capture counts when its job has ended, and not when the job says that it failed', async () => {
  let jobs = 0
  const asked = new Map<string, number>()
  using server = await foreign(({ method, url = '' }, response) => {
    if (method === 'POST') {
      response.writeHead(202, { location: `/epcis/capture/${++jobs}` }).end()
      return
    }
    const times = (asked.get(url) ?? 0) + 1
    if (url.startsWith('/epcis/capture/')) asked.set(url, times)
    const job = { running: times < 3, success: !url.endsWith('/2') }
    response.end(url.includes('/events') ? empty : JSON.stringify(job))
  })
  const args = ['--events', '800', '--lookups', '0', '--json']
  const { code, out } = await bench(server.url, ...args)
  assert.equal(code, 1)
  const { capture } = resultOf(out).steps[0]!
  assert.deepEqual([capture?.documents, capture?.refused], [jobs - 1, 1])
  assert.match(capture?.refusals[0] ?? '', /"success":false/)
  assert.deepEqual(new Set(asked.values()), new Set([3]))

  const [before, trusting] = [asked.size, await bench(server.url, ...args, '--trust-202')]
  assert.equal(trusting.code, 0)
  assert.equal(asked.size, before)
})

test('documents declare what they are told to, and leave their header out', async () => {
  const documents: string[] = []
  using server = await foreign(({ method }, response, body) => {
    if (method === 'POST') documents.push(body)
    response.writeHead(method === 'POST' ? 201 : 404).end()
  })
  const context = ['--context', 'cbvmda=urn:epcglobal:cbv:mda:', '--context', 'x=urn:x:']
  const args = ['--events', '500', '--lookups', '0']
  await bench(server.url, ...args, ...context)
  const before = documents.splice(0)
  await bench(server.url, ...args, '--no-master-data')
  const told = (json: string | undefined): unknown => {
    const { '@context': all, epcisHeader } = JSON.parse(json ?? '') as Record<string, object>
    return [(all as readonly unknown[])[0], epcisHeader !== undefined]
  }
  const declared = { cbvmda: 'urn:epcglobal:cbv:mda:', x: 'urn:x:' }
  assert.deepEqual(told(before.find((json) => json.includes('epcisHeader'))), [declared, true])
  assert.ok(before.every((json) => json.includes('"@context":[{"cbvmda":')))
  assert.equal(documents.length, before.length)
  assert.ok(!documents.some((json) => json.includes('epcisHeader') || json.includes('urn:x:')))
  assert.ok(documents.every((json) => json.includes('"epcisBody":{"eventList":[\n{')))
})

test('events that do not name the EPC, and connections that are cut, are wrong answers', async () => {
  const other = documentOf([
    { type: 'ObjectEvent', eventTime: '2026-03-01T08:00:00Z', epcList: ['urn:x:other'] },
  ])
  const two = other.replace(
    '}]',
    `},${other.slice(other.indexOf('[{') + 1, other.indexOf('}]'))}}]`,
  )
  let asked = 0
  using server = await foreign(({ method, url = '' }, response) => {
    if (method === 'POST') response.writeHead(201).end()
    else if (url.includes('EQ_eventID')) response.end(empty)
    else if (url !== `/epcis/of/${url.slice(10)}`) response.writeHead(404).end()
    else if (++asked % 2 === 0) response.destroy()
    else response.end(asked % 4 === 1 ? two : empty)
  })
  const { code, out } = await bench(server.url, '--events', '2000', '--lookup-path', '/of/{epc}')
  assert.equal(code, 1)
  assert.match(out, / 0 right answers[^]*300 wrong answers:/)
  assert.match(out, /: an event that does not name it/)
  assert.match(out, /hang up|ECONNRESET|closed unanswered/)
  assert.match(out, /: 0 events instead of 2/)
})
