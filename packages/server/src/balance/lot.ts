import { Lot } from '@suyuan/core/balance/lot'
import type { LotBalance } from '@suyuan/core/balance/lot-balance'
import { fatesOf, moveOf, type Fate, type Move } from '@suyuan/core/balance/move'
import type { Weights } from '@suyuan/core/balance/measure'
import type { Told } from '@suyuan/core/balance/counting'
import { namesIn } from '@suyuan/core/flow/names'
import { classOf } from '@suyuan/core/id/class-and-lot'
import type { Engine, Tx, Work } from '../db/engine.ts'
import { sql } from '../db/sql.ts'
import { readAt } from '../store/bucket.ts'
import { positionsOf } from '../store/stored.ts'
import { THING, tokenOf } from '../store/token.ts'
import { rulesInForce } from './rules.ts'
import { toldAt, type Asker } from './told.ts'
import { weightsOf } from './weights.ts'

/** Who holds what is at each of these places; what nobody is named for is itself. */
export type HolderOf = (places: readonly string[]) => Promise<(place: string) => string>

/** Positions read by one {@link readMoves}, and items by one {@link readFates}: some 50 ms, so that no other reader waits long. */
const SLICE = 1000

/** Containers of one lot that are looked into. */
const MOST_CONTAINERS = 20_000

/** 53 bits of a token: where two items of a lot shared one, they would count as one (once in 2^53 pairs). */
function keyOf(item: string): number {
  const { high, low } = tokenOf(THING, item)
  return high * 2 ** 21 + (low >>> 11)
}

export type AskedLot = {
  readonly lot: string
  readonly holderOf: HolderOf
  readonly signal?: AbortSignal
}

export type FoundLot = LotBalance & {
  /** The version of the rules. */
  readonly rules: number
  /** It was in more containers than are looked into. */
  readonly cut: boolean
}

/** What became of a lot; undefined when no event that stands names it. Rejects when the signal is aborted. */
export async function lotBalance(
  engine: Engine,
  asker: Asker,
  { lot: id, holderOf, signal }: AskedLot,
): Promise<FoundLot | undefined> {
  const { version, rules } = await engine.read(rulesNow, undefined)
  const lot = new Lot(id, rules)
  const reading = { engine, asker, id, lot, ...(signal && { signal }) }
  const { items, cut } = await takeMoves(reading)
  await takeFates(reading, items)
  const holder = await holderOf(lot.places)
  const balance = lot.balance(await engine.read(lotWeights, id), holder)
  return balance && { ...balance, rules: version, cut }
}

type Reading = {
  readonly engine: Engine
  readonly asker: Asker
  readonly id: string
  readonly lot: Lot
  readonly signal?: AbortSignal
}

/** An item, and the position of an event that made it, where that says no more of the lot's items. */
type Made = { readonly item: string; readonly by?: number }

/** Events of the lot, then those of the containers it was in, then of what these were in. */
async function takeMoves(
  reading: Reading,
): Promise<{ readonly items: readonly Made[]; readonly cut: boolean }> {
  const items: Made[] = []
  const read = new Set<number>()
  const known = new Set([reading.id])
  let waiting: ReadonlySet<string> = known
  while (waiting.size > 0 && known.size <= MOST_CONTAINERS) {
    const next = new Set<string>()
    for await (const { items: made, flow, usesItems } of movesNaming(reading, [...waiting], read)) {
      for (const item of made) items.push({ item, ...(!usesItems && { by: flow.order }) })
      const { parent, children } = flow
      const holds = parent !== undefined && children.some((child) => known.has(child.id))
      if (holds && !known.has(parent.id)) next.add(parent.id)
    }
    for (const one of next) known.add(one)
    waiting = next
  }
  return { items, cut: known.size > MOST_CONTAINERS }
}

async function* movesNaming(
  { engine, asker, id, lot, signal }: Reading,
  things: readonly string[],
  read: Set<number>,
): AsyncGenerator<Move> {
  const positions = await engine.read(findPositions, { asker, things })
  for (let from = 0; from < positions.length; from += SLICE) {
    signal?.throwIfAborted()
    const some = positions.slice(from, from + SLICE).filter((one) => !read.has(one))
    for (const move of await engine.read(readMoves, { asker, lot: id, things, positions: some })) {
      read.add(move.flow.order)
      lot.add(move, keyOf)
      yield move
    }
  }
}

