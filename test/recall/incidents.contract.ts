import assert from 'node:assert/strict'
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, suite, test } from 'node:test'
import type { RecallCase, RecalledItem } from '@suyuan/core/recall/case'
import { writeChain } from '../../packages/server/src/chain/write.ts'
import type { Engine } from '../../packages/server/src/db/engine.ts'
import { recalling, type Recalling } from './serving.ts'

const TINS = 1000

type Incident = {
  readonly name: string
  readonly tins: number
  readonly file: string
  readonly suspects: readonly { readonly id: string }[]
}

/** Every incident of the simulator as a recall, against its ground truth. */
export function incidentsContract(name: string, open: () => Promise<Engine>): void {
  suite(`the incidents of the demo chain as recalls on ${name}`, () => {
    const folder = mkdtempSync(join(tmpdir(), 'suyuan-incidents-'))
    const truth = (file: string): readonly string[] =>
      readFileSync(join(folder, 'truth', file), 'utf8')
        .split('\n')
        .filter((line) => line !== '')
    let engine: Engine
    let store: Recalling
    before(async () => {
      await writeChain({ seed: 7, tins: TINS, out: folder })
      engine = await open()
      store = recalling(engine)
      store.now = '2027-01-01T00:00:00Z'
      const documents = join(folder, 'documents')
      for (const file of readdirSync(documents).toSorted()) {
        const answer = await store.request('/capture', {
          method: 'POST',
          headers: { 'content-type': 'application/json' },
          body: readFileSync(join(documents, file)),
        })
        assert.equal(answer.status, 202, `${file}: ${await answer.text()}`)
      }
    })
    after(async () => {
      await engine[Symbol.asyncDispose]()
      rmSync(folder, { recursive: true })
    })

    test('each finds exactly the tins it touched, where each is, and by whom held', async (t) => {
      const incidents = JSON.parse(truth('incidents.json').join('\n')) as readonly Incident[]
      const lotOf = new Map(
        truth('tins.ndjson').map((line) => {
          const { id, lot } = JSON.parse(line) as { readonly id: string; readonly lot: string }
          return [id, lot] as const
        }),
      )
      const placeOf = new Map(
        truth('whereabouts.ndjson').map((line) => {
          const { id, place } = JSON.parse(line) as { readonly id: string; readonly place: string }
          return [id, place] as const
        }),
      )
      let recalled = 0
      for (const incident of incidents) {
        if (incident.suspects.length === 0 || incident.tins === 0) continue
        recalled++
        const one = await store.open(
          incident.suspects.map(({ id }) => id),
          { drill: true },
        )
        const items = await store.lines<RecalledItem>(`/recalls/${one.id}/items`)
        const expected = truth(incident.file).toSorted()
        assert.deepEqual(items.map(({ id }) => id).toSorted(), expected, incident.name)
        for (const { id, lot, place } of items) {
          assert.deepEqual([lot, place], [lotOf.get(id), placeOf.get(id)], id)
        }
        agrees(one, items)
        t.diagnostic(`${incident.name}: ${items.length} tins, ${one.holders.length} holders`)
        await store.post(`/recalls/${one.id}/close`, { reason: 'drill over' })
      }
      assert.ok(recalled >= 6, `${recalled} incidents recalled`)
    })
  })
}

/** What a case counts is what its items say. */
function agrees(
  { affected, whereabouts, holders }: RecallCase,
  items: readonly RecalledItem[],
): void {
  const sizes = <T>(of: (item: RecalledItem) => T): ReadonlyMap<T, number> =>
    new Map([...Map.groupBy(items, of)].map(([key, list]) => [key, list.length]))
  assert.equal(affected.items, items.length)
  assert.equal(affected.lots, sizes(({ lot }) => lot).size)
  assert.equal(affected.certain, items.filter(({ certainty }) => certainty === 'certain').length)
  assert.deepEqual(
    new Map(whereabouts.map((one) => [one.place, one.items])),
    sizes(({ place }) => place),
  )
  assert.deepEqual(
    new Map(holders.map((one) => [one.holder, one.items])),
    sizes(({ holder }) => holder),
  )
  for (const { holder, named, lots } of holders) {
    // A consumer scans where nobody's place is.
    assert.ok(named || holder.startsWith('geo:'), holder)
    const own = items.filter((one) => one.holder === holder)
    assert.deepEqual(
      new Map(lots.map((one) => [one.lot, one.items])),
      new Map([...Map.groupBy(own, ({ lot }) => lot)].map(([lot, list]) => [lot, list.length])),
    )
  }
}
