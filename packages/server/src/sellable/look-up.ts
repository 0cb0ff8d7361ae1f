import { trace } from '@suyuan/core/flow/answer'
import type { FlowEvent } from '@suyuan/core/flow/flow-event'
import { commissionedIn } from '@suyuan/core/flow/names'
import { partOf } from '@suyuan/core/flow/read'
import { history } from '@suyuan/core/flow/whereabouts'
import type { Ask } from '@suyuan/core/flow/world'
import { identify } from '@suyuan/core/id/identify'
import { lotsIn, reasonsIn, type Record } from '@suyuan/core/sellable/judge'
import { sayingOf, type Saying } from '@suyuan/core/sellable/saying'
import type { Reason } from '@suyuan/core/sellable/verdict'
import type { Tx, Work } from '../db/engine.ts'
import { erasedAbout } from '../store/erased.ts'
import { readStored } from '../store/read-stored.ts'
import { storedAt } from '../store/stored.ts'
import type { Viewer } from '../store/viewer.ts'
import type { Subject } from './blocks.ts'
import { asking } from '../trace/ask.ts'

export type SellableQuestion = {
  readonly viewer: Viewer
  /** Canonical. */
  readonly of: readonly string[]
  /** Microseconds since 1970. */
  readonly now: number
}

/** What the log says against selling a thing, and with what else it stands or falls. */
export type Found = {
  readonly of: string
  readonly lots: readonly string[]
  readonly reasons: readonly Reason[]
  /** What is packed in it now, at any depth, each with its lots. */
  readonly contents: readonly Subject[]
}

/** Things in a container that are looked at; what holds more is asked piece by piece. */
export const MOST_CONTENTS = 2000

/** The events of each thing, read one after another: what {@link Standings} are held to, and what it leaves to the log. */
export const lookUp: Work<SellableQuestion, readonly Found[]> = {
  run: lookUpAll,
  module: import.meta.url,
  name: 'lookUpAll',
}

export async function lookUpAll(
  tx: Tx,
  { viewer, of, now }: SellableQuestion,
): Promise<readonly Found[]> {
  const ask = await asking(tx, { viewer })
  const looking = { tx, ask, viewer, now, known: new Map<string, Found>() }
  const found: Found[] = []
  for (const one of of) found.push(await withContents(looking, one))
  return found
}

type Looking = {
  readonly tx: Tx
  readonly ask: Ask
  readonly viewer: Viewer
  readonly now: number
  readonly known: Map<string, Found>
}

async function withContents(looking: Looking, of: string): Promise<Found> {
  const own = await foundOf(looking, of)
  if (own.contents.length === 0) return own
  if (own.contents.length > MOST_CONTENTS) {
    return { ...own, reasons: [...own.reasons, { kind: 'too-many-contents', ref: of }] }
  }
  const reasons = [...own.reasons]
  const contents: Subject[] = []
  for (const { of: content } of own.contents) {
    const inside = await foundOf(looking, content)
    contents.push({ of: content, lots: inside.lots })
    for (const reason of inside.reasons) {
      // What is said of the container was said above.
      if (reason.of !== of) reasons.push({ of: content, ...reason })
    }
  }
  return { ...own, reasons, contents }
}

async function foundOf(looking: Looking, of: string): Promise<Found> {
  const known = looking.known.get(of)
  if (known !== undefined) return known
  const { kind } = identify(of)
  const found =
    kind === 'class' || kind === 'place'
      ? undecided(of, kind)
      : kind === 'lot'
        ? await foundOfLot(looking, of)
        : await foundOfItem(looking, of)
  looking.known.set(of, found)
  return found
}

/** A product without lot or serial, or a place: nothing on record can decide. */
const undecided = (of: string, kind: 'class' | 'place'): Found => ({
  of,
  lots: [],
  contents: [],
  reasons: [{ kind: kind === 'class' ? 'no-serial-or-lot' : 'not-a-product', ref: of }],
})

async function foundOfLot(looking: Looking, of: string): Promise<Found> {
  const events = await looking.ask.about([of])
  const record = await recordOf(looking, of, events, 'lot')
  return { of, lots: [], contents: [], reasons: await reasonsOf(looking, record, events) }
}

