/** Directed links between numbered nodes, taken in one by one and then read from either end. */
export class Edges {
  readonly #from: number[] = []
  readonly #to: number[] = []

  add(from: number, to: number): void {
    this.#from.push(from)
    this.#to.push(to)
  }

  get size(): number {
    return this.#from.length
  }

  /** The links as {@link Adjacency}, along their direction or against it. */
  read(nodes: number, direction: 'along' | 'against'): Adjacency {
    const [from, to] = direction === 'along' ? [this.#from, this.#to] : [this.#to, this.#from]
    const starts = new Int32Array(nodes + 1)
    for (const node of from) starts[node + 1] = (starts[node + 1] ?? 0) + 1
    for (let node = 0; node < nodes; node++) {
      starts[node + 1] = (starts[node + 1] ?? 0) + (starts[node] ?? 0)
    }
    const next = starts.slice(0, nodes)
    const ends = new Int32Array(from.length)
    for (const [i, node] of from.entries()) {
      const at = next[node] ?? 0
      ends[at] = to[i] ?? 0
      next[node] = at + 1
    }
    return { starts, ends }
  }
}

/** For each node where its links begin in `ends`; they go on to where those of the next begin. */
export type Adjacency = { readonly starts: Int32Array; readonly ends: Int32Array }

/** A value for each node, and what gives it: -1 for none. */
export type Painted = { readonly value: Float64Array; readonly cause: Int32Array }

/** After so many steps a flood lets others go on. */
const STEPS = 200_000

/**
 * Gives each node the highest value among the sources that lead to it, itself included, and what gave it: the highest source
 * first, each node once. What has the value -Infinity is no source. Yields now and then.
 */
export function* flood(
  { value, cause }: Painted,
  { starts, ends }: Adjacency,
): Generator<void, Painted> {
  const nodes = value.length
  const result: Painted = {
    value: new Float64Array(nodes).fill(-Infinity),
    cause: new Int32Array(nodes).fill(-1),
  }
  const order = new Int32Array(nodes).map((_, i) => i).sort((a, b) => compare(value, a, b))
  const waiting: number[] = []
  let steps = 0
  for (const source of order) {
    const highest = value[source] ?? -Infinity
    if (highest === -Infinity) break
    waiting.push(source)
    for (let node = waiting.pop(); node !== undefined; node = waiting.pop()) {
      if (result.value[node] !== -Infinity) continue
      result.value[node] = highest
      result.cause[node] = cause[source] ?? -1
      const end = starts[node + 1] ?? 0
      for (let at = starts[node] ?? 0; at < end; at++) waiting.push(ends[at] ?? 0)
      if (++steps % STEPS === 0) yield
    }
  }
  return result
}

/** Falling; equal values by number, so that the same graph is always painted alike. */
function compare(value: Float64Array, a: number, b: number): number {
  const [x = 0, y = 0] = [value[a], value[b]]
  if (x === y) return a - b
  return x > y ? -1 : 1
}
