import assert from 'node:assert/strict'
import { setTimeout } from 'node:timers/promises'
import { after, before, suite, test } from 'node:test'
import { openAccess } from '../../packages/server/src/access/access.ts'
import { createApp } from '../../packages/server/src/app.ts'
import type { Engine } from '../../packages/server/src/db/engine.ts'
import { guardOf } from '../../packages/server/src/subscribe/guard.ts'
import {
  beginSubscribing,
  UTC,
  type Begun,
} from '../../packages/server/src/subscribe/subscribing.ts'
import { seen } from '../samples.ts'
import { documentOf } from '../server.ts'
import { startReceiver } from './receiver.ts'

/** A server in this process, with a clock of its own. */
type Served = {
  readonly subscribing: Begun
  readonly ask: (method: string, path: string, body?: unknown) => Promise<Response>
  readonly capture: (serials: readonly string[]) => Promise<readonly string[]>
  /** An ISO time that it is now. */
  readonly clock: { now: string }
  readonly faults: unknown[]
}

async function serve(engine: Engine): Promise<Served> {
  const faults: unknown[] = []
  const clock = { now: '2026-05-04T10:00:00Z' }
  const how = {
    engine,
    access: openAccess,
    now: () => Date.parse(clock.now) * 1000,
    zone: UTC,
    guard: guardOf(['127.0.0.1']),
    retries: { first: 60_000, longest: 3_600_000, attempts: 3 },
    log: (fault: unknown) => void faults.push(fault),
  }
  const ask: Served['ask'] = async (method, path, body) =>
    app.request(path, {
      method,
      ...(body !== undefined && {
        headers: { 'content-type': 'application/json' },
        body: typeof body === 'string' ? body : JSON.stringify(body),
      }),
    })
  const served: Served = {
    clock,
    faults,
    ask,
    capture: async (serials: readonly string[]) => {
      const ids = serials.map((serial) => `urn:x:event:${serial}`)
      const events = serials.map((serial, i) => seen(serial, { eventID: ids[i] }))
      assert.equal((await ask('POST', '/capture', documentOf(events))).status, 202)
      return ids
    },
    subscribing: await beginSubscribing(how),
  }
  const app = createApp({ ...how, subscribing: served.subscribing })
  return served
}

