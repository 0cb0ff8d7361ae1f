import assert from 'node:assert/strict'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, suite, test } from 'node:test'
import { simulate } from '../../packages/server/src/chain/simulate.ts'
import { PRODUCTS } from '../../packages/server/src/chain/products.ts'
import type { Engine } from '../../packages/server/src/db/engine.ts'
import { openStore } from '../../packages/server/src/store/open.ts'
import { serving, type Serving } from '../retention/serving.ts'

const TINS = 3000

type Sum = { readonly value: number; readonly atLeast?: true }
type Row = {
  readonly of: string
  readonly bizSteps: readonly string[]
  readonly verdict: string
  readonly because?: string
  readonly difference?: Sum
  readonly unknown: readonly { readonly why: string }[]
}

const TINNED = [PRODUCTS.formula1.gtin, PRODUCTS.formula2.gtin, PRODUCTS.formula3.gtin]

/** Stages whose yields no scale sees: a field, a herd. */
const NOT_WEIGHED = ['sowing', 'irrigating', 'mowing', 'feeding', 'milking']

suite(`the demo chain of ${TINS} tins, balanced by its example rules`, () => {
  const folder = mkdtempSync(join(tmpdir(), 'suyuan-balance-'))
  let engine: Engine
  let store: Serving

  const all = async (more = ''): Promise<readonly Row[]> => {
    const rows: Row[] = []
    let path: string | undefined =
      `/balance?by=transformation&from=2020-01-01T00:00:00Z&to=2030-01-01T00:00:00Z&perPage=100${more}`
    while (path !== undefined) {
      const answer = await store.ask(path)
      rows.push(...((await answer.json()) as { rows: Row[] }).rows)
      path = /<https?:\/\/[^/]+([^>]+)>/.exec(answer.headers.get('link') ?? '')?.[1]
    }
    return rows
  }

  before(async () => {
    engine = await openStore(join(folder, 'data'))
    store = serving(engine)
    for (const part of simulate({ seed: 7, tins: TINS, incidents: 'none' })) {
      if (part.kind === 'document') await store.post('/capture', JSON.parse(part.json), 202)
    }
    const rules: unknown = JSON.parse(readFileSync('docs/guides/mass-balance-rules.json', 'utf8'))
    await store.post('/admin/balance/rules', rules, 201)
  })
  after(async () => {
    await engine[Symbol.asyncDispose]()
    rmSync(folder, { recursive: true })
  })

  test('every transformation that can be weighed balances within what its stage may lose', async () => {
    const rows = await all()
    assert.ok(rows.length > 150)
    const stage = ({ bizSteps }: Row): string =>
      bizSteps.map((step) => step.replace(/.*#/, '')).join()
    const judged = rows.filter((row) => !NOT_WEIGHED.includes(stage(row)))
    assert.deepEqual(
      judged.filter(({ verdict }) => verdict !== 'balanced'),
      [],
    )
    assert.ok(judged.length > 60)
    assert.ok(judged.some((row) => stage(row).includes('reworking')))
    const others = rows.filter((row) => NOT_WEIGHED.includes(stage(row)))
    assert.ok(
      others.every(
        ({ because, difference }) => because === 'unknown-amounts' && difference === undefined,
      ),
    )
  })

  test('lots of tins have as many as were made, and none is beyond', async () => {
    const { products } = (await store.get('/catalogue')) as {
      products: readonly { id: string; lots: readonly { id: string; items: number }[] }[]
    }
    const formula = products.filter(({ id }) => TINNED.some((gtin) => id.endsWith(gtin)))
    const lots = formula.flatMap((one) => one.lots)
    assert.ok(lots.length > 2)
    for (const { id, items } of lots) {
      const told = (await store.get(`/balance?of=${encodeURIComponent(id)}`)) as {
        made: Sum
        sample: Sum
        items: object
        beyond: readonly object[]
      }
      assert.deepEqual([told.made.value, told.beyond], [items, []])
      assert.ok(told.sample.value > 0)
    }
  })

  test('a blend that gives less than it took, and an ingredient lot shipped twice over, are found: they alone', async () => {
    const [blend] = (await all()).filter(({ bizSteps }) =>
      bizSteps.some((step) => step.endsWith('#blending')),
    )
    assert.ok(blend)
    const found = (await store.get(`/events/${encodeURIComponent(blend.of)}`)) as {
      epcisBody: { queryResults: { resultsBody: { eventList: [Record<string, unknown>] } } }
    }
    const [event] = found.epcisBody.queryResults.resultsBody.eventList
    const outputs = event['outputQuantityList'] as readonly { quantity: number }[]
    const inputs = event['inputQuantityList'] as readonly { epcClass: string }[]
    const short = outputs.map((one) => ({ ...one, quantity: one.quantity - 25 }))
    const [, oil] = inputs
    const declared = { declarationTime: '2026-04-01T00:00:00Z', reason: 'incorrect_data' }
    const { recordTime: _, ...as } = event
    const context = [
      'https://ref.gs1.org/standards/epcis/2.0.0/epcis-context.jsonld',
      { suyuan: 'https://suyuan.example/voc#' },
    ]
    const documentOf = (events: readonly object[]): object => ({
      '@context': context,
      type: 'EPCISDocument',
      schemaVersion: '2.0',
      creationDate: '2026-04-01T00:00:00Z',
      epcisBody: { eventList: events },
    })
    const shipment = (await store.get(
      `/events?EQ_bizStep=shipping&MATCH_anyEPCClass=${encodeURIComponent(oil?.epcClass ?? '')}`,
    )) as typeof found
    const [shipped] = shipment.epcisBody.queryResults.resultsBody.eventList
    const { recordTime: __, eventID: ___, ...again } = shipped
    await store.post(
      '/capture',
      documentOf([
        { ...as, errorDeclaration: declared },
        { ...as, eventID: 'urn:example:short', outputQuantityList: short },
        { ...again, eventID: 'urn:example:again', eventTime: '2026-04-01T08:00:00+08:00' },
      ]),
      202,
    )
    const unbalanced = await all('&verdict=unbalanced')
    assert.deepEqual(
      unbalanced.map(({ of }) => of),
      ['urn:example:short'],
    )
    assert.ok(Math.abs((unbalanced[0]?.difference?.value ?? 0) - 25) < 1)
    const { rows } = (await store.get(
      '/balance?by=supplier&from=2020-01-01T00:00:00Z&to=2030-01-01T00:00:00Z&perPage=100',
    )) as { rows: readonly { beyond: number }[] }
    assert.equal(
      rows.reduce((sum, { beyond }) => sum + beyond, 0),
      1,
    )
    const lot = (await store.get(
      `/balance?of=${encodeURIComponent(oil?.epcClass ?? '')}`,
    )) as object
    assert.partialDeepStrictEqual(lot, { verdict: 'beyond', beyond: [{ what: 'shipped' }] })
  })
})
