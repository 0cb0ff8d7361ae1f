import assert from 'node:assert/strict'
import { request } from 'node:http'
import { after, before, test } from 'node:test'
import { eventsIn, seen } from '../samples.ts'
import { capture, documentOf, startServer, type Server } from '../server.ts'

let server: Server
before(async () => {
  server = await startServer()
  const events = [seen(1), seen(2, { bizStep: 'packing' }), seen(3, { action: 'ADD' })]
  assert.equal((await capture(server.url, documentOf(events))).status, 202)
})
after(() => server.stop())

type Answer = { readonly status: number | undefined; readonly text: string }

/** GET with a body, which `fetch` does not send. */
function get(path: string, body: string, type = 'application/json'): Promise<Answer> {
  const headers = { 'content-type': type, 'content-length': Buffer.byteLength(body) }
  return new Promise((resolve, reject) => {
    const sent = request(`${server.url}${path}`, { method: 'GET', headers }, (answer) => {
      let text = ''
      answer.setEncoding('utf8').on('data', (chunk: string) => (text += chunk))
      answer.once('end', () => resolve({ status: answer.statusCode, text }))
    })
    sent.once('error', reject)
    sent.end(body)
  })
}

const countIn = ({ text }: Answer): number => eventsIn(JSON.parse(text)).length

test('GET /events takes its query in the body, alone or as “query”, and beside the address', async () => {
  const steps = { EQ_bizStep: ['packing'] }
  assert.equal(countIn(await get('/events', JSON.stringify(steps))), 1)
  assert.equal(countIn(await get('/events', JSON.stringify({ query: steps }))), 1)
  assert.equal(countIn(await get('/events?EQ_action=OBSERVE', '{}')), 2)
  assert.equal(countIn(await get('/events?EQ_action=ADD', JSON.stringify(steps))), 0)
  assert.equal(countIn(await get('/bizSteps/inspecting/events', '{"EQ_action":["ADD"]}')), 1)
})

test('problems of the address and of the body are told together', async () => {
  const { status, text } = await get('/events?colour=red', '{"EQ_action":["MAYBE"],"taste":1}')
  assert.equal(status, 400)
  for (const name of ['colour', 'EQ_action', 'taste']) assert.match(text, new RegExp(name))
})

test('a body that is no query is refused for what it is', async () => {
  assert.equal((await get('/events', 'EQ_bizStep=packing', 'text/plain')).status, 415)
  assert.equal((await get('/events', '{"EQ_bizStep":')).status, 400)
  assert.equal((await get('/events', '[]')).status, 400)
  assert.equal((await get('/events', '{"query":7}')).status, 400)
  const next = await fetch(`${server.url}/events`)
  assert.equal(eventsIn(await next.json()).length, 3)
})
