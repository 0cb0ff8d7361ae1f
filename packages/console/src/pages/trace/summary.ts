import type { Labels, Trace } from '../../answers.ts'
import { labelOf } from '../../identifier.ts'
import { stageRank } from '../../stages.ts'
import type { Edge, Picture } from './view.ts'

export type StageCount = {
  readonly stage: string
  readonly things: number
  readonly possible: number
}

/** How many things of each stage the trace holds; what has no stage is counted by its kind. */
export function countsOf(trace: Trace, labels: Labels): readonly StageCount[] {
  const counts = new Map<string, { stage: string; things: number; possible: number }>()
  for (const { id, kind, certainty } of trace.things) {
    const stage = labelOf(labels, id)?.stage ?? kind
    const count = counts.get(stage) ?? { stage, things: 0, possible: 0 }
    count.things++
    if (certainty === 'possible') count.possible++
    counts.set(stage, count)
  }
  return [...counts.values()].toSorted((a, b) => stageRank(a.stage) - stageRank(b.stage))
}

/** The stages that a layer of the picture shows, each once, in the order of the chain. */
export function stagesAt(picture: Picture, depth: number): readonly string[] {
  const here = picture.nodes.filter((node) => node.depth === depth)
  const stages = new Set(here.map(({ stage, kind }) => stage ?? kind))
  return [...stages].toSorted((a, b) => stageRank(a) - stageRank(b))
}

/** The boxes on the ways through one box: what it came from and what it went into, itself among them. */
export function onTheWayOf(key: string, edges: readonly Edge[]): ReadonlySet<string> {
  const along = (from: 'from' | 'to', to: 'from' | 'to'): Set<string> => {
    const found = new Set([key])
    for (const box of found) for (const edge of edges) if (edge[from] === box) found.add(edge[to])
    return found
  }
  return new Set([...along('from', 'to'), ...along('to', 'from')])
}

/** The box that shows a thing, or that has this key. */
export function boxOf(picture: Picture, id: string): Picture['nodes'][number] | undefined {
  return (
    picture.nodes.find(({ key }) => key === id) ??
    picture.nodes.find(({ things }) => things.some((thing) => thing.id === id))
  )
}
