import type { Ask } from '@suyuan/core/query/ask'
import { asked } from '@suyuan/core/query/asked'
import type { SettledCondition } from '@suyuan/core/query/query'
import type { Tx } from '../db/engine.ts'
import { limitOf, sql, type Sql } from '../db/sql.ts'
import type { TokenRange } from '../store/event-index.ts'
import { indexOf } from '../store/indexed.ts'
import { saidFrom } from '../store/said-from.ts'
import { positionsOf } from '../store/stored.ts'
import {
  amountToken,
  codeToken,
  IDENTITY,
  OVERFULL,
  SAID,
  THING,
  tokenOf,
  TRANSFORMATION_INPUT,
  TRANSFORMATION_OUTPUT,
} from '../store/token.ts'
import { termsOf, timeRange, wordColumns, type Between } from './columns.ts'

/**
 * The positions, ascending, among which all events are that a query asks for, where an index knows few enough; undefined
 * where each condition by itself has more than `most`: then some are soon met by whoever reads in order.
 */
export async function candidates(
  tx: Tx,
  where: readonly SettledCondition[],
  { most, between }: { readonly most: number; readonly between?: Between | undefined },
): Promise<readonly number[] | undefined> {
  let found = between && consecutive(between, most)
  if (found !== undefined && found.length <= FEW) return found
  for (const look of await looksFor(tx, where)) {
    const these = await look(most)
    if (these !== undefined) found = found === undefined ? sorted(these) : common(found, these)
    if (found?.length === 0) return found
  }
  return found
}

/** So few are read at once, without a look into any index. */
const FEW = 2000

/** All positions from one to another, where they are few. */
function consecutive({ behind, upTo }: Between, most: number): readonly number[] | undefined {
  const count = Math.max(0, upTo - behind)
  return count > most ? undefined : Array.from({ length: count }, (_, i) => behind + 1 + i)
}

type Look = (most: number) => Promise<readonly number[] | undefined>

/** The look-ups that a query gives rise to, those first that surely find few. */
async function looksFor(tx: Tx, where: readonly SettledCondition[]): Promise<readonly Look[]> {
  const first: Look[] = []
  const then: Look[] = []
  for (const condition of where) {
    if (condition.kind === 'named') {
      const tokens = condition.eventIDs.map((id) => tokenOf(IDENTITY, id))
      first.push(() => indexOf(tx).named(tx, tokens))
    } else if (condition.kind === 'transformation') {
      const tokens = condition.ids.flatMap((id) => SIDES.map((side) => tokenOf(side, id)))
      first.push(() => positionsOf(tx, tokens))
    } else if (condition.kind === 'oneOf') {
      then.push((most) => having(tx, condition, most))
    } else {
      for (const group of asked(condition)) then.push((most) => saying(tx, group, most))
    }
  }
  const bounds = await timeRange(tx, where)
  if (bounds !== undefined) then.push((most) => within(tx, bounds, most))
  return [...first, ...then]
}

const SIDES = [TRANSFORMATION_INPUT, TRANSFORMATION_OUTPUT]

/** Events with one of these words in a column, where that has an index. */
async function having(
  tx: Tx,
  { field, values }: Extract<SettledCondition, { kind: 'oneOf' }>,
  most: number,
): Promise<readonly number[] | undefined> {
  const ids = await termsOf(tx, values)
  if (ids.length === 0) return []
  const column = wordColumns(tx)[field]
  return column && within(tx, tx.dialect.among(column, ids), most)
}

/** Of more that columns know, those that read in order meet some soon, and the database keeps the others out at 1 µs each. */
const FEW_OF_COLUMNS = 2000

async function within(tx: Tx, where: Sql, most: number): Promise<readonly number[] | undefined> {
  const few = Math.min(most, FEW_OF_COLUMNS)
  const rows = await tx.all<{ position: number }>(sql`
    select event.position as position from event where ${where} ${limitOf(few + 1).text}`)
  return rows.length > few ? undefined : rows.map(({ position }) => position)
}

/** Events that say one of these things; those before the mark may all. */
async function saying(
  tx: Tx,
  asks: readonly Ask[],
  most: number,
): Promise<readonly number[] | undefined> {
  const { ordered } = indexOf(tx)
  const things = asks.flatMap((ask) => ('thing' in ask ? [tokenOf(THING, ask.thing)] : []))
  const said = asks.filter((ask) => !('thing' in ask))
  const ranges = said.map((ask) => rangeOf(ask, ordered))
  if (ranges.includes(undefined)) return undefined
  const named = things.length > 0 ? await indexOf(tx).mentioning(tx, things) : []
  if (said.length === 0) return named
  const before = (await saidFrom(tx)) - 1
  if (before > most) return undefined
  const all = [...ranges.flatMap((range) => range ?? []), OVERFULL_RANGE]
  const found = await indexOf(tx).under(tx, all, most)
  if (found === undefined) return undefined
  const old = Array.from({ length: before }, (_, i) => i + 1)
  return [...named, ...found, ...old]
}

const OVERFULL_TOKEN = tokenOf(SAID, OVERFULL)
const OVERFULL_RANGE: TokenRange = { from: OVERFULL_TOKEN, to: OVERFULL_TOKEN }

/** What to look for; undefined where an index without order has nothing to look for instead. */
function rangeOf(ask: Ask, ordered: boolean): TokenRange | undefined {
  if ('thing' in ask) return undefined
  if ('word' in ask) return wordRange(ask.word)
  if ('code' in ask) {
    if (!ordered && ask.from !== ask.to) return undefined
    return { from: codeToken(ask.code, ask.from), to: codeToken(ask.code, ask.to) }
  }
  const { about, from, to, instead } = ask
  if (!ordered) return instead === undefined ? undefined : wordRange(instead)
  const [first, last] = [amountToken(about, from), amountToken(about, to)]
  // A number that was converted may lie beside the one it is the same as.
  return {
    from: { ...first, low: Math.max(0, first.low - 1) },
    to: { ...last, low: Math.min(2 ** 32 - 1, last.low + 1) },
  }
}

function wordRange(word: string): TokenRange {
  const token = tokenOf(SAID, word)
  return { from: token, to: token }
}

/** Ascending, each once. */
function sorted(positions: readonly number[]): readonly number[] {
  const all = Float64Array.from(positions).sort()
  const once: number[] = []
  for (const position of all) if (position !== once.at(-1)) once.push(position)
  return once
}

function common(some: readonly number[], others: readonly number[]): readonly number[] {
  const those = sorted(others)
  const both: number[] = []
  let at = 0
  for (const position of some) {
    while (at < those.length && (those[at] ?? 0) < position) at++
    if (those[at] === position) both.push(position)
  }
  return both
}
