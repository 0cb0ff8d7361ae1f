import assert from 'node:assert/strict'
import { after, before, suite, test } from 'node:test'
import type { EpcisEvent } from '@suyuan/core/event/event'
import type { Trace } from '@suyuan/core/flow/trace'
import type { Engine } from '../../packages/server/src/db/engine.ts'
import { behind, emptyCatalogue } from '../../packages/server/src/catalogue/take-in.ts'
import { lot, made, packed, saw, story, tin, tinLot, unit } from '../trace/tell.ts'
import { eventsIn } from '../samples.ts'
import { RULES, serving, type Serving } from './serving.ts'

const [c1, c2, c3] = [tin('c1'), tin('c2'), tin('c3')]
const [M1, M2, P1] = [lot('M1'), lot('M2'), lot('P1')]

/** Milk into powder into two tins, and milk that went nowhere. */
const CHAIN = story(
  saw(0, 'ADD', [M1]),
  made(1, [M1], [P1]),
  made(2, [P1], [c1, c2], { lot: 'F1' }),
  packed(3, 'ADD', { parent: unit(1), children: [c1, c2] }),
  saw(4, 'OBSERVE', [c2]),
  saw(5, 'ADD', [M2]),
)

const nameOf = (number: number): string => CHAIN[number - 1]?.eventID ?? ''
const pathOf = (number: number): string => `/events/${encodeURIComponent(nameOf(number))}`
const traceOf = (of: string, direction: string): string =>
  `/trace?of=${encodeURIComponent(of)}&direction=${direction}`

