import { neighboursOf, type Line, type Rows } from './rows.ts'
import type { Edge, Node } from './view.ts'

/** Lengths in CSS pixels. */
export type Sizes = {
  readonly width: number
  /** Room for the layer's heading on the left of the boxes. */
  readonly gutter: number
  /** Room for the layer's heading above its boxes. */
  readonly heading: number
  readonly box: { readonly width: number; readonly height: number }
  /** Between two boxes of a row, two rows of a layer, two layers. */
  readonly gap: { readonly box: number; readonly row: number; readonly layer: number }
}

export type PlacedBox = { readonly node: Node; readonly x: number; readonly y: number }
export type PlacedLine = {
  readonly edge: Edge
  readonly path: string
  readonly loops: boolean
  /** Halfway along its last stretch, where no other line of a bundle is: room for what it carries. */
  readonly middle: { readonly x: number; readonly y: number }
}
export type Lane = { readonly depth: number; readonly top: number; readonly height: number }

export type Placed = {
  readonly boxes: readonly PlacedBox[]
  readonly lines: readonly PlacedLine[]
  readonly lanes: readonly Lane[]
  readonly height: number
}

const BEND = 14

/** Where every box stands (`x` its middle, `y` its top) and every line runs. */
export function placed(rows: Rows, sizes: Sizes): Placed {
  const { tops, lanes, height } = heightsOf(rows, sizes)
  const x = columnsOf(rows, sizes)
  const boxes = rows.slots.flatMap(({ box, row }, slot) =>
    box === undefined ? [] : [{ node: box, x: x[slot] ?? 0, y: tops[row] ?? 0 }],
  )
  const at = (slot: number): Point => ({
    x: x[slot] ?? 0,
    y: tops[rows.slots[slot]?.row ?? 0] ?? 0,
  })
  const lines = rows.lines.map((line) => pathOf(line, line.slots.map(at), sizes))
  return { boxes, lines, lanes, height }
}

function heightsOf(
  { depths }: Rows,
  { heading, box, gap }: Sizes,
): { readonly tops: readonly number[]; readonly lanes: readonly Lane[]; readonly height: number } {
  const tops: number[] = []
  const lanes: Lane[] = []
  let y = 0
  depths.forEach((depth, row) => {
    const first = depths[row - 1] !== depth
    const last = depths[row + 1] !== depth
    const top = first ? y : (lanes.at(-1)?.top ?? y)
    y += first ? gap.layer / 2 + heading : gap.row
    tops.push(y)
    y += box.height + (last ? gap.layer / 2 : 0)
    if (!first) lanes.pop()
    lanes.push({ depth, top, height: y - top })
  })
  return { tops, lanes, height: y }
}

const PASSES = 8

/** Each slot as near to the mean of its neighbours as the order of its row and the width of the page allow. */
function columnsOf(rows: Rows, sizes: Sizes): Float64Array {
  const { above, below } = neighboursOf(rows.slots.length, rows.lines)
  const x = new Float64Array(rows.slots.length).fill((sizes.gutter + sizes.width) / 2)
  for (let pass = 0; pass <= PASSES; pass++) {
    const down = pass % 2 === 0
    for (const row of down ? rows.rows : rows.rows.toReversed()) {
      const wishes = row.map((slot) => {
        const near = (down ? above[slot] : below[slot]) ?? []
        const all = pass === PASSES ? [...(above[slot] ?? []), ...(below[slot] ?? [])] : near
        return all.length === 0
          ? (x[slot] ?? 0)
          : all.reduce((sum, other) => sum + (x[other] ?? 0), 0) / all.length
      })
      const widths = widthsOf(row, rows, sizes)
      spread(wishes, widths, sizes).forEach((value, at) => (x[row[at] ?? 0] = value))
    }
  }
  return x
}

