import { readContext } from '@suyuan/core/event/context'
import type { EpcisEvent } from '@suyuan/core/event/event'
import { flowEventOf } from '@suyuan/core/flow/read'
import { partsOf } from '@suyuan/core/retention/facts'
import { Graph } from '@suyuan/core/retention/graph'
import { settle, type Settled } from '@suyuan/core/retention/settle'

const STANDARD = readContext('https://ref.gs1.org/standards/epcis/2.0.0/epcis-context.jsonld')
export const NOW = 100

/** Numbers for texts, from 1, as they come. */
function numbering(): (text: string) => number {
  const numbers = new Map<string, number>()
  return (text) => {
    const number = numbers.get(text) ?? numbers.size + 1
    numbers.set(text, number)
    return number
  }
}

export type Case = {
  readonly events: readonly EpcisEvent[]
  /** Until when each event is kept by itself. */
  readonly until: readonly number[]
  readonly held: readonly string[]
}

export function settled({ events, until, held }: Case): Settled {
  const keyOf = numbering()
  const graph = new Graph()
  for (const [order, event] of events.entries()) {
    const flow = flowEventOf(event, STANDARD, { time: 0, order, eventID: '', void: false })
    graph.add({
      position: order + 1,
      until: until[order] ?? Infinity,
      rule: 0,
      name: keyOf(`name ${event.eventID}`),
      declares: event.errorDeclaration !== undefined,
      transformation: flow.transformationID === undefined ? 0 : keyOf(`t ${flow.transformationID}`),
      parts: partsOf(flow, event, keyOf),
    })
  }
  const things = held.map((thing, i) => [keyOf(thing), i] as const)
  return drive(settle(graph, NOW, { things }))
}

function drive<T>(work: Generator<void, T>): T {
  for (;;) {
    const step = work.next()
    if (step.done === true) return step.value
  }
}

/** The rows of the events that may go. */
export const going = ({ fates }: Settled): ReadonlySet<number> =>
  new Set(fates.flatMap(({ rows, kept }) => (kept === undefined ? rows : [])))
