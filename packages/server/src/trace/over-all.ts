import type { FlowEvent } from '@suyuan/core/flow/flow-event'
import { namesIn } from '@suyuan/core/flow/names'
import type { Ask, Whole } from '@suyuan/core/flow/world'
import type { Event, Thing } from '@suyuan/core/flow/lineage'
import type { Tx } from '../db/engine.ts'
import { OURSELVES } from '../store/follow.ts'
import type { AllEvents } from './all-events.ts'
import { asking, flowsAt } from './ask.ts'
import { firstRecordedAt } from './read-log.ts'

/** The log as a walk asks it that has the lineage of all events: only what is told of them is read. */
export async function askingAll(
  tx: Tx,
  all: AllEvents,
  knownBefore: number | undefined,
): Promise<Ask> {
  const before = knownBefore === undefined ? Infinity : await firstRecordedAt(tx, knownBefore)
  const asker = { viewer: OURSELVES, ...(knownBefore !== undefined && { knownBefore }) }
  const whole: Whole = {
    ...all.standing(before),
    tell: (events) => tell(tx, all, events),
    spell: (things) => spell(tx, all, things),
  }
  return { ...(await asking(tx, asker)), lineage: all.lineage, whole }
}

/** What is told of events, without what they name; read once. A canning names a thousand tins, and nobody asks for them here. */
async function tell(
  tx: Tx,
  all: AllEvents,
  events: readonly Event[],
): Promise<readonly FlowEvent[]> {
  const { told } = all
  if (told.size > MOST_TOLD) told.clear()
  const unknown = events.filter((event) => !told.has(event))
  for (const flow of await flowsAt(tx, positionsOf(all, unknown))) {
    const event = all.lineage.eventAt(flow.order)
    if (event !== undefined) told.set(event, { ...flow, ...NOTHING })
  }
  return events.flatMap((event) => told.get(event) ?? [])
}

const NOTHING = { things: [], children: [], inputs: [], outputs: [] }
/** About 300 bytes each. */
const MOST_TOLD = 50_000

const positionsOf = (all: AllEvents, events: readonly Event[]): readonly number[] =>
  events.map((event) => all.lineage.order(event)).sort((a, b) => a - b)

/** Reads the names of things out of an event that names each. */
export async function spell(tx: Tx, all: AllEvents, things: readonly Thing[]): Promise<void> {
  const unknown = things.filter((thing) => !all.names.hasAtHand(thing))
  const events = new Set<Event>()
  for (const thing of unknown) {
    const event = all.namedIn(thing)
    if (event !== undefined) events.add(event)
  }
  const wanted = new Set(unknown)
  for (const flow of await flowsAt(tx, positionsOf(all, [...events]))) {
    for (const name of namesIn(flow)) {
      const thing = all.names.numberOf(name)
      if (thing !== undefined && wanted.has(thing)) all.names.spell(thing, name)
    }
  }
}
