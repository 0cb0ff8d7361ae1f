import type { Edge, Node, Picture } from './view.ts'

/** A place in a row: a box, or a bend where a line passes through on its way to a farther row. */
export type Slot = { readonly row: number; readonly box: Node | undefined }

/** A line from the origin to what came of it, slot by slot; two slots of one row, or upward, where it closes a loop. */
export type Line = { readonly edge: Edge; readonly slots: readonly number[] }

export type Rows = {
  readonly slots: readonly Slot[]
  /** Slot numbers from left to right, row by row from the origin down. */
  readonly rows: readonly (readonly number[])[]
  readonly lines: readonly Line[]
  /** The depth that each row shows: a layer with more boxes than fit takes several rows. */
  readonly depths: readonly number[]
}

/** The picture as rows of at most `wide` boxes, origin on top, ordered so that few lines cross. */
export function rowsOf(picture: Picture, direction: 'backward' | 'forward', wide: number): Rows {
  const slots: Slot[] = []
  const depths: number[] = []
  const slotOf = new Map<string, number>()
  for (const { depth, nodes } of layersOf(picture, direction)) {
    const rows = Math.ceil(nodes.length / wide)
    nodes.forEach((box, at) => {
      const row = depths.length + Math.floor((at * rows) / nodes.length)
      slotOf.set(box.key, slots.length)
      slots.push({ row, box })
    })
    for (let row = 0; row < rows; row++) depths.push(depth)
  }
  const lines = linesOf(picture.edges, slotOf, slots)
  return { slots, rows: untangled(slots, depths.length, lines), lines, depths }
}

type Layer = { readonly depth: number; readonly nodes: readonly Node[] }

function layersOf(picture: Picture, direction: 'backward' | 'forward'): readonly Layer[] {
  const layers = [...Map.groupBy(picture.nodes, ({ depth }) => depth)]
    .map(([depth, nodes]) => ({ depth, nodes: nodes.toSorted(byStage) }))
    .toSorted((a, b) => a.depth - b.depth)
  return direction === 'backward' ? layers.toReversed() : layers
}

function byStage(a: Node, b: Node): number {
  const left = `${a.stage ?? a.kind} ${a.key}`
  const right = `${b.stage ?? b.kind} ${b.key}`
  return left < right ? -1 : left > right ? 1 : 0
}

/** Long lines into one box share their bends, as do those out of one: a bus instead of a bundle. */
function linesOf(
  edges: readonly Edge[],
  slotOf: ReadonlyMap<string, number>,
  slots: Slot[],
): readonly Line[] {
  const ends = edges.flatMap((edge) => {
    const from = slotOf.get(edge.from)
    const to = slotOf.get(edge.to)
    return from === undefined || to === undefined ? [] : [{ edge, from, to }]
  })
  const rowOf = (slot: number): number => slots[slot]?.row ?? 0
  const long = ends.filter(({ from, to }) => rowOf(to) - rowOf(from) > 1)
  const into = Map.groupBy(long, ({ to }) => to)
  const outOf = Map.groupBy(long, ({ from }) => from)
  const bends = new Map<string, number>()
  const bendAt = (row: number, trunk: string): number => {
    const key = `${row} ${trunk}`
    const known = bends.get(key)
    if (known !== undefined) return known
    bends.set(key, slots.length)
    return slots.push({ row, box: undefined }) - 1
  }
  return ends.map(({ edge, from, to }) => {
    const joins = (into.get(to)?.length ?? 0) >= (outOf.get(from)?.length ?? 0)
    const trunk = `${joins ? `into ${to}` : `out of ${from}`} ${edge.certainty}`
    const between = Array.from({ length: Math.max(0, rowOf(to) - rowOf(from) - 1) }, (_, at) =>
      bendAt(rowOf(from) + 1 + at, trunk),
    )
    return { edge, slots: [from, ...between, to] }
  })
}

const SWEEPS = 12

/** Barycentre ordering (Sugiyama): each row by the mean place of its neighbours above, then below, and so on. */
function untangled(
  slots: readonly Slot[],
  count: number,
  lines: readonly Line[],
): readonly (readonly number[])[] {
  const { above, below } = neighboursOf(slots.length, lines)
  let rows: readonly (readonly number[])[] = Array.from({ length: count }, (_, row) =>
    slots.flatMap((slot, at) => (slot.row === row ? [at] : [])),
  )
  let best = rows
  let fewest = crossingsOf(rows, below)
  const place = new Float64Array(slots.length)
  for (let sweep = 0; sweep < SWEEPS; sweep++) {
    const near = sweep % 2 === 0 ? above : below
    const sorted = sweep % 2 === 0 ? rows : rows.toReversed()
    for (const row of rows) row.forEach((slot, at) => (place[slot] = (at + 0.5) / row.length))
    const swept = sorted.map((row) => {
      const wish = new Map(row.map((slot) => [slot, mean(near[slot] ?? [], place, slot)]))
      const next = row.toSorted((a, b) => (wish.get(a) ?? 0) - (wish.get(b) ?? 0))
      next.forEach((slot, at) => (place[slot] = (at + 0.5) / next.length))
      return next
    })
    rows = sweep % 2 === 0 ? swept : swept.toReversed()
    const crossings = crossingsOf(rows, below)
    if (crossings < fewest) [best, fewest] = [rows, crossings]
  }
  return best
}

export type Neighbours = {
  readonly above: readonly (readonly number[])[]
  readonly below: readonly (readonly number[])[]
}

/** Which slots of the rows next to a slot it is joined with. */
export function neighboursOf(slots: number, lines: readonly Line[]): Neighbours {
  const above: number[][] = Array.from({ length: slots }, () => [])
  const below: number[][] = Array.from({ length: slots }, () => [])
  for (const line of lines) {
    for (let at = 1; at < line.slots.length; at++) {
      const upper = line.slots[at - 1] ?? 0
      const lower = line.slots[at] ?? 0
      above[lower]?.push(upper)
      below[upper]?.push(lower)
    }
  }
  return { above, below }
}

function mean(near: readonly number[], place: Float64Array, own: number): number {
  if (near.length === 0) return place[own] ?? 0
  return near.reduce((sum, slot) => sum + (place[slot] ?? 0), 0) / near.length
}

function crossingsOf(
  rows: readonly (readonly number[])[],
  below: readonly (readonly number[])[],
): number {
  const at = new Map(rows.flatMap((row) => row.map((slot, place) => [slot, place] as const)))
  return rows.reduce((sum, row) => {
    const ends = row.flatMap((slot, x) =>
      (below[slot] ?? []).map((to) => [x, at.get(to) ?? 0] as const),
    )
    const crossed = ends.map(([a, b]) => ends.filter(([c, d]) => a < c && b > d).length)
    return sum + crossed.reduce((all, one) => all + one, 0)
  }, 0)
}
