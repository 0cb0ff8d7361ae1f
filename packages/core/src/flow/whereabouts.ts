import { byTime, type FlowEvent } from './flow-event.ts'
import { packingsOf, parentsOf, type Packing } from './packing.ts'
import { ALWAYS, holds, overlap, type Span } from './walk.ts'
import { World, type Ask } from './world.ts'

export type Whereabouts = {
  readonly of: string
  /** Innermost first. */
  readonly containers: readonly string[]
  readonly place?: string
  readonly state: 'at' | 'in-transit' | 'unknown'
  readonly bizStep?: string
  readonly disposition?: string
  readonly eventID?: string
  readonly eventTime?: string
}

/** An event of a thing: one that names it (`through` null), or one that names a container it was in then. */
export type Past = { readonly event: FlowEvent; readonly through: string | null }

const DEPARTED: ReadonlySet<string | undefined> = new Set(['departing', 'shipping'])
const ARRIVED: ReadonlySet<string | undefined> = new Set(['arriving', 'receiving'])

/**
 * Where a thing is at `at` (microseconds; now if left out): the containers it is in, and what the latest event of it or
 * of them says that names a place. Undefined when no event ever named it.
 */
export async function whereabouts(
  ask: Ask,
  { of, at }: { readonly of: string; readonly at?: number },
): Promise<Whereabouts | undefined> {
  const world = new World(ask)
  if (!(await world.seen(of))) return undefined
  const moment = at ?? Infinity
  const containers = await containersAt(world, of, moment)
  const events = new Set<FlowEvent>()
  for (const thing of [of, ...containers]) {
    for (const { event } of await pastOf(world, thing)) if (event.time <= moment) events.add(event)
  }
  return { of, containers, ...standing([...events].sort(byTime)) }
}

function standing(events: readonly FlowEvent[]): Omit<Whereabouts, 'of' | 'containers'> {
  const last = events.findLast((event) => event.place !== undefined)
  const moved = events.findLast(
    (event) => DEPARTED.has(event.bizStep) || ARRIVED.has(event.bizStep),
  )
  const onTheWay = moved !== undefined && DEPARTED.has(moved.bizStep)
  if (last === undefined) return { state: 'unknown' }
  const state = onTheWay ? 'in-transit' : 'at'
  const { place, bizStep, disposition, eventID, eventTime } = last
  return {
    state,
    eventID,
    eventTime,
    ...(place !== undefined && { place }),
    ...(bizStep !== undefined && { bizStep }),
    ...(disposition !== undefined && { disposition }),
  }
}

/** The chain of containers at a moment; of two at once, the one entered last. Here a stay no longer counts at its end. */
async function containersAt(world: World, of: string, moment: number): Promise<readonly string[]> {
  const chain: string[] = []
  for (let thing = of; ;) {
    await world.load([thing])
    await world.load(parentsOf(world, thing))
    const holding = packingsOf(world, thing).filter(
      (stay) => stay.from <= moment && !(moment >= endOf(stay)),
    )
    const last = holding.toSorted((a, b) => byTime(a.opened, b.opened)).at(-1)
    if (last === undefined || last.parent.id === of || chain.includes(last.parent.id)) return chain
    thing = last.parent.id
    chain.push(thing)
  }
}

/** A stay that never ended goes on beyond any moment, Infinity included. */
const endOf = (stay: Packing): number => (stay.to === Infinity ? Number.NaN : stay.to)

/** The events of a thing in their order, with those inherited from its containers. Undefined when never seen. */
export async function history(ask: Ask, of: string): Promise<readonly Past[] | undefined> {
  const world = new World(ask)
  return (await world.seen(of)) ? pastOf(world, of) : undefined
}

async function pastOf(world: World, of: string): Promise<readonly Past[]> {
  await world.load([of])
  const past = new Map<FlowEvent, string | null>()
  for (const event of world.about(of)) if (namesAsSuch(event, of)) past.set(event, null)
  let inside: ReadonlyMap<string, readonly Span[]> = new Map([[of, ALWAYS]])
  const known = new Map<string, readonly Span[]>([[of, ALWAYS]])
  while (inside.size > 0) {
    inside = await outward(world, inside, known)
    for (const [container, spans] of inside) {
      for (const event of world.about(container)) {
        if (!past.has(event) && holds(spans, event.time)) past.set(event, container)
      }
    }
  }
  return [...past]
    .map(([event, through]) => ({ event, through }))
    .sort((a, b) => byTime(a.event, b.event))
}

/** An event that gives a lot to its items tells of them, not of the lot. */
function namesAsSuch(event: FlowEvent, thing: string): boolean {
  const { parent, things, children, inputs, outputs } = event
  return (
    parent?.id === thing ||
    [things, children, inputs, outputs].some((list) => list.some((part) => part.id === thing))
  )
}

/** One step out: the containers of these, with the moments they held them; only what is new. */
async function outward(
  world: World,
  inside: ReadonlyMap<string, readonly Span[]>,
  known: Map<string, readonly Span[]>,
): Promise<ReadonlyMap<string, readonly Span[]>> {
  await world.load([...inside.keys()].flatMap((thing) => parentsOf(world, thing)))
  const outside = new Map<string, Span[]>()
  for (const [thing, spans] of inside) {
    for (const stay of packingsOf(world, thing)) {
      const held = overlap(spans, [stay]).filter(
        (span) => !covered(known.get(stay.parent.id), span),
      )
      if (held.length > 0)
        outside.set(stay.parent.id, [...(outside.get(stay.parent.id) ?? []), ...held])
    }
  }
  for (const [container, spans] of outside) {
    known.set(container, [...(known.get(container) ?? []), ...spans])
  }
  // Of two containers as near, the first by spelling is told.
  return new Map([...outside].sort(([a], [b]) => (a < b ? -1 : 1)))
}

const covered = (spans: readonly Span[] | undefined, { from, to }: Span): boolean =>
  spans?.some((span) => span.from <= from && to <= span.to) ?? false
