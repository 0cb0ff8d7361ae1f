import type { EpcisEvent } from '@suyuan/core/event/event'
import { containersAt } from './inside.ts'
import { isSeen, recordOf } from './record.ts'
import type { PlainRecord } from './record.ts'
import type { Packing } from './packings.ts'
import { AFTER_ALL, bizStepOf, instant, named } from './standing.ts'
import type { Standing } from './standing.ts'

export type PlainWhere = {
  readonly containers: readonly string[]
  readonly place?: string
  readonly state: 'at' | 'in-transit' | 'unknown'
  readonly bizStep?: string
  readonly disposition?: string
  readonly eventID?: string
  readonly eventTime?: string
}

export type PlainHistory = readonly {
  readonly event: EpcisEvent
  readonly through: string | null
}[]

type Lived = { readonly standing: Standing; readonly through: string | null }

/** After all events, and before the end of what has not ended. */
const NOW = AFTER_ALL - 1

const TRANSIT: ReadonlyMap<string, boolean> = new Map([
  ['departing', true],
  ['shipping', true],
  ['arriving', false],
  ['receiving', false],
])

/** "Where is X at time t"; without `at`, after all that is recorded. Undefined for a thing never seen. */
export function plainWhere(
  events: readonly EpcisEvent[],
  question: { readonly of: string; readonly at?: string | undefined },
): PlainWhere | undefined {
  if (!isSeen(events, question.of)) return undefined
  const record = recordOf(events)
  const at = question.at === undefined ? NOW : instant(question.at)
  const containers = chainOfContainers(record, question.of, at)
  const lived = [question.of, ...containers]
    .flatMap((thing) => historyOf(record, thing))
    .map(({ standing }) => standing)
    .filter((standing) => standing.time <= at)
    .toSorted((a, b) => a.order - b.order)
  const placed = lived.findLast(({ event }) => placeOf(event) !== undefined)
  if (placed === undefined) return { containers, state: 'unknown' }
  return { containers, ...saysOf(placed.event), state: isInTransit(lived) ? 'in-transit' : 'at' }
}

/** "the place, the event, the business step and disposition" */
function saysOf(event: EpcisEvent): Omit<PlainWhere, 'containers' | 'state'> {
  const { bizStep, disposition, eventID, eventTime } = event
  const place = placeOf(event)
  return {
    ...(place === undefined ? {} : { place }),
    ...(bizStep === undefined ? {} : { bizStep }),
    ...(disposition === undefined ? {} : { disposition }),
    ...(eventID === undefined ? {} : { eventID }),
    eventTime,
  }
}

/** "names a place (`bizLocation`, else `readPoint`)" */
function placeOf(event: EpcisEvent): string | undefined {
  return event.bizLocation?.id ?? event.readPoint?.id
}

/** "`departing`/`shipping` leaves the thing in transit from that place until an `arriving`/`receiving`." */
function isInTransit(lived: readonly Standing[]): boolean {
  const steps = lived.map(({ event }) => TRANSIT.get(bizStepOf(event) ?? ''))
  return steps.findLast((step) => step !== undefined) ?? false
}

/** "the chain of containers of X at t (of two at once, the one entered last)" */
function chainOfContainers(record: PlainRecord, of: string, at: number): readonly string[] {
  const chain: string[] = []
  for (let thing = of; ;) {
    const parent = enteredLast(groupings(record), thing, at)
    if (parent === undefined || parent === of || chain.includes(parent)) return chain
    chain.push(parent)
    thing = parent
  }
}

/** "an interval: walks and `history` count both its ends, `where` only its start" */
function enteredLast(packings: readonly Packing[], thing: string, at: number): string | undefined {
  return packings
    .filter(({ child, from, until }) => child === thing && from <= at && at < until)
    .toSorted((a, b) => a.entered - b.entered)
    .at(-1)?.parent
}

/** "Association … serves `where` and `history`." */
function groupings(record: PlainRecord): readonly Packing[] {
  return [...record.packings, ...record.attachments]
}

/** "History of X"; undefined for a thing never seen. */
export function plainHistory(events: readonly EpcisEvent[], of: string): PlainHistory | undefined {
  if (!isSeen(events, of)) return undefined
  return historyOf(recordOf(events), of).map(({ standing, through }) => ({
    event: standing.event,
    through,
  }))
}

/** "the events that name X, and those that name a container of X, at any depth, while X was in it" */
function historyOf(record: PlainRecord, of: string): readonly Lived[] {
  return record.events.flatMap((standing): readonly Lived[] => {
    const things = named(standing.event)
    if (things.includes(of)) return [{ standing, through: null }]
    const through = nearestOf(containersAt(groupings(record), of, standing.time), things)
    return through === undefined ? [] : [{ standing, through }]
  })
}

/** The nearest container that the event names; of two as near, the first by spelling. */
function nearestOf(
  levels: readonly (readonly string[])[],
  things: readonly string[],
): string | undefined {
  return levels
    .map((level) => level.filter((container) => things.includes(container)).toSorted())
    .find((level) => level.length > 0)?.[0]
}
