import { INPUTS, thingOf, type Event, type Mention, type Named, type Thing } from './lineage.ts'
import { PACKED, packingsOf, parentsOf, type Packing } from './packing.ts'
import { holds } from './walk.ts'
import { inRole, type World } from './world.ts'

/** A use as an input of a thing, or of a container it was in then. */
export type Use = {
  readonly event: Event
  readonly input: Named
  /** How the use names the input. */
  readonly mention: Mention
  /** Links from the thing to that input: 0 for the thing itself. */
  readonly steps: number
  /** The stays that lead there, at the time of the use. */
  readonly through: readonly Packing[]
}

/** Every use at or after `bound` of a thing or of what it was in at that moment, at any depth. */
export function usesOf(world: World, thing: Thing, bound: number): readonly Use[] {
  const { lineage } = world
  const uses: Use[] = []
  for (const container of [thing, ...containersOf(world, thing)]) {
    const used = new Set<Event>()
    for (const mention of inRole(world, container, INPUTS)) {
      const event = lineage.eventOf(mention)
      if (used.has(event) || lineage.time(event) < bound) continue
      used.add(event)
      const input = lineage.namedIn(mention)
      if (container === thing) uses.push({ event, input, mention, steps: 0, through: [] })
      uses.push(...usesWithin(world, thing, { event, input, mention }))
    }
  }
  return uses
}

/** The use of a container that the thing was in then, if it was: containers in each other may lead back to the thing. */
function usesWithin(
  world: World,
  thing: Thing,
  { event, input, mention }: Pick<Use, 'event' | 'input' | 'mention'>,
): readonly Use[] {
  const time = world.lineage.time(event)
  const up = climb(world, thing, time)
  const used = thingOf(input)
  const steps = up.steps.get(used)
  if (steps === undefined) return []
  const through = up.stays.filter(
    ({ parent }) => thingOf(parent) === used || climb(world, thingOf(parent), time).steps.has(used),
  )
  return [{ event, input, mention, steps, through }]
}

/** All that a thing was ever in, at any depth, whenever. */
function containersOf(world: World, thing: Thing): ReadonlySet<Thing> {
  const found = new Set<Thing>()
  for (const parent of parentsOf(world, thing)) found.add(parent)
  for (const inside of found) for (const parent of parentsOf(world, inside)) found.add(parent)
  found.delete(thing)
  return found
}

/** What a thing was in at one moment: how many links up each container is, and the stays that lead there. */
function climb(
  world: World,
  thing: Thing,
  time: number,
): { readonly steps: ReadonlyMap<Thing, number>; readonly stays: readonly Packing[] } {
  const steps = new Map<Thing, number>()
  const stays: Packing[] = []
  const climbed = new Set<Thing>()
  let here: readonly Thing[] = [thing]
  for (let depth = 1; here.length > 0; depth++) {
    const above = new Set<Thing>()
    for (const inside of here) {
      if (climbed.has(inside)) continue
      climbed.add(inside)
      for (const stay of packingsOf(world, inside)) {
        if (stay.relation !== PACKED || !holds([stay], time)) continue
        stays.push(stay)
        const parent = thingOf(stay.parent)
        if (steps.has(parent)) continue
        steps.set(parent, depth)
        above.add(parent)
      }
    }
    here = [...above]
  }
  return { steps, stays }
}
