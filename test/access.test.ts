import assert from 'node:assert/strict'
import { after, before, suite, test } from 'node:test'
import { startServer, type Server } from './server.ts'

suite('a server that is open to others', () => {
  let server: Server
  let url = ''
  let key = ''
  before(async () => {
    server = await startServer({ args: ['--host', '0.0.0.0'] })
    url = server.url.replace('0.0.0.0', '127.0.0.1')
    while (key === '') {
      key = /sy_[\w-]+/.exec(server.output())?.[0] ?? ''
      await new Promise((resolve) => setTimeout(resolve, 10))
    }
  })
  after(() => server.stop())

  const status = async (headers: Record<string, string>): Promise<number> =>
    (await fetch(`${url}/events`, { headers })).status

  test('answers nobody without its key, however the key is sent', async () => {
    assert.equal(await status({}), 401)
    assert.equal(await status({ authorization: 'Bearer sy_wrong' }), 401)
    assert.equal(await status({ cookie: 'suyuan-key=sy_wrong' }), 401)
    assert.equal(await status({ authorization: `Bearer ${key}` }), 200)
    assert.equal(await status({ 'x-api-key': key }), 200)
    const basic = (pair: string): string => `Basic ${Buffer.from(pair).toString('base64')}`
    assert.equal(await status({ authorization: basic(`anyone:${key}`) }), 200)
    assert.equal(await status({ authorization: basic(`${key}:wrong`) }), 401)
    assert.equal(await status({ authorization: basic(key) }), 401)
    assert.equal(await status({ cookie: `a=b; suyuan-key=${key}` }), 200)
  })

  test('tells nobody without its key what it can do, but a browser that asks what it may send', async () => {
    const options = async (headers: Record<string, string>): Promise<number> =>
      (await fetch(`${url}/events`, { method: 'OPTIONS', headers })).status
    assert.equal(await options({}), 401)
    assert.equal(await options({ 'x-api-key': key }), 204)
    assert.equal(await options({ 'access-control-request-method': 'GET' }), 204)
  })

  test('refuses a capture without the key, and keeps nothing of it', async () => {
    const headers = { 'content-type': 'application/json' }
    const answer = await fetch(`${url}/events`, { method: 'POST', headers, body: '{}' })
    assert.equal(answer.status, 401)
    assert.equal(answer.headers.get('content-type'), 'application/problem+json')
  })

  test('refuses a client of SOAP with a fault, and says how it may send the key', async () => {
    const answer = await fetch(`${url}/soap`, { method: 'POST', body: '<a/>' })
    assert.equal(answer.status, 401)
    assert.match(answer.headers.get('www-authenticate') ?? '', /^Basic /)
    assert.match(await answer.text(), /<detail><epcisq:SecurityException/)
    assert.equal((await fetch(`${url}/soap?wsdl`)).status, 200)
  })

  test('lets a browser in by the address it printed, and takes the key out of it', async () => {
    const answer = await fetch(`${url}/console/?key=${key}&of=x`, { redirect: 'manual' })
    assert.equal(answer.status, 303)
    assert.equal(answer.headers.get('location'), '/console/?of=x')
    assert.match(answer.headers.get('set-cookie') ?? '', /HttpOnly; SameSite=Strict/)
    const wrong = await fetch(`${url}/console/?key=sy_wrong`, { redirect: 'manual' })
    assert.deepEqual([wrong.status, wrong.headers.get('set-cookie')], [401, null])
  })
})

test('a server without a key answers to no name but its own machine’s', async () => {
  const server = await startServer()
  try {
    const { port } = new URL(server.url)
    assert.equal((await fetch(`http://localhost:${port}/events`)).status, 200)
    const { request } = await import('node:http')
    const refused = await new Promise((resolve) => {
      const headers = { host: 'elsewhere.example' }
      request(`${server.url}/events`, { headers }, (answer) => resolve(answer.statusCode)).end()
    })
    assert.equal(refused, 401)
  } finally {
    await server.stop()
  }
})
