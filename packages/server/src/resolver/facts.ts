import type { EpcisEvent } from '@suyuan/core/event/event'
import type { Ask, HistoryAnswer, TraceAnswer, WhereAnswer } from './ask.ts'
import { findingsIn } from './findings.ts'
import { journeyOf, readingOf } from './journey.ts'
import { canonicalId, classOf } from './keys.ts'
import { known } from './known.ts'
import { canonicalOf } from './link.ts'
import type { CodeUrl, PassportFacts, Whereabouts } from './passport-facts.ts'
import { lotOf, placeOf, recordOf, type OwnRecord } from './record.ts'
import { groupsOf, labelOf, stepsOf, type Labels } from './steps.ts'
import { historiesOf, labelsOf, makingAs, makingsOf, placesAndKinds, readsOf } from './upstream.ts'

const NOTHING: TraceAnswer = { things: [], links: [], gaps: [], complete: true }

/**
 * Gathers what the passport of a code tells. The page of an item that was never made, or whose making was declared
 * wrong, gets no way and no tests: a forged code must not borrow them from the lot it names.
 * Asks at most `MOST_HISTORIES` + 3 histories, one trace, one `where`, and three times for labels.
 */
export async function passportFacts(ask: Ask, url: CodeUrl): Promise<PassportFacts> {
  const ids = canonicalOf(url)
  const of = ids.item ?? ids.lot ?? ids.product
  const [history, labels] = await Promise.all([ask.history(of), labelsOf(ask, [ids.product])])
  const record = await ownRecord(ask, of, history)
  const product = labels.get(ids.product)?.name
  const isKnown = history !== undefined || product !== undefined
  const base = known({
    of,
    url,
    seen: history !== undefined,
    known: isKnown || (await anySeen(ask, [ids.lot, ids.product])),
    voided: record.voided,
    product,
  })
  const hasWay = ids.item === undefined ? ids.lot !== undefined : record.making !== undefined
  if (history === undefined || !hasWay) {
    return { ...base, dates: {}, steps: [], tests: [], gaps: [], complete: true }
  }
  return { ...base, ...(await wayOf(ask, { url, of, history, record })) }
}

async function anySeen(ask: Ask, ids: readonly (string | undefined)[]): Promise<boolean> {
  for (const id of ids) {
    if (id !== undefined && (await ask.history(id)) !== undefined) return true
  }
  return false
}

/** What makes a thing is in its history; a making that was declared wrong is in its events only. */
async function ownRecord(
  ask: Ask,
  of: string,
  history: HistoryAnswer | undefined,
): Promise<OwnRecord> {
  const record = recordOf(of, history)
  if (history === undefined || record.making !== undefined || record.voided) return record
  const events = await ask.named(of)
  return recordOf(of, { events: events.map((event) => ({ event })) })
}

type Start = {
  readonly url: CodeUrl
  readonly of: string
  readonly history: HistoryAnswer
  readonly record: OwnRecord
}

type Way = Omit<PassportFacts, 'of' | 'url' | 'product' | 'seen' | 'known' | 'voided'>

async function wayOf(ask: Ask, start: Start): Promise<Way> {
  const { url, of, history, record } = start
  const isItem = url.serial !== undefined
  const [trace = NOTHING, where] = await Promise.all([
    ask.trace(of, 'backward'),
    isItem ? ask.where(of) : undefined,
  ])
  const thingIds = [of, ...trace.things.map(({ id }) => id)]
  const product = classOf(of)
  const things = await labelsOf(
    ask,
    thingIds.flatMap((id) => [id, classOf(id)]),
  )
  const groups = groupsOf(trace, product, things)
  const upstream = await historiesOf(ask, groups)
  const more = await placesAndKinds(ask, [history, ...upstream.values()], where)
  const labels = new Map([...things, ...more])
  const makings = makingsOf(upstream, labels)
  const { tests, read } = findingsIn(readsOf(start, groups, upstream, labels), labels)
  const lot = isItem ? lotOf(of, trace.links, record) : url.lot
  const ownLot = lot === undefined ? undefined : canonicalOf({ gtin: url.gtin, lot }).lot
  const lotRecord = recordOf(ownLot ?? '', upstream.get(ownLot ?? ''))
  const { sold, scans } = isItem ? readingOf(history) : {}
  return known({
    commissioned: commissioned(record, labels),
    recordedLot: isItem ? lot : undefined,
    dates: { ...lotRecord.dates, ...record.dates },
    steps: [
      ...withOwn(start, stepsOf(groups, trace, labels, makings), labels),
      ...(isItem ? journeyOf(history, placeIdOf(record), labels) : []),
    ],
    tests,
    testsRead: read > tests.length ? read : undefined,
    where: where === undefined ? undefined : whereabouts(where, labels, sold),
    scans,
    gaps: trace.gaps.map(({ kind }) => ({ kind })),
    complete: trace.complete,
  })
}

/** The filling line speaks of the item (or lot) itself: its own moment and place, not those of the first of its lot. */
function withOwn(
  { url, record }: Start,
  steps: PassportFacts['steps'],
  labels: Labels,
): PassportFacts['steps'] {
  if (record.making === undefined) return steps
  const {
    until: _1,
    amongPlaces: _2,
    ...filling
  } = steps.find(({ stage }) => stage === 'can') ?? {
    stage: 'can',
    kind: url.serial === undefined ? 'lot' : 'item',
    name: {},
    certainty: 'certain' as const,
  }
  const lot = url.serial === undefined ? url.lot : filling.lot
  const filled = known({ ...filling, ...makingAs(record.making, labels), lot })
  const others = steps.filter(({ stage }) => stage !== 'can')
  const water = others.findIndex(({ stage }) => stage === 'water')
  const at = water < 0 ? others.length : water
  return [...others.slice(0, at), filled, ...others.slice(at)]
}

function commissioned(
  { making }: OwnRecord,
  labels: Labels,
): NonNullable<PassportFacts['commissioned']> | undefined {
  if (making === undefined) return undefined
  return { ...makingAs(making, labels), eventID: making.eventID ?? '' }
}

const placeIdOf = ({ making }: OwnRecord): string | undefined =>
  making === undefined ? undefined : placeOf(making)

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
