import type { EpcisEvent } from '@suyuan/core/event/event'
import { isoOf } from '@suyuan/core/event/micros'
import { EVERY_ROLE } from '@suyuan/core/query/query'
import { labelsOf } from './catalogue/labels.ts'
import type { Engine } from './db/engine.ts'
import { eventText } from './query/document.ts'
import { find } from './query/find.ts'
import { namedEvent } from './query/named-event.ts'
import type { Ask } from './resolver/ask.ts'
import { erasedThing } from './store/erased.ts'
import { OURSELVES } from './store/follow.ts'
import type { Stored } from './store/stored.ts'
import { findThing, historyOf, traceThing } from './trace/trace.ts'

/** What the passport asks of the other rooms. It is for everyone, and shows only what its layout names. */
export function passportAsk(engine: Engine): Ask {
  const viewer = OURSELVES
  return {
    trace: (of, direction) => engine.read(traceThing, { viewer, of, direction }),
    labels: (ids) => engine.read(labelsOf, { viewer, ids }),
    history: async (of) => {
      const past = await engine.read(historyOf, { viewer, of })
      return (
        past && { events: past.map(({ stored, through }) => ({ event: eventOf(stored), through })) }
      )
    },
    named: async (of) => {
      const query = {
        where: [{ kind: 'mentions' as const, roles: EVERY_ROLE, things: [of] }],
        direction: 'ASC' as const,
      }
      const found = await engine.read(find, { viewer, query, perPage: MOST_NAMED })
      return 'events' in found ? found.events.map(eventOf) : []
    },
    event: async (eventID) => {
      const [one] = await engine.read(namedEvent, { viewer, eventID })
      return one && eventOf(one)
    },
    where: (of) => engine.read(findThing, { viewer, of }),
    erased: async (of) => {
      const erased = await engine.read(erasedThing, of)
      return erased && isoOf(erased.erasedAt)
    },
  }
}

const MOST_NAMED = 100

const eventOf = (stored: Stored): EpcisEvent => JSON.parse(eventText(stored)) as EpcisEvent
