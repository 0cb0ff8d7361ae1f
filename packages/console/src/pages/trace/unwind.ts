/** An arrow between two vertices, by their numbers. */
export type Arrow = { readonly from: number; readonly to: number }

export type Unwound = {
  /** Every vertex that the root leads to, each before those it leads to. */
  readonly order: readonly number[]
  /** For each arrow 1 where it closes a loop, and so counts for no order. */
  readonly closes: Uint8Array
  /** Numbers of the arrows that leave a vertex. */
  readonly leaving: (vertex: number) => readonly number[]
}

/** Walks from the root, depth first and without recursion: a chain of 100,000 things must not fill the stack. */
export function unwind(root: number, count: number, arrows: readonly Arrow[]): Unwound {
  const { starts, byStart } = index(count, arrows)
  const state = new Uint8Array(count)
  const next = starts.slice(0, count)
  const closes = new Uint8Array(arrows.length)
  const done: number[] = []
  const stack = [root]
  state[root] = 1
  for (let vertex = stack.at(-1); vertex !== undefined; vertex = stack.at(-1)) {
    const at = next[vertex] ?? 0
    if (at === starts[vertex + 1]) {
      state[vertex] = 2
      done.push(vertex)
      stack.pop()
      continue
    }
    next[vertex] = at + 1
    const arrow = byStart[at] ?? 0
    const to = arrows[arrow]?.to ?? 0
    if (state[to] === 1) closes[arrow] = 1
    else if (state[to] === 0) {
      state[to] = 1
      stack.push(to)
    }
  }
  const leaving = (vertex: number): readonly number[] => [
    ...byStart.subarray(starts[vertex] ?? 0, starts[vertex + 1] ?? 0),
  ]
  return { order: done.toReversed(), closes, leaving }
}

function index(
  count: number,
  arrows: readonly Arrow[],
): { readonly starts: Int32Array; readonly byStart: Int32Array } {
  const starts = new Int32Array(count + 1)
  for (const { from } of arrows) starts[from + 1] = (starts[from + 1] ?? 0) + 1
  for (let at = 0; at < count; at++) starts[at + 1] = (starts[at + 1] ?? 0) + (starts[at] ?? 0)
  const next = starts.slice()
  const byStart = new Int32Array(arrows.length)
  arrows.forEach(({ from }, arrow) => {
    const at = next[from] ?? 0
    byStart[at] = arrow
    next[from] = at + 1
  })
  return { starts, byStart }
}

/** Depth of each vertex: the most arrows that lead to it from the root, loops left out; −1 where none do. */
export function depthsOf(count: number, arrows: readonly Arrow[], unwound: Unwound): Int32Array {
  const depth = new Int32Array(count).fill(-1)
  const [root] = unwound.order
  if (root !== undefined) depth[root] = 0
  for (const vertex of unwound.order) {
    for (const arrow of unwound.leaving(vertex)) {
      if (unwound.closes[arrow] === 1) continue
      const to = arrows[arrow]?.to ?? 0
      depth[to] = Math.max(depth[to] ?? 0, (depth[vertex] ?? 0) + 1)
    }
  }
  return depth
}
