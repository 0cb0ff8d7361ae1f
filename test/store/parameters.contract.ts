import assert from 'node:assert/strict'
import { after, before, suite, test } from 'node:test'
import fc from 'fast-check'
import { readContext } from '@suyuan/core/event/context'
import type { EpcisEvent, Json } from '@suyuan/core/event/event'
import { matches, type Candidate } from '@suyuan/core/query/matches'
import { compareKeys, orderKey } from '@suyuan/core/query/order'
import { parseQuery } from '@suyuan/core/query/parameters'
import type { Query, SettledQuery } from '@suyuan/core/query/query'
import type { Engine } from '../../packages/server/src/db/engine.ts'
import { find, type Found } from '../../packages/server/src/query/find.ts'
import type { Place } from '../../packages/server/src/query/place.ts'
import type { Limits } from '../../packages/server/src/query/read-matching.ts'
import { OURSELVES } from '../../packages/server/src/store/follow.ts'
import { openStore } from '../../packages/server/src/store/open.ts'
import { ask, keep, STANDARD } from './events.ts'
import { CONTEXT, events, searches } from './parameters.ts'

type Kept = Candidate & { readonly position: number }

/** Every parameter of SimpleEventQuery, by whatever way it is answered, is answered as its plain meaning says. */
export function parametersContract(name: string, place: () => Promise<string>): void {
  suite(`parameters of questions to ${name}`, () => {
    let engine: Engine
    let kept: readonly Kept[]
    before(async () => {
      engine = await openStore(await place())
      const all = events(240)
      for (let i = 0; i < all.length; i += 20) await keep(engine, all.slice(i, i + 20))
      kept = (await ask(engine, {})).map((one) => {
        const event = JSON.parse(one.body) as EpcisEvent
        const context = readContext(JSON.parse(STANDARD) as Json, event['@context'])
        const { position, eventID, eventTime, recordTime } = one
        return { event, context, position, eventID, eventTime, recordTime }
      })
      assert.ok(kept.length > 200)
    })
    after(() => engine[Symbol.asyncDispose]())

    const queryOf = (params: Iterable<readonly [string, string]>): SettledQuery => {
      const parsed = parseQuery(params, { names: readContext(CONTEXT) })
      assert.ok(parsed.ok, JSON.stringify(parsed))
      return parsed.value as SettledQuery
    }

    const page = (query: Query, perPage: number, limits: Partial<Limits>, from?: Place) =>
      engine.read(find, {
        viewer: OURSELVES,
        query,
        perPage,
        limits,
        ...(from && { after: from }),
      })

    const pages = async (query: Query, perPage: number, limits: Partial<Limits>) => {
      const found: string[] = []
      let from: Place | undefined
      do {
        const one: Found = await page(query, perPage, limits, from)
        assert.ok('events' in one, JSON.stringify(one))
        found.push(...one.events.map(({ eventID }) => eventID))
        from = one.next
      } while (from !== undefined)
      return found
    }

    const LISTED = { listed: 1000 }
    const WAYS: Readonly<Record<string, Partial<Limits>>> = {
      'where an index lists them': LISTED,
      'where they are read in order': { listed: 0, all: 0 },
      'where reading in order gives up': { listed: 0, patience: 3 },
      'where only some conditions have few': { listed: 20, patience: 10 },
    }
    for (const [way, limits] of Object.entries(WAYS)) {
      test(`any is answered as it is meant, page by page, ${way}`, async () => {
        let met = 0
        await fc.assert(
          fc.asyncProperty(searches, fc.integer({ min: 1, max: 60 }), async (params, perPage) => {
            const query = queryOf(params)
            const due = kept.filter((one) => matches(query, one))
            met += due.length
            const found = await pages(query, perPage, limits)
            assert.deepEqual(found.toSorted(), due.map(({ eventID }) => eventID).toSorted())
            assertOrdered(query, found, due)
          }),
          { numRuns: 60 },
        )
        assert.ok(met > 300, `only ${met} events were met`)
      })
    }

    test('what an index lists is read, and little else', async () => {
      const rare = queryOf([['EQ_ILMD_ex:a', 'red']])
      const due = kept.filter((one) => matches(rare, one)).length
      const found = await page(rare, 1000, LISTED)
      assert.ok('events' in found && due > 0)
      assert.equal(found.read, due)
    })

    test('a question that reads too much is called too complex, and says at how many', async () => {
      // An index keeps amounts to 20 binary digits: it cannot tell this from the time that all have.
      const never = queryOf([['LT_errorDeclarationTime', '2026-03-09T00:00:00Z']])
      assert.deepEqual(await page(never, 10, { listed: 0, all: 0, read: 50 }), { tooComplex: 50 })
      const found = await page(queryOf([['EQ_stringValue', 'never']]), 10, {})
      assert.ok('events' in found)
      assert.deepEqual([found.events, found.read], [[], 0])
    })
  })
}

/** Events stand in the order that was asked for; of those that are alike in it, in that of capture. */
function assertOrdered(query: SettledQuery, found: readonly string[], due: readonly Kept[]): void {
  const { orderBy, direction } = query
  if (orderBy === undefined) return
  const sign = direction === 'DESC' ? -1 : 1
  const compare = (a: Kept, b: Kept): number => {
    if (orderBy === 'recordTime') return sign * (a.position - b.position)
    if (orderBy === 'eventTime') {
      return sign * (a.eventTime - b.eventTime || a.position - b.position)
    }
    const [x, y] = [orderKey(a, orderBy), orderKey(b, orderBy)]
    if (x === undefined || y === undefined) return Number(x === undefined) - Number(y === undefined)
    return sign * compareKeys(x, y)
  }
  const byPosition = due.toSorted((a, b) => a.position - b.position)
  assert.deepEqual(
    found,
    byPosition.toSorted(compare).map(({ eventID }) => eventID),
  )
}
