import type { Tx } from '../db/engine.ts'
import { IDENTITIES, MENTIONS, type Family } from '../store/runs.ts'
import { IDENTITY, tokenOf } from '../store/token.ts'
import type { LogSays } from './check-log.ts'
import type { Findings } from './findings.ts'
import { nameOf, readAgain, rowsOf, type LogRow } from './log.ts'
import { indexedOf, type HeldEntries } from './held-entries.ts'
import { BLOCK, type Sums } from './sums.ts'

/** More blocks than these are counted, not looked into: they would have to be held in memory. */
const LOOKED_INTO = 500

const INDEX_OF: Readonly<Record<Family, string>> = {
  [IDENTITIES]: 'the index over event names',
  [MENTIONS]: 'the index over what events name',
}

/** What an index holds: its sums by family, and how to read its entries at positions asked for. */
export type Held = {
  readonly table: string
  readonly sums: readonly [Sums, Sums]
  readonly entriesAt: (
    tx: Tx,
    family: Family,
    asked: (position: number) => boolean,
  ) => Promise<HeldEntries>
}

/** Compares what an index holds with what the log says; where they differ, event by event. */
export async function compareIndex(
  tx: Tx,
  findings: Findings,
  { log, held }: { readonly log: LogSays; readonly held: Held },
): Promise<void> {
  for (const family of [IDENTITIES, MENTIONS] as const) {
    const blocks = log.sums[family].differing(held.sums[family])
    if (blocks.length > LOOKED_INTO) {
      const says = `${INDEX_OF[family]} differs from the log in ${blocks.length} places, events ${(blocks[0] ?? 0) * BLOCK} and on`
      findings.add(held.table, 'index-differs', says)
    } else if (blocks.length > 0) await compareBlocks(tx, findings, { family, blocks, log, held })
  }
}

type Blocks = {
  readonly family: Family
  readonly blocks: readonly number[]
  readonly log: LogSays
  readonly held: Held
}

async function compareBlocks(
  tx: Tx,
  findings: Findings,
  { family, blocks, log, held: index }: Blocks,
): Promise<void> {
  const wanted = new Set(blocks)
  const held = await index.entriesAt(tx, family, (position) =>
    wanted.has(Math.floor(position / BLOCK)),
  )
  for (const block of blocks) {
    const range = { from: block * BLOCK, to: (block + 1) * BLOCK - 1 }
    for await (const rows of rowsOf(tx, range)) {
      for (const row of rows) {
        if (family === MENTIONS && log.damaged.has(row.position)) continue
        compareEvent(findings, {
          family,
          row,
          held: held.get(row.position) ?? [],
          saidFrom: log.saidFrom,
        })
      }
    }
  }
}

type OfEvent = {
  readonly family: Family
  readonly row: LogRow
  readonly held: readonly (readonly [high: number, low: number])[]
  readonly saidFrom: number
}

function compareEvent(findings: Findings, { family, row, held, saidFrom }: OfEvent): void {
  const due = dueOf(family, row, saidFrom)
  const left = held.map(([high, low]) => `${high}.${low}`)
  const missing = due.filter((token) => {
    const at = left.indexOf(token)
    if (at >= 0) left.splice(at, 1)
    return at < 0
  })
  const who = `event ${row.position} (${nameOf(row)})`
  const at = `event ${row.position}`
  if (missing.length > 0) {
    const says = `${INDEX_OF[family]} does not find ${who} under ${missing.length} of its ${due.length} entries`
    findings.add(at, 'index-misses', says)
  }
  if (left.length > 0) {
    const says = `${INDEX_OF[family]} leads to ${who} from ${left.length} entries that it does not have`
    findings.add(at, 'index-invents', says)
  }
}

function dueOf(family: Family, row: LogRow, saidFrom: number): readonly string[] {
  if (family === IDENTITIES) {
    const { high, low } = tokenOf(IDENTITY, nameOf(row))
    return [`${high}.${low}`]
  }
  const { fresh } = readAgain(row)
  const mentions = fresh === undefined ? NONE : indexedOf(fresh, row.position, saidFrom)
  return Array.from(
    { length: mentions.length / 2 },
    (_, i) => `${mentions[2 * i]}.${mentions[2 * i + 1]}`,
  )
}

const NONE = new Uint32Array()
