import type { Painted } from './edges.ts'
import type { Graph } from './graph.ts'
import { nothing, reach, touchedBy, waysOf } from './reach.ts'

/** Why an event stays, in the order they are told: the first that holds. */
export const REASONS = ['held', 'no-rule', 'not-yet', 'graph-no-rule', 'graph-not-yet'] as const

/**
 * `held`: a hold touches its graph. `no-rule`: no confirmed rule covers it, or an event that must go with it. `not-yet`: its own
 * time has not run out. `graph-…`: that of something in the graph of a thing it names has not.
 */
export type Reason = (typeof REASONS)[number]

export type Kept = {
  readonly reason: Reason
  /** `held`: the hold, by its place in the list given. */
  readonly hold?: number
  /** The rule that runs, by its place in the list; of `graph-not-yet` that of the other event. */
  readonly rule?: number
  /** When it may go at the earliest, microseconds since 1970; Infinity: not by time. */
  readonly until: number
  /** The event (its row) that keeps it, where it is another. */
  readonly because?: number
}

/** What becomes of events that only go together: one that is declared wrong and its declarations, the parts of a transformation. */
export type Fate = { readonly rows: readonly number[]; readonly kept?: Kept }

/** What is held, and by what. */
export type Held = {
  /** The keys of things, and the hold by its place in a list. */
  readonly things: Iterable<readonly [key: number, hold: number]>
}

/** What becomes of all events, at a moment; and which things have run out by themselves. */
export type Settled = {
  readonly fates: readonly Fate[]
  /** Whether all that names a thing (by its number) has run out, and nothing holds it. */
  readonly over: (thing: number) => boolean
}

/**
 * What may go at a moment (microseconds since 1970), and why the rest may not. An event goes when for every thing that it
 * names all that is in that thing's graph has run out and is not held: the longest over the graph. Yields now and then.
 */
export function* settle(graph: Graph, now: number, held: Held): Generator<void, Settled> {
  const ways = yield* waysOf(graph)
  const own = ownOf(graph)
  const holds = nothing(graph.things)
  for (const [key, hold] of held.things) {
    const thing = graph.numberOf(key)
    if (thing === undefined) continue
    holds.value[thing] = 1
    holds.cause[thing] = hold
  }
  const touched = yield* touchedBy(graph, ways, holds)
  for (let thing = 0; thing < graph.things; thing++) {
    if (touched.value[thing] !== 1) continue
    own.value[thing] = Infinity
    own.cause[thing] = codeOf(touched.cause[thing] ?? 0)
  }
  const longest = yield* reach(graph, ways, own)
  const fates = together(graph).map((rows): Fate => {
    const kept = keptBy(graph, rows, { now, longest })
    return kept === undefined ? { rows } : { rows, kept }
  })
  return { fates, over: (thing) => (own.value[thing] ?? Infinity) <= now }
}

/** What no rule lets go: later than all, but for what is held, which is told first. */
const NEVER = Number.MAX_VALUE

/** A cause is an event by its row, or a hold. */
const codeOf = (hold: number): number => -2 - hold
const holdOf = (code: number): number => -2 - code

/** For each thing the longest of all events that name it. */
function ownOf(graph: Graph): Painted {
  const own = nothing(graph.things)
  const { until } = graph.events
  for (let row = 0; row < until.length; row++) {
    for (const thing of graph.namedIn(row)) {
      const end = Math.min(until[row] ?? NEVER, NEVER)
      if (end <= (own.value[thing] ?? -Infinity)) continue
      own.value[thing] = end
      own.cause[thing] = row
    }
  }
  return own
}

function keptBy(
  graph: Graph,
  rows: readonly number[],
  { now, longest }: { readonly now: number; readonly longest: Painted },
): Kept | undefined {
  const { until, rule } = graph.events
  const valueOf = (row: number): number => Math.min(until[row] ?? NEVER, NEVER)
  const row = highest(rows, valueOf) ?? 0
  const things = rows.flatMap((one) => graph.namedIn(one))
  const most = highest(things, (thing) => longest.value[thing] ?? NEVER)
  const far = most === undefined ? valueOf(row) : (longest.value[most] ?? NEVER)
  const cause = most === undefined ? row : (longest.cause[most] ?? row)
  if (cause < -1) return { reason: 'held', hold: holdOf(cause), until: Infinity }
  if (Math.max(far, valueOf(row)) <= now) return undefined
  return valueOf(row) > now
    ? keptByItself(valueOf(row), rule[row], far)
    : keptByOther(far, rule[cause], cause)
}

function keptByItself(own: number, rule = -1, far = own): Kept {
  if (own === NEVER) return { reason: 'no-rule', until: Infinity }
  return { reason: 'not-yet', rule, until: timeOf(Math.max(own, far)) }
}

function keptByOther(far: number, rule = -1, because = -1): Kept {
  if (far === NEVER) return { reason: 'graph-no-rule', until: Infinity, because }
  return { reason: 'graph-not-yet', rule, until: far, because }
}

const timeOf = (value: number): number => (value === NEVER ? Infinity : value)

/** The first of those that have the highest value. */
function highest(list: readonly number[], valueOf: (one: number) => number): number | undefined {
  let [most] = list
  for (const one of list) if (most !== undefined && valueOf(one) > valueOf(most)) most = one
  return most
}

/** Events that only go together, by their rows: those of one name, and those of one transformation. In order of the first. */
function together(graph: Graph): readonly (readonly number[])[] {
  const { name, transformation } = graph.events
  const first = name.map((_, row) => row)
  const find = (row: number): number => {
    let root = row
    while (first[root] !== root) root = first[root] = first[first[root] ?? 0] ?? 0
    return root
  }
  for (const column of [name, transformation]) {
    const known = new Map<number, number>()
    for (const [row, key] of column.entries()) {
      if (key === 0) continue
      const other = known.get(key)
      if (other === undefined) known.set(key, row)
      else {
        const [a, b] = [find(other), find(row)]
        first[Math.max(a, b)] = Math.min(a, b)
      }
    }
  }
  const groups = new Map<number, number[]>()
  for (let row = 0; row < name.length; row++) {
    const root = find(row)
    const group = groups.get(root)
    if (group === undefined) groups.set(root, [row])
    else group.push(row)
  }
  return [...groups.values()]
}
