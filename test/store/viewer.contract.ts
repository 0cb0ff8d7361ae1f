import assert from 'node:assert/strict'
import { test } from 'node:test'
import { catalogue } from '../../packages/server/src/catalogue/catalogue.ts'
import { labelsOf } from '../../packages/server/src/catalogue/labels.ts'
import type { Engine } from '../../packages/server/src/db/engine.ts'
import { find } from '../../packages/server/src/query/find.ts'
import { namedEvent } from '../../packages/server/src/query/named-event.ts'
import { append } from '../../packages/server/src/store/append.ts'
import { jobsBefore } from '../../packages/server/src/store/jobs.ts'
import { pack } from '../../packages/server/src/store/pack.ts'
import type { Viewer } from '../../packages/server/src/store/viewer.ts'
import { findThing, historyOf, traceThing } from '../../packages/server/src/trace/trace.ts'
import { event, readied, tin } from './events.ts'

const viewerOf = (party: string, sees: Viewer['sees']): Viewer => ({ party, credential: 'k', sees })

/** What each may see, on any engine. */
export function viewerContract(name: string, open: () => Promise<Engine>): void {
  test(`no read shows a viewer of their own events what another party captured, on ${name}`, async () => {
    await using engine = await open()
    for (const [n, party] of [
      [1, 'dairy'],
      [2, 'shop'],
    ] as const) {
      await engine.write(append, {
        party,
        credential: 'k',
        now: n,
        packed: pack(readied([event(n, { epcList: [tin('X')] })])),
        masterData: [
          {
            type: 'urn:t',
            id: tin(party),
            body: '{"attributes":[{"id":"urn:mda#name","attribute":"n"}]}',
          },
        ],
        behaviour: 'rollback',
        job: { id: party, createdAt: n, errors: [] },
      })
    }
    const seen = async (viewer: Viewer): Promise<readonly number[]> => {
      const of = tin('X')
      const query = { where: [], direction: 'ASC' as const }
      const found = await engine.read(find, { viewer, query, perPage: 9 })
      const names = [event(1).eventID ?? '', event(2).eventID ?? '']
      const named = await Promise.all(
        names.map((eventID) => engine.read(namedEvent, { viewer, eventID })),
      )
      const labels = await engine.read(labelsOf, { viewer, ids: [tin('dairy'), tin('shop')] })
      return [
        'events' in found ? found.events.length : -1,
        named.flat().length,
        (await engine.read(historyOf, { viewer, of }))?.length ?? 0,
        (await engine.read(traceThing, { viewer, of, direction: 'backward' })) === undefined
          ? 0
          : 1,
        (await engine.read(findThing, { viewer, of })) === undefined ? 0 : 1,
        (await engine.read(jobsBefore, { viewer, limit: 9 })).jobs.length,
        Object.keys(labels).length,
        (await engine.read(catalogue, viewer)).events,
      ]
    }
    assert.deepEqual(await seen(viewerOf('operator', 'everything')), [2, 2, 2, 1, 1, 2, 2, 2])
    assert.deepEqual(await seen(viewerOf('dairy', 'own')), [1, 1, 1, 1, 1, 1, 1, 0])
    assert.deepEqual(await seen(viewerOf('stranger', 'own')), [0, 0, 0, 0, 0, 0, 0, 0])
  })
}
