import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { refusal } from '../bad-input/refusal.ts'
import { seen } from '../samples.ts'
import { capture, documentOf, startServer, type Server } from '../server.ts'

const LIMITS = ['--capture-limit', '100000', '--capture-events', '3']

let server: Server
before(async () => {
  const args = [...LIMITS, '--page-token-minutes', '5', '--strict']
  server = await startServer({ args })
})
after(() => server.stop())

const limitsOf = ({ headers }: Response): readonly (string | null)[] => [
  headers.get('gs1-epcis-capture-limit'),
  headers.get('gs1-epcis-capture-file-size-limit'),
]

test('OPTIONS of /capture tells the limits that were set; of others it tells none', async () => {
  const told = await fetch(`${server.url}/capture`, { method: 'OPTIONS' })
  assert.deepEqual(limitsOf(told), ['3', '100000'])
  assert.equal(told.headers.get('gs1-capture-error-behaviour'), 'all')
  assert.equal(told.headers.get('allow'), 'OPTIONS, POST, GET')
  const other = await fetch(`${server.url}/events`, { method: 'OPTIONS' })
  assert.deepEqual(limitsOf(other), [null, null])
})

test('more events than that are refused, with the limits in the answer, and none is kept', async () => {
  const four = documentOf([1, 2, 3, 4].map((serial) => seen(`four${serial}`)))
  const answer = await capture(server.url, four)
  assert.deepEqual(limitsOf(answer), ['3', '100000'])
  assert.deepEqual(await refusal(answer, 413), ['/epcisBody/eventList/3 too-many-events'])
  const first = `${server.url}/epcs/urn:epc:id:sgtin:0614141.107346.four1`
  assert.equal((await fetch(first)).status, 404)
  const three = documentOf([1, 2, 3].map((serial) => seen(`three${serial}`)))
  assert.equal((await capture(server.url, three)).status, 202)
})

test('a token for the next page is good for as long as was set', async () => {
  const answer = await fetch(`${server.url}/epcs?perPage=1`)
  const expires = Date.parse(answer.headers.get('gs1-next-page-token-expires') ?? '')
  const minutes = (expires - Date.now()) / 60_000
  assert.ok(minutes > 4 && minutes <= 5, String(minutes))
})

test('a server that was started strict refuses what could be understood, unless asked to be lenient', async () => {
  const loose = seen('loose', { bizStep: 'urn:epcglobal:cbv:bizstep:inspecting' })
  const answer = await capture(server.url, documentOf([loose]))
  assert.deepEqual(await refusal(answer, 400), ['/epcisBody/eventList/0/bizStep spelling'])
  const lenient = await capture(server.url, documentOf([loose]), { prefer: 'handling=lenient' })
  assert.equal(lenient.status, 202)
})
