import { massOf } from '../unit/mass.ts'
import { ADD, DELETE } from './event-flags.ts'
import {
  CHILDREN,
  kindOf,
  LOT,
  PARENT,
  thingOf,
  type Event,
  type Named,
  type Thing,
} from './lineage.ts'
import { childrenOf, PACKED, packingsOf, parentsOf, type Packing } from './packing.ts'
import { inRole, type World } from './world.ts'

/** Something in a container at a moment; kilograms, where known. */
export type Held = { readonly as: Named; readonly kg: number | undefined }

const CLASS = 2

/** Lots and classes are in a container by amount; all else is one piece. */
export const isAmount = (named: Named): boolean => kindOf(named) === LOT || kindOf(named) === CLASS

/** What is in a container at a moment. {@link loadHeld} must have asked for it. */
export function heldAt(world: World, parent: Thing, time: number): readonly Held[] {
  return staysIn(world, parent, (from, to) => from <= time && time <= to).map((stay) => ({
    as: stay.as,
    kg: massHeld(world, stay, time),
  }))
}

/** All stays of anything in a container in some span of time. */
export function staysIn(
  world: World,
  parent: Thing,
  within: (from: number, to: number) => boolean,
): readonly Packing[] {
  return childrenOf(world, parent, within).flatMap((child) =>
    packingsOf(world, child).filter(
      (stay) =>
        thingOf(stay.parent) === parent && stay.relation === PACKED && within(stay.from, stay.to),
    ),
  )
}

/** Asks for all that {@link heldAt} looks at, at any depth; `time` Infinity: at any time. */
export async function loadHeld(
  world: World,
  containers: readonly { readonly thing: Thing; readonly time: number }[],
): Promise<void> {
  const asked = new Set<string>()
  for (let next = containers; next.length > 0;) {
    await world.load(next.map(({ thing }) => thing))
    const inside = next.flatMap(({ thing, time }) =>
      childrenOf(world, thing, (from, to) => time === Infinity || (from <= time && time <= to)).map(
        (child) => ({ thing: child, time }),
      ),
    )
    await world.load(inside.map(({ thing }) => thing))
    await world.load(inside.flatMap(({ thing }) => parentsOf(world, thing)))
    next = inside.filter(({ thing, time }) => {
      const key = `${thing} ${time}`
      if (asked.has(key)) return false
      asked.add(key)
      return true
    })
  }
}

/** Of a container, what is in it; of any other piece it is not known. */
export function massOfPiece(
  world: World,
  thing: Thing,
  time: number,
  within: ReadonlySet<Thing> = new Set(),
): number | undefined {
  // Containers that are recorded in each other weigh no one knows what.
  if (within.has(thing)) return undefined
  const around = new Set([...within, thing])
  const stays = staysIn(world, thing, (from, to) => from <= time && time <= to)
  if (stays.length === 0) return undefined
  let all = 0
  for (const stay of stays) {
    const kg = massHeld(world, stay, time, around)
    if (kg === undefined) return undefined
    all += kg
  }
  return all
}

function massHeld(
  world: World,
  stay: Packing,
  time: number,
  within?: ReadonlySet<Thing>,
): number | undefined {
  return isAmount(stay.as)
    ? massLeft(world, stay, time)
    : massOfPiece(world, stay.child, time, within)
}

/** What was put in up to a moment, but for what was taken out before it. */
function massLeft(world: World, stay: Packing, time: number): number | undefined {
  const { lineage } = world
  let left = 0
  for (const mention of inRole(world, stay.child, CHILDREN)) {
    const event = lineage.eventOf(mention)
    const sign = event === stay.opened ? 1 : signOf(world, stay, event)
    const at = lineage.time(event)
    if (sign === 0 || (sign < 0 ? at >= time : at > time)) continue
    const amount = lineage.amountIn(mention)
    const kg = amount && massOf(amount)
    if (kg === undefined) return undefined
    left = Math.max(0, left + sign * kg)
  }
  return left
}

/** Whether an event puts more of the same into a stay (1), takes some out (-1), or neither (0). */
function signOf(world: World, stay: Packing, event: Event): number {
  const action = world.lineage.action(event)
  if ((action !== ADD && action !== DELETE) || !changes(world, stay, event)) return 0
  return action === ADD ? 1 : -1
}

/** Whether an event is of a stay, after the one that opened it. */
function changes(world: World, { child, parent, opened, to }: Packing, event: Event): boolean {
  const { lineage } = world
  const first = lineage.firstOf(event)
  return (
    lineage.type(event) === PACKED &&
    lineage.roleOf(first) === PARENT &&
    lineage.thingIn(first) === thingOf(parent) &&
    lineage.compare(opened, event) < 0 &&
    lineage.time(event) <= to &&
    // Emptied and filled again in one minute: what came then is of the next stay.
    !packingsOf(world, child).some(
      (next) =>
        next.relation === PACKED &&
        thingOf(next.parent) === thingOf(parent) &&
        lineage.compare(opened, next.opened) < 0 &&
        lineage.compare(next.opened, event) <= 0,
    )
  )
}
