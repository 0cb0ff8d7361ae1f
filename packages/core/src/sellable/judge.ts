import { earliest } from './good-until.ts'
import type { Saying } from './saying.ts'
import { effectOf, effectOnLot, type Effect } from './standing.ts'
import type { Reason } from './verdict.ts'

/** What is on record of a thing. */
export type Record = {
  readonly of: string
  readonly kind: 'item' | 'lot'
  /** A logistic unit is seldom commissioned: being packed into is enough. */
  readonly needsMaking: boolean
  /** In the order of the events; void ones are not among them. */
  readonly sayings: readonly Saying[]
  /** A making that was declared wrong. */
  readonly voided?: string
}

/** Why the thing itself may not be sold at a moment (microseconds), by what the events say of it and of its containers. */
export function reasonsIn(record: Record, now: number): readonly Reason[] {
  return [...ofMaking(record, now), ...ofExpiry(record, now), ...ofStanding(record, now)]
}

/** The lots that its makings give a thing. */
export function lotsIn({ sayings }: Pick<Record, 'sayings'>): readonly string[] {
  return [...new Set(sayings.flatMap(({ made }) => made?.lots ?? []))]
}

function ofMaking({ of, needsMaking, sayings, voided }: Record, now: number): readonly Reason[] {
  const makings = sayings.filter(({ made }) => made !== undefined)
  const [first] = makings
  if (first === undefined) {
    if (voided !== undefined) return [{ kind: 'voided', ref: voided }]
    const known = !needsMaking && sayings.length > 0
    return known ? [] : [{ kind: 'never-commissioned', ref: of }]
  }
  const past = makings.some(({ time }) => time <= now)
  return past ? [] : [{ kind: 'not-yet-commissioned', ref: first.eventID }]
}

function ofExpiry({ sayings }: Record, now: number): readonly Reason[] {
  const until = earliest(sayings.flatMap(({ made }) => made?.until ?? []))
  if (until === undefined || now < until.ends) return []
  const says = sayings.find(({ made }) => made?.until?.ends === until.ends)
  return [{ kind: 'expired', ref: says?.eventID ?? '', until: until.says }]
}

/** What was last said of one source, the thing itself or a container, and still stands. */
type Standing = {
  /** The last that decides by itself. */
  last?: { readonly kind: string; readonly ref: string; readonly time: number }
  /** Set until unset (EPCIS 2.0 §7.4.5.4), by word. */
  readonly persistent: Map<string, string>
}

/**
 * What was said last stands until it is taken back: of the thing itself by a later word on it, of a container by a later
 * word on that container or on the thing. What is said of a container takes nothing back that was said of the thing.
 */
function ofStanding({ kind, sayings }: Record, now: number): readonly Reason[] {
  const effect = kind === 'lot' ? effectOnLot : effectOf
  const standings = new Map<string | undefined, Standing>()
  for (const saying of sayings) {
    if (saying.time > now) continue
    const standing = standings.get(saying.through) ?? { persistent: new Map<string, string>() }
    standings.set(saying.through, standing)
    const releases = take(standing, saying, effect)
    if (!releases || saying.through !== undefined) continue
    for (const [through, other] of standings) if (through !== undefined) delete other.last
  }
  return [...standings].flatMap(([through, { last, persistent }]) => {
    const of = through === undefined ? {} : { of: through }
    const lasting = [...persistent].map(([word, ref]) => ({ kind: word, ref, ...of }))
    const known = last !== undefined && !persistent.has(last.kind)
    return known ? [{ kind: last.kind, ref: last.ref, ...of }, ...lasting] : lasting
  })
}

/** Whether it releases. */
function take(standing: Standing, saying: Saying, effectOfWord: (word: string) => Effect): boolean {
  const { ends, made, disposition, eventID: ref, time } = saying
  takeLasting(standing, saying, effectOfWord)
  const effect = disposition === undefined ? 'none' : effectOfWord(disposition)
  const forbidden = effect === 'forbids' || effect === 'unsure' ? disposition : undefined
  const kind = ends ?? forbidden
  if (kind !== undefined) {
    standing.last = { kind, ref, time }
    return false
  }
  // A thing that is commissioned anew is in use again.
  const releases = effect === 'releases' || made !== undefined
  if (releases) delete standing.last
  return releases
}

function takeLasting(
  { persistent }: Standing,
  { set, unset, eventID }: Saying,
  effectOfWord: (word: string) => Effect,
): void {
  for (const word of unset) persistent.delete(word)
  for (const word of set) {
    const effect = effectOfWord(word)
    if (effect === 'forbids' || effect === 'unsure') persistent.set(word, eventID)
  }
}
