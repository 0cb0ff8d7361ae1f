import { readContext } from '@suyuan/core/event/context'
import type { EpcisEvent } from '@suyuan/core/event/event'
import { microsOf } from '@suyuan/core/event/micros'
import { trace } from '@suyuan/core/flow/answer'
import type { FlowEvent } from '@suyuan/core/flow/flow-event'
import { flowEventOf, partOf } from '@suyuan/core/flow/read'
import { history, whereabouts } from '@suyuan/core/flow/whereabouts'
import { namesIn } from '@suyuan/core/flow/names'
import type { Ask as LogAsk } from '@suyuan/core/flow/world'
import type { Ask, Label } from './ask.ts'

/** What was asked, for counting. */
export type Asked = { history: number; trace: number; labels: number; named: number }

/** A log in memory, walked by the real walk of core: what the passport asks, answered as the product answers it. */
export function remembering(
  events: readonly EpcisEvent[],
  labels: Readonly<Record<string, Label>>,
): Ask & { readonly asked: Asked } {
  const asked: Asked = { history: 0, trace: 0, labels: 0, named: 0 }
  const flow = flowOf(events)
  const isPlace = async (id: string): Promise<boolean> =>
    events.some(({ readPoint, bizLocation }) => readPoint?.id === id || bizLocation?.id === id)
  const log: LogAsk = {
    isPlace,
    about: async (things: readonly string[]) =>
      flow.filter((event) => [...namesIn(event)].some((id) => things.includes(id))),
    transformations: async (ids: readonly string[]) =>
      flow.filter(({ transformationID: id }) => id !== undefined && ids.includes(id)),
  }
  const told = ({ order }: FlowEvent): EpcisEvent => {
    const event = events[order]
    if (event === undefined) throw new Error(`There is no event ${order}`)
    return event
  }
  return {
    asked,
    trace: async (of, direction) => {
      asked.trace += 1
      return trace(log, { of: partOf(of), direction })
    },
    history: async (of) => {
      asked.history += 1
      const past = await history(log, of)
      return past && { events: past.map(({ event, through }) => ({ event: told(event), through })) }
    },
    named: async (of) => {
      asked.named += 1
      return flow.filter((event) => isNamedIn(event, of)).map(told)
    },
    event: async (id) => events.find(({ eventID }) => eventID === id),
    where: (of) => whereabouts(log, { of }),
    labels: async (ids) => {
      asked.labels += 1
      return Object.fromEntries(
        ids.flatMap((id) => (labels[id] === undefined ? [] : [[id, labels[id]]])),
      )
    },
  }
}

function flowOf(events: readonly EpcisEvent[]): readonly FlowEvent[] {
  const context = readContext('https://ref.gs1.org/standards/epcis/epcis-context.jsonld')
  const wrong = new Set(
    events.flatMap(({ eventID, errorDeclaration }) => (errorDeclaration ? [eventID] : [])),
  )
  return events.map((event, order) =>
    flowEventOf(event, context, {
      order,
      time: microsOf(event.eventTime) ?? 0,
      eventID: event.eventID ?? `event ${order}`,
      void: wrong.has(event.eventID),
    }),
  )
}

/** Named itself, not only as the lot of an item. */
function isNamedIn({ parent, things, children, inputs, outputs }: FlowEvent, id: string): boolean {
  return [...(parent ? [parent] : []), ...things, ...children, ...inputs, ...outputs].some(
    (part) => part.id === id,
  )
}
