import type { FlowEvent, Part } from '../flow/flow-event.ts'
import { classOf } from '../id/class-and-lot.ts'
import { byTime } from '../flow/flow-event.ts'
import { minus, plus, type Amount } from '../flow/amount.ts'

/** Whether a part is no matter itself: what is in it is. */
export const isContainer = ({ id, kind, reusable }: Part): boolean =>
  kind === 'place' || reusable || (kind === 'item' && classOf(id) === undefined)

/** What is in a container: an item, or a lot or class with its amount where that is known. */
export type Held = {
  readonly id: string
  readonly kind: Part['kind']
  readonly amount?: Amount
}

/** A container as one draws from it at a moment. */
export type Drawn = {
  /** What is in it then, as a trace has it: both ends of an interval count. */
  readonly held: readonly Held[]
  /** Other transformations that draw from the same filling: how much went into which is not recorded. */
  readonly shared: boolean
}

/**
 * What was in a container at a moment, from the events that name it (not void). Packings that begin then count, and those
 * that end then; a filling begins and ends where nothing is in it.
 *
 * @param by names the transformation that draws: its other events are no other draw.
 */
export function drawnFrom(
  container: string,
  events: readonly FlowEvent[],
  { at, by }: { readonly at: number; readonly by: string },
): Drawn {
  const held = new Map<string, Held>()
  const others = new Set<string>()
  const ordered = [...events].filter((event) => !event.void).sort(byTime)
  // Of one moment: what enters, what draws, what leaves.
  const turns = ordered
    .flatMap((event) => turnsOf(container, event))
    .toSorted((a, b) => a.event.time - b.event.time || a.rank - b.rank)
  let found: readonly Held[] | undefined
  for (const { event, turn } of turns) {
    const past = event.time > at || (turn === 'leave' && event.time === at)
    if (past) found ??= [...held.values()]
    if (turn === 'draw') others.add(nameOf(event))
    else {
      // What was drawn from it before it was filled is of another filling.
      if (held.size === 0 && !past) others.clear()
      change(held, event)
      if (held.size === 0 && past) break
    }
  }
  others.delete(by)
  found ??= [...held.values()]
  return { held: found, shared: others.size > 0 }
}

export const nameOf = (event: FlowEvent): string => event.transformationID ?? event.eventID

type Turn = 'enter' | 'draw' | 'leave'
const RANK: Readonly<Record<Turn, number>> = { enter: 0, draw: 1, leave: 2 }

function turnsOf(
  container: string,
  event: FlowEvent,
): readonly { readonly event: FlowEvent; readonly turn: Turn; readonly rank: number }[] {
  const turn = turnOf(container, event)
  return turn === undefined ? [] : [{ event, turn, rank: RANK[turn] }]
}

function turnOf(container: string, event: FlowEvent): Turn | undefined {
  if (event.type === 'TransformationEvent')
    return event.inputs.some(({ id }) => id === container) ? 'draw' : undefined
  if (event.type !== 'AggregationEvent' || event.parent?.id !== container) return undefined
  return event.action === 'DELETE' ? 'leave' : 'enter'
}

function change(held: Map<string, Held>, { action, children }: FlowEvent): void {
  if (action === 'DELETE' && children.length === 0) {
    held.clear()
    return
  }
  for (const child of children) {
    const before = held.get(child.id)
    const next = action === 'DELETE' ? without(before, child) : withMore(before, child, action)
    if (next === undefined) held.delete(child.id)
    else held.set(child.id, next)
  }
}

/** An OBSERVE opens what is not open and adds nothing to what is. */
function withMore(before: Held | undefined, child: Part, action: FlowEvent['action']): Held {
  const { id, kind, amount } = child
  if (before === undefined) return { id, kind, ...(amount && { amount }) }
  if (action === 'OBSERVE' || kind === 'item') return before
  const sum = before.amount && amount && plus(before.amount, amount)
  return { id, kind, ...(sum && { amount: sum }) }
}

/** With no amount, or all of it, it is out; where the amounts cannot be compared it stays in, and how much is not known. */
function without(before: Held | undefined, child: Part): Held | undefined {
  if (before === undefined || child.amount === undefined || child.kind === 'item') return undefined
  const left = before.amount && minus(before.amount, child.amount)
  if (left !== undefined) return left.value > 0 ? { ...before, amount: left } : undefined
  const { id, kind } = before
  return { id, kind }
}
