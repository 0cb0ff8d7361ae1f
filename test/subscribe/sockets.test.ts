import assert from 'node:assert/strict'
import { once } from 'node:events'
import { request } from 'node:http'
import { setTimeout } from 'node:timers/promises'
import { after, before, suite, test } from 'node:test'
import { WebSocket } from 'ws'
import { startServer, type Server } from '../server.ts'
import { namesIn } from './receiver.ts'
import { ask, captureSeen, keepQuery } from './serving.ts'

type Client = {
  readonly socket: WebSocket
  readonly heard: string[]
  readonly headers: Record<string, unknown>
  readonly until: (holds: () => boolean) => Promise<void>
}

suite('WebSockets', () => {
  let server: Server
  let url: string
  before(async () => {
    server = await startServer()
    url = server.url
    await keepQuery(url, 'inspected', { EQ_bizStep: ['inspecting'] })
  })
  after(() => server.stop())

  async function connect(path: string): Promise<Client> {
    const socket = new WebSocket(`${url.replace('http', 'ws')}${path}`)
    const heard: string[] = []
    let headers: Record<string, unknown> = {}
    socket.on('upgrade', (answer) => (headers = answer.headers))
    socket.on('message', (data: Buffer) => heard.push(data.toString()))
    await once(socket, 'open')
    const until = async (holds: () => boolean): Promise<void> => {
      for (let waited = 0; waited < 10_000 && !holds(); waited += 20) await setTimeout(20)
      assert.ok(holds(), JSON.stringify(heard))
    }
    return { socket, heard, headers, until }
  }

  type Refusal = { readonly status: number; readonly body: Record<string, unknown> }

  /** What a handshake is answered that is refused. */
  function refused(path: string, headers: Record<string, string> = {}): Promise<Refusal> {
    const handshake = {
      connection: 'Upgrade',
      upgrade: 'websocket',
      'sec-websocket-version': '13',
      'sec-websocket-key': 'dGhlIHNhbXBsZSBub25jZQ==',
    }
    return new Promise((resolve, reject) => {
      const asked = request(`${url}${path}`, { headers: { ...handshake, ...headers } })
      asked.on('error', reject)
      asked.on('upgrade', () => reject(new Error('it was let in')))
      asked.on('response', (answer) => {
        void answer.toArray().then((chunks) => {
          const text = Buffer.concat(chunks as readonly Buffer[]).toString()
          const body = JSON.parse(text) as Record<string, unknown>
          resolve({ status: answer.statusCode ?? 0, body })
        })
      })
      asked.end()
    })
  }

  test('a stream tells each event that the query finds from when it was opened, once', async () => {
    await captureSeen(url, ['w0'])
    const { socket, heard, headers, until } = await connect('/queries/inspected/events?stream=true')
    assert.ok(Date.parse(String(headers['gs1-query-min-record-time'])) > 0)
    const ids = await captureSeen(url, ['w1', 'w2'])
    await captureSeen(url, ['w3'], { bizStep: 'shipping' })
    const more = await captureSeen(url, ['w4'])
    await until(() => heard.flatMap(namesIn).length >= 3)
    await setTimeout(300)
    assert.deepEqual(heard.flatMap(namesIn), [...ids, ...more])
    socket.close()
  })

  test('a stream may begin with what was recorded before', async () => {
    const [id] = await captureSeen(url, ['x1'])
    const from = encodeURIComponent(new Date(Date.now() - 500).toISOString())
    const { heard, until, socket } = await connect(
      `/queries/inspected/events?stream=true&initialRecordTime=${from}`,
    )
    await until(() => heard.flatMap(namesIn).includes(id!))
    socket.close()
  })

  test('a schedule tells at its time, and that there is nothing when that was asked for', async () => {
    const { heard, until, socket } = await connect(
      '/queries/inspected/events?second=%5B0-59%5D&reportIfEmpty=true',
    )
    await until(() => heard.length >= 2)
    assert.deepEqual(heard.flatMap(namesIn), [])
    const ids = await captureSeen(url, ['y1'])
    await until(() => heard.flatMap(namesIn).length > 0)
    assert.deepEqual(heard.flatMap(namesIn), ids)
    socket.close()
  })

  test('a query that is deleted lets its listeners go', async () => {
    await keepQuery(url, 'short')
    const { socket } = await connect('/queries/short/events?stream=true')
    const closed = once(socket, 'close')
    await ask(`${url}/queries/short`, { method: 'DELETE', status: 204 })
    const [code] = (await closed) as [number]
    assert.equal(code, 1000)
  })

  test('the same address without an upgrade is answered with events', async () => {
    const { json } = await ask(`${url}/queries/inspected/events?perPage=1`)
    assert.equal(json['type'], 'EPCISQueryDocument')
    const { json: problem } = await ask(`${url}/queries/inspected/events?stream=true`, {
      status: 400,
    })
    assert.equal(problem['type'], 'epcisException:SubscriptionControlsException')
  })

  test('what cannot be read is refused before the handshake, with all that is wrong', async () => {
    const { status, body } = await refused('/queries/inspected/events?hour=24&stream=true&what=1')
    assert.equal(status, 400)
    assert.equal(body['type'], 'epcisException:SubscriptionControlsException')
    const problems = body['problems'] as readonly { readonly at: string }[]
    assert.deepEqual(
      problems.map(({ at }) => at),
      ['?what', '?stream', '?hour'],
    )
    assert.equal((await refused('/queries/inspected/events')).status, 400)
    assert.equal((await refused('/queries/none/events?stream=true')).status, 404)
  })

  test('a page of another site is refused, and one of ours let in', async () => {
    const path = '/queries/inspected/events?stream=true'
    const { status, body } = await refused(path, { origin: 'https://evil.example' })
    assert.deepEqual([status, body['type']], [403, 'epcisException:SecurityException'])
    await assert.rejects(refused(path, { origin: url }), /it was let in/)
  })

  test('an upgrade that is no WebSocket of ours is answered as if it had not been asked for', async () => {
    const answer = await new Promise<number | undefined>((resolve, reject) => {
      const headers = { connection: 'Upgrade', upgrade: 'h2c' }
      request(`${url}/queries/inspected/events`, { headers })
        .on('response', ({ statusCode }) => resolve(statusCode))
        .on('error', reject)
        .end()
    })
    assert.equal(answer, 200)
    assert.equal((await refused('/health/live')).status, 200)
  })

  test('a server that is told to end says goodbye to its listeners and ends with 0', async () => {
    const own = await startServer()
    await keepQuery(own.url, 'all')
    const socket = new WebSocket(`${own.url.replace('http', 'ws')}/queries/all/events?stream=true`)
    await once(socket, 'open')
    const closed = once(socket, 'close')
    const ended = own.stop()
    assert.equal(((await closed) as [number])[0], 1001)
    assert.equal(await ended, 0)
  })
})
