import type { EpcisEvent } from '@suyuan/core/event/event'
import type { Ask, HistoryAnswer, TraceAnswer, WhereAnswer } from './ask.ts'
import { fillingOf, fillingsOf, withOwn } from './filling.ts'
import { findingsIn } from './findings.ts'
import { journeyOf, readingOf } from './journey.ts'
import { canonicalId, classOf } from './keys.ts'
import { known } from './known.ts'
import { canonicalOf } from './link.ts'
import type { CodeUrl, PassportFacts, Whereabouts } from './passport-facts.ts'
import { lotOf, placeOf, recordOf, type OwnRecord } from './record.ts'
import { groupsOf, labelOf, stepsOf, type Group, type Labels } from './steps.ts'
import { historiesOf, labelsOf, makingAs, makingsOf, placesAndKinds, readsOf } from './upstream.ts'

/** An item that was made, or a lot that was seen. */
export type Start = {
  readonly url: CodeUrl
  readonly of: string
  readonly history: HistoryAnswer
  readonly record: OwnRecord
}

export type Way = Omit<PassportFacts, 'of' | 'url' | 'product' | 'seen' | 'known' | 'voided'>

/** The way, the tests and the whereabouts of an item or a lot. */
export async function wayOf(ask: Ask, start: Start): Promise<Way> {
  return told(start, await gathered(ask, start))
}

type Gathered = {
  readonly record: OwnRecord
  readonly trace: TraceAnswer
  readonly where: WhereAnswer | undefined
  readonly groups: readonly Group[]
  readonly upstream: ReadonlyMap<string, HistoryAnswer>
  readonly labels: Labels
}

const NOTHING: TraceAnswer = { things: [], links: [], gaps: [], complete: true }

async function gathered(ask: Ask, { url, of, history, record: own }: Start): Promise<Gathered> {
  const [trace = NOTHING, where] = await Promise.all([
    ask.trace(of, 'backward'),
    url.serial === undefined ? undefined : ask.where(of),
  ])
  const record = own.making === undefined ? await fillingOf(ask, of, trace) : own
  const things = [of, ...trace.things.map(({ id }) => id)]
  const names = await labelsOf(ask, [...things, ...things.map(classOf)])
  const groups = groupsOf(trace, classOf(of), names)
  const upstream = await historiesOf(ask, groups)
  const filling: HistoryAnswer = { events: record.making ? [{ event: record.making }] : [] }
  const more = await placesAndKinds(ask, [filling, history, ...upstream.values()], where)
  return { record, trace, where, groups, upstream, labels: new Map([...names, ...more]) }
}

function told(start: Start, found: Gathered): Way {
  const { of, url, history } = start
  const { record, trace, where, labels } = found
  const { tests, read } = findingsIn(readsOf(start, found.groups, found.upstream, labels), labels)
  const steps = stepsOf(found.groups, trace, labels, makingsOf(found.upstream, labels))
  const common = {
    commissioned: commissioned(record, labels),
    tests,
    testsRead: read > tests.length ? read : undefined,
    gaps: trace.gaps.map(({ kind }) => ({ kind })),
    complete: trace.complete,
  }
  if (url.serial === undefined) {
    const until = fillingsOf(of, trace).at(-1)?.eventTime
    const own = { url, record, until }
    return known({ ...common, dates: record.dates, steps: withOwn(own, steps, labels) })
  }
  const lot = lotOf(of, trace.links, record)
  const { sold, scans } = readingOf(history)
  const madeAt = record.making === undefined ? undefined : placeOf(record.making)
  return known({
    ...common,
    recordedLot: lot,
    dates: { ...datesOfLot(url.gtin, lot, found), ...record.dates },
    steps: [
      ...withOwn({ url, record, until: undefined }, steps, labels),
      ...journeyOf(history, madeAt, labels),
    ],
    where: where === undefined ? undefined : whereabouts(where, labels, sold),
    scans,
  })
}

/** What the record of the lot itself says of its dates, where it was read. */
function datesOfLot(
  gtin: string,
  lot: string | undefined,
  { upstream }: Gathered,
): PassportFacts['dates'] {
  const id = lot === undefined ? undefined : canonicalOf({ gtin, lot }).lot
  return id === undefined ? {} : recordOf(id, upstream.get(id)).dates
}

function commissioned(
  { making }: OwnRecord,
  labels: Labels,
): NonNullable<PassportFacts['commissioned']> | undefined {
  if (making === undefined) return undefined
  return { ...makingAs(making, labels), eventID: making.eventID ?? '' }
}

/** A sale is the last that is known for sure: a buyer's scan says where a reader was, and is no one's business. */
function whereabouts(
  where: WhereAnswer,
  labels: Labels,
  sold: EpcisEvent | undefined,
): Whereabouts {
  const place = sold === undefined ? where.place : placeOf(sold)
  return known({
    state: sold === undefined ? where.state : 'at',
    place: place ? labelOf(canonicalId(place), labels)?.name : undefined,
    bizStep: sold?.bizStep ?? where.bizStep ?? undefined,
    disposition: where.disposition ?? undefined,
    time: sold?.eventTime ?? where.eventTime ?? undefined,
  })
}
