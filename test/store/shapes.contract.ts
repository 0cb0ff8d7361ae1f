import assert from 'node:assert/strict'
import { after, before, suite, test } from 'node:test'
import fc from 'fast-check'
import { matches } from '@suyuan/core/query/matches'
import type { SettledQuery } from '@suyuan/core/query/query'
import type { Engine } from '../../packages/server/src/db/engine.ts'
import { find } from '../../packages/server/src/query/find.ts'
import type { Place } from '../../packages/server/src/query/place.ts'
import { OURSELVES } from '../../packages/server/src/store/follow.ts'
import { openStore } from '../../packages/server/src/store/open.ts'
import { keepShapes, orderOf, questions, type Kept } from './shapes.ts'

/** Every shape of a question is answered as its plain meaning says, in the order it asks for, page by page. */
export function shapesContract(name: string, place: () => Promise<string>): void {
  suite(`questions to ${name}`, () => {
    let engine: Engine
    let kept: readonly Kept[]
    before(async () => {
      engine = await openStore(await place())
      kept = await keepShapes(engine)
    })
    after(() => engine[Symbol.asyncDispose]())

    const meant = (query: SettledQuery): readonly Kept[] => {
      const found = kept.filter((candidate) => matches(query, candidate))
      const order = orderOf(query)
      return order === undefined ? found : found.toSorted(order)
    }

    const pages = async (query: SettledQuery, perPage: number): Promise<readonly string[]> => {
      const names: string[] = []
      let after: Place | undefined
      do {
        const page = await engine.read(find, {
          viewer: OURSELVES,
          query,
          perPage,
          ...(after && { after }),
        })
        assert.ok('events' in page)
        assert.ok(page.events.length <= perPage)
        names.push(...page.events.map(({ eventID }) => eventID))
        after = page.next
      } while (after !== undefined)
      return names
    }

    test('each is answered as it is meant, in its order, whatever the size of a page', async () => {
      await fc.assert(
        fc.asyncProperty(questions, fc.integer({ min: 1, max: 250 }), async (query, perPage) => {
          const due = meant(query).map(({ eventID }) => eventID)
          const most = query.eventCountLimit ?? Infinity
          const found = await pages(query, perPage)
          if (query.orderBy !== undefined) {
            assert.deepEqual(found, due.slice(0, most))
          } else {
            assert.equal(found.length, Math.min(due.length, most))
            assert.equal(new Set(found).size, found.length)
            assert.ok(found.every((one) => due.includes(one)))
          }
        }),
        { numRuns: 250 },
      )
    })

    test('one that allows fewer events than there are is told so, and one that allows them is not', async () => {
      await fc.assert(
        fc.asyncProperty(questions, fc.nat(3), async ({ where, direction }, less) => {
          const query = { where, direction }
          const due = meant(query).length
          const maxEventCount = Math.max(due - less, 1)
          const found = await engine.read(find, {
            viewer: OURSELVES,
            query: { ...query, maxEventCount },
            perPage: 1000,
          })
          if (due > maxEventCount) assert.deepEqual(found, { tooMany: maxEventCount })
          else assert.equal('events' in found && found.events.length, due)
        }),
        { numRuns: 60 },
      )
    })
  })
}
