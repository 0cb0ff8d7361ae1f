import { identify } from '../id/identify.ts'
import type { BlockedList } from './blocked-list.ts'
import { goodUntilOnLabel } from './good-until.ts'
import { lotOnLabel } from './label-lot.ts'
import { hasMark, markIn } from './marks.ts'
import type { Reason } from './verdict.ts'

/** What a list can answer: it knows what is blocked, and nothing else of a thing. */
export type OfflineAnswer = {
  /** Canonical. */
  readonly of: string
  /** `not-listed`: neither the list nor the label has anything against it. */
  readonly answer: 'no' | 'not-listed' | 'unknown'
  readonly reasons: readonly Reason[]
}

export type Offline = {
  /** Milliseconds since 1970. */
  readonly now: number
  readonly sha256: (text: string) => Uint8Array
}

/**
 * Whether a list, or the label itself, forbids to sell this; in any spelling. A lot that is listed forbids every item whose label
 * names it.
 */
export function answerOffline(list: BlockedList, text: string, offline: Offline): OfflineAnswer {
  const { canonical: of, kind, scheme } = identify(text)
  if (kind === 'class') return unknown(of, 'no-serial-or-lot')
  if (kind === 'place') return unknown(of, 'not-a-product')
  const listed = kind === 'lot' ? ofLot(list, of) : ofItem(list, { of, text }, offline)
  const reasons = [...listed, ...ofLabel(of, text, offline)]
  if (reasons.length > 0) return { of, answer: 'no', reasons }
  // What is in a case or on a pallet only the record tells.
  if (kind !== 'lot' && scheme !== 'sgtin') return unknown(of, 'contents-not-known')
  return { of, answer: 'not-listed', reasons }
}

const ofLot = ({ lots }: BlockedList, lot: string): readonly Reason[] => lots.get(lot) ?? []

function ofItem(
  list: BlockedList,
  { of, text }: { readonly of: string; readonly text: string },
  { sha256 }: Offline,
): readonly Reason[] {
  const mark = markIn(sha256(of), list.bits)
  const own = list.sets.filter(({ marks }) => hasMark(marks, mark))
  const lot = lotOnLabel(text, of)
  const throughLot = lot === undefined ? [] : ofLot(list, lot)
  return [
    ...own.map(({ kind, ref }) => ({ kind, ref })),
    ...throughLot.map((reason) => ({ ...reason, of: lot ?? of })),
  ]
}

function ofLabel(of: string, text: string, { now }: Offline): readonly Reason[] {
  const until = goodUntilOnLabel(text)
  const over = until !== undefined && now * 1000 >= until.ends
  return over ? [{ kind: 'expired', ref: of, until: until.says }] : []
}

const unknown = (of: string, kind: string): OfflineAnswer => ({
  of,
  answer: 'unknown',
  reasons: [{ kind, ref: of }],
})
