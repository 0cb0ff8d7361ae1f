import assert from 'node:assert/strict'
import { after, before, suite, test } from 'node:test'
import type { EpcisEvent } from '@suyuan/core/event/event'
import type { LotBalanced } from '../../packages/server/src/access/balances.ts'
import { balancesOf } from '../../packages/server/src/balance/of-lots.ts'
import { OURSELVES } from '../../packages/server/src/store/follow.ts'
import type { Engine } from '../../packages/server/src/db/engine.ts'
import { serving, type Serving } from '../retention/serving.ts'
import { documentOf } from '../server.ts'
import { lot, place, tanker, tin, tinLot } from '../trace/tell.ts'
import { MILK, mix, RANGE, RULES, SOLD, STORY, TIN } from './story.ts'

type Sum = { readonly value: number; readonly uom: string; readonly atLeast?: true }
type Told = Readonly<Record<string, Sum>> & {
  readonly verdict: string
  readonly because?: string
}

/** What mass balance must do on any engine. */
export function balanceContract(name: string, open: () => Promise<Engine>): void {
  suite(`mass balance on ${name}`, () => {
    let engine: Engine
    let store: Serving
    before(async () => {
      engine = await open()
      store = serving(engine)
      await store.capture([...STORY, ...SOLD])
    })
    after(() => engine[Symbol.asyncDispose]())

    const of = async (id: string, more = ''): Promise<Told> =>
      (await store.get(`/balance?of=${encodeURIComponent(id)}${more}`)) as Told

    test('without rules amounts are told and nothing is judged', async () => {
      await store.get('/admin/balance/rules', 404)
      const told = await of(mix('more'))
      assert.deepEqual(told['difference'], { value: -20, uom: 'KGM' })
      assert.deepEqual([told.verdict, told.because], ['not-judged', 'no-tolerance'])
    })

    test('rules are kept by version, and what is wrong in them is all told at once', async () => {
      const wrong = {
        counts: [{ id: 'a', counts: 'lost', covers: 'everything' }],
        tolerances: [
          { id: 'b', covers: 'everything', loss: { share: 2 } },
          { id: 'c', covers: 'everything' },
        ],
        products: [{ classes: [TIN], density: { value: 1, uom: 'KGM' } }],
        yeilds: [],
      }
      const refused = (await store.post('/admin/balance/rules', wrong, 400)) as {
        problems: readonly { at: string }[]
      }
      assert.deepEqual(refused.problems.map(({ at }) => at).toSorted(), [
        '/counts/0/counts',
        '/products/0/density/uom',
        '/tolerances/0/loss/share',
        '/tolerances/1',
        '/yeilds',
      ])
      assert.deepEqual(await store.post('/admin/balance/rules?by=Wang', RULES, 201), { version: 1 })
      assert.deepEqual(await store.post('/admin/balance/rules', RULES, 201), { version: 1 })
      assert.partialDeepStrictEqual(await store.get('/admin/balance/rules'), {
        version: 1,
        by: 'Wang',
        rules: RULES,
      })
    })

    test('what was in a tanker is what went in; a damaged output is a declared loss', async () => {
      const told = await of(mix('recv'))
      assert.deepEqual(
        ['in', 'out', 'loss', 'difference'].map((one) => told[one]?.value),
        [12_000, 11_950, 20, 30],
      )
      assert.equal(told.verdict, 'balanced')
    })

    test('grams and kilograms, tins by weight, rework and samples make one balance, with its yield', async () => {
      const told = await of(mix('run'))
      assert.deepEqual(
        ['in', 'out', 'rework', 'sample', 'difference'].map((one) => told[one]?.value),
        [1000, 842, 150, 5, 3],
      )
      assert.partialDeepStrictEqual(told, {
        verdict: 'balanced',
        tolerance: { id: 'all', loss: { value: 3, uom: 'KGM' } },
        yield: { value: 0.842, expected: { id: 'of-milk' }, within: false },
        gaps: [],
      })
    })

    test('what is out of tolerance is a gap with its size', async () => {
      const told = await of(mix('more'))
      assert.equal(told.verdict, 'unbalanced')
      assert.partialDeepStrictEqual(told, {
        gaps: [{ kind: 'quantity-unbalanced', id: mix('more'), size: { value: -20, uom: 'KGM' } }],
      })
    })

    test('a trace that is asked to weigh tells what is out of tolerance on its way, and is not complete', async () => {
      const ask = (of: string, more = ''): Promise<unknown> =>
        store.get(`/trace?of=${encodeURIComponent(of)}&direction=backward${more}`)
      const plain = (await ask(lot('B1'))) as { complete: boolean; gaps: object[]; links: object[] }
      const weighed = (await ask(lot('B1'), '&gaps=quantities')) as typeof plain
      assert.deepEqual([plain.complete, plain.gaps], [true, []])
      const size = { value: -20, uom: 'KGM' }
      const gap = { kind: 'quantity-unbalanced', id: mix('more'), size }
      assert.partialDeepStrictEqual(weighed, { complete: false, gaps: [gap] })
      assert.deepEqual(weighed.links, plain.links)
      assert.deepEqual(await ask(lot('S1'), '&gaps=quantities'), await ask(lot('S1')))
    })

    test('what is not known is never zero, and is not judged', async () => {
      const litres = await of(mix('litres'))
      assert.partialDeepStrictEqual(litres, {
        in: { value: 0, atLeast: true },
        verdict: 'not-judged',
        because: 'unknown-amounts',
        unknown: [{ id: lot('S1'), side: 'in', why: 'no-density' }],
      })
      assert.equal('difference' in litres, false)
      assert.partialDeepStrictEqual(await of(mix('half')), {
        because: 'unknown-amounts',
        unknown: [{ id: tanker('2'), side: 'in', why: 'in-parts' }],
      })
    })

    test('master data gives the density of a lot, else of its class', async () => {
      const at = (value: string): object => ({
        id: 'https://plant.example/voc/density',
        attribute: { value, unitCode: 'KMQ' },
      })
      const describe = async (id: string, value: string): Promise<void> => {
        const vocabularyElementList = [{ id, attributes: [at(value)] }]
        const document = JSON.parse(documentOf([])) as Record<string, unknown>
        document['epcisHeader'] = {
          epcisMasterData: {
            vocabularyList: [{ type: 'urn:epcglobal:epcis:vtype:EPCClass', vocabularyElementList }],
          },
        }
        await store.post('/capture', document, 202)
      }
      await describe(`https://id.gs1.org/01/${MILK}`, '1000')
      assert.deepEqual((await of(mix('litres')))['in'], { value: 10, uom: 'KGM' })
      await describe(lot('S1'), '1030')
      assert.deepEqual((await of(mix('litres')))['in'], { value: 10.3, uom: 'KGM' })
    })

    test('a lot that is shipped beyond what was made is found, pallets on pallets too', async () => {
      const told = await of(lot('X1'))
      assert.partialDeepStrictEqual(told, {
        kind: 'lot',
        made: { value: 100, uom: 'KGM' },
        sold: { value: 30 },
        left: { value: 70 },
        verdict: 'beyond',
        beyond: [{ what: 'shipped', holder: place(1), by: { value: 20, uom: 'KGM' } }],
      })
      const { holders } = told as unknown as { holders: readonly Record<string, Sum>[] }
      assert.deepEqual(
        holders.map(({ shipped, received, left }) => [
          shipped?.value,
          received?.value,
          left?.value,
        ]),
        [
          [120, 0, -20],
          [0, 60, 30],
        ],
      )
    })

    test('items are counted once; those that claim the lot, and those made twice, are found', async () => {
      assert.partialDeepStrictEqual(await of(tinLot('F2')), {
        made: { value: 4, uom: 'H87' },
        used: { value: 1 },
        sold: { value: 1 },
        sample: { value: 1 },
        left: { value: 1 },
        items: { made: 4, claimed: 1, repeated: 1, examples: [tin('b9'), tin('b3')] },
        madeBy: ['y1', 'y3', 'y7'].map((id) => `urn:example:event:${id}`),
        beyond: [
          { what: 'claimed', by: { value: 1, uom: 'H87' } },
          { what: 'repeated', by: { value: 1, uom: 'H87' } },
        ],
      })
    })

    test('a lot tells which transformations made and used it', async () => {
      assert.partialDeepStrictEqual(await of(lot('S1')), {
        madeBy: [mix('recv')],
        usedBy: [mix('run'), mix('more'), mix('litres')],
      })
      const minute = { usedBy: [mix('same-minute')], used: { value: 40 } }
      assert.partialDeepStrictEqual(await of(lot('Z1')), minute)
      assert.partialDeepStrictEqual(await of(lot('M1')), {
        usedBy: [mix('recv')],
        used: { value: 5000 },
      })
    })

    test('lots are balanced one after the other for who reports on them', async () => {
      const urn = 'urn:epc:class:lgtin:6901234.056780.M1'
      const asked = { viewer: OURSELVES }
      const told: LotBalanced[] = []
      for await (const one of balancesOf(engine)([urn, lot('none'), lot('X1')], asked))
        told.push(one)
      assert.deepEqual(
        told.map(({ of: id, left, verdict }) => [id, left?.value, verdict]),
        [
          [lot('M1'), 0, 'within'],
          [lot('X1'), 70, 'beyond'],
        ],
      )
    })

    test('transformations are listed in pages, each once, and by verdict', async () => {
      const ids: string[] = []
      let path = `/balance?by=transformation&${RANGE}&perPage=2`
      for (;;) {
        const answer = await store.ask(path)
        const { rows } = (await answer.json()) as { rows: readonly { of: string }[] }
        assert.ok(rows.length <= 2)
        ids.push(...rows.map((row) => row.of))
        const next = /<https?:\/\/[^/]+([^>]+)>/.exec(answer.headers.get('link') ?? '')?.[1]
        if (next === undefined) break
        path = next
      }
      const own = ['recv', 'run', 'more', 'litres', 'half', 'other', 'next', 'same-minute'].map(mix)
      assert.deepEqual(
        ids.filter((id) => id.startsWith('urn:example:mix')),
        own,
      )
      assert.equal(new Set(ids).size, ids.length)
      const { rows } = (await store.get(
        `/balance?by=transformation&${RANGE}&verdict=unbalanced`,
      )) as { rows: readonly { of: string }[] }
      assert.deepEqual(
        rows.filter(({ of: id }) => id.startsWith('urn:example:mix')).map((row) => row.of),
        [mix('more')],
      )
    })

    test('a transformation over midnight is of the day on which it ended, there', async () => {
      const days = async (more: string): Promise<readonly object[]> =>
        (
          (await store.get(`/balance?by=day&${RANGE}&line=${place(4)}${more}`)) as {
            rows: object[]
          }
        ).rows
      assert.partialDeepStrictEqual(await days(''), [
        { day: '2026-03-02', transformations: 1, in: { value: 1000 }, difference: { value: 3 } },
      ])
      assert.equal((await days('')).length, 1)
    })

    test('by line what passes within is not counted twice', async () => {
      const { rows } = (await store.get(`/balance?by=line&${RANGE}&line=${place(5)}`)) as {
        rows: readonly Record<string, Sum>[]
      }
      const [row] = rows
      // B1, 120 made and 0 known to be used: the tank was drawn from in parts.
      assert.deepEqual(
        [row?.['in']?.value, row?.['in']?.atLeast, row?.['through']?.value],
        [110.3, true, 5],
      )
      assert.partialDeepStrictEqual(row, { transformations: 5, unbalanced: 1, notJudged: 2 })
    })

    test('suppliers are who made what others received or used', async () => {
      const { rows } = (await store.get(`/balance?by=supplier&${RANGE}`)) as {
        rows: readonly Record<string, unknown>[]
      }
      assert.partialDeepStrictEqual(
        rows.filter(({ supplier }) => supplier === place(1) || supplier === place(2)),
        [
          { supplier: place(1), lots: 2, made: { value: 5100 }, used: { value: 5000 }, beyond: 1 },
          { supplier: place(2), lots: 1, made: { value: 7000 }, left: { value: 0 } },
        ],
      )
    })

    test('an event declared wrong is in no balance, but is where the log did not know it yet', async () => {
      const [, shipped] = SOLD
      const before = new Date().toISOString()
      await new Promise((done) => setTimeout(done, 5))
      store.now = new Date().toISOString()
      const declared = {
        ...shipped,
        errorDeclaration: { declarationTime: before, reason: 'did_not_occur' },
      } as EpcisEvent
      const more = { ...SOLD[6], eventID: 'urn:example:event:later' } as EpcisEvent
      await store.capture([declared, more])
      assert.partialDeepStrictEqual(await of(lot('X1')), {
        verdict: 'within',
        beyond: [],
        sold: { value: 60 },
      })
      const then = await of(lot('X1'), `&LT_recordTime=${encodeURIComponent(before)}`)
      assert.partialDeepStrictEqual(then, { verdict: 'beyond', sold: { value: 30 } })
    })

    test('what is not understood is told: where, what, and how to mend it', async () => {
      for (const [path, at, status] of [
        ['/balance', '?of', 400],
        [`/balance?by=line&from=2026-03-01T00:00:00Z`, '?to', 400],
        [`/balance?by=week&${RANGE}`, '?by', 400],
        ['/balance?by=line&from=2026-03-02T00:00:00Z&to=2026-03-01T00:00:00Z', '?to', 400],
        [`/balance?of=${encodeURIComponent(tin('a1'))}`, '?of', 404],
        [`/balance?of=${encodeURIComponent(lot('none'))}`, '?of', 404],
        ['/balance?of=urn:example:mix:none', '?of', 404],
      ] as const) {
        const { problems } = (await store.get(path, status)) as { problems: { at: string }[] }
        assert.equal(problems[0]?.at, at, path)
      }
    })
  })
}
