import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { microsOf } from '@suyuan/core/event/micros'
import { trace } from '@suyuan/core/flow/answer'
import { partOf } from '@suyuan/core/flow/read'
import { asking } from './in-memory.ts'
import { measuredWorld } from './measured-worlds.ts'
import { recordOf } from './plain/record.ts'
import { plainShare } from './plain/shares.ts'
import { instant } from './plain/standing.ts'
import { lot, made, packed, story, tanker } from './tell.ts'
import { world, type World } from './worlds.ts'

const RUNS = Number(process.env['SUYUAN_SHARE_RUNS'] ?? 300)

type Share = readonly [id: string, share: number | undefined]

async function shares({ events, question }: World): Promise<readonly Share[]> {
  const { of, direction, at, certainty } = question
  const answer = await trace(asking(events), {
    of: partOf(of),
    direction,
    ...(at !== undefined && { at: microsOf(at) ?? 0 }),
    certainOnly: certainty === 'certain',
  })
  return (answer?.things ?? []).map(({ id, share }) => [id, share])
}

function plainly({ events, question: { of, direction, at } }: World, id: string): Share[1] {
  const record = recordOf(events)
  const then = at === undefined ? null : instant(at)
  return direction === 'backward'
    ? plainShare(record, { thing: of, at: then }, { thing: id, from: null })
    : plainShare(record, { thing: id, at: null }, { thing: of, from: then })
}

/** How many shares were told that are neither none nor all. */
async function held(worlds: fc.Arbitrary<World>, numRuns: number): Promise<number> {
  let told = 0
  await fc.assert(
    fc.asyncProperty(worlds, async (one) => {
      for (const [id, share] of await shares(one)) {
        const plain = plainly(one, id)
        if (plain === undefined || share === undefined) assert.equal(share, plain, id)
        else assert.ok(Math.abs(share - plain) < 1e-9, `${id}: ${share}, plainly ${plain}`)
        if (share !== undefined && share > 0 && share < 1) told++
      }
    }),
    { numRuns },
  )
  return told
}

test('the shares of a trace are what the plain reading says, in any world', async () => {
  await held(world, RUNS / 5)
})

test('and in worlds in which most is weighed', async () => {
  const told = await held(measuredWorld, 2 * RUNS)
  assert.ok(told > RUNS / 10, `only ${told} shares were told that are neither none nor all`)
})

const sharesTold = async (
  events: World['events'],
  question: World['question'],
): Promise<Record<string, number | undefined>> => {
  const told = await shares({ events, question })
  return Object.fromEntries(
    told.map(([id, share]) => [id.split('/').at(-1), share && Number(share.toFixed(4))]),
  )
}

test('the example of docs/reference/trace.md', async () => {
  const [T, M1, M2, S1, W9, P1] = [tanker('T'), ...['M1', 'M2', 'S1', 'W9', 'P1'].map(lot)] as const
  const events = story(
    packed(1, 'ADD', { parent: T, children: [[M1 ?? '', 5000, 'KGM']] }),
    packed(2, 'ADD', { parent: T, children: [[M2 ?? '', 7, 'TNE']] }),
    made(3, [T], [[S1 ?? '', 11_950, 'KGM']]),
    made(
      4,
      [
        [S1 ?? '', 11_950, 'KGM'],
        [W9 ?? '', 50, 'KGM'],
      ],
      [[P1 ?? '', 1500, 'KGM']],
    ),
  )
  const of = P1 ?? ''
  assert.deepEqual(await sharesTold(events, { of, direction: 'backward' }), {
    S1: 0.9958,
    W9: 0.0042,
    '06901234999013T': 0.9958,
    M1: 0.4149,
    M2: 0.5809,
  })
  const forward = await sharesTold(events, { of: M1 ?? '', direction: 'forward' })
  assert.deepEqual([forward['S1'], forward['P1']], [0.4167, 0.4149])
})

test('a vessel that is filled again keeps what draws left; what goes in later has no share', async () => {
  const events = story(
    made(1, [[lot('A'), 6000, 'KGM']], [], { mix: 'x' }),
    made(2, [], [[lot('D1'), 3000, 'KGM']], { mix: 'x' }),
    made(3, [[lot('B'), 3000, 'KGM']], [], { mix: 'x' }),
    made(4, [], [[lot('D2'), 1000, 'KGM']], { mix: 'x' }),
  )
  const backward = (name: string): ReturnType<typeof sharesTold> =>
    sharesTold(events, { of: lot(name), direction: 'backward' })
  assert.deepEqual(await backward('D1'), { A: 1, B: undefined })
  assert.deepEqual(await backward('D2'), { A: 0.5, B: 0.5 })
})

test('an amount that is missing takes the share from what lies behind it alone', async () => {
  const events = story(
    made(1, [lot('M1'), [lot('M2'), 5, 'KGM']], [lot('S1')]),
    made(
      2,
      [
        [lot('S1'), 60, 'KGM'],
        [lot('W9'), 40, 'KGM'],
      ],
      [lot('P1')],
    ),
  )
  assert.deepEqual(await sharesTold(events, { of: lot('P1'), direction: 'backward' }), {
    S1: 0.6,
    W9: 0.4,
    M1: undefined,
    M2: undefined,
  })
})
