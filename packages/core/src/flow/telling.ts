import type { Found } from './answer.ts'
import { ITEM, kindOf, KINDS, thingOf, type Thing } from './lineage.ts'
import type { Reached, ReachQuestion } from './reach.ts'
import type { Walk } from './walk-from.ts'
import { Standings, type Stand } from './standings.ts'
import type { Told } from './walk.ts'
import { loadAround } from './whereabouts.ts'
import { lotsOf } from './world.ts'

type Beside = { readonly lots: readonly Thing[]; readonly stand: Stand }

/** Tells what a walk found, part by part: all names of a part are asked for at once. */
export function teller(
  { world, certain }: Pick<Walk, 'world'> & { readonly certain: Told },
  { where = false, at }: Pick<ReachQuestion, 'where' | 'at'>,
): (found: readonly Found[]) => Promise<readonly Reached[]> {
  const standings = new Standings(world, at)
  return async (found) => {
    const things = found.map(({ part }) => thingOf(part))
    if (where) await loadAround(world, things)
    const besides = found.map(({ part }): Beside | undefined => {
      if (!where || kindOf(part) !== ITEM) return undefined
      const lots = [...new Set(lotsOf(world, thingOf(part)).map(({ lot }) => lot))]
      return { lots, stand: standings.of(thingOf(part)) }
    })
    await world.spell([...things, ...namedIn(besides)])
    const nameOf = (thing: Thing): string => world.nameOf(thing)
    return found.map(({ part, distance }, i): Reached => {
      const thing = thingOf(part)
      const certainty = certain.has(thing) ? 'certain' : 'possible'
      const kind = KINDS[kindOf(part)] ?? 'item'
      return { id: nameOf(thing), kind, distance, certainty, ...spelt(besides[i], nameOf) }
    })
  }
}

function namedIn(besides: readonly (Beside | undefined)[]): ReadonlySet<Thing> {
  const named = new Set<Thing>()
  for (const beside of besides) {
    if (beside === undefined) continue
    const { lots, stand } = beside
    for (const thing of [...lots, stand.place, stand.container]) if (thing >= 0) named.add(thing)
  }
  return named
}

function spelt(
  beside: Beside | undefined,
  nameOf: (thing: Thing) => string,
): Pick<Reached, 'lots' | 'where'> {
  if (beside === undefined) return {}
  const { place, state, container } = beside.stand
  return {
    lots: beside.lots.map(nameOf),
    where: {
      state,
      ...(container >= 0 && { container: nameOf(container) }),
      ...(place >= 0 && { place: nameOf(place) }),
    },
  }
}
