import { minus, plus, type Amount } from './amount.ts'
import { byTime, type FlowEvent, type Part } from './flow-event.ts'
import type { World } from './world.ts'

/** `packed`: AggregationEvent. `attached`: AssociationEvent. Neither ends the other. */
export type Relation = 'packed' | 'attached'

/** A stay of a child in a parent; both ends count for walks and histories. Microseconds; `to` is Infinity while it lasts. */
export type Packing = {
  readonly child: string
  readonly parent: Part
  readonly relation: Relation
  readonly from: number
  readonly to: number
  /** The event that opened it. */
  readonly opened: FlowEvent
  /** All that was put in, where known. */
  readonly amount?: Amount
  /** The ADD to another parent that ended it, where no DELETE did. */
  readonly reparentedBy?: FlowEvent
}

const RELATION: Readonly<Record<string, Relation>> = {
  AggregationEvent: 'packed',
  AssociationEvent: 'attached',
}

type Open = {
  readonly parent: Part
  readonly opened: FlowEvent
  put: Amount | undefined
  left: Amount | undefined
}

/** Parents that a child was ever put in, in either relation. The child must have been loaded. */
export function parentsOf(world: World, child: string): readonly string[] {
  const parents = new Set<string>()
  for (const event of world.about(child)) {
    if (event.parent !== undefined && event.action !== 'DELETE' && named(event, child)) {
      if (RELATION[event.type] !== undefined) parents.add(event.parent.id)
    }
  }
  return [...parents]
}

const named = (event: FlowEvent, child: string): Part | undefined =>
  event.children.find((part) => part.id === child)

/** All stays of a child. The child and all its {@link parentsOf} must have been loaded. */
export function packingsOf(world: World, child: string): readonly Packing[] {
  return (['packed', 'attached'] as const).flatMap((relation) => staysOf(world, child, relation))
}

function staysOf(world: World, child: string, relation: Relation): readonly Packing[] {
  const events = new Set(world.about(child).filter((event) => named(event, child) !== undefined))
  for (const parent of parentsOf(world, child)) {
    for (const event of world.about(parent)) if (emptiesParent(event, parent)) events.add(event)
  }
  const ofChild = { child, relation }
  const stays: Packing[] = []
  const open = new Map<string, Open>()
  const close = (parent: string, event: FlowEvent, reparented: boolean): void => {
    const stay = open.get(parent)
    if (stay === undefined) return
    open.delete(parent)
    stays.push(stayOf(ofChild, stay, event.time, reparented ? event : undefined))
  }
  for (const event of [...events].sort(byTime)) {
    if (RELATION[event.type] === relation) takeIn(event, child, open, close)
  }
  for (const stay of open.values()) stays.push(stayOf(ofChild, stay, Infinity))
  return stays
}

function stayOf(
  ofChild: Pick<Packing, 'child' | 'relation'>,
  { parent, opened, put }: Open,
  to: number,
  reparentedBy?: FlowEvent,
): Packing {
  return {
    ...ofChild,
    parent,
    from: opened.time,
    to,
    opened,
    ...(put && { amount: put }),
    ...(reparentedBy && { reparentedBy }),
  }
}

const emptiesParent = (event: FlowEvent, parent: string): boolean =>
  event.action === 'DELETE' && event.parent?.id === parent && event.children.length === 0

function takeIn(
  event: FlowEvent,
  child: string,
  open: Map<string, Open>,
  close: (parent: string, event: FlowEvent, reparented: boolean) => void,
): void {
  const parent = event.parent
  if (parent === undefined) return
  const part = named(event, child)
  if (event.action === 'DELETE') {
    if (part === undefined || endsStay(open.get(parent.id), part)) close(parent.id, event, false)
    return
  }
  if (part === undefined) return
  if (event.action === 'ADD' && isOne(part)) {
    for (const other of open.keys()) if (other !== parent.id) close(other, event, true)
  }
  const stay = open.get(parent.id)
  if (stay === undefined) {
    open.set(parent.id, { parent, opened: event, put: part.amount, left: part.amount })
  } else if (event.action === 'ADD') {
    stay.put = added(stay.put, part.amount)
    stay.left = added(stay.left, part.amount)
  }
}

/** One thing, in one parent at a time; a lot or class may be in several at once. */
const isOne = ({ kind }: Part): boolean => kind === 'item' || kind === 'place'

/** What cannot be added up is no longer known: never zero. */
function added(held: Amount | undefined, more: Amount | undefined): Amount | undefined {
  return held === undefined || more === undefined ? undefined : plus(held, more)
}

/** Whether taking this much out ends the stay; leaves what is left in it otherwise. */
function endsStay(stay: Open | undefined, part: Part): boolean {
  if (stay === undefined) return false
  if (isOne(part) || part.amount === undefined) return true
  const left = stay.left === undefined ? undefined : minus(stay.left, part.amount)
  // Where the amounts cannot be compared, the lot stays in.
  if (left === undefined) return false
  if (left.value === 0) return true
  stay.left = left
  return false
}

/** Children that may be in a parent at some time: what its own events say, before its children are asked. */
export function childrenOf(
  world: World,
  parent: string,
  within: (from: number, to: number) => boolean,
): readonly string[] {
  const since = new Map<string, number>()
  const children = new Set<string>()
  const end = (child: string, at: number): void => {
    const from = since.get(child)
    if (from !== undefined && within(from, at)) children.add(child)
  }
  for (const event of world.about(parent)) {
    if (RELATION[event.type] !== 'packed' || event.parent?.id !== parent) continue
    if (event.action === 'DELETE') takeOut(event, since, end)
    else for (const { id } of event.children) if (!since.has(id)) since.set(id, event.time)
  }
  for (const child of since.keys()) end(child, Infinity)
  return [...children]
}

function takeOut(
  { time, children }: FlowEvent,
  since: Map<string, number>,
  end: (child: string, at: number) => void,
): void {
  if (children.length === 0) {
    for (const child of since.keys()) end(child, time)
    since.clear()
  }
  for (const part of children) {
    end(part.id, time)
    // A lot may stay in part: only its own stays tell, so it remains a candidate.
    if (isOne(part)) since.delete(part.id)
  }
}
