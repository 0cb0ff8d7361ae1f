import type { EpcisEvent } from '@suyuan/core/event/event'
import { BIZ_STEP, wordOf } from '@suyuan/core/cbv/vocabulary'
import type { HistoryAnswer } from './ask.ts'
import { known } from './known.ts'
import type { Step } from './passport-facts.ts'
import { placeOf, voidIn } from './record.ts'
import { lineOf } from './stages.ts'
import { labelOf, type Labels } from './steps.ts'

/** Arrivals shown; of a longer way the last ones, nearest to the reader. */
const MOST_ARRIVALS = 4

const ARRIVALS: ReadonlySet<string> = new Set(
  'arriving receiving accepting stocking storing'.split(' '),
)

type Stop = { readonly stage: string; readonly event: EpcisEvent }

/** What readers did with the code, as far as it is on record. */
export type Reading = {
  readonly scans?: number
  /** Since a sale nobody who records knows where the item is. */
  readonly sold?: EpcisEvent
}

export function readingOf(history: HistoryAnswer): Reading {
  const isVoid = voidIn(history.events)
  const own = history.events.flatMap(({ event, through }) =>
    (through ?? null) !== null || isVoid(event) ? [] : [event],
  )
  const scans = own.filter(({ bizStep = '' }) => /(?:^|[:/#])scanning$/.test(bizStep)).length
  return known({
    scans: scans === 0 ? undefined : scans,
    sold: own.findLast((event) => step(event) === 'retail_selling'),
  })
}

/** What befell a finished item: first packing, first arrival at each further place, sale. Oldest first. */
export function journeyOf(
  history: HistoryAnswer | undefined,
  madeAt: string | undefined,
  labels: Labels,
): readonly Step[] {
  const entries = history?.events ?? []
  const isVoid = voidIn(entries)
  const events = entries.map(({ event }) => event).filter((event) => !isVoid(event))
  const packed = events.find((event) => event.type === 'AggregationEvent' && event.action === 'ADD')
  const sold = events.find((event) => step(event) === 'retail_selling')
  const stops: readonly Stop[] = [
    ...(packed === undefined ? [] : [{ stage: 'packed', event: packed }]),
    ...arrivals(events, madeAt, labels).slice(-MOST_ARRIVALS),
    ...(sold === undefined ? [] : [{ stage: 'sold', event: sold }]),
  ]
  return stops.map((stop) => asStep(stop, labels))
}

function arrivals(
  events: readonly EpcisEvent[],
  madeAt: string | undefined,
  labels: Labels,
): readonly Stop[] {
  const seen = new Set([madeAt])
  const stops: Stop[] = []
  for (const event of events) {
    const place = placeOf(event)
    if (place === undefined || seen.has(place) || !ARRIVALS.has(step(event))) continue
    seen.add(place)
    const line = lineOf(labelOf(place, labels)?.stage).key
    stops.push({
      stage: ['warehouse', 'dealer', 'shop'].includes(line) ? line : 'arrived',
      event,
    })
  }
  return stops
}

const step = (event: EpcisEvent): string => wordOf(BIZ_STEP, event.bizStep ?? '')

function asStep({ stage, event }: Stop, labels: Labels): Step {
  const place = labelOf(placeOf(event) ?? '', labels)?.name
  return {
    stage,
    kind: 'item',
    name: {},
    time: event.eventTime,
    offset: event.eventTimeZoneOffset,
    certainty: 'certain',
    ...(place === undefined ? {} : { place }),
  }
}