async function takeFates(
  { engine, asker, id, lot, signal }: Reading,
  items: readonly Made[],
): Promise<void> {
  for (let from = 0; from < items.length; from += SLICE) {
    signal?.throwIfAborted()
    const slice = items.slice(from, from + SLICE)
    const these = [...new Set(slice.map(({ item }) => item))]
    const made = [...new Set(slice.flatMap(({ by }) => by ?? []))]
    const fates = await engine.read(readFates, { asker, lot: id, items: these, made })
    for (const { figure, items: fated } of fates) lot.fate(figure, fated.map(keyOf))
  }
}

const rulesNow = { run: readRulesNow, module: import.meta.url, name: 'readRulesNow' } as const

export function readRulesNow(tx: Tx): ReturnType<typeof rulesInForce> {
  return rulesInForce(tx)
}

const lotWeights: Work<string, Weights> = {
  run: readLotWeights,
  module: import.meta.url,
  name: 'readLotWeights',
}

export async function readLotWeights(tx: Tx, lot: string): Promise<Weights> {
  const { rules } = await rulesInForce(tx)
  const { density, piece } = (await weightsOf(tx, [lot], rules))(lot)
  return { ...(density && { density }), ...(piece && { piece }) }
}

type Things = { readonly asker: Asker; readonly things: readonly string[] }

const findPositions: Work<Things, readonly number[]> = {
  run: positionsNaming,
  module: import.meta.url,
  name: 'positionsNaming',
}

export function positionsNaming(tx: Tx, { things }: Things): Promise<readonly number[]> {
  return positionsOf(
    tx,
    things.map((thing) => tokenOf(THING, thing)),
  )
}

type Slice = Things & { readonly lot: string; readonly positions: readonly number[] }

const readMoves: Work<Slice, readonly Move[]> = {
  run: movesAt,
  module: import.meta.url,
  name: 'movesAt',
}

export async function movesAt(
  tx: Tx,
  { asker, lot, things, positions }: Slice,
): Promise<readonly Move[]> {
  const { rules } = await rulesInForce(tx)
  const about = new Set(things)
  const moves: Move[] = []
  for await (const part of toldAt(tx, asker, positions)) {
    for (const told of part) {
      // Two names may share a token.
      const move = names(told, about) ? moveOf(told, lot, rules) : undefined
      if (move !== undefined) moves.push(move)
    }
  }
  return moves
}

function names({ flow }: Told, about: ReadonlySet<string>): boolean {
  for (const name of namesIn(flow)) if (about.has(name)) return true
  return false
}

type Items = {
  readonly asker: Asker
  readonly lot: string
  readonly items: readonly string[]
  /** Positions of the events that made them: these were read. */
  readonly made: readonly number[]
}

const readFates: Work<Items, readonly Fate[]> = {
  run: fatesOfItems,
  module: import.meta.url,
  name: 'fatesOfItems',
}

export async function fatesOfItems(
  tx: Tx,
  { asker, lot, items, made }: Items,
): Promise<readonly Fate[]> {
  const { rules } = await rulesInForce(tx)
  const these = new Set(items)
  const isOf = (item: string): boolean => these.has(item)
  const known = new Set(made)
  const tokens = items.map((item) => tokenOf(THING, item))
  const positions = (await positionsOf(tx, tokens)).filter((position) => !known.has(position))
  const fates: Fate[] = []
  for await (const part of toldAt(tx, asker, await withoutPackings(tx, positions)))
    for (const told of part) fates.push(...fatesOf(told, lot, { rules, isOf }))
  return fates
}

/** A packing ends no item, and half of what names a tin is one. */
async function withoutPackings(tx: Tx, positions: readonly number[]): Promise<readonly number[]> {
  const rows = await readAt<{ position: number }>(
    tx,
    'event',
    positions,
    (there) => sql`
      select position from event where ${there}
        and type not in (select id from term where value = 'AggregationEvent')`,
  )
  return rows.map(({ position }) => position).sort((a, b) => a - b)
}

export const isLot = (id: string): boolean => id.includes('/10/') && classOf(id) !== undefined
