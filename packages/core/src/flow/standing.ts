import type { Found } from './answer.ts'
import type { Reached } from './reach.ts'
import { partOf } from './read.ts'
import { teller } from './telling.ts'
import { World, type Ask } from './world.ts'

/** The lots of items and where they are, as a walk that reaches them would tell; the walk's own starts it does not tell. */
export async function standingOver(ask: Ask, ids: readonly string[]): Promise<readonly Reached[]> {
  const world = new World(ask)
  const parts = ids.map(partOf)
  await world.load(parts.map((part) => world.number(part)))
  const seen: Found[] = []
  for (const part of parts) {
    if (await world.seen(world.number(part))) seen.push({ part: world.named(part), distance: 0 })
  }
  return teller({ world, certain: { has: () => true } }, { where: true })(seen)
}