/** Boxes keep their width; where a row is full, it is the bends that move closer. */
function widthsOf(row: readonly number[], { slots }: Rows, sizes: Sizes): readonly number[] {
  const boxes = row.filter((slot) => slots[slot]?.box !== undefined).length
  const left = sizes.width - sizes.gutter - boxes * (sizes.box.width + sizes.gap.box)
  const bend = Math.max(0, Math.min(BEND, left / Math.max(1, row.length - boxes)))
  return row.map((slot) => (slots[slot]?.box === undefined ? bend : sizes.box.width))
}

/** Least squares under “in this order, not touching”: pool adjacent violators, then keep within the page. */
export function spread(
  wishes: readonly number[],
  widths: readonly number[],
  { width, gutter, gap }: Pick<Sizes, 'width' | 'gutter' | 'gap'>,
): readonly number[] {
  const total = widths.reduce((sum, one) => sum + one, 0)
  const free = (width - gutter - total) / Math.max(1, widths.length - 1)
  const between = Math.min(gap.box, free)
  const offsets = widths.map(
    (_, at) =>
      widths.slice(0, at).reduce((sum, one) => sum + one + between, 0) + (widths[at] ?? 0) / 2,
  )
  const pools: { sum: number; count: number }[] = []
  wishes.forEach((wish, at) => {
    let pool = { sum: wish - (offsets[at] ?? 0), count: 1 }
    for (let last = pools.at(-1); last !== undefined; last = pools.at(-1)) {
      if (last.sum / last.count <= pool.sum / pool.count) break
      pool = { sum: pool.sum + last.sum, count: pool.count + last.count }
      pools.pop()
    }
    pools.push(pool)
  })
  const most = width - total - between * Math.max(0, widths.length - 1)
  const lefts = pools.flatMap(({ sum, count }) =>
    Array.from({ length: count }, () => Math.max(gutter, Math.min(most, sum / count))),
  )
  return lefts.map((left, at) => left + (offsets[at] ?? 0))
}

type Point = { readonly x: number; readonly y: number }

function pathOf(line: Line, points: readonly Point[], { box }: Sizes): PlacedLine {
  const [first, second] = points
  if (first === undefined || second === undefined)
    return { edge: line.edge, path: '', loops: false, middle: { x: 0, y: 0 } }
  if (second.y <= first.y) {
    const middle = { x: (first.x + second.x) / 2, y: first.y + box.height + 8 }
    return { edge: line.edge, path: around(first, second, box), loops: true, middle }
  }
  const parts = points.slice(1).map((to, at) => {
    const from = points[at] ?? to
    const y = from.y + box.height
    const middle = (y + to.y) / 2
    const through = at < points.length - 2 ? `V${round(to.y + box.height)}` : ''
    return `C${round(from.x)} ${round(middle)} ${round(to.x)} ${round(middle)} ${round(to.x)} ${round(to.y)}${through}`
  })
  return {
    edge: line.edge,
    path: `M${round(first.x)} ${round(first.y + box.height)}${parts.join('')}`,
    loops: false,
    middle: middleOf(points, box),
  }
}

function middleOf(points: readonly Point[], box: Sizes['box']): Point {
  const [from, to] = points.slice(-2)
  if (from === undefined || to === undefined) return { x: 0, y: 0 }
  return { x: (from.x + to.x) / 2, y: (from.y + box.height + to.y) / 2 }
}

/** A line that goes back: out of the right side of one box and into the right of the other; in one row, below both. */
function around(from: Point, to: Point, box: Sizes['box']): string {
  if (from.y === to.y) {
    const low = from.y + box.height
    return `M${round(from.x)} ${low}C${round(from.x)} ${low + 22} ${round(to.x)} ${low + 22} ${round(to.x)} ${low}`
  }
  const out = from.x + box.width / 2
  const back = to.x + box.width / 2
  const far = Math.max(out, back) + 28
  const [leave, enter] = [from.y + box.height / 2, to.y + box.height / 2]
  return `M${round(out)} ${round(leave)}C${round(far)} ${round(leave)} ${round(far)} ${round(enter)} ${round(back)} ${round(enter)}`
}

function round(value: number): number {
  return Math.round(value * 10) / 10
}
