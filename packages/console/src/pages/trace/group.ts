import { unwind, type Arrow } from './unwind.ts'

/** A thing as the grouping sees it: what it is one of, and whether it is the start. */
export type Member = { readonly id: string; readonly sort: string }

/** An arrow of the walk; a carry-over passes from lot to lot of one sort and so makes no new generation. */
export type Step = Arrow & { readonly carries: boolean }

/** Things of one sort and one generation: raw milk on the farm, in the tanker and in the silo are three of one sort. */
export type Group = { readonly key: string; readonly members: readonly number[] }

/** Rework feeds a sort into itself again and again; from here on its generations are drawn as one. */
const MOST_GENERATIONS = 3

/** Every thing in exactly one group. Thing 0 is the start and stays alone. */
export function groupsOf(members: readonly Member[], steps: readonly Step[]): readonly Group[] {
  const generation = generationsOf(members, steps)
  const groups = new Map<string, number[]>()
  members.forEach(({ sort }, thing) => {
    const key = thing === 0 ? 'start' : `${sort}~${generation[thing] ?? 0}`
    const group = groups.get(key)
    if (group === undefined) groups.set(key, [thing])
    else group.push(thing)
  })
  return [...groups].map(([key, things]) => ({ key, members: things }))
}

/** For each thing, the most things of its own sort that lie before it on one way from the start. */
function generationsOf(members: readonly Member[], steps: readonly Step[]): Uint8Array {
  const sorts = numbered(members)
  const wide = 1 + Math.max(0, ...new Set(sorts))
  const counts: Counts = {
    sorts,
    wide,
    seen: new Uint8Array(members.length * wide),
    generation: new Uint8Array(members.length),
  }
  const unwound = unwind(0, members.length, steps)
  for (const from of unwound.order) {
    if (from !== 0) count(counts, from)
    for (const arrow of unwound.leaving(from)) {
      const step = steps[arrow]
      if (step !== undefined && unwound.closes[arrow] === 0) pass(counts, step)
    }
  }
  return counts.generation
}

type Counts = {
  readonly sorts: Int32Array
  readonly wide: number
  /** A row a thing: of each sort, how many lie before it or are it. */
  readonly seen: Uint8Array
  readonly generation: Uint8Array
}

function count({ sorts, wide, seen, generation }: Counts, thing: number): void {
  const at = thing * wide + (sorts[thing] ?? 0)
  const before = Math.min(MOST_GENERATIONS, Math.max(generation[thing] ?? 0, seen[at] ?? 0))
  generation[thing] = before
  seen[at] = Math.min(before + 1, MOST_GENERATIONS)
}

function pass({ sorts, wide, seen, generation }: Counts, { from, to, carries }: Step): void {
  const same = carries && sorts[from] === sorts[to]
  if (same) generation[to] = Math.max(generation[to] ?? 0, generation[from] ?? 0)
  for (let sort = 0; sort < wide; sort++) {
    const had = seen[from * wide + sort] ?? 0
    const skipped = same && sort === sorts[to]
    if (!skipped && had > (seen[to * wide + sort] ?? 0)) seen[to * wide + sort] = had
  }
}

function numbered(members: readonly Member[]): Int32Array {
  const numbers = new Map<string, number>()
  return Int32Array.from(members, ({ sort }) => {
    const number = numbers.get(sort) ?? numbers.size
    numbers.set(sort, number)
    return number
  })
}

export type Sized = { readonly depth: number; readonly size: number }

/**
 * Which groups are drawn one by one: in each layer all of them, the largest folded first until the layer holds at most
 * `layer` nodes; and fewer in every layer until the picture holds at most `picture` nodes.
 */
export function unfolded(
  groups: readonly Sized[],
  most: { readonly layer: number; readonly picture: number },
): readonly boolean[] {
  for (let cap = most.layer; cap > 1; cap--) {
    const open = unfoldedUnder(groups, cap)
    const nodes = groups.reduce((sum, group, at) => sum + (open[at] === true ? group.size : 1), 0)
    if (nodes <= most.picture) return open
  }
  return groups.map(({ size }) => size === 1)
}

function unfoldedUnder(groups: readonly Sized[], cap: number): readonly boolean[] {
  const room = new Map<number, number>()
  for (const { depth } of groups) room.set(depth, (room.get(depth) ?? cap) - 1)
  const open = groups.map(({ size }) => size === 1)
  const bySize = groups.map((_, at) => at).toSorted((a, b) => sizeAt(groups, a) - sizeAt(groups, b))
  for (const at of bySize) {
    const group = groups[at]
    if (group === undefined || group.size === 1) continue
    const left = (room.get(group.depth) ?? 0) - (group.size - 1)
    if (left < 0) continue
    room.set(group.depth, left)
    open[at] = true
  }
  return open
}

function sizeAt(groups: readonly Sized[], at: number): number {
  return groups[at]?.size ?? 0
}
