import assert from 'node:assert/strict'
import { after, before, suite, test } from 'node:test'
import type { Alarm, Notice, RecallCase, RecalledItem, Version } from '@suyuan/core/recall/case'
import type { Engine } from '../../packages/server/src/db/engine.ts'
import { underRecallOf as UNDER_RECALL } from '../../packages/server/src/recall/under-recall.ts'
import { lot, made, minute, packed, place, saw, story, tin, tinLot, unit } from '../trace/tell.ts'
import { recalling, type Recalling } from './serving.ts'

const [c1, c2, c3, c4] = [tin('c1'), tin('c2'), tin('c3'), tin('c4')]
const [M1, M2, P1, P2] = [lot('M1'), lot('M2'), lot('P1'), lot('P2')]
const plant = place(1)
const shop = place(2)

/** Milk into powder into tins; two of them in a case that a shop received; and milk that went into others. */
const CHAIN = story(
  saw(0, 'ADD', [M1], { at: place(3) }),
  saw(0, 'ADD', [M2], { at: place(3) }),
  made(1, [M1], [P1], { at: plant }),
  made(1, [M2], [P2], { at: plant }),
  made(2, [P1], [c1, c2, c3], { lot: 'F1', at: plant, step: 'commissioning' }),
  made(2, [P2], [c4], { lot: 'F1', at: plant }),
  packed(3, 'ADD', { parent: unit(1), children: [c1, c2] }, { at: plant }),
  packed(3, 'ADD', { parent: unit(2), children: [unit(1)] }, { at: plant }),
  saw(4, 'OBSERVE', [unit(2)], { at: shop, step: 'receiving' }),
)

