import { codeOf, labelOf } from '../../identifier.ts'
import type { Lens } from '../../address.ts'
import type { Labels, Thing, Trace } from '../../answers.ts'

/** When the events happened that lead from the start to a thing: the first and the last. */
export type When = { readonly first: string; readonly last: string }

/** For each thing the times of the links that lead to it from the start. */
export function timesOf(trace: Trace): ReadonlyMap<string, When> {
  const far = trace.direction === 'backward' ? 'from' : 'to'
  const times = new Map<string, When>()
  for (const { [far]: id, eventTime } of trace.links) {
    if (eventTime === undefined) continue
    const known = times.get(id)
    if (known === undefined) times.set(id, { first: eventTime, last: eventTime })
    else if (isBefore(eventTime, known.first)) times.set(id, { ...known, first: eventTime })
    else if (isBefore(known.last, eventTime)) times.set(id, { ...known, last: eventTime })
  }
  return times
}

function isBefore(a: string, b: string): boolean {
  return Date.parse(a) < Date.parse(b)
}

type Filter = Pick<Lens, 'kind' | 'stage' | 'since' | 'until'> & { readonly code: string }

type Known = { readonly labels: Labels; readonly times: ReadonlyMap<string, When> }

/** Whether a thing fits what is looked for; a thing without a known time fits no span of time. */
export function fits(thing: Thing, filter: Filter, { labels, times }: Known): boolean {
  const { kind, stage, code } = filter
  if (kind !== undefined && thing.kind !== kind) return false
  const own = stage === undefined ? undefined : (labelOf(labels, thing.id)?.stage ?? thing.kind)
  if (own !== stage) return false
  if (code !== '' && !codeOf(thing.id).toLowerCase().includes(code)) return false
  return within(times.get(thing.id), filter)
}

function within(
  when: When | undefined,
  { since, until }: Pick<Filter, 'since' | 'until'>,
): boolean {
  if (since === undefined && until === undefined) return true
  if (when === undefined) return false
  const early = since !== undefined && isBefore(when.last, since)
  const late = until !== undefined && isBefore(until, when.first)
  return !early && !late
}

/** The list as a spreadsheet reads it: RFC 4180, with a mark so that its Chinese is read as such. */
export function csvOf(things: readonly Thing[], { labels, times }: Known): string {
  const rows = things.map(({ id, kind, distance, certainty, share }) => {
    const name = labelOf(labels, id)?.name
    const when = times.get(id)
    return [id, name?.zh, name?.en, kind, distance, certainty, share, when?.first, when?.last]
  })
  const head = ['id', 'name zh', 'name en', 'kind', 'distance', 'certainty', 'share', 'from', 'to']
  return `\uFEFF${[head, ...rows].map((row) => row.map(cell).join(',')).join('\r\n')}\r\n`
}

/** A text that a spreadsheet would take for a formula is given an apostrophe. */
function cell(value: string | number | undefined): string {
  const text = String(value ?? '')
  const safe = typeof value === 'string' && /^[=+\-@\t\r]/.test(text) ? `'${text}` : text
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe
}
