import { minus, plus, type Amount } from './amount.ts'
import { ADD, AGGREGATION, ASSOCIATION, DELETE } from './event-flags.ts'
import {
  CHILDREN,
  ITEM,
  kindOf,
  PARENT,
  PLACE,
  thingOf,
  type Event,
  type Mention,
  type Named,
  type Thing,
} from './lineage.ts'
import type { What } from './memo.ts'
import { inRole, type World } from './world.ts'

/** PACKED: AggregationEvent. ATTACHED: AssociationEvent. Neither ends the other. */
export type Relation = typeof AGGREGATION | typeof ASSOCIATION
export const PACKED: Relation = AGGREGATION
const RELATIONS: readonly Relation[] = [AGGREGATION, ASSOCIATION]

/** A stay of a child in a parent; both ends count for walks and histories. Microseconds; `to` is Infinity while it lasts. */
export type Packing = {
  readonly child: Thing
  readonly parent: Named
  readonly relation: Relation
  readonly from: number
  readonly to: number
  /** The event that opened it, and how it names the child. */
  readonly opened: Event
  readonly as: Named
  /** All that was put in, where known. */
  readonly amount?: Amount
  /** The ADD to another parent that ended it, where no DELETE did. */
  readonly reparentedBy?: Event
}

type Open = {
  readonly parent: Named
  readonly opened: Event
  readonly as: Named
  put: Amount | undefined
  left: Amount | undefined
}

const isRelation = (type: number): type is Relation => type === AGGREGATION || type === ASSOCIATION

/** The parent that an event names; undefined when none. */
export function parentIn({ lineage }: World, event: Event): Named | undefined {
  const first = lineage.firstOf(event)
  const has = first < lineage.firstOf(event + 1) && lineage.roleOf(first) === PARENT
  return has ? lineage.namedIn(first) : undefined
}

/** Parents that a child was ever put in, in either relation. The child must have been loaded. */
export function parentsOf(world: World, child: Thing): readonly Thing[] {
  const { lineage } = world
  const parents = new Set<Thing>()
  for (const mention of inRole(world, child, CHILDREN)) {
    const event = lineage.eventOf(mention)
    if (lineage.action(event) === DELETE || !isRelation(lineage.type(event))) continue
    const parent = parentIn(world, event)
    if (parent !== undefined) parents.add(thingOf(parent))
  }
  return [...parents]
}

/** All stays of a child. The child and all its {@link parentsOf} must have been loaded. */
export function packingsOf(world: World, child: Thing): readonly Packing[] {
  return world.memo.of(PACKINGS, child, () => workedOut(world, child))
}

const PACKINGS: What<readonly Packing[]> = { name: 'packings' }

function workedOut(world: World, child: Thing): readonly Packing[] {
  const own = new Map<Event, Mention>()
  for (const mention of inRole(world, child, CHILDREN)) {
    const event = world.lineage.eventOf(mention)
    if (!own.has(event)) own.set(event, mention)
  }
  const events = new Set(own.keys())
  for (const parent of parentsOf(world, child)) {
    for (const event of emptyings(world, parent)) events.add(event)
  }
  const inOrder = world.lineage.inOrder([...events])
  return RELATIONS.flatMap((relation) => new Stays(world, child, relation).all(inOrder, own))
}

/** Events that take all out of a parent. */
export function emptyings(world: World, parent: Thing): readonly Event[] {
  const { lineage } = world
  return inRole(world, parent, PARENT)
    .map((mention) => lineage.eventOf(mention))
    .filter((event) => lineage.action(event) === DELETE && lineage.isChildless(event))
}

/** The stays of one child in one relation, event by event. */
class Stays {
  readonly #world: World
  readonly #child: Thing
  readonly #relation: Relation
  readonly #stays: Packing[] = []
  readonly #open = new Map<Thing, Open>()

  constructor(world: World, child: Thing, relation: Relation) {
    this.#world = world
    this.#child = child
    this.#relation = relation
  }

