import assert from 'node:assert/strict'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { request, type IncomingMessage, type OutgoingHttpHeaders } from 'node:http'
import { connect } from 'node:net'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { setTimeout } from 'node:timers/promises'
import { after, before, test } from 'node:test'
import { asCaptured, eventsIn, seen } from '../samples.ts'
import { capture, documentOf, startServer, type Server } from '../server.ts'
import { kept, refusal, stillServes } from './refusal.ts'

const MB = 2 ** 20
const SMALL_LIMIT = 5 * MB

let server: Server
let limited: Server
before(async () => {
  server = await startServer()
  limited = await startServer({ args: ['--capture-limit', String(SMALL_LIMIT)] })
})
after(() => Promise.all([server.stop(), limited.stop()]))

/** A valid document of about so many bytes, in pieces; its serials begin with `tag`. */
function* large(bytes: number, tag = ''): Generator<string> {
  const [head = '', tail = ''] = documentOf([]).split('[]}')
  yield `${head}[`
  let piece = ''
  let sent = 0
  for (let i = 0; sent < bytes; i++) {
    const event = JSON.stringify(seen(tag + i, { 'example:note': `${i} `.repeat(400) }))
    piece += i === 0 ? event : `,${event}`
    if (piece.length < 65_536) continue
    yield piece
    sent += piece.length
    piece = ''
  }
  yield `${piece}]}${tail}`
}

function sizeOf(pieces: Iterable<string>): number {
  let size = 0
  for (const piece of pieces) size += piece.length
  return size
}

/** Sends pieces as fast as the server takes them; the answer comes when it comes. */
async function send(
  url: string,
  pieces: Iterable<string>,
  headers: OutgoingHttpHeaders = {},
): Promise<Response> {
  const upload = request(`${url}/capture`, {
    method: 'POST',
    agent: false,
    headers: { 'content-type': 'application/json', ...headers },
  })
  const answered = once(upload, 'response') as Promise<[IncomingMessage]>
  // Who is refused early cannot send the rest; only the answer counts.
  pipeline(Readable.from(pieces), upload).catch(() => {})
  const [answer] = await answered
  const body = (await answer.toArray()) as Buffer[]
  return new Response(Buffer.concat(body), {
    status: answer.statusCode ?? 0,
    headers: { 'content-type': answer.headers['content-type'] ?? '' },
  })
}

/** The most memory that the server ever had, in MB; undefined where the system does not tell. */
function mostMemory({ process }: Server): number | undefined {
  try {
    const status = readFileSync(`/proc/${process.pid}/status`, 'utf8')
    return Number(/VmHWM:\s+(\d+) kB/.exec(status)?.[1]) / 1024
  } catch {
    return undefined
  }
}

test('200 MB in one document are taken within the limit, and memory stays under 1 GB', async (t) => {
  const from = performance.now()
  const answer = await send(server.url, large(200 * MB))
  assert.equal(answer.status, 202, await answer.text())
  const seconds = (performance.now() - from) / 1000
  const memory = mostMemory(server)
  t.diagnostic(`200 MB in ${seconds.toFixed(1)} s; at most ${memory?.toFixed(0)} MB of memory`)
  assert.ok((memory ?? 0) < 1000, `${memory} MB`)
  const found = await fetch(`${server.url}/events?MATCH_epc=urn:epc:id:sgtin:0614141.107346.50000`)
  assert.equal(eventsIn(await found.json()).length, 1)
  await stillServes(server.url)
})
for (const [how, headers] of [
  ['that says its length', { 'content-length': sizeOf(large(20 * MB)) }],
  ['of unknown length', {}],
] as const) {
  test(`a document over the limit, ${how}, is refused with 413 and leaves nothing`, async () => {
    const was = await kept(limited.url)
    const answer = await send(limited.url, large(20 * MB), headers)
    assert.deepEqual(await refusal(answer, 413), [' too-large'])
    assert.deepEqual(await kept(limited.url), was)
    await stillServes(limited.url)
  })
}

test('a refusal at the first byte of 20 MB still reaches the client', async () => {
  const answer = await send(server.url, ['no JSON ', ...large(20 * MB)])
  assert.deepEqual(await refusal(answer, 400), [' not-json'])
  await stillServes(server.url)
})

