import type { Tx } from '../db/engine.ts'
import { sql, type Sql } from '../db/sql.ts'
import { arrayIndex } from '../store/array-index.ts'
import { endOfLog } from '../store/follow.ts'
import { IDENTITIES, MENTIONS, type Family } from '../store/runs.ts'
import type { Token } from '../store/token.ts'
import type { LogSays, Told } from './check-log.ts'
import { compareIndex } from './compare-index.ts'
import type { Findings } from './findings.ts'
import type { HeldEntries } from './held-entries.ts'
import { Sums } from './sums.ts'

/** The table that holds the index on PostgreSQL. */
export const TABLE = 'event_index'

type Row = { readonly position: number; readonly identity: string; readonly mentions: string }
type Halves = readonly [high: number, low: number]

const AT_ONCE = 5000

/** One event in so many is asked for by what it names, as a question would. */
const ASKED = 500

/**
 * Reads every row of the index: together they hold exactly the entries that the log says. Then PostgreSQL's own indexes
 * over it are asked for some of them: each is to lead to its event.
 */
export async function checkArray(
  tx: Tx,
  findings: Findings,
  log: LogSays,
  told: Told,
): Promise<void> {
  const sums = [new Sums(), new Sums()] as const
  const some: Asked[] = []
  const end = await endOfLog(tx)
  let events = 0
  const every = Math.max(Math.floor(log.events / ASKED), 1)
  for await (const rows of rowsOfIndex(tx)) {
    for (const { position, identity, mentions } of rows) {
      if (position < 1 || position > end) {
        const says = `${TABLE} points to event ${position}; the log ends with ${end}`
        findings.add(TABLE, 'index-stray', says)
        continue
      }
      const [name = [0, 0]] = halvesOf(`{${identity}}`)
      sums[IDENTITIES].add(...name, position)
      const things = halvesOf(mentions)
      if (!log.damaged.has(position)) {
        for (const [high, low] of things) sums[MENTIONS].add(high, low, position)
      }
      if (position % every === 0) some.push({ position, name, thing: things.at(-1) })
    }
    events += rows.length
    told(`${events} of ${log.events} rows of the index read`)
  }
  await compareIndex(tx, findings, { log, held: { table: TABLE, sums, entriesAt } })
  await askFor(tx, findings, some)
}

/** All rows, in no order. */
async function* rowsOfIndex(tx: Tx): AsyncGenerator<readonly Row[]> {
  await tx.run(sql`declare reading no scroll cursor for
    select position, identity::text as identity, mentions::text as mentions from event_index`)
  for (;;) {
    const rows = await tx.all<Row>(FETCH)
    if (rows.length === 0) break
    yield rows
  }
  await tx.run(sql`close reading`)
}

const FETCH: Sql = { text: `fetch ${AT_ONCE} from reading`, values: [] }

/** Hashes as PostgreSQL writes an array of them. */
function halvesOf(array: string): readonly Halves[] {
  if (array === '{}') return []
  return array
    .slice(1, -1)
    .split(',')
    .map((text) => {
      const bits = BigInt.asUintN(64, BigInt(text))
      return [Number(bits >> 32n), Number(bits & 0xffff_ffffn)] as const
    })
}

/** The entries of the index at positions asked for. */
export async function entriesAt(
  tx: Tx,
  family: Family,
  asked: (position: number) => boolean,
): Promise<HeldEntries> {
  const found = new Map<number, readonly Halves[]>()
  for await (const rows of rowsOfIndex(tx)) {
    for (const { position, identity, mentions } of rows) {
      if (!asked(position)) continue
      const entries = halvesOf(family === IDENTITIES ? `{${identity}}` : mentions)
      found.set(position, [...(found.get(position) ?? []), ...entries])
    }
  }
  return found
}

type Asked = {
  readonly position: number
  readonly name: Halves
  readonly thing: Halves | undefined
}

async function askFor(tx: Tx, findings: Findings, some: readonly Asked[]): Promise<void> {
  await tx.run(sql`set local enable_seqscan = off`)
  for (const { position, name, thing } of some) {
    const named = await arrayIndex.named(tx, [tokenFrom(name)])
    if (!named.includes(position)) unsound(findings, 'names', position)
    if (thing === undefined) continue
    const mentioning = await arrayIndex.mentioning(tx, [tokenFrom(thing)])
    if (!mentioning.includes(position)) unsound(findings, 'what events name', position)
  }
}

const tokenFrom = ([high, low]: Halves): Token => ({ high, low })

function unsound(findings: Findings, what: string, position: number): void {
  const says = `PostgreSQL's own index over ${what} in ${TABLE} does not find event ${position}, which is in the table`
  findings.add(TABLE, 'index-unsound', says)
}
