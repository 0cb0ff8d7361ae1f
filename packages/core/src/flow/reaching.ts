import { gapsIn, itemsIn, walked } from './answer.ts'
import type { Part } from './flow-event.ts'
import { gapsOfPacking } from './gaps.ts'
import { ITEM, kindOf, KINDS, thingOf, type Named, type Thing } from './lineage.ts'
import { partOf } from './read.ts'
import type { ReachAnswer, Reached, ReachQuestion, Standing } from './reach.ts'
import { Standings } from './standings.ts'
import { loadAround } from './whereabouts.ts'
import { lotsOf, World, type Ask } from './world.ts'

/** An answer whose things are all there already. */
export type ReachedAtOnce = Omit<ReachAnswer, 'things' | 'position'> & {
  readonly things: readonly Reached[]
}

/** What is reached from several things at once, as {@link ReachQuestion} has it. */
export async function reachOver(ask: Ask, question: ReachQuestion): Promise<ReachedAtOnce> {
  const world = new World(ask)
  const { of, unseen } = await startsOf(world, question)
  const { certain, all } = await walked(world, { ...question, of })
  const found = [...all.things.values()].filter(
    ({ distance }) => distance <= (question.depth ?? Infinity),
  )
  const parts = [...of.map((part) => world.lineage.named(part)), ...found.map(({ part }) => part)]
  await gapsOfPacking(world, itemsIn(parts), all)
  const gaps = await gapsIn(world, all, new Set(parts.map(thingOf)))
  if (question.where === true)
    await loadAround(
      world,
      found.map(({ part }) => thingOf(part)),
    )
  const standings = new Standings(world, question.at)
  const things: Reached[] = []
  for (const { part, distance } of found) {
    const certainty = certain.things.has(thingOf(part)) ? 'certain' : 'possible'
    const beside = question.where === true ? besides(world, part, standings) : {}
    const id = world.lineage.nameOf(thingOf(part))
    things.push({ id, kind: KINDS[kindOf(part)] ?? 'item', distance, certainty, ...beside })
  }
  const complete = gaps.length === 0 && found.length === all.things.size && unseen.length === 0
  return { unseen, counts: countsOf(things), gaps, complete, things }
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
function besides(world: World, part: Named, standings: Standings): Pick<Reached, 'lots' | 'where'> {
  if (kindOf(part) !== ITEM) return {}
  const thing: Thing = thingOf(part)
  const lots = new Set(lotsOf(world, thing).map(({ lot }) => world.lineage.nameOf(lot)))
  const { place, state, container } = standings.of(thing)
  const where: Standing = {
    state,
    ...(container >= 0 && { container: world.lineage.nameOf(container) }),
    ...(place >= 0 && { place: world.lineage.nameOf(place) }),
  }
  return { lots: [...lots], where }
}

function countsOf(things: readonly Reached[]): ReachAnswer['counts'] {
  const counts = { item: 0, lot: 0, class: 0, place: 0 }
  for (const { kind } of things) counts[kind]++
  return counts
}
