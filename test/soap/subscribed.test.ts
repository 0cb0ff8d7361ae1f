import assert from 'node:assert/strict'
import { createServer, type Server as Receiver } from 'node:http'
import type { AddressInfo } from 'node:net'
import { after, before, test } from 'node:test'
import { childOf, textOf } from '@suyuan/core/xml/element'
import { readTree } from '@suyuan/core/xml/read-tree'
import { envelope, operation, param } from '../bad-input/soap.ts'
import { seen } from '../samples.ts'
import { capture, documentOf, startServer, type Server } from '../server.ts'

let server: Server
let receiver: Receiver
let dest: string
const told: { readonly path: string; readonly type: string; readonly body: string }[] = []

before(async () => {
  server = await startServer({ args: ['--callback-allow', '127.0.0.1'] })
  receiver = createServer((request, response) => {
    let body = ''
    request.on('data', (piece: Buffer) => (body += piece.toString()))
    request.on('end', () => {
      const { url: path = '', headers } = request
      told.push({ path, type: headers['content-type'] ?? '', body })
      response.end()
    })
  })
  await new Promise<void>((resolve) => receiver.listen(0, '127.0.0.1', resolve))
  dest = `http://127.0.0.1:${(receiver.address() as AddressInfo).port}`
})
after(async () => {
  receiver.close()
  await server.stop()
})

async function subscribe(id: string, controls: string, edition: 1 | 2, params = ''): Promise<void> {
  const inside = `<queryName>SimpleEventQuery</queryName><params>${params}</params><dest>${dest}/${id}</dest><controls>${controls}</controls><subscriptionID>${id}</subscriptionID>`
  const answer = await fetch(`${server.url}/soap`, {
    method: 'POST',
    headers: { 'content-type': 'text/xml' },
    body: envelope(operation('Subscribe', inside, `urn:epcglobal:epcis-query:xsd:${edition}`)),
  })
  assert.equal(answer.status, 200, await answer.text())
}

/** What was told to a subscriber, once there is something. */
async function toldTo(id: string): Promise<(typeof told)[number]> {
  for (const until = Date.now() + 20_000; Date.now() < until;) {
    const found = told.find(({ path }) => path === `/${id}`)
    if (found !== undefined) return found
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
  throw new Error(`nothing was told to ${id}: ${server.output()}`)
}

test('a client of 1.x is told what is captured, by trigger and by schedule, in XML of its edition', async () => {
  const things = param('MATCH_anyEPC', 'urn:epc:id:sgtin:0614141.107346.told')
  const often = '<reportIfEmpty>false</reportIfEmpty>'
  await subscribe('old', `<trigger>urn:suyuan:trigger:captured</trigger>${often}`, 1, things)
  await subscribe('young', `<trigger>urn:suyuan:trigger:captured</trigger>${often}`, 2, things)
  await subscribe('thing', `<trigger>urn:epc:id:sgtin:0614141.107346.told</trigger>${often}`, 1)
  await subscribe('each-second', `<schedule><second>[0-59]</second></schedule>${often}`, 1, things)
  const body = documentOf([seen('other'), seen('told')])
  assert.equal((await capture(server.url, body)).status, 202)
  for (const [id, edition] of [
    ['old', 1],
    ['young', 2],
    ['thing', 1],
    ['each-second', 1],
  ] as const) {
    const { type, body: text } = await toldTo(id)
    assert.match(type, /^(text|application)\/xml/)
    const read = readTree(text)
    assert.ok(read.ok, text)
    assert.equal(read.value.uri, `urn:epcglobal:epcis-query:xsd:${edition}`)
    const results = childOf(childOf(read.value, 'EPCISBody') ?? read.value, 'QueryResults')
    assert.ok(results, text)
    assert.equal(textOf(childOf(results, 'subscriptionID') ?? results), id)
    const events = childOf(childOf(results, 'resultsBody') ?? results, 'EventList')?.children
    assert.equal(events?.length, 1)
    assert.match(text, /<epc>urn:epc:id:sgtin:0614141\.107346\.told<\/epc>/)
    assert.equal(/<baseExtension>/.test(text), edition === 1)
  }
})