/** What recalls must do on any engine. */
export function recallContract(name: string, open: () => Promise<Engine>): void {
  suite(`recalls on ${name}`, () => {
    let engine: Engine
    let store: Recalling
    before(async () => {
      engine = await open()
      store = recalling(engine)
      await store.capture(CHAIN)
    })
    after(() => engine[Symbol.asyncDispose]())

    const idsOf = async (id: string): Promise<readonly string[]> =>
      (await store.lines<RecalledItem>(`/recalls/${id}/items`)).map((one) => one.id).toSorted()
    const caseOf = (id: string): Promise<RecallCase> => store.get(`/recalls/${id}`)
    let first: RecallCase

    test('a case finds exactly what came from the suspect, where it is, and what that came from', async () => {
      first = await store.open([{ id: P1, found: 'laboratory, sample 17' }])
      const { affected, whereabouts, upstream, suspects, state, version, complete } = first
      assert.deepEqual([state, version, complete], ['open', 1, true])
      assert.deepEqual(affected, { lots: 1, items: 3, certain: 3, bulkLots: 1, equipment: 0 })
      assert.deepEqual(suspects, [{ id: P1, found: 'laboratory, sample 17', seen: true }])
      assert.deepEqual(upstream, { origins: 1, lots: 1, items: 0 })
      assert.deepEqual(
        whereabouts.map(({ place: at, items, lots }) => [at, items, lots]),
        [
          [shop, 2, 1],
          [plant, 1, 1],
        ],
      )
      assert.deepEqual(await idsOf(first.id), [c1, c2, c3])
      assert.ok(first.timings.tracedMs > 0)
    })

    test('an item is told with its lot, container, place and holder', async () => {
      const items = await store.lines<RecalledItem>(`/recalls/${first.id}/items`)
      assert.deepEqual(
        items.find(({ id }) => id === c1),
        {
          id: c1,
          lot: tinLot('F1'),
          certainty: 'certain',
          container: unit(2),
          place: shop,
          state: 'at',
          holder: shop,
          status: 'open',
        },
      )
      assert.deepEqual(await store.get(`/recalls/${first.id}/lots`), {
        recall: first.id,
        version: 1,
        lots: [{ lot: tinLot('F1'), items: 3 }],
      })
    })

    test('what is recalled may not be sold, and only that', async () => {
      const answerOf = async (of: string): Promise<readonly (string | undefined)[]> => {
        const told = await store.get<{ answer: string; reasons: { kind: string; ref?: string }[] }>(
          `/sellable?of=${encodeURIComponent(of)}`,
        )
        return [told.answer, told.reasons.find(({ kind }) => kind === 'recalled')?.ref]
      }
      assert.deepEqual(await answerOf(c1), ['no', `/recalls/${first.id}`])
      assert.equal((await answerOf(c4))[1], undefined)
    })

    test('an item, a pallet and a selection of events may be suspect', async () => {
      const items = async (...suspects: readonly unknown[]): Promise<readonly string[]> => {
        const { id } = await store.open(suspects, { drill: true })
        const found = await idsOf(id)
        await store.post(`/recalls/${id}/close`, { reason: 'tried' })
        return found
      }
      assert.deepEqual(await items(c4), [c4])
      assert.deepEqual(await items(unit(2)), [c1, c2])
      const hour = { GE_eventTime: minute(2), LT_eventTime: minute(3) }
      assert.deepEqual(await items({ made: { EQ_bizStep: 'commissioning', ...hour } }), [
        c1,
        c2,
        c3,
      ])
      assert.deepEqual(await items(M1, c4), [c1, c2, c3, c4])
    })

    test('the same sent again after a lost answer opens no second case', async () => {
      const body = { suspects: [M2], reason: 'again', level: 3, knownAt: '2026-03-01T06:00:00Z' }
      const key = { 'idempotency-key': 'order-66' }
      const one = await store.post<RecallCase>('/recalls', body, 201, key)
      const two = await store.post<RecallCase>('/recalls', body, 200, key)
      assert.equal(one.id, two.id)
      await store.post('/recalls', { ...body, level: 2 }, 409, key)
      await store.post(`/recalls/${one.id}/close`, { reason: 'tried' })
    })

    test('what is captured later changes the version, and the difference is told', async () => {
      await store.capture(story(made(5, [P1], [tin('c5')], { lot: 'F2', at: plant, id: 'late' })))
      const { version, affected, versions } = await caseOf(first.id)
      assert.deepEqual([version, affected.items, affected.lots], [2, 4, 2])
      const told = versions.map((one) => [one.version, one.because, one.affected.items])
      assert.deepEqual(told, [
        [1, 'opened', 3],
        [2, 'events', 4],
      ])
      const { difference } = versions[1]!
      assert.deepEqual(difference?.addedIds, [tin('c5')])
      assert.deepEqual([difference.added, difference.removed, difference.regraded], [1, 0, 0])
    })

    test('what is captured beside the case changes nothing', async () => {
      await store.capture(story(saw(6, 'OBSERVE', [c4], { at: shop, id: 'beside' })))
      const { versions, alarms } = await caseOf(first.id)
      assert.equal(versions.length, 2)
      assert.equal(alarms.raised, 1)
    })

    test('a suspect that comes to be known only now is followed', async () => {
      const { id, suspects, affected } = await store.open([lot('N1')])
      assert.deepEqual([suspects, affected.items], [[{ id: lot('N1'), seen: false }], 0])
      await store.capture(story(made(7, [lot('N1')], [tin('n1')], { lot: 'F9', id: 'known' })))
      assert.equal((await caseOf(id)).affected.items, 1)
      await store.post(`/recalls/${id}/close`, { reason: 'tried' })
    })

    test('an affected item that is sold raises an alarm at once, one that is in a case too', async () => {
      const { alarms: before } = await store.get<{ alarms: readonly Alarm[] }>('/recalls/alarms')
      const after = before.at(-1)?.alarm ?? 0
      const waiting = store.get<{ alarms: readonly Alarm[] }>(
        `/recalls/alarms?after=${after}&wait=20`,
      )
      await store.capture(
        story(saw(8, 'OBSERVE', [c3], { at: plant, step: 'retail_selling', id: 'sold' })),
      )
      const [sold] = (await waiting).alarms
      assert.deepEqual(
        [sold?.recall, sold?.kind, sold?.things, sold?.place],
        [first.id, 'sold', [c3], plant],
      )
      // The case is recorded on its pallet still: only what is in it tells.
      await store.capture(
        story(saw(9, 'OBSERVE', [unit(1)], { at: shop, step: 'shipping', id: 'moved' })),
      )
      const moved = (
        await store.get<{ alarms: readonly Alarm[] }>(`/recalls/alarms?after=${sold?.alarm ?? 0}`)
      ).alarms
      assert.deepEqual(
        moved.map(({ kind, things }) => [kind, things]),
        [['moved', [unit(1)]]],
      )
      await store.post(`/recalls/${first.id}/alarms/${sold?.alarm}/acknowledgement`, { by: 'Li' })
      const told = await caseOf(first.id)
      assert.equal(told.alarms.raised - told.alarms.open, 1)
    })

    test('what is got hold of for the recall, or came late from before it, raises none', async () => {
      const { raised } = (await caseOf(first.id)).alarms
      await store.capture(
        story(
          saw(10, 'OBSERVE', [c3], { at: plant, step: 'holding', id: 'held' }),
          saw(-60, 'OBSERVE', [c3], { at: plant, step: 'storing', id: 'before' }),
        ),
      )
      assert.equal((await caseOf(first.id)).alarms.raised, raised)
    })

    test('each holder is notified of its own lots alone, and not again of the same', async () => {
      const { notices } = await store.post<{ notices: readonly Notice[] }>(
        `/recalls/${first.id}/notices`,
        { by: 'Wang' },
      )
      const told = notices.map(({ holder, items, lots }) => [holder, items, lots.length])
      assert.deepEqual(
        told.toSorted((a, b) => String(a[0]).localeCompare(String(b[0]))),
        [
          [plant, 2, 2],
          [shop, 2, 1],
        ],
      )
      const toShop = notices.find(({ holder }) => holder === shop)
      assert.deepEqual(toShop?.lots, [{ lot: tinLot('F1'), items: 2 }])
      assert.match(toShop.text.zh.title, /召回通知/)
      assert.match(toShop.text.en.title, /level I/)
      // In the time of the authority, as people there read it.
      assert.match(toShop.text.zh.paragraphs.join(), /\d \d\d:\d\d:\d\d UTC\+8/)
      assert.equal((await caseOf(first.id)).state, 'notified')
      await store.post(`/recalls/${first.id}/notices`, {}, 409)
      await store.post(`/recalls/${first.id}/notices/${toShop.notice}/acknowledgement`, {
        by: 'the shop',
        evidence: { ref: 'mail 12', sha256: 'AB'.repeat(32) },
      })
      const { notices: all } = await store.get<{ notices: readonly Notice[] }>(
        `/recalls/${first.id}/notices`,
      )
      assert.deepEqual(
        all.map((one) => one.acknowledged?.evidence?.sha256),
        all.map(({ holder }) => (holder === shop ? 'ab'.repeat(32) : undefined)),
      )
    })

    test('what holders tell adds up to how much was got hold of', async () => {
      const count = (body: object, status?: number): Promise<RecallCase> =>
        store.post(`/recalls/${first.id}/counts`, body, status)
      await count({ kind: 'found', holder: shop, ids: [c1], evidence: { ref: 'photo 3' } })
      await count({ kind: 'destroyed', holder: plant, lot: tinLot('F1'), items: 1 })
      const { effectiveness } = await caseOf(first.id)
      assert.deepEqual(
        [effectiveness.affected, effectiveness.found, effectiveness.missing],
        [4, 2, 2],
      )
      assert.deepEqual([effectiveness.foundShare, effectiveness.settledShare], [0.5, 0.25])
      const items = await store.lines<RecalledItem>(`/recalls/${first.id}/items?holder=${shop}`)
      const status = new Map(items.map((one) => [one.id, one.status]))
      assert.deepEqual([status.size, status.get(c1), status.get(c2)], [2, 'found', 'open'])
      const wrong = await store.post<{ problems: readonly { at: string; rule: string }[] }>(
        `/recalls/${first.id}/counts`,
        {
          kind: 'found',
          holder: place(5),
          lot: lot('P2'),
          ids: [c1, c4, 'https://id.gs1.org/01/1'],
        },
        400,
      )
      assert.deepEqual(
        wrong.problems.map(({ at, rule }) => `${at} ${rule}`),
        [
          '/holder unknown-holder',
          '/lot unknown-lot',
          '/ids/0 told-already',
          '/ids/1 not-affected',
          '/ids/2 digital-link-syntax',
        ],
      )
    })

    test('deadlines run from knowledge, and are moved with reasons alone', async () => {
      const { deadlines } = await caseOf(first.id)
      assert.deepEqual(
        deadlines.map(({ kind, due, sure }) => [kind, due, sure]),
        [
          ['start', '2026-03-02T06:00:00.000Z', false],
          ['finish', '2026-03-16T16:00:00.000Z', false],
        ],
      )
      const path = `/recalls/${first.id}/extension`
      await store.post(path, { deadline: 'finish', until: '2026-04-01T00:00:00Z' }, 400)
      const told = await store.post<RecallCase>(path, {
        deadline: 'finish',
        until: '2026-04-01T00:00:00Z',
        reason: 'goods abroad',
      })
      assert.equal(told.deadlines[1]?.due, '2026-04-01T00:00:00.000Z')
      assert.equal(told.deadlines[1].dueByRule, '2026-03-16T16:00:00.000Z')
    })

    test('an open recall keeps its graph, and a closed one does not', async () => {
      const heldBy = async (): Promise<readonly string[]> =>
        (await engine.read(UNDER_RECALL, undefined)).map(({ recall }) => recall)
      assert.deepEqual(await heldBy(), [first.id])
    })

    test('a closed case keeps what was true, and takes no more until it is opened again', async () => {
      await store.post(`/recalls/${first.id}/close`, {}, 400)
      const closed = await store.post<RecallCase>(`/recalls/${first.id}/close`, {
        reason: 'all that is left was eaten',
      })
      assert.equal(closed.state, 'closed')
      assert.equal((closed.final?.['affected'] as { items: number } | undefined)?.items, 4)
      await store.post(
        `/recalls/${first.id}/counts`,
        { kind: 'found', holder: shop, items: 1 },
        409,
      )
      assert.deepEqual(await engine.read(UNDER_RECALL, undefined), [])
      const again = await store.post<RecallCase>(`/recalls/${first.id}/reopen`, { reason: 'more' })
      assert.equal(again.state, 'notified')
      const { versions } = await store.get<{ versions: readonly Version[] }>(
        `/recalls/${first.id}/versions`,
      )
      assert.equal(versions.length, 2)
    })
  })
}
