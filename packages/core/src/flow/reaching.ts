import { foundIn, gapsIn, itemsIn, walked } from './answer.ts'
import type { Part } from './flow-event.ts'
import { gapsOfPacking } from './gaps.ts'
import { ITEM, kindOf, KINDS, thingOf, type Named, type Thing } from './lineage.ts'
import { partOf } from './read.ts'
import type { ReachAnswer, Reached, ReachQuestion, Standing } from './reach.ts'
import type { Findings } from './walk.ts'
import { Standings } from './standings.ts'
import { loadAround } from './whereabouts.ts'
import { lotsOf, World, type Ask } from './world.ts'

/** An answer whose things are all there already. */
export type ReachedAtOnce = Omit<ReachAnswer, 'things' | 'position'> & {
  readonly things: readonly Reached[]
}

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
  all.each((part, distance) => {
    if (distance <= depth) told.add(thingOf(part))
  })
  const gaps = await gapsIn(world, all, told)
  const complete = gaps.length === 0 && all.farthest <= depth && unseen.length === 0
  return { unseen, gaps, complete, world, all, certain }
}

/** What is reached from several things at once, as {@link ReachQuestion} has it. */
export async function reachOver(ask: Ask, question: ReachQuestion): Promise<ReachedAtOnce> {
  const { world, all, certain, ...answer } = await walkFrom(ask, question)
  const found = foundIn(all).filter(({ distance }) => distance <= (question.depth ?? Infinity))
  const reached = found.map(({ part }) => thingOf(part))
  if (question.where === true) await loadAround(world, reached)
  await world.spell(reached)
  const standings = new Standings(world, question.at)
  const things: Reached[] = []
  for (const { part, distance } of found) {
    const certainty = certain.has(thingOf(part)) ? 'certain' : 'possible'
    const beside = question.where === true ? await besides(world, part, standings) : {}
    const id = world.nameOf(thingOf(part))
    things.push({ id, kind: KINDS[kindOf(part)] ?? 'item', distance, certainty, ...beside })
  }
  return { ...answer, counts: countsOf(things), things }
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

/** Of an item its lots, and where it is. */
export async function besides(
  world: World,
  part: Named,
  standings: Standings,
): Promise<Pick<Reached, 'lots' | 'where'>> {
  if (kindOf(part) !== ITEM) return {}
  const thing: Thing = thingOf(part)
  const lots = new Set(lotsOf(world, thing).map(({ lot }) => lot))
  const { place, state, container } = standings.of(thing)
  await world.spell([...lots, place, container].filter((one) => one >= 0))
  const where: Standing = {
    state,
    ...(container >= 0 && { container: world.nameOf(container) }),
    ...(place >= 0 && { place: world.nameOf(place) }),
  }
  return { lots: [...lots].map((lot) => world.nameOf(lot)), where }
}

function countsOf(things: readonly Reached[]): ReachAnswer['counts'] {
  const counts = { item: 0, lot: 0, class: 0, place: 0 }
  for (const { kind } of things) counts[kind]++
  return counts
}
