import assert from 'node:assert/strict'
import { after, before, suite, test } from 'node:test'
import { capture, documentOf, startServer, type Server } from '../server.ts'
import { eventsIn, seen } from '../samples.ts'
import { ask, captureSeen, keepQuery, subscribe } from './serving.ts'

type Problems = { readonly at: string; readonly rule: string }[]

suite('queries under a name', () => {
  let server: Server
  let url: string
  before(async () => {
    server = await startServer()
    url = server.url
    await captureSeen(url, ['1', '2', '3'])
    await captureSeen(url, ['4'], { bizStep: 'shipping' })
  })
  after(() => server.stop())

  const post = (
    path: string,
    body: unknown,
    headers: Record<string, string> = {},
  ): Promise<Response> =>
    fetch(`${url}${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body: typeof body === 'string' ? body : JSON.stringify(body),
    })

  /** What is wrong with a body, and as what it is refused. */
  const wrong = async (
    path: string,
    body: unknown,
  ): Promise<readonly [type: string, places: readonly string[]]> => {
    const answer = await post(path, body)
    assert.equal(answer.status, 400)
    const told = (await answer.json()) as { readonly type: string; readonly problems: Problems }
    return [told.type, told.problems.map(({ at, rule }) => `${at} ${rule}`)]
  }

  test('a query is kept, told as it was given, asked, listed and forgotten', async () => {
    const query = { EQ_bizStep: ['inspecting'], orderBy: 'recordTime', orderDirection: 'ASC' }
    const made = await post('/queries', { name: 'inspected/检验', query })
    assert.equal(made.status, 201)
    const location = made.headers.get('location') ?? ''
    assert.equal(location, `/queries/${encodeURIComponent('inspected/检验')}`)
    assert.deepEqual((await ask(`${url}${location}`)).json, { name: 'inspected/检验', query })
    const { json, headers } = await ask(`${url}${location}/events?perPage=2`)
    assert.deepEqual(
      eventsIn(json).map(({ eventID }) => eventID),
      ['urn:x:event:1', 'urn:x:event:2'],
    )
    const next = /<([^>]+)>; rel="next"/.exec(headers.get('link') ?? '')?.[1] ?? ''
    const rest = await ask(next)
    assert.equal(eventsIn(rest.json).length, 1)
    assert.equal(rest.headers.get('link'), null)
    assert.match(JSON.stringify(json), /"queryName":"inspected\/检验"/)
    assert.equal((await post('/queries', { name: 'inspected/检验', query: {} })).status, 409)
    await ask(`${url}${location}`, { method: 'DELETE', status: 204 })
    const gone = await ask(`${url}${location}/events`, { status: 404 })
    assert.equal(gone.json['type'], 'epcisException:NoSuchNameException')
  })

  test('queries are listed in pages', async () => {
    for (const name of ['l1', 'l2', 'l3']) await keepQuery(url, name)
    const names: unknown[] = []
    let pages = 0
    for (let at: string | undefined = `${url}/queries?perPage=2`; at !== undefined; pages++) {
      const { json, headers } = await ask(at)
      names.push(...(json as unknown as readonly { name: string }[]).map(({ name }) => name))
      at = /<([^>]+)>; rel="next"/.exec(headers.get('link') ?? '')?.[1]
    }
    assert.deepEqual([names, pages], [['l1', 'l2', 'l3'], 2])
  })

  test('what is wrong with a query is all told when it is to be kept', async () => {
    const query = { EQ_nothing: 1, GE_eventTime: 'yesterday', EQ_action: ['LOOK'], MATCH_epc: {} }
    assert.deepEqual(await wrong('/queries', { query, what: 1 }), [
      'epcisException:QueryValidationException',
      [
        '/what unknown-member',
        '/name missing',
        '/query/MATCH_epc wrong-type',
        '/query/EQ_nothing unknown-parameter',
        '/query/GE_eventTime time',
        '/query/EQ_action action',
      ],
    ])
    assert.deepEqual(await wrong('/queries', { name: '..' }), [
      'epcisException:QueryValidationException',
      ['/name value', '/query missing'],
    ])
    assert.deepEqual((await wrong('/queries', '{'))[1], [' not-json'])
    assert.deepEqual((await wrong('/queries', '[]'))[1], [' wrong-type'])
  })

  test('the prefixes of a query are kept with it: those of its context, and of GS1-Extensions', async () => {
    const event = seen('ext', { 'ex:colour': 'red', eventID: 'urn:x:event:ext' })
    const context = [
      'https://ref.gs1.org/standards/epcis/2.0.0/epcis-context.jsonld',
      { ex: 'https://example.com/ns/' },
    ]
    assert.equal((await capture(url, documentOf([event], { '@context': context }))).status, 202)
    const found = async (name: string): Promise<readonly string[]> =>
      eventsIn((await ask(`${url}/queries/${name}/events`)).json).map(({ eventID }) => eventID)
    const query = { 'EQ_a:colour': ['red'] }
    const inBody = { name: 'c1', query, '@context': { a: 'https://example.com/ns/' } }
    assert.equal((await post('/queries', inBody)).status, 201)
    assert.deepEqual(await found('c1'), ['urn:x:event:ext'])
    const header = { 'GS1-Extensions': 'a=https://example.com/ns/' }
    assert.equal((await post('/queries', { name: 'c2', query }, header)).status, 201)
    assert.deepEqual(await found('c2'), ['urn:x:event:ext'])
  })

  test('SimpleEventQuery is there, cannot be deleted, and is asked as GDST clients do', async () => {
    const all = eventsIn((await ask(`${url}/queries/SimpleEventQuery/events`)).json)
    assert.ok(all.length >= 4)
    await ask(`${url}/queries/SimpleEventQuery`, { method: 'DELETE', status: 405 })
    assert.equal((await post('/queries', { name: 'SimpleEventQuery', query: {} })).status, 409)
    const answer = await post('/queries/SimpleEventQuery', { query: { EQ_bizStep: ['shipping'] } })
    assert.equal(answer.status, 200)
    const found = eventsIn(await answer.json())
    assert.deepEqual(
      found.map(({ eventID }) => eventID),
      ['urn:x:event:4'],
    )
    assert.deepEqual(await wrong('/queries/SimpleEventQuery', { query: { EQ_action: 'LOOK' } }), [
      'epcisException:QueryParameterException',
      ['/query/EQ_action action'],
    ])
    await keepQuery(url, 'another')
    assert.equal((await post('/queries/another', { query: {} })).status, 405)
  })

  test('what is wrong with a subscription is all told', async () => {
    await keepQuery(url, 'told')
    const path = '/queries/told/subscriptions'
    assert.deepEqual(
      await wrong(path, { dest: 'https://example.com/', schedule: { hour: '24' } }),
      ['epcisException:SubscriptionControlsException', ['/schedule/hour value']],
    )
    assert.deepEqual(await wrong(path, { dest: 'https://example.com/' }), [
      'epcisException:SubscriptionControlsException',
      ['/stream one-of'],
    ])
    const all = {
      stream: true,
      schedule: { hour: '1', year: '1' },
      reportIfEmpty: 'perhaps',
      initialRecordTime: '2026-01-01',
      signatureToken: 'whsec_short',
      epcFormat: 'URN',
      more: 1,
    }
    assert.deepEqual(await wrong(path, all), [
      'epcisException:ValidationException',
      [
        '/more unknown-member',
        '/dest missing',
        '/signatureToken value',
        '/epcFormat value',
        '/reportIfEmpty value',
        '/initialRecordTime time',
        '/stream one-of',
        '/schedule/year unknown-member',
      ],
    ])
    assert.equal((await post('/queries/none/subscriptions', all)).status, 404)
  })

  test('a receiver that is no public address is refused, by its address and by its name', async () => {
    await keepQuery(url, 'guarded')
    const path = '/queries/guarded/subscriptions'
    const addresses = ['127.0.0.1:9', '0x7f.1', '[::ffff:127.0.0.1]', 'localhost']
    for (const host of [...addresses, '169.254.169.254']) {
      assert.deepEqual((await wrong(path, { dest: `http://${host}/`, stream: true }))[1], [
        '/dest address',
      ])
    }
  })

  test('subscriptions are listed in pages, without their tokens', async () => {
    await keepQuery(url, 'listed')
    const signatureToken = 'a-secret-that-is-not-told'
    const ids: (string | undefined)[] = []
    for (let i = 0; i < 3; i++) {
      // Not a host that there is: nothing is looked up but when it is told.
      const dest = 'https://receiver.invalid/hook'
      const at = await subscribe(url, 'listed', { dest, schedule: { hour: '1' }, signatureToken })
      ids.push(at.split('/').at(-1))
    }
    const told: Record<string, unknown>[] = []
    for (let at: string | undefined = `${url}/queries/listed/subscriptions?perPage=2`; at;) {
      const { json, headers } = await ask(at)
      told.push(...(json as unknown as Record<string, unknown>[]))
      at = /<([^>]+)>; rel="next"/.exec(headers.get('link') ?? '')?.[1]
    }
    assert.deepEqual(
      told.map(({ subscriptionID }) => subscriptionID),
      ids.toSorted((a = '', b = '') => (a < b ? -1 : 1)),
    )
    assert.deepEqual(told[0]!['schedule'], { hour: '1' })
    assert.ok(!JSON.stringify(told).includes(signatureToken))
  })
})
