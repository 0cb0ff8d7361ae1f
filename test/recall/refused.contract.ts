import assert from 'node:assert/strict'
import { after, before, suite, test } from 'node:test'
import type { Engine } from '../../packages/server/src/db/engine.ts'
import { lot } from '../trace/tell.ts'
import { recalling, type Recalling } from './serving.ts'

const P1 = lot('P1')

const OPENING = {
  suspects: [P1],
  reason: 'why',
  level: 1,
  knownAt: '2026-03-01T06:00:00Z',
}

/** What is no recall, on any engine. */
export function refusedContract(name: string, open: () => Promise<Engine>): void {
  suite(`recalls that are refused on ${name}`, () => {
    let engine: Engine
    let store: Recalling
    before(async () => {
      engine = await open()
      store = recalling(engine)
    })
    after(() => engine[Symbol.asyncDispose]())

    test('everything wrong with a recall is named at once', async () => {
      const { problems } = await store.post<{ problems: readonly { at: string; rule: string }[] }>(
        '/recalls',
        {
          suspects: [
            'https://id.gs1.org/01/06901234567890',
            'tin',
            5,
            { made: {} },
            { id: P1, made: {} },
          ],
          level: 4,
          knownAt: 'yesterday',
          colour: 'red',
        },
        400,
      )
      const places = new Set(problems.map(({ at }) => at))
      for (const at of [
        '/reason',
        '/level',
        '/knownAt',
        '/colour',
        '/suspects/1',
        '/suspects/2',
        '/suspects/3/made',
        '/suspects/4',
      ]) {
        assert.ok(places.has(at), `${at} in ${[...places].join(' ')}`)
      }
      await store.post('/recalls', { ...OPENING, knownAt: '2030-01-01T00:00:00Z' }, 400)
      await store.post('/recalls', { ...OPENING, suspects: [] }, 400)
      await store.get('/recalls/999', 404)
      await store.get('/recalls/first', 404)
    })

    test('nothing refused is kept', async () => {
      assert.deepEqual(await store.get('/recalls'), { recalls: [] })
    })
  })
}
