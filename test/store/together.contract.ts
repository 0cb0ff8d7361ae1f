import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { EpcisEvent } from '@suyuan/core/event/event'
import { catalogue } from '../../packages/server/src/catalogue/catalogue.ts'
import { takeIn } from '../../packages/server/src/catalogue/take-in.ts'
import type { Engine, Work } from '../../packages/server/src/db/engine.ts'
import { sql } from '../../packages/server/src/db/sql.ts'
import { namedEvent } from '../../packages/server/src/query/named-event.ts'
import { endOfLog, OURSELVES } from '../../packages/server/src/store/follow.ts'
import { selectStored, type Stored } from '../../packages/server/src/store/stored.ts'
import { ask, clock, event, keep, mentions, tin } from './events.ts'

const EACH = 40
const MANY = 10

type Pair = readonly [Engine, Engine]

/** What must hold when two servers, each with connections of its own, are on one database at once. */
export function together(name: string, open: () => Promise<Pair>): void {
  const onBoth = async (run: (pair: Pair) => Promise<void>): Promise<void> => {
    const pair = await open()
    try {
      await run(pair)
    } finally {
      await Promise.all(pair.map((engine) => engine[Symbol.asyncDispose]()))
    }
  }

  test(`two servers on ${name} that capture the same at once keep every event once`, () =>
    onBoth(async (pair) => {
      const added = await Promise.all(
        rounds().flatMap((round) => pair.map((engine) => keep(engine, commissions(round)))),
      )
      assert.equal(
        added.reduce((sum, one) => sum + one.added, 0),
        EACH * MANY,
      )
      for (const engine of pair) {
        const kept = await ask(engine, {})
        assert.deepEqual(
          kept.map(({ position }) => position),
          Array.from({ length: EACH * MANY }, (_, i) => i + 1),
        )
        assert.equal(new Set(kept.map(({ eventID }) => eventID)).size, EACH * MANY)
        const times = kept.map(({ recordTime }) => recordTime)
        assert.deepEqual(
          times,
          times.toSorted((a, b) => a - b),
        )
        const found = await ask(engine, { where: [mentions(tin('T7'))] })
        assert.deepEqual(
          found.map(({ eventID }) => eventID),
          [commission(7).eventID],
        )
      }
    }))

  test(`of two events of one name that reach two servers on ${name} at once, one is refused`, () =>
    onBoth(async (pair) => {
      for (let n = 1; n <= 20; n++) {
        const answers = await Promise.all(
          pair.map((engine, i) => keep(engine, [event(n, { disposition: WORDS[i] })])),
        )
        assert.deepEqual(
          answers.map((one) => one.added).toSorted((a, b) => a - b),
          [0, 1],
        )
        assert.deepEqual(
          answers.map((one) => one.conflicts.length).toSorted((a, b) => a - b),
          [0, 1],
        )
        const eventID = event(n).eventID ?? ''
        for (const engine of pair) {
          assert.equal((await engine.read(namedEvent, { viewer: OURSELVES, eventID })).length, 1)
        }
      }
    }))

  test(`who reads on one server on ${name} what another writes misses nothing, and sees no gap`, () =>
    onBoth(async (pair) => {
      let writing = true
      const seen: number[] = []
      const reader = async (engine: Engine): Promise<void> => {
        for (let last = false; !last;) {
          last = !writing
          const { events, end } = await engine.read(tail, seen.length)
          seen.push(...events.map(({ position }) => position))
          assert.equal(seen.length, end)
        }
      }
      const follower = async (engine: Engine): Promise<void> => {
        while (writing) await engine.write(takeIn, undefined)
      }
      const clocks = [0, -3_600_000_000]
      const writers = pair.map(async (engine, i) => {
        for (const round of rounds()) {
          clock.now += clocks[i] ?? 0
          const kept = keep(engine, commissions(round * 2 + i))
          clock.now -= clocks[i] ?? 0
          await kept
        }
      })
      const others = [reader(pair[1]), ...pair.map(follower)]
      await Promise.all(writers)
      writing = false
      await Promise.all(others)
      assert.deepEqual(
        seen,
        Array.from({ length: 2 * EACH * MANY }, (_, i) => i + 1),
      )
      for (const engine of pair) while ((await engine.write(takeIn, undefined)).left > 0);
      const { products } = await pair[0].read(catalogue, OURSELVES)
      assert.equal(
        products.reduce((sum, { items }) => sum + items, 0),
        2 * EACH * MANY,
      )
    }))
}

type Tail = { readonly events: readonly Stored[]; readonly end: number }

/** All that stands behind a position, and the end of the log, as one state of the database has them. */
const tail: Work<number, Tail> = {
  run: async (tx, from) => ({
    events: await selectStored(
      tx,
      OURSELVES,
      [sql`event.position > ${from}`],
      sql`order by event.position`,
    ),
    end: await endOfLog(tx),
  }),
  module: import.meta.url,
  name: 'tail',
}

const WORDS = ['damaged', 'expired']

const rounds = (): readonly number[] => Array.from({ length: EACH }, (_, i) => i)

const commission = (n: number): EpcisEvent =>
  event(n + 1, { action: 'ADD', epcList: [tin(`T${n}`)], ilmd: { 'cbvmda:lotNumber': 'L1' } })

const commissions = (round: number): readonly EpcisEvent[] =>
  Array.from({ length: MANY }, (_, i) => commission(round * MANY + i))