/** What subscriptions must do on any engine; `open` gives engines on one store, as several servers have them. */
export function subscribeContract(name: string, open: () => Promise<readonly Engine[]>): void {
  suite(`subscriptions on ${name}`, () => {
    let engines: readonly Engine[]
    let servers: readonly Served[]
    let first: Served
    before(async () => {
      engines = await open()
      servers = await Promise.all(engines.map(serve))
      first = servers[0]!
      assert.equal((await first.ask('POST', '/queries', { name: 'all', query: {} })).status, 201)
    })
    after(async () => {
      for (const { subscribing } of servers) await subscribing[Symbol.asyncDispose]()
      for (const engine of engines) await engine[Symbol.asyncDispose]()
    })

    const at = (time: string): void => {
      for (const server of servers) server.clock.now = time
    }

    /** The clock moves on, and every server looks. */
    const look = async (time: string): Promise<void> => {
      at(time)
      await setTimeout(60)
      for (const { subscribing } of servers) subscribing.began()
      await setTimeout(150)
    }

    const subscribe = async (body: object): Promise<string> => {
      const made = await first.ask('POST', '/queries/all/subscriptions', body)
      assert.equal(made.status, 201, await made.clone().text())
      return made.headers.get('location') ?? ''
    }

    test('a schedule runs at its time and at no other, and a run that was missed comes once', async () => {
      await using receiver = await startReceiver()
      const path = await subscribe({
        dest: receiver.url,
        schedule: { hour: '[8-12]', minute: '5' },
      })
      const one = await first.capture(['c1'])
      await look('2026-05-04T10:04:59Z')
      assert.deepEqual(receiver.taken(), [])
      await look('2026-05-04T10:05:00Z')
      await receiver.until('it has run', () => receiver.got.length === 1)
      assert.deepEqual(receiver.taken(), one)
      const two = await first.capture(['c2'])
      await look('2026-05-04T10:59:00Z')
      assert.deepEqual(receiver.taken(), one)
      await look('2026-05-04T12:30:00Z')
      await receiver.until('it has run again', () => receiver.got.length === 2)
      assert.deepEqual(receiver.taken(), [...one, ...two])
      await look('2026-05-04T12:31:00Z')
      assert.equal(receiver.got.length, 2)
      const told = (await (await first.ask('GET', path)).json()) as Record<string, unknown>
      assert.equal(told['minRecordTime'], '2026-05-04T12:30:00.000Z')
      assert.equal(told['lastNotifiedAt'], '2026-05-04T12:30:00.000Z')
      assert.equal((await first.ask('DELETE', path)).status, 204)
    })

    test('what was not taken is sent again after a time that doubles, and then is a dead letter', async () => {
      await using receiver = await startReceiver()
      receiver.answer = () => 500
      const path = await subscribe({ dest: receiver.url, stream: true })
      at('2026-05-05T10:00:00Z')
      await first.capture(['r1'])
      await receiver.until('it is sent', () => receiver.got.length === 1)
      await look('2026-05-05T10:00:29Z')
      assert.equal(receiver.got.length, 1)
      const { minRecordTime } = (await (await first.ask('GET', path)).json()) as Record<
        string,
        string
      >
      assert.ok(Date.parse(minRecordTime!) < Date.parse('2026-05-05T10:00:00Z'))
      await look('2026-05-05T10:01:01Z')
      await receiver.until('it is sent again', () => receiver.got.length === 2)
      await look('2026-05-05T10:01:25Z')
      assert.equal(receiver.got.length, 2)
      await look('2026-05-05T10:03:02Z')
      await receiver.until('it is sent a third time', () => receiver.got.length === 3)
      await setTimeout(200)
      const { deadLetters } = (await (await first.ask('GET', '/admin/dead-letters')).json()) as {
        readonly deadLetters: readonly Record<string, unknown>[]
      }
      assert.deepEqual(
        deadLetters.map(({ dest, events, attempts }) => [dest, events, attempts]),
        [[receiver.url, 1, 3]],
      )
      receiver.answer = () => 200
      const letter = `/admin/dead-letters/${String(deadLetters[0]!['id'])}`
      assert.equal((await first.ask('DELETE', letter)).status, 204)
      assert.equal((await first.ask('DELETE', letter)).status, 404)
      await first.ask('DELETE', path)
    })

    test('each event is told once, whichever server took it in', async () => {
      await using receiver = await startReceiver()
      at('2026-05-06T10:00:00Z')
      const path = await subscribe({ dest: receiver.url, stream: true })
      const all: string[] = []
      for (let i = 0; i < 30; i++) {
        all.push(...(await servers[i % servers.length]!.capture([`o${i}a`, `o${i}b`])))
      }
      await receiver.until('all are told', () => new Set(receiver.taken()).size === all.length)
      assert.deepEqual(receiver.taken(), all)
      await first.ask('DELETE', path)
    })

    test('what one server tells is left to it, until nothing was heard of it for half a minute', async () => {
      await using receiver = await startReceiver()
      receiver.answer = () => undefined
      at('2026-05-06T12:00:00Z')
      const path = await subscribe({ dest: receiver.url, stream: true })
      const ids = await first.capture(['held'])
      await receiver.until('it is being told', () => receiver.got.length === 1)
      await look('2026-05-06T12:00:20Z')
      assert.equal(receiver.got.length, 1)
      if (servers.length > 1) {
        receiver.answer = () => 200
        await look('2026-05-06T12:00:31Z')
        await receiver.until('another takes over', () => receiver.got.length === 2)
        const names = receiver.got.map(({ headers }) => headers['webhook-id'])
        assert.equal(names[0], names[1])
        assert.deepEqual(receiver.taken(), ids)
      }
      await first.ask('DELETE', path)
    })

    test('orderBy and eventCountLimit hold for a run, maxEventCount is told as what it is', async () => {
      await using receiver = await startReceiver()
      at('2026-05-07T10:00:00Z')
      const keep = async (name: string, query: object): Promise<string> => {
        assert.equal((await first.ask('POST', '/queries', { name, query })).status, 201)
        const schedule = { minute: '[0-59]' }
        const body = { dest: receiver.url, schedule }
        const made = await first.ask('POST', `/queries/${name}/subscriptions`, body)
        assert.equal(made.status, 201)
        return `/queries/${name}`
      }
      const order = { orderBy: 'recordTime', orderDirection: 'DESC', eventCountLimit: 2 }
      const path = await keep('newest', order)
      const ids = await first.capture(['n1', 'n2', 'n3'])
      await look('2026-05-07T10:01:00Z')
      await receiver.until('it has run', () => receiver.got.length === 1)
      assert.deepEqual(receiver.taken(), [ids[2], ids[1]])
      await look('2026-05-07T10:02:00Z')
      assert.equal(receiver.got.length, 1)
      await first.ask('DELETE', path)
      const few = await keep('few', { maxEventCount: 2 })
      await first.capture(['m1', 'm2', 'm3'])
      await look('2026-05-07T10:03:00Z')
      await receiver.until('it has run', () => receiver.got.length === 2)
      const { headers, body } = receiver.got[1]!
      assert.equal(headers['content-type'], 'application/problem+json')
      assert.equal(
        (JSON.parse(body) as { readonly type: string }).type,
        'epcisException:QueryTooLargeException',
      )
      const more = await first.capture(['m4'])
      await look('2026-05-07T10:04:00Z')
      await receiver.until('it has run', () => receiver.got.length === 3)
      assert.deepEqual(receiver.taken().slice(2), more)
      await first.ask('DELETE', few)
    })

    test('nobody had a fault but for the dead letter', () => {
      for (const { faults } of servers) {
        assert.deepEqual(
          faults.filter((fault) => !/is a dead letter/.test(String(fault))),
          [],
        )
      }
    })
  })
}
