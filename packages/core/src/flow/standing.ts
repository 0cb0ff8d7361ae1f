import type { Reached } from './reach.ts'
import { partOf } from './read.ts'
import { besides } from './reaching.ts'
import { Standings } from './standings.ts'
import { loadAround } from './whereabouts.ts'
import { World, type Ask } from './world.ts'

/** The lots of items and where they are, as a walk that reaches them would tell; the walk's own starts it does not tell. */
export async function standingOver(ask: Ask, ids: readonly string[]): Promise<readonly Reached[]> {
  const world = new World(ask)
  const parts = ids.map(partOf)
  const things = parts.map((part) => world.number(part))
  await world.load(things)
  await loadAround(world, things)
  const standings = new Standings(world, undefined)
  const told: Reached[] = []
  for (const [i, { id, kind }] of parts.entries()) {
    const thing = things[i]
    if (thing === undefined || !(await world.seen(thing))) continue
    const beside = await besides(world, world.named(parts[i] ?? partOf(id)), standings)
    told.push({ id, kind, distance: 0, certainty: 'certain', ...beside })
  }
  return told
}
