import assert from 'node:assert/strict'
import { createServer, type AddressInfo } from 'node:net'
import { test } from 'node:test'
import { guardOf } from '../../packages/server/src/subscribe/guard.ts'
import { post, type Outcome } from '../../packages/server/src/subscribe/post.ts'
import { startReceiver } from './receiver.ts'

const send = (dest: string, allowed: readonly string[], timeout = 5000): Promise<Outcome> =>
  post({ dest, body: '{}', headers: {} }, { guard: guardOf(allowed), timeout })

const saysOf = (outcome: Outcome): string => (outcome.taken ? 'taken' : outcome.says)

test('a redirect is not followed, and is no 2xx', async () => {
  await using inside = await startReceiver()
  await using receiver = await startReceiver()
  receiver.answer = (_, response) => {
    response.writeHead(307, { location: inside.url }).end()
    return undefined
  }
  const outcome = await send(receiver.url, ['127.0.0.1'])
  assert.match(saysOf(outcome), /answered 307, and redirects are not followed/)
  assert.deepEqual([receiver.got.length, inside.got.length], [1, 0])
})

test('a name that leads to an address which may not be is refused when it is connected to', async () => {
  await using receiver = await startReceiver()
  const { port } = new URL(receiver.url)
  assert.match(saysOf(await send(`http://localhost:${port}/`, [])), /localhost has the address/)
  assert.equal(receiver.got.length, 0)
  assert.equal(saysOf(await send(`http://localhost:${port}/`, ['localhost'])), 'taken')
  assert.equal(saysOf(await send(`http://localhost:${port}/`, ['127.0.0.0/8', '::1'])), 'taken')
})

test('an address that may not be is refused before anything is sent', async () => {
  await using receiver = await startReceiver()
  assert.match(saysOf(await send(receiver.url, [])), /is no address of the public Internet/)
  assert.equal(receiver.got.length, 0)
})

test('a receiver that is silent, or that goes on and on, is left in time', async () => {
  const sent: NodeJS.Timeout[] = []
  const slow = createServer((socket) => {
    socket.on('error', () => undefined).write('HTTP/1.1 200 OK\r\n')
    sent.push(setInterval(() => socket.write('x-more: y\r\n'), 20))
  })
  await new Promise<void>((resolve) => slow.listen(0, '127.0.0.1', resolve))
  const dest = `http://127.0.0.1:${(slow.address() as AddressInfo).port}/`
  assert.equal(saysOf(await send(dest, ['127.0.0.1'], 300)), 'no answer within 0.3 s')
  for (const timer of sent) clearInterval(timer)
  slow.close()
})

test('what the receiver asks to wait is heard', async () => {
  await using receiver = await startReceiver()
  receiver.answer = (_, response) => {
    response.writeHead(429, { 'retry-after': '120' }).end()
    return undefined
  }
  const outcome = await send(receiver.url, ['127.0.0.1'])
  assert.ok(!outcome.taken)
  assert.deepEqual([outcome.status, outcome.retryAfter], [429, 120])
})

test('a receiver that refuses a large message before it has read it is heard', async () => {
  const early = createServer((socket) => {
    socket
      .on('error', () => undefined)
      .once('data', () => {
        socket.end(
          'HTTP/1.1 413 Content Too Large\r\ncontent-length: 0\r\nconnection: close\r\n\r\n',
        )
      })
  })
  await new Promise<void>((resolve) => early.listen(0, '127.0.0.1', resolve))
  const dest = `http://127.0.0.1:${(early.address() as AddressInfo).port}/`
  const body = 'x'.repeat(2 * 2 ** 20)
  const how = { guard: guardOf(['127.0.0.1']), timeout: 5000 }
  for (let i = 0; i < 5; i++) {
    const outcome = await post({ dest, body, headers: {} }, how)
    assert.equal(outcome.taken ? 0 : outcome.status, 413, saysOf(outcome))
  }
  early.close()
})
