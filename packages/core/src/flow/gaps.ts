import type { FlowEvent, Part } from './flow-event.ts'
import { partsNamed } from './part-named.ts'
import { packingsOf, childrenOf, parentsOf } from './packing.ts'
import type { Findings } from './walk.ts'
import { commissionedIn, itemsOf, partsIn, type World } from './world.ts'

const RECEIVED: ReadonlySet<string | undefined> = new Set(['receiving', 'accepting'])

/** A thing used as an input, or in one, whose origin no event tells. */
export function gapOfUse(world: World, { id }: Part, use: Used, findings: Findings): void {
  if (hasOrigin(world, id) || heldSomething(world, id, use.event.time)) return
  findings.gap('origin-unknown', id, use.event, [id, use.into])
}

/** The event that used a thing, and what the link from it leads to: the output, or the container it was in. */
export type Used = { readonly event: FlowEvent; readonly into: string }

/** A thing that an event commissioned, made or received; for a lot, an item of it counts as the lot made. */
export function hasOrigin(world: World, id: string): boolean {
  return once(
    world,
    ORIGINS,
    id,
    () =>
      world.about(id).some((event) => commissions(event, id) || receives(event, id)) ||
      itemsOf(world, id).length > 0,
  )
}

/** A walk asks this of a thing for each output of each of its uses; what is about a thing, once loaded, stays. */
const ORIGINS = new WeakMap<World, Map<string, boolean>>()
const MAKINGS = new WeakMap<World, Map<string, readonly FlowEvent[]>>()

function once<T>(world: World, of: WeakMap<World, Map<string, T>>, id: string, tell: () => T): T {
  const told = of.get(world) ?? new Map<string, T>()
  of.set(world, told)
  const known = told.get(id) ?? tell()
  told.set(id, known)
  return known
}

const commissions = (event: FlowEvent, id: string): boolean =>
  partsNamed(commissionedIn(event), id).length > 0

const receives = (event: FlowEvent, id: string): boolean =>
  RECEIVED.has(event.bizStep) &&
  (event.parent?.id === id ||
    partsNamed(event.things, id).length > 0 ||
    partsNamed(event.children, id).length > 0)

function heldSomething(world: World, id: string, time: number): boolean {
  return childrenOf(world, id, (from, to) => from <= time && to >= time).some((child) =>
    packingsOf(world, child).some(
      (stay) =>
        stay.parent.id === id && stay.relation === 'packed' && stay.from <= time && stay.to >= time,
    ),
  )
}

/** A lot or ordinary item used before it was made: every making or commissioning of it is later than the use. */
export function gapOfOrder(world: World, part: Part, use: Used, findings: Findings): void {
  if (part.reusable || (part.kind !== 'item' && part.kind !== 'lot')) return
  const made = once(world, MAKINGS, part.id, () =>
    world.about(part.id).filter((event) => commissions(event, part.id)),
  )
  if (made.length > 0 && made.every((event) => event.time > use.event.time)) {
    findings.gap('time-order', part.id, use.event, [part.id, use.into])
  }
}

/** An item of a GTIN commissioned with no lot and made from nothing: its origin is unknown. */
export function gapOfLot(world: World, part: Part, findings: Findings): void {
  if (part.kind !== 'item' || !part.id.includes('/01/')) return
  const commissioned = world.about(part.id).filter((event) => commissions(event, part.id))
  const [first] = commissioned
  if (first === undefined) return
  const itself = (event: FlowEvent): Part | undefined =>
    partsNamed(commissionedIn(event), part.id)[0]
  if (commissioned.some((event) => itself(event)?.lot !== undefined)) return
  const madeOf = partsIn(world, part.id, 'outputs').some((event) =>
    world.partners(event, 'inputs').some((source) => source.inputs.length > 0),
  )
  if (!madeOf) findings.gap('no-lot', part.id, first)
}

/** Items reported that were put into one parent while they were in another. */
export async function gapsOfPacking(
  world: World,
  items: readonly string[],
  findings: Findings,
): Promise<void> {
  await world.load(items)
  await world.load(items.flatMap((item) => parentsOf(world, item)))
  for (const item of items) {
    for (const { relation, reparentedBy } of packingsOf(world, item)) {
      if (relation === 'packed' && reparentedBy !== undefined)
        findings.gap('reparented-without-removal', item, reparentedBy)
    }
  }
}
