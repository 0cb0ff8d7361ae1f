import { classOf } from '@suyuan/core/id/class-and-lot'
import { identify } from '@suyuan/core/id/identify'
import type {
  Amount,
  Certainty,
  Gap,
  How,
  Label,
  Labels,
  Link,
  Thing,
  Trace,
} from '../../answers.ts'
import { labelOf } from '../../identifier.ts'
import { groupsOf, unfolded, type Group, type Step } from './group.ts'
import { depthsOf, unwind, type Arrow } from './unwind.ts'

/** One box of the picture: a thing, or many of one sort. */
export type Node = {
  readonly key: string
  readonly things: readonly Thing[]
  readonly start: boolean
  /** Steps from the start along the longest way; layers are drawn by it. */
  readonly depth: number
  readonly kind: string
  readonly stage: string | undefined
  readonly possible: number
  readonly gaps: readonly Gap[]
}

/** All links between two boxes, as one line. */
export type Edge = {
  readonly from: string
  readonly to: string
  readonly how: How
  readonly certainty: Certainty
  readonly links: number
  /** Of a single link only: links of one event each tell the whole event's amount, so a sum would count it again. */
  readonly amount: Amount | undefined
}

export type Picture = {
  readonly nodes: readonly Node[]
  readonly edges: readonly Edge[]
  readonly depth: number
}

const MOST_NODES = 60

/**
 * The trace as boxes and lines that a person can take in: at most sixty of them for any chain of fewer than sixty sorts
 * and generations, whatever the number of tins. `layer` is how many boxes of one depth there is room for.
 */
export function pictureOf(trace: Trace, labels: Labels, layer: number): Picture {
  const things = [startOf(trace), ...trace.things]
  const number = new Map(things.map(({ id }, at) => [id, at]))
  const steps = stepsOf(trace, number)
  const sorts = (sort: (thing: Thing, label: Label | undefined) => string): readonly Group[] =>
    groupsOf(
      things.map((thing) => ({ id: thing.id, sort: sort(thing, labelOf(labels, thing.id)) })),
      steps,
    )
  const byClass = sorts(sortOf)
  const groups = byClass.length > MOST_NODES ? sorts(broadSortOf) : byClass
  const depth = layersOf(groups, steps, things.length)
  const open = unfolded(
    groups.map(({ members }, at) => ({ depth: depth[at] ?? 0, size: members.length })),
    { layer, picture: MOST_NODES },
  )
  const gaps = Map.groupBy(trace.gaps, ({ id }) => id)
  const keyOf: string[] = []
  const nodes = groups.flatMap(({ key, members }, at) => {
    const parts = open[at] === true ? members.map((member) => [member]) : [members]
    return parts.map((part) => {
      const own = part.flatMap((member) => things[member] ?? [])
      const name = part.length === 1 ? (own[0]?.id ?? key) : key
      for (const member of part) keyOf[member] = name
      return nodeOf(name, own, { depth: depth[at] ?? 0, labels, gaps, start: part[0] === 0 })
    })
  })
  const edges = edgesOf(trace.links, (id) => keyOf[number.get(id) ?? -1])
  return { nodes, edges, depth: nodes.reduce((most, node) => Math.max(most, node.depth), 0) }
}

/** The answer leaves the start out of its things; in the picture it is one. */
export function startOf(trace: Trace): Thing {
  return { id: trace.of, kind: identify(trace.of).kind, distance: 0, certainty: 'certain' }
}

function sortOf({ id, kind }: Thing, label: Label | undefined): string {
  return `${kind}:${classOf(id) ?? `${identify(id).scheme}:${label?.stage ?? ''}`}`
}

function broadSortOf({ kind }: Thing, label: Label | undefined): string {
  return `${kind}:${label?.stage ?? ''}`
}

/** Links in the direction of the walk, by number; those whose ends the answer does not hold (cut by depth) are left out. */
function stepsOf(trace: Trace, number: ReadonlyMap<string, number>): readonly Step[] {
  return trace.links.flatMap(({ from, to, how }) => {
    const [near, far] = trace.direction === 'backward' ? [to, from] : [from, to]
    const a = number.get(near)
    const b = number.get(far)
    return a === undefined || b === undefined || a === b
      ? []
      : [{ from: a, to: b, carries: how === 'carry-over' }]
  })
}

/** Longest way from the start to each group. What no link leads to lies beyond all else. */
function layersOf(groups: readonly Group[], steps: readonly Step[], things: number): Int32Array {
  const groupOf = new Int32Array(things)
  groups.forEach(({ members }, at) => members.forEach((member) => (groupOf[member] = at)))
  const arrows = new Map<number, Arrow>()
  for (const step of steps) {
    const from = groupOf[step.from] ?? 0
    const to = groupOf[step.to] ?? 0
    if (from !== to) arrows.set(from * groups.length + to, { from, to })
  }
  const list = [...arrows.values()]
  const depths = depthsOf(groups.length, list, unwind(groupOf[0] ?? 0, groups.length, list))
  const last = Math.max(0, ...depths)
  return depths.map((depth) => (depth < 0 ? last + 1 : depth))
}

type About = {
  readonly depth: number
  readonly labels: Labels
  readonly gaps: ReadonlyMap<string, readonly Gap[]>
  readonly start: boolean
}

function nodeOf(key: string, things: readonly Thing[], about: About): Node {
  const [first] = things
  return {
    key,
    things,
    start: about.start,
    depth: about.depth,
    kind: first?.kind ?? 'other',
    stage: labelOf(about.labels, first?.id ?? '')?.stage,
    possible: things.filter(({ certainty }) => certainty === 'possible').length,
    gaps: things.flatMap(({ id }) => about.gaps.get(id) ?? []),
  }
}

/** When links of several kinds join two boxes, the line shows the one that says most. */
const STRENGTH: Readonly<Record<string, number>> = {
  'made-from': 4,
  'packed-in': 3,
  'of-lot': 2,
  'carry-over': 1,
}

type Growing = { -readonly [K in keyof Edge]: Edge[K] }

function edgesOf(
  links: readonly Link[],
  keyOf: (id: string) => string | undefined,
): readonly Edge[] {
  const edges = new Map<string, Map<string, Growing>>()
  for (const link of links) {
    const from = keyOf(link.from)
    const to = keyOf(link.to)
    if (from === undefined || to === undefined || from === to) continue
    let leaving = edges.get(from)
    if (leaving === undefined) edges.set(from, (leaving = new Map()))
    const edge = leaving.get(to)
    if (edge !== undefined) grow(edge, link)
    else leaving.set(to, fresh(link, from, to))
  }
  return [...edges.values()].flatMap((leaving) => [...leaving.values()])
}

function fresh({ how, certainty, amount }: Link, from: string, to: string): Growing {
  return { from, to, how, certainty, links: 1, amount }
}

function grow(edge: Growing, { how, certainty }: Link): void {
  edge.links++
  edge.amount = undefined
  if (certainty === 'certain') edge.certainty = 'certain'
  if ((STRENGTH[how] ?? 0) > (STRENGTH[edge.how] ?? 0)) edge.how = how
}
