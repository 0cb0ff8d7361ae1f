import type { Ask, TraceAnswer, TracedLink } from './ask.ts'
import { known } from './known.ts'
import type { CodeUrl, PassportFacts } from './passport-facts.ts'
import { recordOf, type OwnRecord } from './record.ts'
import type { Labels } from './steps.ts'
import { makingAs } from './upstream.ts'

/** The events that a thing came out of, in their order, as the trace's links tell. */
export function fillingsOf(of: string, { links }: TraceAnswer): readonly TracedLink[] {
  return links
    .filter(({ to, how }) => to === of && how === 'made-from')
    .toSorted((a, b) => Date.parse(a.eventTime ?? '') - Date.parse(b.eventTime ?? ''))
}

/** A lot whose history names no making of it: the first of the events that made its items. */
export async function fillingOf(ask: Ask, of: string, trace: TraceAnswer): Promise<OwnRecord> {
  const first = fillingsOf(of, trace)[0]?.eventID
  const event = first === undefined ? undefined : await ask.event?.(first)
  return recordOf(of, { events: event === undefined ? [] : [{ event }] })
}

type Own = {
  readonly url: CodeUrl
  readonly record: OwnRecord
  readonly until: string | undefined
}

/** The filling line speaks of the item (or lot) itself: its own moment and place, not those of the first of its lot. */
export function withOwn(
  { url, record, until: last }: Own,
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
  const until = last === record.making.eventTime ? undefined : last
  const filled = known({ ...filling, name: {}, ...makingAs(record.making, labels), lot, until })
  const others = steps.filter(({ stage }) => stage !== 'can')
  const water = others.findIndex(({ stage }) => stage === 'water')
  const at = water < 0 ? others.length : water
  return [...others.slice(0, at), filled, ...others.slice(at)]
}
