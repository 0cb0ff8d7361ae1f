import type { Body } from './composition.ts'
import { ITEM, kindOf, PLACE, thingOf, type Named, type Thing } from './lineage.ts'
import {
  inOrderOfMixing,
  mixingGraph,
  type MixingGraph,
  type Numbered,
  type Ordered,
} from './mixing-graph.ts'
import { childrenOf } from './packing.ts'
import type { Question } from './trace.ts'
import { lotsOf, type World } from './world.ts'

/** What shares go by: everything that is put together mixes perfectly, and counts by its mass. */
export const PERFECT_MIXING = 'perfect mixing' as const

/** What a walk may have found for shares to be told: a share is looked for thing by thing, where a walk goes over all at once. */
const MOST_THINGS = 20_000

/**
 * The share of each thing that a walk found in its start (backward), or of the start in it (forward), from 0 to 1: how much of
 * the one passed through the other. Under perfect mixing, by mass, in the order of the record; only where every amount on every
 * way between the two is known, and no way goes round.
 */
export async function sharesOf(
  world: World,
  { of, at, direction, shares: asked }: Question,
  found: readonly Named[],
): Promise<ReadonlyMap<Thing, number>> {
  if (asked === false || found.length > MOST_THINGS) return new Map()
  const start = world.named(of)
  const shares =
    direction === 'backward'
      ? await sharesIn(world, bodyOf(world, start, at))
      : await sharesOfStart(world, { start, at, found })
  const told = new Map<Thing, number>()
  for (const as of found) {
    const share = shares.get(thingOf(as))
    // What is told of 0.1 + 0.2 is 0.3.
    if (share !== undefined) told.set(thingOf(as), Number(share.toPrecision(12)))
  }
  return told
}

/** A thing by itself, as the start of a walk is taken. */
function bodyOf(world: World, as: Named, at: number | undefined): Body {
  const opened = kindOf(as) === ITEM || kindOf(as) === PLACE
  const reusable = world.lineage.isReusable(thingOf(as))
  return {
    as,
    ...(opened && { moment: at ?? Infinity }),
    ...(reusable && at !== undefined && { bound: at }),
  }
}

async function sharesIn(world: World, start: Body): Promise<ReadonlyMap<Thing, number>> {
  const graph = await mixingGraph(world, [start])
  const ordered = inOrderOfMixing(graph)
  const { share, doubtful } = flow(graph, ordered)
  const bodiesOf = Map.groupBy(graph.bodies.keys(), (body) => thingIn(graph, body))
  const shares = new Map<Thing, number>()
  for (const [thing, bodies] of bodiesOf) {
    const [only = 0] = bodies
    const sure = doubtful[only] === 1 ? Number.NaN : share[only]
    // What passed through a thing twice is not there twice.
    const isIt = ({ as }: Body): boolean => thingOf(as) === thing
    const once = bodies.length === 1 && graph.bodies[only]?.named !== true
    const part = once ? sure : partsOfOne(graph, ordered, isIt).get(0)
    if (part !== undefined && !Number.isNaN(part)) shares.set(thing, part)
  }
  return shares
}

const thingIn = ({ bodies }: MixingGraph, body: number): Thing => thingOf(bodies[body]?.as ?? 0)

/** From body 0 down: how much of it is of each body; `doubtful` where that cannot be told. */
function flow(
  { compositions }: MixingGraph,
  { order, round }: Ordered,
): { readonly share: Float64Array; readonly doubtful: Uint8Array } {
  const share = new Float64Array(compositions.length)
  const doubtful = new Uint8Array(compositions.length)
  share[0] = 1
  for (const body of round.keys()) doubtful[body] = 1
  for (const body of order) {
    const { sources = [], parts = [], lots = [] } = compositions[body] ?? {}
    const whole = share[body] ?? 0
    const doubt = doubtful[body] === 1
    const pass = (to: number, part: number): void => {
      if (doubt || Number.isNaN(part)) doubtful[to] = 1
      else share[to] = (share[to] ?? 0) + whole * part
    }
    for (const [at, source] of sources.entries()) pass(source, parts[at] ?? 0)
    for (const lot of lots) pass(lot, 1)
  }
  return { share, doubtful }
}

/** How much of each body passed through one thing: of those that lead back to it; NaN where it cannot be told. */
function partsOfOne(
  { bodies, compositions }: MixingGraph,
  { order, round }: Ordered,
  isIt: (body: Body) => boolean,
): ReadonlyMap<number, number> {
  const parts = new Map<number, number>()
  const leads = (body: number): boolean => {
    const { sources = [], lots = [] } = compositions[body] ?? {}
    const leading = (one: number): boolean => parts.has(one)
    return is(body) || sources.some(leading) || lots.some(leading)
  }
  const is = (body: number): boolean => {
    const one = bodies[body]
    return one !== undefined && isIt(one)
  }
  for (const body of order.toReversed()) {
    if (parts.has(body)) continue
    const together = round.get(body)
    if (together?.some(leads)) for (const one of together) parts.set(one, Number.NaN)
    else if (is(body)) parts.set(body, 1)
    else if (leads(body)) parts.set(body, partIn(compositions[body], parts))
  }
  return parts
}

function partIn(composition: Numbered | undefined, parts: ReadonlyMap<number, number>): number {
  const { sources = [], parts: of = [], lots = [] } = composition ?? {}
  let sum = 0
  for (const [at, source] of sources.entries()) {
    const part = parts.get(source)
    if (part !== undefined) sum += part * (of[at] ?? 0)
  }
  return lots.some((lot) => parts.has(lot)) && !Number.isNaN(sum) ? 1 : sum
}

type Forward = {
  readonly start: Named
  readonly at: number | undefined
  readonly found: readonly Named[]
}

/** Only what came of the start, and lots of such items, can lead back to it: nothing else is looked into. */
async function sharesOfStart(
  world: World,
  { start, at, found }: Forward,
): Promise<ReadonlyMap<Thing, number>> {
  const of = thingOf(start)
  const reached = new Set([of, ...found.map((named) => thingOf(named))])
  for (const named of [start, ...found]) {
    if (kindOf(named) !== ITEM) continue
    for (const { lot } of lotsOf(world, thingOf(named))) reached.add(lot)
  }
  const asked = [...new Set(found)]
  const graph = await mixingGraph(
    world,
    asked.map((named) => bodyOf(world, named, undefined)),
    // A lot may have gone in in something that the walk passes over.
    (around, thing) => reached.has(thing) || childrenOf(around, thing, () => true).length > 0,
  )
  const parts = partsOfOne(graph, inOrderOfMixing(graph), ({ as, moment }) => {
    return thingOf(as) === of && (at === undefined || moment === undefined || moment >= at)
  })
  const shares = new Map<Thing, number>()
  for (const [body, named] of asked.entries()) {
    const part = parts.get(body)
    if (part !== undefined && !Number.isNaN(part)) shares.set(thingOf(named), part)
  }
  return shares
}
