import assert from 'node:assert/strict'
import { connect } from 'node:net'
import { gzipSync } from 'node:zlib'
import { after, before, test } from 'node:test'
import { seen } from '../samples.ts'
import { capture, documentOf, startServer, type Server } from '../server.ts'
import { refusal, stillServes } from './refusal.ts'

let server: Server
before(async () => {
  server = await startServer()
  for (const serial of [1, 2, 3]) await capture(server.url, documentOf([seen(serial)]))
})
after(() => server.stop())

type Row = readonly [
  name: string,
  path: string,
  init: RequestInit,
  status: number,
  problems: readonly string[],
]

const post = (
  headers: Record<string, string>,
  body: BodyInit = documentOf([seen(9)]),
): RequestInit => ({ method: 'POST', headers, body })
const json = { 'content-type': 'application/json' }
const accept = (type: string): RequestInit => ({ headers: { accept: type } })

const REQUESTS: readonly Row[] = [
  [
    'a document as text',
    '/capture',
    post({ 'content-type': 'text/plain' }),
    415,
    ['Content-Type media-type'],
  ],
  [
    'a document as a form',
    '/capture',
    post({ 'content-type': 'application/x-www-form-urlencoded' }),
    415,
    ['Content-Type media-type'],
  ],
  [
    'an event as text',
    '/events',
    post({ 'content-type': 'text/plain' }),
    415,
    ['Content-Type media-type'],
  ],
  [
    'a document in gzip',
    '/capture',
    post({ ...json, 'content-encoding': 'gzip' }, gzipSync(documentOf([seen(9)]))),
    415,
    ['Content-Encoding media-type'],
  ],
  [
    'an error behaviour that is none',
    '/capture',
    post({ ...json, 'gs1-capture-error-behaviour': 'maybe' }),
    400,
    ['GS1-Capture-Error-Behaviour value'],
  ],
  ['events as CSV', '/events', accept('text/csv'), 406, ['Accept not-acceptable']],
  ['one event as CSV', '/events/urn:x:y', accept('text/csv'), 406, ['Accept not-acceptable']],
  [
    'events of a thing as CSV',
    '/epcs/urn:x:y/events',
    accept('text/csv'),
    406,
    ['Accept not-acceptable'],
  ],
  ['jobs as CSV', '/capture', accept('text/csv'), 406, ['Accept not-acceptable']],
  [
    'a trace as CSV',
    '/trace?of=urn:x:y&direction=backward',
    accept('text/csv'),
    406,
    ['Accept not-acceptable'],
  ],
  [
    'an answer to a capture as CSV',
    '/capture',
    post({ ...json, accept: 'text/csv' }),
    406,
    ['Accept not-acceptable'],
  ],
  ['a path that is none', '/nowhere', {}, 404, ['/nowhere no-path']],
  ['a path below one', '/events/a/b/c', {}, 404, ['a/b/c no-event']],
  ['an event that is not there', '/events/urn:uuid:0', {}, 404, ['urn:uuid:0 no-event']],
  ['a job that is not there', '/capture/7', {}, 404, ['7 no-job']],
  ['a method that is none of it', '/capture', { method: 'PUT' }, 405, ['/capture method']],
  ['deleting an event', '/events/urn:x:y', { method: 'DELETE' }, 405, ['/events/urn:x:y method']],
  ['writing to a trace', '/trace', { method: 'POST' }, 405, ['/trace method']],
  [
    'an address of 17,000 characters',
    `/events?EQ_bizStep=${'x'.repeat(17_000)}`,
    {},
    414,
    [' too-long'],
  ],
  ['a broken escape in a path', '/events/%zz', {}, 400, ['%zz escape']],
  ['an escape that is not UTF-8', '/epcs/%ff/events', {}, 400, ['%ff escape']],
  ['a parameter that is none', '/events?colour=red', {}, 400, ['?colour unknown-parameter']],
  [
    'a parameter twice',
    '/events?EQ_bizStep=shipping&EQ_bizStep=packing',
    {},
    400,
    ['?EQ_bizStep repeated'],
  ],
  ['perPage twice', '/events?perPage=1&perPage=2', {}, 400, ['?perPage repeated']],
  ['perPage=0', '/events?perPage=0', {}, 400, ['?perPage value']],
  ['perPage=-1', '/events?perPage=-1', {}, 400, ['?perPage value']],
  ['perPage=ten', '/events?perPage=ten', {}, 400, ['?perPage value']],
  ['perPage=0 of jobs', '/capture?perPage=0', {}, 400, ['?perPage value']],
  ['a page token that is none', '/events?nextPageToken=abc', {}, 400, ['?nextPageToken token']],
  [
    'a page token of jobs that is none',
    '/capture?nextPageToken=abc',
    {},
    400,
    ['?nextPageToken token'],
  ],
  [
    'a time without zone',
    '/events?GE_eventTime=2026-03-01T08:00:00',
    {},
    400,
    ['?GE_eventTime time'],
  ],
  [
    'a trace with a check digit off by one',
    '/trace?direction=backward&of=https://id.gs1.org/01/10614141073465/21/1',
    {},
    400,
    ['?of check-digit'],
  ],
  ['a trace of nothing', '/trace', {}, 400, ['?of missing', '?direction missing']],
  ['a trace of no identifier', '/trace?of=tin&direction=forward', {}, 400, ['?of not-a-uri']],
  ['a trace nowhere', '/trace?of=urn:x:y&direction=up', {}, 400, ['?direction value']],
]

for (const [name, path, init, status, problems] of REQUESTS) {
  test(`${name}: ${status}, and the next is served`, async () => {
    const answer = await fetch(server.url + path, init)
    assert.deepEqual(await refusal(answer, status), problems)
    await stillServes(server.url)
  })
}

test('405 tells in Allow what can be done', async () => {
  const answer = await fetch(`${server.url}/capture`, { method: 'PUT' })
  assert.deepEqual(answer.headers.get('allow')?.split(', ').toSorted(), ['GET', 'OPTIONS', 'POST'])
})

test('a page token of one question does not open another', async () => {
  const first = await fetch(`${server.url}/events?perPage=1`)
  const next = /<([^>]+)>; rel="next"/.exec(first.headers.get('link') ?? '')?.[1] ?? ''
  const second = new URL(next, server.url)
  assert.equal((await fetch(second)).status, 200)
  const other = await fetch(`${second}&EQ_bizStep=shipping`)
  assert.deepEqual(await refusal(other, 400), ['?nextPageToken token'])
})

test('an address of 100,000 characters is 414 too, though it never reaches the app', async () => {
  const answer = await fetch(`${server.url}/events?EQ_bizStep=${'x'.repeat(100_000)}`)
  assert.deepEqual(await refusal(answer, 414), [' too-long'])
  await stillServes(server.url)
})

test('what is no HTTP is refused in the same form', async () => {
  const { hostname, port } = new URL(server.url)
  const socket = connect(Number(port), hostname)
  socket.end('GIMME EVENTS\r\n\r\n')
  let text = ''
  for await (const chunk of socket) text += String(chunk)
  assert.match(text, /^HTTP\/1\.1 400 [^]*\r\ncontent-type: application\/problem\+json\r\n/)
  assert.match(text, /"rule":"not-http"/)
  await stillServes(server.url)
})