/** What retention must do on any engine. */
export function retentionContract(name: string, open: () => Promise<Engine>): void {
  suite(`retention on ${name}`, () => {
    let engine: Engine
    let store: Serving
    before(async () => {
      engine = await open()
      store = serving(engine)
      await store.capture(CHAIN)
    })
    after(() => engine[Symbol.asyncDispose]())

    const kept = async (): Promise<readonly string[]> =>
      eventsIn(await store.get('/events?perPage=1000&orderBy=eventTime&orderDirection=ASC')).map(
        ({ eventID }) => eventID,
      )

    /** The catalogue, and the same counted from the log again. */
    const sameCatalogue = async (): Promise<unknown> => {
      const told = await store.get('/catalogue')
      await engine.write(EMPTY, undefined)
      assert.deepEqual(await store.get('/catalogue'), told)
      return told
    }

    test('without rules nothing goes', async () => {
      await store.get('/admin/retention/rules', 404)
      store.now = '2099-01-01'
      const plan = await store.plan()
      assert.deepEqual([plan.rules, plan.events, plan.going.events], [0, 6, 0])
      assert.deepEqual(
        plan.kept.byReason.map(({ reason, events }) => [reason, events]),
        [['no-rule', 6]],
      )
    })

    test('rules are kept by version, and the same again is the same version', async () => {
      const old = { rules: RULES.rules.slice(0, 1) }
      assert.deepEqual(await store.post('/admin/retention/rules', old, 201), { version: 1 })
      assert.deepEqual(await store.post('/admin/retention/rules?by=Wang', RULES, 201), {
        version: 2,
      })
      assert.deepEqual(await store.post('/admin/retention/rules', RULES, 201), { version: 2 })
      const { putAt: _, ...told } = (await store.get('/admin/retention/rules')) as { putAt: string }
      assert.deepEqual(told, { version: 2, by: 'Wang', rules: RULES.rules })
    })

    test('a lot whose own time is over stays for the longest in its graph, and the plan says why', async () => {
      store.now = '2028-06-01'
      const plan = await store.plan()
      assert.deepEqual(plan.going, {
        events: 1,
        byRule: [{ events: 1, rule: 'general', example: nameOf(6) }],
      })
      const told = plan.kept.byReason.map(({ reason, rule, events, because }) => [
        reason,
        rule,
        events,
        because,
      ])
      assert.deepEqual(told, [
        ['not-yet', 'tins', 3, undefined],
        ['graph-not-yet', 'tins', 2, nameOf(5)],
      ])
      assert.equal(plan.kept.byReason[1]?.until, '2029-03-01T06:04:00.000Z')
    })

    test('what is looked at is what goes: another digest is refused, and nothing is changed', async () => {
      const { digest } = await store.plan()
      const other = digest.replace(/^./, (first) => (first === '0' ? '1' : '0'))
      await store.post('/admin/retention', { digest: other }, 409)
      assert.equal((await kept()).length, 6)
      const gone = (await store.post('/admin/retention', { digest, by: 'Wang' })) as object
      assert.partialDeepStrictEqual(gone, { erased: 1, spared: 0, rules: 2, digest })
      assert.deepEqual(await kept(), [1, 2, 3, 4, 5].map(nameOf))
    })

    test('the newest place in the log stays taken: what comes next gets the next', async () => {
      await store.get('/catalogue')
      assert.equal(await engine.read(behind, undefined), 0)
      await store.capture([{ ...saw(9, 'ADD', [c3]), eventID: 'urn:example:event:next' }])
      assert.equal((await store.plan()).upTo, 7)
      await sameCatalogue()
    })

    test('an erased event is gone with its date and rule, by its name and by its hash', async () => {
      const says = new RegExp('erased 2028-06-01T00:00:00.000Z by the retention rule general')
      const gone = (await store.get(pathOf(6), 410)) as { type: string; detail: string }
      assert.equal(gone.type, 'epcisException:GoneException')
      assert.match(gone.detail, says)
      const { erased } = (await store.get('/admin/retention/erased')) as {
        erased: readonly { hash: string; position: number; by: string; rule: string }[]
      }
      assert.deepEqual(
        erased.map(({ position, by, rule }) => [position, by, rule]),
        [[6, 'Wang', 'general']],
      )
      const byHash = `/events/${encodeURIComponent(erased[0]?.hash ?? '')}`
      assert.match(((await store.get(byHash, 410)) as { detail: string }).detail, says)
      for (const path of [traceOf(M2, 'forward'), `/where?of=${M2}`, `/history?of=${M2}`]) {
        assert.match(((await store.get(path, 410)) as { detail: string }).detail, says)
      }
      await store.get('/events/urn:example:never', 404)
      await store.get(traceOf(lot('M3'), 'forward'), 404)
      assert.deepEqual(eventsIn(await store.get(`/events?MATCH_anyEPCClass=${M2}`)), [])
    })

    test('the passport of a lot whose record is gone says so, and calls it neither known nor forged', async () => {
      const page = await store.page(new URL(M2).pathname, 'en')
      assert.match(page, /The record of this code is past its time/)
      assert.match(page, /erased on 1 Jun 2028/)
      assert.doesNotMatch(page, /never recorded|counterfeit/)
      const forged = await store.page(new URL(tin('forged')).pathname, 'en')
      assert.match(forged, /We know nothing of this code/)
    })

    test('captured again, an erased event is taken as new', async () => {
      await store.capture(CHAIN.slice(5))
      assert.equal(eventsIn(await store.get(pathOf(6)))[0]?.eventID, nameOf(6))
      assert.equal((await store.plan()).upTo, 8)
    })

    test('a hold stops it for the whole graph, and lifted it stays on record', async () => {
      store.now = '2030-01-01'
      const { digest, going } = await store.plan()
      assert.equal(going.events, 7)
      const asked = { of: 'urn:epc:class:lgtin:6901234.056780.M1', reason: 'case 12', by: 'Li' }
      const hold = (await store.post('/admin/holds', asked, 201)) as { hold: number; of: string }
      assert.deepEqual([hold.hold, hold.of], [1, M1])
      const held = await store.plan()
      assert.deepEqual(
        held.kept.byReason.map(({ reason, hold: by, events }) => [reason, by, events]),
        [['held', 1, 5]],
      )
      await store.post('/admin/retention', { digest }, 409)
      await store.post('/admin/holds/1/lift', { reason: 'closed', by: 'Li' })
      await store.post('/admin/holds/7/lift', { reason: 'closed' }, 404)
      assert.equal((await store.plan()).digest, digest)
      const { holds } = (await store.get('/admin/holds')) as { holds: readonly object[] }
      assert.deepEqual(holds, [
        {
          hold: 1,
          of: M1,
          reason: 'case 12',
          by: 'Li',
          placedAt: '2030-01-01T00:00:00.000Z',
          lifted: { reason: 'closed', by: 'Li', at: '2030-01-01T00:00:00.000Z' },
        },
      ])
    })

    test('a hold on a selection holds what its events name; an open recall holds likewise', async () => {
      const events = { EQ_action: 'ADD', MATCH_anyEPC: c3 }
      await store.post('/admin/holds', { events, reason: 'all of it' }, 201)
      store.recalls = [{ recall: 'R7', things: [M2] }]
      const { kept: stays } = await store.plan()
      assert.deepEqual(
        stays.byReason.map(({ reason, hold, recall, events: n }) => [reason, hold ?? recall, n]),
        [
          ['recalled', 'R7', 1],
          ['held', 2, 1],
        ],
      )
      store.recalls = []
      await store.post('/admin/holds/2/lift', { reason: 'no more' })
    })

    test('a trace whose record was cut says so, and never claims to be complete', async () => {
      // It names both a tin whose time is over and one whose is not.
      const more: EpcisEvent = {
        ...saw(20, 'OBSERVE', [c3, tin('c9')]),
        eventID: 'urn:example:event:both',
      }
      const young: EpcisEvent = {
        ...saw(0, 'ADD', [tin('c9')]),
        eventTime: '2029-12-01T00:00:00Z',
        eventID: 'urn:example:event:young',
      }
      await store.capture([more, young])
      const before = (await store.get(traceOf(c3, 'backward'))) as Trace
      assert.deepEqual(
        before.gaps.map(({ kind }) => kind),
        ['no-lot'],
      )
      const whole = (await store.get(traceOf(tin('c9'), 'backward'))) as Trace
      await store.post('/admin/retention', { yes: true })
      assert.deepEqual(await kept(), ['urn:example:event:both', 'urn:example:event:young'])
      const cut = (await store.get(traceOf(c3, 'backward'))) as Trace
      assert.equal(cut.complete, false)
      const [gap, ...others] = cut.gaps
      assert.deepEqual([gap?.kind, gap?.id, others], ['origin-unknown', c3, []])
      await store.get(`/events/${encodeURIComponent(gap?.eventID ?? '')}`, 410)
      assert.deepEqual(await store.get(traceOf(tin('c9'), 'backward')), whole)
      await store.get(traceOf(c1, 'backward'), 410)
      await store.get(traceOf(tinLot('F1'), 'forward'), 410)
    })

    test('the catalogue is what a rebuild from the log gives', async () => {
      const told = (await sameCatalogue()) as {
        events: number
        products: readonly { items: number }[]
      }
      assert.deepEqual([told.events, told.products.map(({ items }) => items)], [2, [1]])
    })

    test('in pieces of more than a step all goes, and the record of it is whole', async () => {
      const many = Array.from({ length: 1300 }, (_, i) => ({
        ...saw(0, 'ADD', [tin(`m${i}`)], { lot: `L${i % 7}` }),
        eventID: `urn:example:many:${i}`,
      }))
      await store.capture(many)
      const { going } = await store.plan()
      assert.equal(going.events, 1300)
      assert.partialDeepStrictEqual(await store.post('/admin/retention', { yes: true }), {
        erased: 1300,
        spared: 0,
      })
      assert.equal((await kept()).length, 2)
      await sameCatalogue()
    })

    /** Lets all go that may, and does this before the second step: each step asks for the recalls before it begins. */
    const inTheMiddle = async (does: () => Promise<unknown>, status = 200): Promise<unknown> => {
      let asked = 0
      let done: Promise<unknown> = Promise.resolve()
      Object.defineProperty(store, 'recalls', {
        configurable: true,
        get: () => {
          // The first is for the plan.
          if (++asked === 3) done = does()
          return []
        },
      })
      const answer = await store.post('/admin/retention', { yes: true }, status)
      Object.defineProperty(store, 'recalls', { configurable: true, writable: true, value: [] })
      await done
      return answer
    }

    const captureOld = (name: string): Promise<void> =>
      store.capture(
        Array.from({ length: 1200 }, (_, i) => ({
          ...saw(0, 'ADD', [lot(`${name}${i}`)]),
          eventID: `urn:example:${name}:${i}`,
        })),
      )

    test('what comes in the middle and names what goes is settled anew: what it keeps stays', async () => {
      await captureOld('Q')
      const late: EpcisEvent = {
        ...saw(0, 'OBSERVE', [lot('Q1100')]),
        eventTime: '2029-12-01T00:00:00Z',
        eventID: 'urn:example:late',
      }
      const done = await inTheMiddle(() => store.capture([late]))
      assert.partialDeepStrictEqual(done, { erased: 1199, spared: 1 })
      await store.get('/events/urn:example:Q:1100')
      await store.get('/events/urn:example:Q:1099', 410)
    })

    test('a hold that is placed in the middle holds what has not gone', async () => {
      await captureOld('H')
      const asked = { of: lot('H1100'), reason: 'just now' }
      const done = await inTheMiddle(() => store.post('/admin/holds', asked, 201))
      assert.partialDeepStrictEqual(done, { erased: 1199, spared: 1 })
      await store.get('/events/urn:example:H:1100')
    })

    test('rules that are given in the middle end it', async () => {
      await captureOld('R')
      const other = { rules: RULES.rules.slice(0, 1) }
      const said = await inTheMiddle(() => store.post('/admin/retention/rules', other, 201), 409)
      assert.match(
        (said as { detail: string }).detail,
        /other rules came into force after \d+ events/,
      )
      await store.get('/events/urn:example:R:1100')
    })
  })
}

const EMPTY = {
  run: emptyCatalogue,
  module: new URL('../../packages/server/src/catalogue/take-in.ts', import.meta.url).href,
  name: 'emptyCatalogue',
}
