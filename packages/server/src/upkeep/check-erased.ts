import type { Tx } from '../db/engine.ts'
import { sql } from '../db/sql.ts'
import { endOfLog } from '../store/follow.ts'
import type { Findings } from './findings.ts'

/** Which places of the log are recorded as erased, and where it ends. */
export type Erasures = { readonly end: number; readonly has: (position: number) => boolean }

const ROWS = 50_000

/** Reads all that is recorded as erased, a bit a position. */
export async function erasuresIn(tx: Tx): Promise<Erasures> {
  const end = await endOfLog(tx)
  const bits = new Uint8Array((end >>> 3) + 1)
  for (let after = 0; ;) {
    const rows = await tx.all<{ position: number }>(sql`
      select position from erased where position > ${after} order by position limit ${ROWS}`)
    for (const { position } of rows) {
      bits[position >>> 3] = (bits[position >>> 3] ?? 0) | (1 << (position & 7))
    }
    const last = rows.at(-1)
    if (last === undefined) break
    after = last.position
  }
  return { end, has: (position) => (((bits[position >>> 3] ?? 0) >>> (position & 7)) & 1) === 1 }
}

/** The places from `first` to `last` that are not recorded as erased, as stretches. */
export function* unrecorded(
  { has }: Erasures,
  first: number,
  last: number,
): Generator<readonly [from: number, to: number]> {
  let from: number | undefined
  for (let position = first; position <= last + 1; position++) {
    const missing = position <= last && !has(position)
    if (missing) from ??= position
    else if (from !== undefined) {
      yield [from, position - 1]
      from = undefined
    }
  }
}

/** More differences than these are not read. */
const READ = 200

/** What is erased is not kept, and who let it go is on record; no text is left that no event has. */
export async function checkErased(tx: Tx, findings: Findings): Promise<void> {
  const both = await tx.all<{ position: number }>(sql`
    select position from erased where position in (select position from event) limit ${READ}`)
  for (const { position } of both) {
    const says = `event ${position} is kept, and recorded as erased`
    findings.add(`event ${position}`, 'erased-and-kept', says)
  }
  const steps = await tx.all<{ number: number; events: number; n: number }>(sql`
    select number, events, (select count(*) from erased where erasure = number) as n from erasure
    where events <> (select count(*) from erased where erasure = number) limit ${READ}`)
  for (const { number, events, n } of steps) {
    const says = `erasure ${number} let ${events} events go, and ${n} are recorded`
    findings.add('erasure', 'erasure-differs', says)
  }
  const alone = await tx.all<{ position: number }>(sql`
    select position from erased where erasure not in (select number from erasure) limit ${READ}`)
  for (const { position } of alone) {
    const says = `event ${position} is recorded as erased, and not by whom`
    findings.add(`event ${position}`, 'erasure-differs', says)
  }
  const texts = await tx.all<{ block: number }>(sql`
    select block from body where block not in (select block from event) limit ${READ}`)
  for (const { block } of texts) {
    const says = `the texts that begin with event ${block} belong to no event`
    findings.add('body', 'body-stray', says)
  }
}
