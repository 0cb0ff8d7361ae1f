import { readContext } from '@suyuan/core/event/context'
import type { EpcisEvent } from '@suyuan/core/event/event'
import { microsOf } from '@suyuan/core/event/micros'
import type { FlowEvent } from '@suyuan/core/flow/flow-event'
import { namesIn } from '@suyuan/core/flow/names'
import { flowEventOf } from '@suyuan/core/flow/read'
import type { Ask } from '@suyuan/core/flow/world'

const STANDARD = readContext('https://ref.gs1.org/standards/epcis/2.0.0/epcis-context.jsonld')

/** Events as a trace reads them, in order of capture. */
export function flowsOf(events: readonly EpcisEvent[]): readonly FlowEvent[] {
  const declared = new Set(
    events.flatMap((event) => (event.errorDeclaration === undefined ? [] : [event.eventID])),
  )
  return events.map((event, order): FlowEvent =>
    flowEventOf(event, STANDARD, {
      time: microsOf(event.eventTime) ?? 0,
      order,
      eventID: event.eventID ?? '',
      void: declared.has(event.eventID),
    }),
  )
}

/** A log in memory. */
export function asking(events: readonly EpcisEvent[]): Ask {
  const log = flowsOf(events)
  return {
    about: (things) =>
      Promise.resolve(
        log.filter((event) => [...namesIn(event)].some((name) => things.includes(name))),
      ),
    transformations: (ids, side) =>
      Promise.resolve(
        log.filter((event) => ids.includes(event.transformationID ?? '') && event[side].length > 0),
      ),
    isPlace: (thing) =>
      Promise.resolve(
        events.some(
          ({ readPoint, bizLocation }) => readPoint?.id === thing || bizLocation?.id === thing,
        ),
      ),
  }
}
