import {
  INPUTS,
  ITEM,
  kindOf,
  LOT,
  OF_GTIN,
  OUTPUTS,
  thingOf,
  type Event,
  type Named,
  type Thing,
} from './lineage.ts'
import type { What } from './memo.ts'
import { childrenOf, PACKED, packingsOf, parentsOf } from './packing.ts'
import type { Findings } from './walk.ts'
import { commissions, itemsOf, partsIn, type World } from './world.ts'

/** A thing used as an input, or in one, whose origin no event tells. */
export function gapOfUse(world: World, thing: Thing, use: Used, findings: Findings): void {
  if (lacksOrigin(world, thing, use.event))
    findings.gap('origin-unknown', thing, use.event, [thing, use.into])
}

/** Whether no event tells the origin of a thing used in this one, or of what it was in then. */
export function lacksOrigin(world: World, thing: Thing, use: Event): boolean {
  return !hasOrigin(world, thing) && !heldSomething(world, thing, world.lineage.time(use))
}

/** The event that used a thing, and what the link from it leads to: the output, or the container it was in. */
export type Used = { readonly event: Event; readonly into: Thing }

/** A thing that an event commissioned, made or received; for a lot, an item of it counts as the lot made. */
export function hasOrigin(world: World, thing: Thing): boolean {
  return world.memo.of(
    ORIGIN,
    thing,
    () =>
      world
        .about(thing)
        .some((mention) => commissions(world, mention) || receives(world, mention)) ||
      itemsOf(world, thing).length > 0,
  )
}

const ORIGIN: What<boolean> = { name: 'origin' }
const MADE: What<readonly Event[]> = { name: 'made' }

/** Received as such: not as an input or output, nor as the lot of what is received. */
function receives({ lineage }: World, mention: number): boolean {
  return lineage.isReceived(lineage.eventOf(mention)) && lineage.roleOf(mention) < INPUTS
}

function heldSomething(world: World, thing: Thing, time: number): boolean {
  return childrenOf(world, thing, (from, to) => from <= time && to >= time).some((child) =>
    packingsOf(world, child).some(
      ({ parent, relation, from, to }) =>
        thingOf(parent) === thing && relation === PACKED && from <= time && to >= time,
    ),
  )
}

/** A lot or ordinary item used before it was made: every making or commissioning of it is later than the use. */
export function gapOfOrder(world: World, part: Named, use: Used, findings: Findings): void {
  if (!isUsedBeforeMade(world, part, use.event)) return
  findings.gap('time-order', thingOf(part), use.event, [thingOf(part), use.into])
}

export function isUsedBeforeMade(world: World, part: Named, use: Event): boolean {
  const { lineage } = world
  const thing = thingOf(part)
  if (lineage.isReusable(thing) || (kindOf(part) !== ITEM && kindOf(part) !== LOT)) return false
  const made = world.memo.of(MADE, thing, () => commissionings(world, thing))
  return made.length > 0 && made.every((event) => lineage.time(event) > lineage.time(use))
}

/** An item of a GTIN commissioned with no lot and made from nothing: its origin is unknown. */
export function gapOfLot(world: World, part: Named, findings: Findings): void {
  const { lineage } = world
  const thing = thingOf(part)
  if (kindOf(part) !== ITEM || !lineage.has(thing, OF_GTIN)) return
  const commissioned = world.about(thing).filter((mention) => commissions(world, mention))
  const [first] = commissioned
  if (first === undefined) return
  if (commissioned.some((mention) => lineage.lotGivenTo(mention) !== undefined)) return
  const madeOf = partsIn(world, thing, OUTPUTS).some((event) =>
    world.partners(event, 'inputs').some((source) => !lineage.list(source, INPUTS).next().done),
  )
  if (!madeOf) findings.gap('no-lot', thing, lineage.eventOf(first))
}

function commissionings(world: World, thing: Thing): readonly Event[] {
  return world
    .about(thing)
    .filter((mention) => commissions(world, mention))
    .map((mention) => world.lineage.eventOf(mention))
}

/** Items reported that were put into one parent while they were in another. */
export async function gapsOfPacking(
  world: World,
  items: readonly Thing[],
  findings: Findings,
): Promise<void> {
  await world.load(items)
  await world.load(items.flatMap((item) => parentsOf(world, item)))
  for (const item of items) {
    for (const { relation, reparentedBy } of packingsOf(world, item)) {
      if (relation === PACKED && reparentedBy !== undefined) {
        findings.gap('reparented-without-removal', item, reparentedBy)
      }
    }
  }
}
