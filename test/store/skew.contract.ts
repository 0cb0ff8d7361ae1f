import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Engine } from '../../packages/server/src/db/engine.ts'
import { find } from '../../packages/server/src/query/find.ts'
import type { Place } from '../../packages/server/src/query/place.ts'
import { OURSELVES } from '../../packages/server/src/store/follow.ts'
import { openStore } from '../../packages/server/src/store/open.ts'
import { pack } from '../../packages/server/src/store/pack.ts'
import { stage } from '../../packages/server/src/store/stage.ts'
import { ask, clock, event, keep, readied } from './events.ts'

const HOUR = 3_600_000_000

type Pair = readonly [Engine, Engine]

/** What holds of two servers on one database whose clocks differ, and of pages that both answer while both write. */
export function skewContract(name: string, place: () => Promise<string>): void {
  const onBoth = async (run: (pair: Pair, at: string) => Promise<void>): Promise<void> => {
    const at = await place()
    await using one = await openStore(at)
    await using other = await openStore(at)
    await run([one, other], at)
  }

  test(`of two servers on ${name} an hour apart neither moves the record time back`, () =>
    onBoth(async ([ahead, behind]) => {
      for (let n = 1; n <= 30; n += 3) {
        clock.now += HOUR
        await keep(ahead, [event(n)])
        clock.now -= HOUR
        await Promise.all([keep(behind, [event(n + 1)]), keep(behind, [event(n + 2)])])
      }
      for (const engine of [ahead, behind]) {
        const kept = await ask(engine, { orderBy: 'recordTime', direction: 'ASC' })
        const times = kept.map(({ recordTime }) => recordTime)
        assert.equal(times.length, 30)
        assert.deepEqual(
          times,
          times.toSorted((a, b) => a - b),
        )
        assert.deepEqual(
          kept.map(({ position }) => position),
          Array.from({ length: 30 }, (_, i) => i + 1),
        )
        const [last = 0] = times.slice(-1)
        const since = { kind: 'time', field: 'recordTime', compare: 'ge', than: last } as const
        assert.ok((await ask(engine, { where: [since] })).length >= 3)
      }
    }))

  for (const orderBy of ['eventTime', 'recordTime'] as const) {
    test(`pages by ${orderBy} that two servers on ${name} answer in turn, while both write, neither skip nor repeat`, () =>
      onBoth(async (pair) => {
        const minute = (n: number): object => ({
          eventTime: `2026-03-01T08:${String((n * 7) % 60).padStart(2, '0')}:00.000Z`,
        })
        let next = 1
        const more = (): readonly ReturnType<typeof event>[] =>
          Array.from({ length: 5 }, () => event(next, minute(next++)))
        await keep(pair[0], more())
        await keep(pair[1], more())
        await keep(pair[0], more())
        const query = { where: [], orderBy, direction: 'DESC' as const }
        const whole = (await ask(pair[0], query)).map(({ eventID }) => eventID)
        const paged: string[] = []
        let after: Place | undefined
        let turn = 0
        do {
          const writing = pair.map((engine) => keep(engine, more()))
          const found = await pair[turn++ % 2 === 0 ? 1 : 0].read(find, {
            viewer: OURSELVES,
            query,
            perPage: 2,
            ...(after && { after }),
          })
          await Promise.all(writing)
          assert.ok('events' in found)
          // The first page tells when it was asked: both servers were writing already.
          if (after === undefined) {
            const upTo = found.next?.upTo ?? 0
            const then = (await ask(pair[0], query)).filter(({ position }) => position <= upTo)
            whole.splice(0, whole.length, ...then.map(({ eventID }) => eventID))
          }
          paged.push(...found.events.map(({ eventID }) => eventID))
          after = found.next
        } while (after !== undefined)
        assert.deepEqual(paged, whole)
      }))
  }

  test(`a server that starts on ${name} leaves alone what another has put aside`, () =>
    onBoth(async ([one], at) => {
      const packed = pack(readied([event(1), event(2)]))
      await one.write(stage, { capture: 'under way', part: 0, packed })
      await using _ = await openStore(at)
      assert.deepEqual(await keep(one, [event(3)], 'under way'), { added: 3, conflicts: [] })
    }))
}
