import { byTime, type FlowEvent } from './flow-event.ts'
import { GIVEN, thingOf, type Event, type Thing } from './lineage.ts'
import { packingsOf, parentsOf, type Packing } from './packing.ts'
import { partOf } from './read.ts'
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
  const thing = world.number(partOf(of))
  if (!(await world.seen(thing))) return undefined
  return { of, ...(await standingOf(world, thing, at ?? Infinity)) }
}

/** Where a thing was at a moment. */
export async function standingOf(
  world: World,
  thing: Thing,
  moment: number,
): Promise<Omit<Whereabouts, 'of'>> {
  const chain = await containersAt(world, thing, moment)
  const events = new Set<FlowEvent>()
  for (const one of [thing, ...chain]) {
    for (const { event } of await pastOf(world, one)) if (event.time <= moment) events.add(event)
  }
  await world.spell(chain)
  const containers = chain.map((container) => world.nameOf(container))
  return { containers, ...standing([...events].sort(byTime)) }
}

/** Asks of many things at once for all that {@link standingOf} looks at. */
export async function loadAround(world: World, things: readonly Thing[]): Promise<void> {
  if (world.isWhole) return
  const known = new Set(things)
  for (let next = things; next.length > 0;) {
    await world.load(next)
    next = [...new Set(next.flatMap((thing) => parentsOf(world, thing)))].filter(
      (parent) => !known.has(parent),
    )
    for (const parent of next) known.add(parent)
  }
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
async function containersAt(world: World, of: Thing, moment: number): Promise<readonly Thing[]> {
  const chain: Thing[] = []
  for (let thing = of; ;) {
    await world.load([thing])
    await world.load(parentsOf(world, thing))
    const holding = packingsOf(world, thing).filter(
      (stay) => stay.from <= moment && !(moment >= endOf(stay)),
    )
    const last = holding.toSorted((a, b) => world.lineage.compare(a.opened, b.opened)).at(-1)
    const parent = last && thingOf(last.parent)
    if (parent === undefined || parent === of || chain.includes(parent)) return chain
    thing = parent
    chain.push(thing)
  }
}

/** A stay that never ended goes on beyond any moment, Infinity included. */
const endOf = (stay: Packing): number => (stay.to === Infinity ? Number.NaN : stay.to)

/** The events of a thing in their order, with those inherited from its containers. Undefined when never seen. */
export async function history(ask: Ask, of: string): Promise<readonly Past[] | undefined> {
  const world = new World(ask)
  const thing = world.number(partOf(of))
  return (await world.seen(thing)) ? pastOf(world, thing) : undefined
}

async function pastOf(world: World, of: Thing): Promise<readonly Past[]> {
  const { lineage } = world
  await world.load([of])
  const past = new Map<Event, Thing | null>()
  // An event that gives a lot to its items tells of them, not of the lot.
  for (const mention of world.about(of)) {
    if (lineage.roleOf(mention) !== GIVEN) past.set(lineage.eventOf(mention), null)
  }
  let inside: Held = new Map([[of, ALWAYS]])
  const known = new Map<Thing, readonly Span[]>([[of, ALWAYS]])
  while (inside.size > 0) {
    inside = await outward(world, inside, known)
    for (const [container, spans] of inside) {
      for (const mention of world.about(container)) {
        const event = lineage.eventOf(mention)
        if (!past.has(event) && holds(spans, lineage.time(event))) past.set(event, container)
      }
    }
  }
  await world.tell(past.keys())
  await world.spell([...past.values()].flatMap((through) => through ?? []))
  return [...past]
    .map(([event, through]) => {
      return {
        event: world.told(event),
        through: through === null ? null : world.nameOf(through),
      }
    })
    .sort((a, b) => byTime(a.event, b.event))
}

/** Containers, each with the moments it held what is asked about. */
type Held = ReadonlyMap<Thing, readonly Span[]>

/** One step out: the containers of these, with the moments they held them; only what is new. */
async function outward(
  world: World,
  inside: Held,
  known: Map<Thing, readonly Span[]>,
): Promise<Held> {
  await world.load([...inside.keys()].flatMap((thing) => parentsOf(world, thing)))
  const outside = new Map<Thing, Span[]>()
  for (const [thing, spans] of inside) {
    for (const stay of packingsOf(world, thing)) {
      const parent = thingOf(stay.parent)
      const held = overlap(spans, [stay]).filter((span) => !covered(known.get(parent), span))
      if (held.length > 0) outside.set(parent, [...(outside.get(parent) ?? []), ...held])
    }
  }
  for (const [container, spans] of outside) {
    known.set(container, [...(known.get(container) ?? []), ...spans])
  }
  await world.spell(outside.keys())
  // Of two containers as near, the first by spelling is told.
  const name = ([thing]: readonly [Thing, unknown]): string => world.nameOf(thing)
  return new Map([...outside].sort((a, b) => (name(a) < name(b) ? -1 : 1)))
}

const covered = (spans: readonly Span[] | undefined, { from, to }: Span): boolean =>
  spans?.some((span) => span.from <= from && to <= span.to) ?? false
