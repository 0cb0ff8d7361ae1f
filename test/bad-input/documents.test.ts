import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { documentOf, startServer, type Server } from '../server.ts'
import { seen } from '../samples.ts'
import { kept, refusal, stillServes } from './refusal.ts'

let server: Server
before(async () => {
  server = await startServer()
})
after(() => server.stop())

const LIST = '/epcisBody/eventList'
const nested = (depth: number): string => '['.repeat(depth) + ']'.repeat(depth)
const withText = (fields: string): string =>
  documentOf([seen(1)]).replace('"action":"OBSERVE"', `"action":"OBSERVE",${fields}`)

/** What is wrong, the body, and every problem that must be named. */
const DOCUMENTS: readonly (readonly [
  name: string,
  body: string | Uint8Array<ArrayBuffer>,
  problems: readonly string[],
])[] = [
  ['an empty body', '', [' not-json']],
  ['text that is not JSON', 'hello', [' not-json']],
  ['XML', '<?xml version="1.0"?><EPCISDocument/>', [' not-json']],
  ['JSON that ends too early', documentOf([seen(1)]).slice(0, -20), [`${LIST}/0 truncated`]],
  ['two documents in one body', documentOf([seen(1)]) + documentOf([seen(2)]), [' not-json']],
  ['a list', '[]', [' wrong-type']],
  ['a number', '7', [' wrong-type']],
  ['null', 'null', [' wrong-type']],
  ['a string', '"EPCISDocument"', [' wrong-type']],
  ['an empty object', '{}', [' required']],
  [
    'no event list',
    documentOf([seen(1)]).replace('eventList', 'eventlist'),
    ['/epcisBody required'],
  ],
  ['an event list that is none', documentOf([]).replace('[]}', '{}}'), [`${LIST} wrong-type`]],
  [
    'events that are none',
    documentOf([7 as never, 'x' as never, null as never, [] as never]),
    [0, 1, 2, 3].map((i) => `${LIST}/${i} wrong-type`),
  ],
  [
    '10,000 lists in an extension',
    withText(`"example:deep":${nested(10_000)}`),
    [`${LIST}/0 too-deep`],
  ],
  [
    '10,000 objects in an extension',
    withText(`"example:deep":${'{"example:a":'.repeat(10_000)}1${'}'.repeat(10_000)}`),
    [`${LIST}/0 too-deep`],
  ],
  ['10,000 lists for a document', nested(10_000), [' too-deep']],
  [
    '10,000 lists beside the events',
    documentOf([seen(1)], { 'example:deep': 0 }).replace(
      '"example:deep":0',
      `"example:deep":${nested(10_000)}`,
    ),
    ['/example:deep too-deep'],
  ],
  [
    '10,000 lists for a context',
    documentOf([seen(1)]).replace(/"@context":\[[^\]]*\]/, `"@context":${nested(10_000)}`),
    ['/@context too-deep'],
  ],
  [
    'fields of the wrong type',
    documentOf([
      seen(1, {
        epcList: 'urn:epc:id:sgtin:0614141.107346.1',
        action: 7,
        bizStep: [],
        readPoint: 'urn:epc:id:sgln:0614141.00777.0',
      }),
    ]),
    [
      `${LIST}/0 objects`,
      `${LIST}/0/action action`,
      ...['bizStep', 'epcList', 'readPoint'].map((field) => `${LIST}/0/${field} wrong-type`),
    ],
  ],
  [
    'a word of no vocabulary',
    documentOf([seen(1, { bizStep: 'milking', disposition: 'delicious' })]),
    [`${LIST}/0/bizStep unknown-term`, `${LIST}/0/disposition unknown-term`],
  ],
  [
    'a field without namespace',
    documentOf([seen(1, { temperature: 4 })]),
    [`${LIST}/0/temperature unknown-field`],
  ],
  [
    'an event time without zone',
    documentOf([seen(1, { eventTime: '2026-03-01T08:00:00' })]),
    [`${LIST}/0/eventTime time-zone`],
  ],
  [
    'an event time that is no time',
    documentOf([seen(1, { eventTime: '2026-02-30T08:00:00Z' })]),
    [`${LIST}/0/eventTime date-time`],
  ],
  [
    'a check digit off by one',
    documentOf([seen(1, { epcList: ['https://id.gs1.org/01/10614141073465/21/1'] })]),
    [`${LIST}/0/epcList/0 check-digit`],
  ],
  [
    'a key "__proto__"',
    withText('"__proto__":{"action":"ADD"}'),
    [`${LIST}/0/__proto__ unknown-field`],
  ],
  [
    'a key "constructor"',
    withText('"constructor":{"prototype":{}}'),
    [`${LIST}/0/constructor unknown-field`],
  ],
  [
    'a type "constructor"',
    documentOf([seen(1, { type: 'constructor' })]),
    [`${LIST}/0/type event-type`],
  ],
  [
    'a document type "__proto__"',
    documentOf([seen(1)], { type: '__proto__' }),
    ['/type document-type'],
  ],
  [
    'a key "__proto__" beside the events',
    documentOf([seen(1)], { x: 1 }).replace('"x"', '"__proto__"'),
    ['/__proto__ unknown-field'],
  ],
  [
    'half a surrogate in an identifier',
    withText('"readPoint":{"id":"urn:example:\\ud800"}'),
    [`${LIST}/0/readPoint/id not-a-uri`],
  ],
  [
    'bytes that are not UTF-8',
    Buffer.from(documentOf([seen('\u00ff')]), 'latin1') as Uint8Array<ArrayBuffer>,
    [' not-utf-8'],
  ],
  ['a single event', JSON.stringify({ '@context': [], ...seen(1) }), ['/type document-type']],
]

for (const [name, body, problems] of DOCUMENTS) {
  test(`${name}: refused by name, and the next is served`, async () => {
    const before = await kept(server.url)
    const answer = await fetch(`${server.url}/capture`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body,
    })
    assert.deepEqual([...(await refusal(answer, 400))].toSorted(), [...problems].toSorted())
    assert.deepEqual(await kept(server.url), before)
    await stillServes(server.url)
  })
}
