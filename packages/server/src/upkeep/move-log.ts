import type { Tx } from '../db/engine.ts'
import { chunksOf } from '../store/append.ts'
import { endOfLog } from '../store/follow.ts'
import type { Fresh } from '../store/fresh.ts'
import { indexOf } from '../store/indexed.ts'
import type { Alone } from './alone.ts'
import { nameOf, readAgain, rowsOf, type LogRow } from './log.ts'
import { textOf } from './move-digest.ts'
import { BODY, EVENT, insertRows, lastRow, rowsIn } from './move-tables.ts'

/** What came over is not what was sent, or cannot be; the message says what. */
export class MoveBroken extends Error {
  override readonly name = 'MoveBroken'
}

export const SOMEONE_WRITES =
  'someone else writes into the target; stop that, and begin again with an empty one'

export type Moving = {
  readonly source: Tx
  readonly target: Alone
  /** The last position of the source. */
  readonly end: number
  readonly told: (line: string) => void
  readonly stop: AbortSignal
}

/** Events written in one transaction, and characters of their texts. */
const EVENTS = 1000
const CHARS = 32 * 2 ** 20

/**
 * Moves the events that the target has not, in order, each batch with all that is read out of it in one transaction:
 * what has come over is whole, whenever this ends. Each event is read as capture does, and held to its event hash.
 */
export async function moveLog(moving: Moving): Promise<number> {
  const { source, target, end, told, stop } = moving
  const began = Date.now()
  const first = await endOfLog(target.tx)
  await sameAt(moving, first)
  let last = first
  for await (const rows of batchesOf(source, { from: first + 1, to: end })) {
    if (stop.aborted) {
      throw new MoveBroken(`stopped at ${last} of ${end} events; run the same again to go on`)
    }
    last = await write(moving, rows, last)
    const rate = ((last - first) * 1000) / Math.max(Date.now() - began, 1)
    const left = Math.ceil((end - last) / Math.max(rate, 0.001))
    told(`${last} of ${end} events moved, ${Math.round(rate)} a second, ${duration(left)} left`)
  }
  return last - first
}

const duration = (seconds: number): string =>
  seconds < 120 ? `${seconds} s` : `${Math.round(seconds / 60)} min`

/** The event at which the last run ended is the source's. */
async function sameAt({ source, target, end }: Moving, position: number): Promise<void> {
  if (position === 0) return
  const here = await lastRow(target.tx, EVENT)
  for await (const [there] of rowsIn(source, EVENT, { behind: { position: position - 1 } })) {
    if (here !== undefined && there !== undefined && textOf(here) === textOf(there)) return
    break
  }
  const says = `what the target holds up to event ${position} did not come from here (which ends with ${end})`
  throw new MoveBroken(`${says}; begin again with an empty target`)
}

async function* batchesOf(
  source: Tx,
  range: { readonly from: number; readonly to: number },
): AsyncGenerator<readonly LogRow[]> {
  let waiting: LogRow[] = []
  let chars = 0
  for await (const rows of rowsOf(source, range)) {
    waiting.push(...rows)
    for (const { body } of rows) chars += typeof body === 'string' ? body.length : 0
    if (waiting.length < EVENTS && chars < CHARS) continue
    yield waiting
    waiting = []
    chars = 0
  }
  if (waiting.length > 0) yield waiting
}

/** Writes events behind `last`; resolves with the new last. */
async function write(
  { source, target }: Moving,
  rows: readonly LogRow[],
  last: number,
): Promise<number> {
  const stretches = stretchesOf(rows)
  const upTo = rows.at(-1)?.position ?? last
  await target.inTransaction(async () => {
    const { tx } = target
    await tx.lock('log')
    if ((await endOfLog(tx)) !== last) throw new MoveBroken(SOMEONE_WRITES)
    for await (const batch of rowsIn(source, EVENT, { behind: { position: last }, upTo }))
      await insertRows(tx, EVENT, batch)
    for await (const batch of rowsIn(source, BODY, { behind: { block: last }, upTo }))
      await insertRows(tx, BODY, batch)
    const declared = rows.flatMap((row) =>
      row.declaration === null ? [] : [[nameOf(row), row.position] as const],
    )
    await tx.insert('declared', ['identity', 'position'], declared)
    for (const { first, events } of stretches) {
      let position = first
      for (const chunk of chunksOf(events)) {
        await indexOf(tx).append(tx, chunk, position)
        position += chunk.length
      }
    }
    await indexOf(tx).tidy(tx)
    return true
  })
  return upTo
}

/** Events whose positions follow one another. */
function stretchesOf(
  rows: readonly LogRow[],
): readonly { readonly first: number; readonly events: Fresh[] }[] {
  const stretches: { readonly first: number; readonly events: Fresh[] }[] = []
  for (const row of rows) {
    const before = stretches.at(-1)
    if (before !== undefined && before.first + before.events.length === row.position) {
      before.events.push(whole(row))
    } else stretches.push({ first: row.position, events: [whole(row)] })
  }
  return stretches
}

/** @throws MoveBroken when the text of an event is not what was captured. */
function whole(row: LogRow): Fresh {
  const { fresh, differs } = readAgain(row)
  if (fresh !== undefined && differs.length === 0) return fresh
  const says = `event ${row.position} (${nameOf(row)}) is not as it was captured: ${differs.join('; ')}`
  throw new MoveBroken(`${says}; look with suyuan check, and move from a sound copy`)
}
