import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import type { EpcisEvent } from '@suyuan/core/event/event'
import type { Engine } from '../../packages/server/src/db/engine.ts'
import { append } from '../../packages/server/src/store/append.ts'
import { jobsBefore } from '../../packages/server/src/store/jobs.ts'
import { OURSELVES } from '../../packages/server/src/store/follow.ts'
import { isDatabase, openStore } from '../../packages/server/src/store/open.ts'
import { pack } from '../../packages/server/src/store/pack.ts'
import { stage, unstage } from '../../packages/server/src/store/stage.ts'
import { ask, clock, event, keep, mentions, readied, tin } from './events.ts'

const HOUR = 3_600_000_000

const range = (length: number): readonly number[] => Array.from({ length }, (_, i) => i)

/** What holds when much is written at once, in parts, and by a clock that goes wrong. */
export function writersContract(name: string, place: () => Promise<string>): void {
  suite(`writers on ${name}`, () => {
    test('sixty captures at once, of events that overlap, keep each once, in one row of positions', async () => {
      await using engine = await openStore(await place())
      const WIDTH = 20
      const added = await Promise.all(
        range(60).map((n) =>
          keep(
            engine,
            range(WIDTH).map((i) => event(1 + n * 10 + i)),
          ),
        ),
      )
      const kept = await ask(engine, {})
      const names = new Set(kept.map(({ eventID }) => eventID))
      assert.equal(names.size, 59 * 10 + WIDTH)
      assert.equal(
        added.reduce((sum, one) => sum + one.added, 0),
        names.size,
      )
      assert.deepEqual(
        kept.map(({ position }) => position),
        range(names.size).map((i) => i + 1),
      )
    })

    test('captures that are refused at once with others take nothing of theirs away', async () => {
      await using engine = await openStore(await place())
      await keep(engine, [event(1)])
      const wrong = event(1, { disposition: 'damaged' })
      const answers = await Promise.all(
        range(40).map((n) => keep(engine, n % 3 === 0 ? [event(2 + n), wrong] : [event(2 + n)])),
      )
      assert.deepEqual(
        answers.map(({ added }) => added),
        range(40).map((n) => (n % 3 === 0 ? 0 : 1)),
      )
      const due = [event(1), ...range(40).flatMap((n) => (n % 3 === 0 ? [] : [event(2 + n)]))]
      const kept = (await ask(engine, {})).map(({ eventID }) => eventID)
      assert.deepEqual(new Set(kept), new Set(due.map(({ eventID }) => eventID)))
      assert.equal(kept.length, due.length)
    })

    test('a clock that is set back an hour moves no record time, no order and no question by it', async () => {
      await using engine = await openStore(await place())
      await keep(engine, [event(1)])
      clock.now -= HOUR
      await keep(engine, [event(2)])
      await keep(engine, [event(3)])
      clock.now += 2 * HOUR
      await keep(engine, [event(4)])
      const kept = await ask(engine, { orderBy: 'recordTime', direction: 'ASC' })
      assert.deepEqual(
        kept.map(({ eventID }) => eventID),
        [1, 2, 3, 4].map((n) => event(n).eventID),
      )
      const [first = 0, ...rest] = kept.map(({ recordTime }) => recordTime)
      assert.deepEqual(rest.slice(0, 2), [first, first])
      assert.ok((rest[2] ?? 0) > first)
      const since = { kind: 'time', field: 'recordTime', compare: 'ge', than: first } as const
      assert.equal((await ask(engine, { where: [since] })).length, 4)
      const before = { ...since, compare: 'lt' } as const
      assert.equal((await ask(engine, { where: [before] })).length, 0)
    })

    test('two large captures that come in at once are kept whole, each in its order', async () => {
      await using engine = await openStore(await place())
      for (const part of [0, 1, 2]) {
        await Promise.all(
          ['a', 'b'].map((capture, i) => put(engine, capture, part, pair(10 * i + 2 * part))),
        )
      }
      assert.equal((await ask(engine, {})).length, 0)
      await Promise.all([keep(engine, [event(17)], 'b'), keep(engine, [event(7)], 'a')])
      const kept = (await ask(engine, {})).map(({ eventID }) => eventID)
      const a = range(7).map((n) => event(1 + n).eventID)
      const b = range(7).map((n) => event(11 + n).eventID)
      assert.deepEqual(kept, kept[0] === a[0] ? [...a, ...b] : [...b, ...a])
      await put(engine, 'a', 0, pair(40))
      assert.deepEqual(await keep(engine, [event(30)], 'a'), { added: 3, conflicts: [] })
    })

    test('a large capture that is given up, or left by a server that was killed, leaves nothing', async () => {
      const at = await place()
      {
        await using engine = await openStore(at)
        await put(engine, 'given up', 0, pair(0))
        await put(engine, 'other', 0, pair(4))
        await engine.write(unstage, 'given up')
        assert.deepEqual(await keep(engine, [event(9)], 'given up'), { added: 1, conflicts: [] })
        assert.deepEqual(await keep(engine, [event(10)], 'other'), { added: 3, conflicts: [] })
        await put(engine, 'left', 0, pair(20))
      }
      await using again = await openStore(at)
      const names = (await ask(again, {})).map(({ eventID }) => eventID)
      assert.deepEqual(
        names,
        [9, 5, 6, 10].map((n) => event(n).eventID),
      )
      // In a database it may be another server's, that is still at it.
      const { added } = await keep(again, [event(30)], 'left')
      assert.equal(added, isDatabase(at) ? 3 : 1)
    })

    test('proceed keeps the good events of all parts, and the job tells what it left out', async () => {
      await using engine = await openStore(await place())
      await keep(engine, [event(2)])
      await put(engine, 'large', 0, [event(1), event(2, { disposition: 'damaged' })])
      const { added, conflicts } = await engine.write(append, {
        party: 'tests',
        credential: 'none',
        now: clock.now,
        packed: pack(readied([event(3), event(2, { disposition: 'expired' })])),
        staged: 'large',
        masterData: [],
        behaviour: 'proceed',
        job: { id: 'job', createdAt: clock.now, errors: [] },
      })
      assert.deepEqual([added, conflicts.length], [2, 2])
      const { jobs } = await engine.read(jobsBefore, { viewer: OURSELVES, limit: 9 })
      assert.deepEqual(
        jobs.map(({ success, running, errors }) => [success, running, errors.length]),
        [[false, false, 2]],
      )
      assert.equal((await ask(engine, { where: [mentions(tin(2))] })).length, 1)
    })
  })
}

const pair = (from: number): readonly EpcisEvent[] => [event(from + 1), event(from + 2)]

function put(
  engine: Engine,
  capture: string,
  part: number,
  events: readonly EpcisEvent[],
): Promise<void> {
  return engine.write(stage, { capture, part, packed: pack(readied(events)) })
}
