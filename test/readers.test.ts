import assert from 'node:assert/strict'
import { after, before, suite, test } from 'node:test'
import { capture, documentOf, startServer, type Server } from './server.ts'
import { event, tin } from './store/events.ts'

for (const threads of ['0', '2']) {
  suite(`documents read by ${threads} threads`, () => {
    let server: Server
    before(async () => {
      server = await startServer({ args: ['--reader-threads', threads] })
    })
    after(() => server.stop())

    const count = async (): Promise<number> => {
      const answer = await fetch(`${server.url}/events?perPage=10000`)
      return (await answer.text()).split('"eventID"').length - 1
    }

    test('are all kept when many come at once, small and larger than a part', async () => {
      const documents = Array.from({ length: 12 }, (_, d) =>
        documentOf(
          Array.from({ length: d === 0 ? 800 : 40 }, (_, i) =>
            event(d * 1000 + i, {
              epcList: Array.from({ length: d === 0 ? 150 : 3 }, (_, k) => tin(`R${d}X${i}X${k}`)),
            }),
          ),
        ),
      )
      const answers = await Promise.all(documents.map((body) => capture(server.url, body)))
      assert.deepEqual(new Set(answers.map(({ status }) => status)), new Set([202]))
      assert.equal(await count(), 800 + 11 * 40)
    })

    test('are refused by name while others are kept, and leave nothing', async () => {
      const before = await count()
      const bad = documentOf([
        event(90_000),
        event(90_001, { bizStep: 'inspectin', action: 'LOOK' }),
      ])
      const [refused, kept, cut] = await Promise.all([
        capture(server.url, bad),
        capture(server.url, documentOf([event(90_002)])),
        capture(server.url, bad.slice(0, -20)),
      ])
      const { problems } = (await refused.json()) as {
        readonly problems: readonly { readonly at: string }[]
      }
      assert.deepEqual(
        problems.map(({ at }) => at),
        ['/epcisBody/eventList/1/action', '/epcisBody/eventList/1/bizStep'],
      )
      assert.deepEqual([refused.status, kept.status, cut.status], [400, 202, 400])
      assert.equal(await count(), before + 1)
    })
  })
}
