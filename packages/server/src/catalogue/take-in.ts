import { flowEventOf } from '@suyuan/core/flow/read'
import { commissionedIn } from '@suyuan/core/flow/names'
import { classOf } from '@suyuan/core/id/class-and-lot'
import type { Tx, Work } from '../db/engine.ts'
import { sql } from '../db/sql.ts'
import { advance, endOfLog, follow, OURSELVES, placeOf } from '../store/follow.ts'
import { readStored } from '../store/read-stored.ts'
import { storedNamed, type Stored } from '../store/stored.ts'
import { THING, tokenOf } from '../store/token.ts'

const NAME = 'catalogue'
const STEP = 1000
const SAMPLES = 12

/** Takes the next events of the log into the catalogue; resolves with how many are left. */
export const takeIn: Work<undefined, { readonly left: number }> = {
  run: step,
  module: import.meta.url,
  name: 'step',
}

export async function step(tx: Tx): Promise<{ readonly left: number }> {
  await tx.lock(`follower ${NAME}`)
  const end = await endOfLog(tx)
  const events = await follow(tx, NAME, STEP)
  const last = events.at(-1)
  if (last === undefined) {
    // The newest may be erased: there is nothing to take in, and the log has been read to its end.
    if ((await placeOf(tx, NAME)) < end) await advance(tx, NAME, end)
    return { left: 0 }
  }
  const count = await counted(tx, events)
  await keep(tx, count)
  await advance(tx, NAME, last.position)
  return { left: (await endOfLog(tx)) - last.position }
}

/** Forgets all that was counted: the next step begins with the first event. */
export async function emptyCatalogue(tx: Tx): Promise<void> {
  await tx.lock(`follower ${NAME}`)
  await tx.run(sql`delete from catalogue_class`)
  await tx.run(sql`delete from catalogue_lot`)
  await tx.run(sql`delete from catalogue_sample`)
  await tx.run(sql`delete from follower where name = ${NAME}`)
}

/** How many events the catalogue has yet to take in. */
export const behind: Work<undefined, number> = {
  run: countBehind,
  module: import.meta.url,
  name: 'countBehind',
}

export async function countBehind(tx: Tx): Promise<number> {
  return (await endOfLog(tx)) - (await placeOf(tx, NAME))
}

type Lot = { readonly class: string; items: number; readonly firstSeen: number }
type Sample = { readonly item: string; readonly rank: number }
type Count = {
  readonly classes: Map<string, { items: number; readonly samples: Sample[] }>
  readonly lots: Map<string, Lot>
}

async function counted(tx: Tx, events: readonly Stored[]): Promise<Count> {
  const count: Count = { classes: new Map(), lots: new Map() }
  const declared = await firstDeclared(
    tx,
    events.map((event) => event.eventID),
  )
  for (const stored of events) {
    const first = declared.get(stored.eventID) ?? Infinity
    if (!stored.declares) {
      if (stored.position < first) add(count, stored, 1)
    } else if (stored.position === first && (await wasCounted(tx, stored))) add(count, stored, -1)
  }
  return count
}

/** Where each of these names was first declared wrong: what counts does not hang on how far behind the reading is. */
async function firstDeclared(
  tx: Tx,
  names: readonly string[],
): Promise<ReadonlyMap<string, number>> {
  const rows = await tx.all<{ identity: string; first: number }>(sql`
    select identity, min(position) as first from declared
    where ${tx.dialect.among(sql`identity`, names)} group by identity`)
  return new Map(rows.map(({ identity, first }) => [identity, first]))
}

/** Whether the event that this first declaration makes void came before it. */
async function wasCounted(tx: Tx, declaration: Stored): Promise<boolean> {
  const named = await storedNamed(tx, OURSELVES, declaration.eventID)
  return named.some((event) => !event.declares && event.position < declaration.position)
}

function add({ classes, lots }: Count, stored: Stored, sign: 1 | -1): void {
  const { event, context } = readStored(stored)
  const { eventTime: time, position: order, eventID } = stored
  for (const part of commissionedIn(
    flowEventOf(event, context, { time, order, eventID, void: false }),
  )) {
    const ofClass = classOf(part.id)
    if (ofClass === undefined) continue
    const lot = part.kind === 'lot' ? part.id : part.lot
    const items = part.kind === 'item' ? sign : 0
    const known = classes.get(ofClass) ?? { items: 0, samples: [] }
    known.items += items
    if (items === 1) sample(known.samples, part.id)
    classes.set(ofClass, known)
    if (lot === undefined) continue
    const one = lots.get(lot) ?? { class: ofClass, items: 0, firstSeen: time }
    one.items += items
    lots.set(lot, one)
  }
}

/** The items of lowest hash: a fair sample of all, the same whatever order they came in. */
function sample(samples: Sample[], item: string): void {
  const rank = tokenOf(THING, item).high
  if (samples.some((one) => one.rank === rank)) return
  const last = samples.at(-1)
  if (samples.length === SAMPLES && last !== undefined && rank >= last.rank) return
  samples.push({ item, rank })
  samples.sort((a, b) => a.rank - b.rank)
  samples.length = Math.min(samples.length, SAMPLES)
}

async function keep(tx: Tx, { classes, lots }: Count): Promise<void> {
  for (const [name, { items, samples }] of classes) {
    await tx.run(sql`insert into catalogue_class (class, items) values (${name}, ${items})
      on conflict (class) do update set items = catalogue_class.items + excluded.items`)
    for (const { item, rank } of samples) {
      await tx.run(sql`insert into catalogue_sample (class, rank, item)
        values (${name}, ${rank}, ${item}) on conflict do nothing`)
    }
    await tx.run(sql`delete from catalogue_sample where class = ${name} and rank not in
      (select rank from catalogue_sample where class = ${name} order by rank limit ${SAMPLES})`)
  }
  for (const [lot, { class: ofClass, items, firstSeen }] of lots) {
    await tx.run(sql`insert into catalogue_lot (lot, class, items, first_seen)
      values (${lot}, ${ofClass}, ${items}, ${firstSeen})
      on conflict (lot) do update set items = catalogue_lot.items + excluded.items`)
  }
}
