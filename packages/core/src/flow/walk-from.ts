import { gapsIn, itemsIn, walked } from './answer.ts'
import type { Part } from './flow-event.ts'
import { gapsOfPacking } from './gaps.ts'
import { thingOf } from './lineage.ts'
import { partOf } from './read.ts'
import type { ReachAnswer, ReachQuestion } from './reach.ts'
import type { Findings } from './walk.ts'
import { World, type Ask } from './world.ts'

/** A walk from many starts, before what it found is told. */
export type Walk = Omit<ReachAnswer, 'things' | 'position' | 'counts'> & {
  readonly world: World
  readonly all: Findings
  readonly certain: Findings
}

/** Walks from several things at once. Links are not kept. */
export async function walkFrom(ask: Ask, question: ReachQuestion): Promise<Walk> {
  const world = new World(ask)
  const { of, unseen } = await startsOf(world, question)
  const { certain, all } = await walked(world, { ...question, of, links: false })
  const depth = question.depth ?? Infinity
  const starts = of.map((part) => world.named(part))
  // What a walk ends at was in one parent at the most.
  const walkedThrough = [...all.things.values()].filter(({ distance }) => distance <= depth)
  const parts = [...starts, ...walkedThrough.map(({ part }) => part)]
  await gapsOfPacking(world, itemsIn(parts), all)
  const told = new Set(parts.map(thingOf))
  if (all.hasGaps || world.mayBeErased) {
    all.each((part, distance) => {
      if (distance <= depth) told.add(thingOf(part))
    })
  }
  const gaps = await gapsIn(world, all, told)
  const complete = gaps.length === 0 && all.farthest <= depth && unseen.length === 0
  return { unseen, gaps, complete, world, all, certain }
}

async function startsOf(
  world: World,
  { of }: ReachQuestion,
): Promise<{ readonly of: readonly Part[]; readonly unseen: readonly string[] }> {
  const parts = [...new Set(of)].map(partOf)
  await world.load(parts.map((part) => world.number(part)))
  const seen: Part[] = []
  const unseen: string[] = []
  for (const part of parts) {
    if (await world.seen(world.number(part))) seen.push(part)
    else unseen.push(part.id)
  }
  return { of: seen, unseen }
}
