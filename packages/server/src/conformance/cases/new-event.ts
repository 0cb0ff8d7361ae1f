import type { Json } from '../judge.ts'
import { sgtin } from '../keys.ts'
import type { World } from '../world.ts'

/** A valid event of its own. */
export function newEvent(world: World, more: Json = {}): Json {
  return {
    type: 'ObjectEvent',
    action: 'OBSERVE',
    eventID: `urn:uuid:${crypto.randomUUID()}`,
    eventTime: world.names().at(0),
    eventTimeZoneOffset: '+02:00',
    epcList: [sgtin('107346', world.fresh()).link],
    bizStep: 'shipping',
    disposition: 'in_transit',
    ...more,
  }
}

/** Wrong in what everyone checks: no eventTime. */
export function wrongEvent(world: World): Json {
  const { eventTime: _, ...rest } = newEvent(world)
  return rest
}

/** Where an event stands. */
export const eventPath = (event: Json): string =>
  `/events/${encodeURIComponent(String(event['eventID']))}`
