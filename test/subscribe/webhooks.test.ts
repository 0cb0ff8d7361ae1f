import assert from 'node:assert/strict'
import { createHmac } from 'node:crypto'
import { setTimeout } from 'node:timers/promises'
import { after, before, suite, test } from 'node:test'
import { startServer, type Server } from '../server.ts'
import { startReceiver } from './receiver.ts'
import { ask, captureSeen, keepQuery, subscribe } from './serving.ts'

suite('webhooks', () => {
  let server: Server
  let url: string
  before(async () => {
    const args = ['--callback-allow', '127.0.0.1', '--delivery-attempts', '2']
    server = await startServer({ args })
    url = server.url
  })
  after(() => server.stop())

  test('a stream is told of each event that its query finds, soon after it is acknowledged', async () => {
    await using receiver = await startReceiver()
    await captureSeen(url, ['s0'])
    await keepQuery(url, 'inspected', { EQ_bizStep: ['inspecting'] })
    await subscribe(url, 'inspected', { dest: receiver.url, stream: true })
    const ids = await captureSeen(url, ['s1', 's2'])
    await captureSeen(url, ['s3'], { bizStep: 'shipping' })
    const more = await captureSeen(url, ['s4'])
    await receiver.until('all are told', () => receiver.taken().length >= 3)
    assert.deepEqual(receiver.taken(), [...ids, ...more])
    const [first] = receiver.got
    const { queryResults } = (
      JSON.parse(first!.body) as {
        readonly epcisBody: { readonly queryResults: Readonly<Record<string, unknown>> }
      }
    ).epcisBody
    assert.equal(queryResults['queryName'], 'inspected')
    assert.match(String(queryResults['subscriptionID']), /^[0-9a-f-]{36}$/)
    assert.equal(first!.headers['content-type'], 'application/json')
  })

  test('a delivery is signed as Standard Webhooks says, and the token is never told', async () => {
    await using receiver = await startReceiver()
    await keepQuery(url, 'signed')
    const token = '13df38d8275b13f05704629e5f1cf3d45d6132d5'
    const signed = { dest: receiver.url, stream: true, signatureToken: token }
    const at = await subscribe(url, 'signed', signed)
    await captureSeen(url, ['t1'])
    await receiver.until('it is told', () => receiver.got.length > 0)
    const { headers, body } = receiver.got[0]!
    const text = `${headers['webhook-id']?.toString()}.${headers['webhook-timestamp']?.toString()}.${body}`
    const mac = createHmac('sha256', token).update(text).digest('base64')
    assert.equal(headers['webhook-signature'], `v1,${mac}`)
    assert.equal(headers['gs1-signature'], `v1,${mac}`)
    assert.ok(Math.abs(Number(headers['webhook-timestamp']) - Date.now() / 1000) < 60)
    const { json } = await ask(at)
    assert.ok(!JSON.stringify(json).includes(token))
    assert.ok(!server.output().includes(token))
  })

  test('what was not taken is sent again under the same name, until it is a dead letter; and that is sent again by hand', async () => {
    await using receiver = await startReceiver()
    receiver.answer = () => 500
    await keepQuery(url, 'refused')
    await subscribe(url, 'refused', { dest: receiver.url, stream: true })
    const [id] = await captureSeen(url, ['d1'])
    await receiver.until('it is sent twice', () => receiver.got.length === 2)
    const names = receiver.got.map(({ headers }) => headers['webhook-id'])
    assert.equal(names[0], names[1])
    await setTimeout(200)
    const letters = async (): Promise<readonly Record<string, unknown>[]> => {
      const { json } = await ask(`${url}/admin/dead-letters`)
      const all = json['deadLetters'] as readonly Record<string, unknown>[]
      return all.filter(({ dest }) => dest === receiver.url)
    }
    const [letter] = await letters()
    assert.equal(letter!['id'], names[0])
    assert.equal(letter!['attempts'], 2)
    assert.equal(letter!['failure'], 'the receiver answered 500')
    const again = `${url}/admin/dead-letters/${String(letter!['id'])}/send`
    const still = await ask(again, { method: 'POST' })
    assert.equal(still.json['taken'], false)
    receiver.answer = () => 204
    const [later] = await captureSeen(url, ['d2'])
    await receiver.until('what comes later is told', () => receiver.taken().includes(later!))
    assert.equal((await ask(again, { method: 'POST' })).json['taken'], true)
    assert.deepEqual(receiver.taken(), [later, id])
    assert.deepEqual(await letters(), [])
    await ask(again, { method: 'POST', status: 404 })
  })

  test('a receiver that answers 413 gets fewer events at once, and all of them', async () => {
    await using receiver = await startReceiver()
    receiver.answer = ({ events }) => (events.length > 3 ? 413 : 200)
    await keepQuery(url, 'small')
    await subscribe(url, 'small', { dest: receiver.url, stream: true })
    const ids = await captureSeen(
      url,
      Array.from({ length: 20 }, (_, i) => `b${i}`),
    )
    await receiver.until('all are taken', () => receiver.taken().length >= 20)
    assert.deepEqual(receiver.taken(), ids)
    const names = receiver.got.map(({ headers }) => String(headers['webhook-id']))
    assert.equal(new Set(names).size, names.length)
  })

  test('a message has no more than 2 MB, unless one event alone is larger', async () => {
    await using receiver = await startReceiver()
    await keepQuery(url, 'large')
    await subscribe(url, 'large', { dest: receiver.url, stream: true })
    const more = { 'example:text': 'x'.repeat(900_000) }
    const ids = await captureSeen(url, ['big1', 'big2', 'big3', 'big4', 'big5'], more)
    await receiver.until('all are taken', () => receiver.taken().length === 5)
    assert.deepEqual(receiver.taken(), ids)
    assert.deepEqual(
      receiver.got.map(({ events }) => events.length),
      [2, 2, 1],
    )
  })

  test('a receiver that does not answer holds up no other', async () => {
    await using hanging = await startReceiver()
    await using quick = await startReceiver()
    hanging.answer = () => undefined
    await keepQuery(url, 'both')
    await subscribe(url, 'both', { dest: hanging.url, stream: true })
    await captureSeen(url, ['h0'])
    await hanging.until('it hangs', () => hanging.got.length === 1)
    await subscribe(url, 'both', { dest: quick.url, stream: true })
    const ids = await captureSeen(url, ['h1', 'h2'])
    await quick.until('the other is told', () => quick.taken().length === 2)
    assert.deepEqual(quick.taken(), ids)
    assert.equal(hanging.got.length, 1)
  })

  test('a subscription may begin with what was recorded before it', async () => {
    await using receiver = await startReceiver()
    await keepQuery(url, 'before', { MATCH_epc: ['urn:epc:id:sgtin:0614141.107346.p1'] })
    const [id] = await captureSeen(url, ['p1'])
    const initialRecordTime = new Date(Date.now() - 60_000).toISOString()
    await subscribe(url, 'before', { dest: receiver.url, stream: true, initialRecordTime })
    await receiver.until('it is told', () => receiver.taken().length === 1)
    assert.deepEqual(receiver.taken(), [id])
  })

  test('a schedule is told at its time; of a run that found nothing only if that was asked for', async () => {
    await using receiver = await startReceiver()
    await using silent = await startReceiver()
    await keepQuery(url, 'each-second', { EQ_bizStep: ['packing'] })
    const schedule = { second: '[0-59]' }
    const at = await subscribe(url, 'each-second', {
      dest: receiver.url,
      schedule,
      reportIfEmpty: true,
    })
    await subscribe(url, 'each-second', { dest: silent.url, schedule })
    await receiver.until('empty runs are told', () => receiver.got.length >= 2)
    assert.equal(silent.got.length, 0)
    const [id] = await captureSeen(url, ['e1'], { bizStep: 'packing' })
    await receiver.until('it is told', () => receiver.taken().length > 0)
    await silent.until('it is told', () => silent.taken().length > 0)
    const { length } = receiver.got
    await receiver.until('it is told no more', () => receiver.got.length >= length + 2)
    assert.deepEqual([receiver.taken(), silent.taken()], [[id], [id]])
    const { json } = await ask(at)
    assert.ok(Date.parse(String(json['minRecordTime'])) > Date.now() - 10_000)
    const discovered = await ask(at, { method: 'OPTIONS', status: 204 })
    const least = Date.parse(discovered.headers.get('gs1-query-min-record-time') ?? '')
    assert.ok(least >= Date.parse(String(json['minRecordTime'])))
  })

  test('a subscription that is deleted while it is told is told no more', async () => {
    await using receiver = await startReceiver()
    receiver.answer = () => undefined
    await keepQuery(url, 'over')
    const at = await subscribe(url, 'over', { dest: receiver.url, stream: true })
    await captureSeen(url, ['o1'])
    await receiver.until('it is being told', () => receiver.got.length === 1)
    await ask(at, { method: 'DELETE', status: 204 })
    await ask(at, { status: 404 })
    receiver.answer = () => 200
    await captureSeen(url, ['o2'])
    await setTimeout(1500)
    assert.equal(receiver.got.length, 1)
  })

  test('who takes XML first is told in XML, and what cannot be told as an exception', async () => {
    await using receiver = await startReceiver()
    await keepQuery(url, 'xml', { EQ_bizStep: ['packing'], maxEventCount: 1 })
    const subscribed = await fetch(`${url}/queries/xml/subscriptions`, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        accept: 'application/xml, application/json',
        'gs1-epc-format': 'Never_Translates',
      },
      body: JSON.stringify({ dest: receiver.url, schedule: { second: '[0-59]' } }),
    })
    assert.equal(subscribed.status, 201)
    await captureSeen(url, ['xml1'], { bizStep: 'packing' })
    await receiver.until('it is told', () => receiver.got.length === 1)
    const { headers, body } = receiver.got[0]!
    assert.equal(headers['content-type'], 'application/xml')
    assert.match(
      body,
      /^<\?xml [\s\S]*<queryName>xml<\/queryName>\s*<subscriptionID>[\s\S]*sgtin:0614141\.107346\.xml1</,
    )
    await captureSeen(url, ['xml2', 'xml3'], { bizStep: 'packing' })
    await receiver.until('it is told', () => receiver.got.length === 2)
    assert.match(receiver.got[1]!.body, /<epcisq:QueryTooLargeException [\s\S]*<queryName>xml</)
  })

  test('a query that is deleted ends its subscriptions', async () => {
    await using receiver = await startReceiver()
    await keepQuery(url, 'gone')
    const at = await subscribe(url, 'gone', { dest: receiver.url, stream: true })
    await ask(`${url}/queries/gone`, { method: 'DELETE', status: 204 })
    await ask(at, { status: 404 })
    await captureSeen(url, ['g1'])
    await setTimeout(500)
    assert.equal(receiver.got.length, 0)
  })
})