test('a document of 6 MB whose context comes last is kept whole', async () => {
  const [start = '', end = ''] = documentOf([]).split('"@context"')
  const [context = '', rest = ''] = end.split(',"type"')
  const note = { 'example:note': 'x'.repeat(10_000) }
  const events = Array.from({ length: 600 }, (_, i) => seen(`last${i}`, note))
  const list = `"eventList":[${events.map((event) => JSON.stringify(event)).join()}]`
  const body = `${start}"type"${rest}`.replace('"eventList":[]', list)
  const answer = await send(server.url, [body.slice(0, -1), `,"@context"${context}}`])
  assert.equal(answer.status, 202, await answer.text())
  for (const i of [0, 300, 599]) {
    const epc = `urn:epc:id:sgtin:0614141.107346.last${i}`
    const found = await fetch(`${server.url}/events?MATCH_epc=${epc}`)
    assert.equal(eventsIn(await found.json()).length, 1, epc)
  }
})

test('the limits are told by OPTIONS', async () => {
  const { headers } = await fetch(`${limited.url}/capture`, { method: 'OPTIONS' })
  assert.equal(headers.get('gs1-epcis-capture-file-size-limit'), String(SMALL_LIMIT))
})

/** Writes an HTTP request by hand. */
function raw(url: string, length: number | 'chunked', body: string): string {
  const framing = length === 'chunked' ? 'transfer-encoding: chunked' : `content-length: ${length}`
  return `POST /capture HTTP/1.1\r\nhost: ${new URL(url).host}\r\ncontent-type: application/json\r\n${framing}\r\n\r\n${body}`
}

const document = documentOf([seen('cut1'), seen('cut2')])
const chunk = (text: string): string => `${text.length.toString(16)}\r\n${text}\r\n`

const CUT: readonly (readonly [name: string, length: number | 'chunked', body: string])[] = [
  ['in the middle of an event', document.length, document.slice(0, 300)],
  ['after its last event', document.length, document.slice(0, -4)],
  ['whole, but shorter than it said', document.length + 1, document],
  ['whole, but without its last chunk', 'chunked', chunk(document)],
  ['before its body', document.length, ''],
]

for (const [name, length, body] of CUT) {
  test(`an upload cut off ${name} leaves nothing behind`, async () => {
    const was = await kept(limited.url)
    const { hostname, port } = new URL(limited.url)
    const socket = connect(Number(port), hostname)
    await new Promise<void>((resolve) =>
      socket.write(raw(limited.url, length, body), () => resolve()),
    )
    await setTimeout(50)
    socket.destroy()
    await setTimeout(50)
    assert.deepEqual(await kept(limited.url), was)
    assert.doesNotMatch(
      limited.output(),
      /Error|    at /,
      'a client that goes away is no fault of ours',
    )
    await stillServes(limited.url)
  })
}

test('a large upload cut off after it was put aside in part leaves nothing behind', async () => {
  const { hostname, port } = new URL(server.url)
  const socket = connect(Number(port), hostname)
  socket.write(raw(server.url, 100 * MB, ''))
  for (const piece of large(10 * MB, 'cut')) {
    if (!socket.write(piece)) await new Promise((resolve) => socket.once('drain', resolve))
  }
  socket.destroy()
  await setTimeout(300)
  const found = await fetch(`${server.url}/epcs/urn:epc:id:sgtin:0614141.107346.cut0/events`)
  assert.equal(found.status, 404)
  assert.doesNotMatch(server.output(), /Error|\n    at /)
  await stillServes(server.url)
})

test('500 requests at once are all answered, and each event is kept', async () => {
  const serials = Array.from({ length: 500 }, (_, i) => `at-once-${i}`)
  const answers = await Promise.all(
    serials.map((serial) => capture(limited.url, documentOf([seen(serial)]))),
  )
  assert.deepEqual(new Set(answers.map(({ status }) => status)), new Set([202]))
  const events = eventsIn(await asCaptured(`${limited.url}/events?perPage=10000`))
  const there = new Set(events.flatMap(({ epcList }) => epcList ?? []))
  assert.deepEqual(
    serials.filter((serial) => !there.has(`urn:epc:id:sgtin:0614141.107346.${serial}`)),
    [],
  )
})
