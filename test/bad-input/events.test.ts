import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { seen } from '../samples.ts'
import { startServer, type Server } from '../server.ts'
import { kept, refusal, stillServes } from './refusal.ts'

let server: Server
before(async () => {
  server = await startServer()
})
after(() => server.stop())

const bare = (more: object = {}): string => JSON.stringify({ '@context': [], ...seen(1), ...more })
const withText = (fields: string): string => bare().replace('{', `{${fields},`)
const nested = (depth: number): string => '['.repeat(depth) + ']'.repeat(depth)

/** What is wrong, the body sent to POST /events, and every problem that must be named. */
const EVENTS: readonly (readonly [name: string, body: string, problems: readonly string[]])[] = [
  ['an empty body', '', [' not-json']],
  ['text that is not JSON', '{"type":', [' not-json']],
  ['a list of events', `[${bare()}]`, [' wrong-type']],
  ['null', 'null', [' wrong-type']],
  ['a document', JSON.stringify({ type: 'EPCISDocument' }), ['/type event-type']],
  ['10,000 lists', nested(10_000), [' too-deep']],
  ['10,000 lists in an extension', withText(`"example:deep":${nested(10_000)}`), [' too-deep']],
  ['a context 10,000 deep', withText(`"@context":${nested(10_000)}`), [' too-deep']],
  ['a context that is a number', bare({ '@context': 7 }), ['/@context wrong-type']],
  [
    'an event time without zone',
    bare({ eventTime: '2026-03-01T08:00:00' }),
    ['/eventTime time-zone'],
  ],
  [
    'a check digit off by one',
    bare({ epcList: ['https://example.com/01/10614141073465/21/1'] }),
    ['/epcList/0 check-digit'],
  ],
  ['a key "__proto__"', withText('"__proto__":{"action":"ADD"}'), ['/__proto__ unknown-field']],
  [
    'a wrong action and a wrong step',
    bare({ action: 'LOOK', bizStep: 'milking' }),
    ['/action action', '/bizStep unknown-term'],
  ],
  ['a number too large for any machine', withText('"example:n":1e999'), ['/example:n number']],
]

for (const [name, body, problems] of EVENTS) {
  test(`${name}, as one event: refused by name, and the next is served`, async () => {
    const was = await kept(server.url)
    const answer = await post(body)
    assert.deepEqual([...(await refusal(answer, 400))].toSorted(), [...problems].toSorted())
    assert.deepEqual(await kept(server.url), was)
    await stillServes(server.url)
  })
}

test('an event over the limit of one event is refused with 413', async () => {
  const answer = await post(bare({ 'example:long': 'x'.repeat(17 * 2 ** 20) }))
  assert.deepEqual(await refusal(answer, 413), [' too-large'])
  await stillServes(server.url)
})

test('an event ID that is taken by other content is refused with 409', async () => {
  const name = { eventID: 'urn:uuid:6f4d1f1e-0000-4000-8000-000000000001' }
  assert.equal((await post(bare(name))).status, 201)
  assert.deepEqual(await refusal(await post(bare({ ...name, action: 'ADD' })), 409), [
    '/eventID event-id-taken',
  ])
  assert.equal((await post(bare(name))).status, 201, 'the same content again is no conflict')
  await stillServes(server.url)
})

function post(body: string): Promise<Response> {
  const headers = { 'content-type': 'application/json' }
  return fetch(`${server.url}/events`, { method: 'POST', headers, body })
}