  all(events: readonly Event[], own: ReadonlyMap<Event, Mention>): readonly Packing[] {
    const { lineage } = this.#world
    for (const event of events) {
      const parent = parentIn(this.#world, event)
      if (lineage.type(event) !== this.#relation || parent === undefined) continue
      const mention = own.get(event)
      if (lineage.action(event) === DELETE) this.#takeOut(event, parent, mention)
      else if (mention !== undefined) this.#takeIn(event, parent, mention)
    }
    for (const stay of this.#open.values()) this.#stays.push(this.#stayOf(stay, Infinity))
    return this.#stays
  }

  #takeOut(event: Event, parent: Named, mention: Mention | undefined): void {
    const { lineage } = this.#world
    if (mention === undefined) {
      this.#close(thingOf(parent), event, false)
      return
    }
    const part = { named: lineage.namedIn(mention), amount: lineage.amountIn(mention) }
    if (endsStay(this.#open.get(thingOf(parent)), part)) this.#close(thingOf(parent), event, false)
  }

  #takeIn(event: Event, parent: Named, mention: Mention): void {
    const { lineage } = this.#world
    const as = lineage.namedIn(mention)
    const amount = lineage.amountIn(mention)
    const into = thingOf(parent)
    const adds = lineage.action(event) === ADD
    if (adds && isOne(as)) {
      for (const other of this.#open.keys()) if (other !== into) this.#close(other, event, true)
    }
    const stay = this.#open.get(into)
    if (stay === undefined) {
      this.#open.set(into, { parent, opened: event, as, put: amount, left: amount })
    } else if (adds) {
      stay.put = added(stay.put, amount)
      stay.left = added(stay.left, amount)
    }
  }

  #close(parent: Thing, event: Event, reparented: boolean): void {
    const stay = this.#open.get(parent)
    if (stay === undefined) return
    this.#open.delete(parent)
    const to = this.#world.lineage.time(event)
    this.#stays.push(this.#stayOf(stay, to, reparented ? event : undefined))
  }

  #stayOf({ parent, opened, as, put }: Open, to: number, reparentedBy?: Event): Packing {
    return {
      child: this.#child,
      relation: this.#relation,
      parent,
      from: this.#world.lineage.time(opened),
      to,
      opened,
      as,
      ...(put && { amount: put }),
      ...(reparentedBy !== undefined && { reparentedBy }),
    }
  }
}

/** One thing, in one parent at a time; a lot or class may be in several at once. */
const isOne = (named: Named): boolean => kindOf(named) === ITEM || kindOf(named) === PLACE

/** What cannot be added up is no longer known: never zero. */
function added(held: Amount | undefined, more: Amount | undefined): Amount | undefined {
  return held === undefined || more === undefined ? undefined : plus(held, more)
}

/** Whether taking this much out ends the stay; leaves what is left in it otherwise. */
function endsStay(
  stay: Open | undefined,
  { named, amount }: { readonly named: Named; readonly amount: Amount | undefined },
): boolean {
  if (stay === undefined) return false
  if (isOne(named) || amount === undefined) return true
  const left = stay.left === undefined ? undefined : minus(stay.left, amount)
  // Where the amounts cannot be compared, the lot stays in.
  if (left === undefined) return false
  if (left.value === 0) return true
  stay.left = left
  return false
}

/** When a child may have been in a parent, as the parent's own events say. */
type MayBeIn = { readonly child: Thing; readonly from: number; readonly to: number }

/** Children that may be in a parent at some time: what its own events say, before its children are asked. */
export function childrenOf(
  world: World,
  parent: Thing,
  within: (from: number, to: number) => boolean,
): readonly Thing[] {
  const children = new Set<Thing>()
  for (const { child, from, to } of world.memo.of(MAY_BE_IN, parent, () => allIn(world, parent))) {
    if (within(from, to)) children.add(child)
  }
  return [...children]
}

/** A tanker is asked at each of its loads: 2.6 of 9 s of tracing went into reading its record anew. */
const MAY_BE_IN: What<readonly MayBeIn[]> = { name: 'may be in' }

function allIn(world: World, parent: Thing): readonly MayBeIn[] {
  const { lineage } = world
  const since = new Map<Thing, number>()
  const all: MayBeIn[] = []
  const end = (child: Thing, to: number): void => {
    const from = since.get(child)
    if (from !== undefined) all.push({ child, from, to })
  }
  for (const mention of inRole(world, parent, PARENT)) {
    const event = lineage.eventOf(mention)
    if (lineage.type(event) !== PACKED) continue
    const time = lineage.time(event)
    if (lineage.action(event) === DELETE) takeOut(world, event, since, end)
    else {
      for (const child of lineage.list(event, CHILDREN)) {
        const thing = lineage.thingIn(child)
        if (!since.has(thing)) since.set(thing, time)
      }
    }
  }
  for (const child of since.keys()) end(child, Infinity)
  return all
}

function takeOut(
  { lineage }: World,
  event: Event,
  since: Map<Thing, number>,
  end: (child: Thing, at: number) => void,
): void {
  const time = lineage.time(event)
  if (lineage.isChildless(event)) {
    for (const child of since.keys()) end(child, time)
    since.clear()
  }
  for (const mention of lineage.list(event, CHILDREN)) {
    const named = lineage.namedIn(mention)
    end(thingOf(named), time)
    // A lot may stay in part: only its own stays tell, so it remains a candidate.
    if (isOne(named)) since.delete(thingOf(named))
  }
}