async function foundOfItem(looking: Looking, of: string): Promise<Found> {
  const named = await looking.ask.about([of])
  const past = (await history(looking.ask, of)) ?? []
  const own = await recordOf(looking, of, named, 'item')
  const throughs = past.filter(({ through }) => through !== null)
  const inherited = await sayingsOf(
    looking,
    throughs.map(({ event, through }) => ({ event, of, through: through ?? '' })),
  )
  const sayings = [...own.sayings, ...inherited].sort((a, b) => a.time - b.time)
  const record = { ...own, sayings }
  const lots = lotsIn(record)
  const reasons = [...(await reasonsOf(looking, record, named))]
  for (const lot of lots) reasons.push(...(await reasonsOfLot(looking, lot)))
  return { of, lots, reasons, contents: await contentsOf(looking, of, named) }
}

/** What is said of a lot as such holds for its items; how it was made and until when it is good, they say themselves. */
async function reasonsOfLot(looking: Looking, lot: string): Promise<readonly Reason[]> {
  const events = (await looking.ask.about([lot])).filter((event) => namesIt(event, lot))
  const { sayings } = await recordOf(looking, lot, events, 'lot')
  const record: Record = { of: lot, kind: 'lot', needsMaking: false, sayings }
  if (sayings.length === 0) return []
  return reasonsIn(record, looking.now)
    .filter(({ kind }) => kind !== 'not-yet-commissioned')
    .map((reason) => ({ ...reason, of: lot }))
}

const namesIt = ({ things, children, inputs, outputs }: FlowEvent, id: string): boolean =>
  [things, children, inputs, outputs].some((list) => list.some((part) => part.id === id))

async function recordOf(
  looking: Looking,
  of: string,
  events: readonly FlowEvent[],
  kind: 'item' | 'lot',
): Promise<Record> {
  const counting = events.filter((event) => !event.void).map((event) => ({ event, of }))
  const voided = events.find((event) => event.void && makes(event, of))
  const sayings = await sayingsOf(looking, counting)
  const needsMaking = identify(of).scheme !== 'sscc'
  return { of, kind, needsMaking, sayings, ...(voided && { voided: voided.eventID }) }
}

const makes = (event: FlowEvent, of: string): boolean =>
  commissionedIn(event).some(({ id, lot }) => id === of || lot === of)

async function reasonsOf(
  { tx, now }: Looking,
  record: Record,
  named: readonly FlowEvent[],
): Promise<readonly Reason[]> {
  const reasons = reasonsIn(record, now)
  if (!reasons.some(({ kind }) => kind === 'never-commissioned')) return reasons
  // What told of its making may have been let go when its time was over.
  const erased = await erasedAbout(tx, record.of)
  if (erased === undefined) return reasons
  const others = reasons.filter(({ kind }) => kind !== 'never-commissioned')
  return named.length > 0 && others.length > 0
    ? others
    : [...others, { kind: 'erased', ref: erased.hashID }]
}

type Telling = { readonly event: FlowEvent; readonly of: string; readonly through?: string }

/** What these events say, in their order. */
async function sayingsOf(
  { tx, viewer }: Looking,
  tellings: readonly Telling[],
): Promise<readonly Saying[]> {
  const positions = [...new Set(tellings.map(({ event }) => event.order))]
  const stored = await storedAt(tx, viewer, positions)
  const bodies = new Map(stored.map((one) => [one.position, readStored(one)]))
  return tellings
    .toSorted((a, b) => a.event.time - b.event.time || a.event.order - b.event.order)
    .flatMap(({ event, ...about }) => {
      const body = bodies.get(event.order)
      return body === undefined ? [] : [sayingOf(event, body, about)]
    })
}

/** What is in a container now, at any depth; nothing where no event packs anything into it. */
async function contentsOf(
  { ask, now }: Looking,
  of: string,
  named: readonly FlowEvent[],
): Promise<readonly Subject[]> {
  const packs = named.some(({ void: isVoid, parent, type }) => {
    return !isVoid && parent?.id === of && type === 'AggregationEvent'
  })
  if (!packs) return []
  const forward = { direction: 'forward', at: now, shares: false } as const
  const found = await trace(ask, { of: partOf(of), ...forward })
  const inside = new Set<string>([of])
  const links = (found?.links ?? []).filter(({ how }) => how === 'packed-in')
  for (let before = -1; before !== inside.size;) {
    before = inside.size
    for (const { from, to } of links) if (inside.has(to)) inside.add(from)
  }
  inside.delete(of)
  return [...inside].map((content) => ({ of: content, lots: [] }))
}
