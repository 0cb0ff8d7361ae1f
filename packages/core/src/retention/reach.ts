import { flood, type Adjacency, type Edges, type Painted } from './edges.ts'
import { INPUT } from './facts.ts'
import { HOLDING, MADE, NODES, type Graph, type Links } from './graph.ts'

/** The links of a graph, read once from both ends. */
export type Ways = {
  readonly nodes: number
  readonly along: Adjacency
  readonly against: Adjacency
  /** From content to container, and back. */
  readonly outward: Adjacency
  readonly inward: Adjacency
  /** 1 for each thing that was an input, or was ever in one. */
  readonly used: Int8Array
}

/** Reads the links of a graph, as it is now. */
export function* waysOf(graph: Graph): Generator<void, Ways> {
  const { flow, packing, nodes }: Links = graph.links()
  yield
  const along = flow.read(nodes, 'along')
  yield
  const against = flow.read(nodes, 'against')
  yield
  const used = yield* usedIn(graph, packing)
  const [outward, inward] = (['along', 'against'] as const).map((direction) =>
    packing.read(graph.things, direction),
  ) as [Adjacency, Adjacency]
  return { nodes, along, against, outward, inward, used }
}

function* usedIn(graph: Graph, packing: Edges): Generator<void, Int8Array> {
  const { roles, things } = graph.events
  const inputs = nothing(graph.things)
  for (const [i, role] of roles.entries()) if (role === INPUT) inputs.value[things[i] ?? 0] = 1
  const { value } = yield* flood(inputs, packing.read(graph.things, 'against'))
  return Int8Array.from(value, (one) => (one === 1 ? 1 : 0))
}

/** No value for any of so many. */
export function nothing(count: number): Painted {
  return {
    value: new Float64Array(count).fill(-Infinity),
    cause: new Int32Array(count).fill(-1),
  }
}

/**
 * For each thing the highest value of all things in its graph, and what gives it; `own` are values by the number of the thing.
 * The work grows with things and links, and no faster. Yields now and then.
 */
export function* reach(graph: Graph, ways: Ways, own: Painted): Generator<void, Painted> {
  const every = (): boolean => true
  const origins = yield* flood(spread(graph, ways, own, every), ways.along)
  const onWay = (thing: number): boolean => ways.used[thing] === 1
  const ends = yield* flood(spread(graph, ways, own, onWay), ways.against)
  // Who asks about a container asks about what was in it.
  const opened = yield* flood(pick(graph, ends, MADE), ways.outward)
  return higher(pick(graph, origins, HOLDING), opened)
}

/** What of `own` each thing is in the graph of: the same the other way round. Values are those of what touches it. */
export function* touchedBy(graph: Graph, ways: Ways, own: Painted): Generator<void, Painted> {
  const starts = nothing(ways.nodes)
  for (let thing = 0; thing < graph.things; thing++)
    put(starts, thing * NODES + HOLDING, own, thing)
  const origins = yield* flood(starts, ways.against)
  const contents = yield* flood(own, ways.inward)
  const opened = nothing(ways.nodes)
  for (let thing = 0; thing < graph.things; thing++)
    put(opened, thing * NODES + MADE, contents, thing)
  const ends = yield* flood(opened, ways.along)
  const touched = nothing(graph.things)
  for (let node = 0; node < graph.things * NODES; node++) {
    const thing = Math.floor(node / NODES)
    for (const found of [origins, ends]) {
      if ((found.value[node] ?? -Infinity) > (touched.value[thing] ?? -Infinity)) {
        put(touched, thing, found, node)
      }
    }
  }
  return touched
}

function put(into: Painted, at: number, { value, cause }: Painted, from: number): void {
  into.value[at] = value[from] ?? -Infinity
  into.cause[at] = cause[from] ?? -1
}

/** The values of things at their nodes; holding what is in it a thing counts only where that is on a way. */
function spread(
  graph: Graph,
  { nodes }: Ways,
  own: Painted,
  onWay: (thing: number) => boolean,
): Painted {
  const all = nothing(nodes)
  for (let thing = 0; thing < graph.things; thing++) {
    for (let part = MADE; part < NODES; part++) {
      if (part !== HOLDING || onWay(thing)) put(all, thing * NODES + part, own, thing)
    }
  }
  return all
}

function pick(graph: Graph, painted: Painted, part: number): Painted {
  const picked = nothing(graph.things)
  for (let thing = 0; thing < graph.things; thing++)
    put(picked, thing, painted, thing * NODES + part)
  return picked
}

function higher(a: Painted, b: Painted): Painted {
  for (let i = 0; i < a.value.length; i++) {
    if ((b.value[i] ?? -Infinity) > (a.value[i] ?? -Infinity)) put(a, i, b, i)
  }
  return a
}
