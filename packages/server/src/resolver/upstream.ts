import type { EpcisEvent } from '@suyuan/core/event/event'
import type { Ask, HistoryAnswer, Label } from './ask.ts'
import { namedIn, type Read } from './findings.ts'
import { classOf, isReusable } from './keys.ts'
import { known } from './known.ts'
import { recordOf } from './record.ts'
import { siteIn } from './sites.ts'
import { lineOf } from './stages.ts'
import { labelOf, type Group, type Labels, type Making } from './steps.ts'

/** Histories of upstream lots that one page asks for; a line of the way gets one each before any gets two. */
export const MOST_HISTORIES = 12

/** Lines whose records tell a reader most come first; what is not in the row comes last. */
const READ_FIRST =
  'reception tanker dryer heat milk ingredient blend can herd forage other seed feed water'.split(
    ' ',
  )

function urgency({ key }: Group): number {
  const at = READ_FIRST.indexOf(key.split(' ')[0] ?? key)
  return at < 0 ? READ_FIRST.length : at
}

/** The lots whose histories are asked: one of each line, then a second of each, until the number is reached. */
export async function historiesOf(
  ask: Ask,
  groups: readonly Group[],
): Promise<ReadonlyMap<string, HistoryAnswer>> {
  const lines = groups
    .toSorted((a, b) => urgency(a) - urgency(b))
    .map(({ things }) => things.map(({ id }) => id).filter((id) => !isReusable(id)))
  const longest = Math.max(0, ...lines.map((ids) => ids.length))
  const rounds = Array.from({ length: Math.min(longest, MOST_HISTORIES) }, (_, round) =>
    lines.flatMap((ids) => ids[round] ?? []),
  )
  const chosen = rounds.flat().slice(0, MOST_HISTORIES)
  const answers = await Promise.all(chosen.map(async (id) => [id, await ask.history(id)] as const))
  return new Map(
    answers.flatMap(([id, history]) => (history === undefined ? [] : [[id, history] as const])),
  )
}

/** Labels by id, each id asked once. */
export async function labelsOf(ask: Ask, ids: Iterable<string>): Promise<Labels> {
  const distinct = [...new Set(ids)]
  const found: Readonly<Record<string, Label>> =
    distinct.length === 0 ? {} : await ask.labels(distinct)
  return new Map(Object.entries(found))
}

/** Names of the places and measurements that these histories speak of. */
export async function placesAndKinds(
  ask: Ask,
  histories: readonly HistoryAnswer[],
  where: { readonly place?: string | null } | undefined,
): Promise<Labels> {
  const ids = new Set(histories.flatMap(namedIn))
  if (where?.place) ids.add(where.place)
  return labelsOf(ask, ids)
}

/** Where and when things were made, by their own records. */
export function makingsOf(
  histories: ReadonlyMap<string, HistoryAnswer>,
  labels: Labels,
): ReadonlyMap<string, Making> {
  return new Map(
    [...histories].flatMap(([id, history]) => {
      const { making } = recordOf(id, history)
      return making === undefined ? [] : [[id, makingAs(making, labels)] as const]
    }),
  )
}

export function makingAs(event: EpcisEvent, labels: Labels): Making {
  const place = siteIn(event, labels)
  return known({ time: event.eventTime, offset: event.eventTimeZoneOffset, place })
}

/** Histories to look for tests in, origin first; what is not the product itself is called by name or by its line. */
export function readsOf(
  { of, history }: { readonly of: string; readonly history: HistoryAnswer },
  groups: readonly Group[],
  upstream: ReadonlyMap<string, HistoryAnswer>,
  labels: Labels,
): readonly Read[] {
  const reads = groups.flatMap(({ key, things }) =>
    things.flatMap(({ id }): readonly Read[] => {
      const found = upstream.get(id)
      if (found === undefined) return []
      if (classOf(id) === classOf(of)) return [{ of: id, history: found }]
      const on = labelOf(id, labels)?.name ?? lineOf(key.split(' ')[0]).title
      return [{ of: id, on, history: found, isControl: key === 'heat' }]
    }),
  )
  return [...reads, { of, history }]
}
