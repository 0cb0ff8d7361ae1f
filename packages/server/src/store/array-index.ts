import type { Tx } from '../db/engine.ts'
import { sql, type Sql, type Value } from '../db/sql.ts'
import type { EventIndex } from './event-index.ts'
import { nameOf, type Fresh } from './fresh.ts'
import { IDENTITY, tokenOf, type Token } from './token.ts'

/** The index as a row an event, its hashes in an array under a GIN index: what PostgreSQL has. */
export const arrayIndex: EventIndex = {
  append: (tx, events, first) =>
    tx.insert('event_index', ['position', 'identity', 'mentions'], rowsOf(events, first)),
  mentioning: (tx, tokens) =>
    positionsIn(tx, tokens, (these) => sql`mentions && ${these}::bigint[]`),
  named: (tx, tokens) =>
    positionsIn(tx, tokens, (these) => sql`identity = any(${these}::bigint[])`),
  tidy: () => Promise.resolve(),
}

/** GIN compares each row found with every hash asked for: many at once would take their number squared. */
const AT_ONCE = 200

async function positionsIn(
  tx: Tx,
  tokens: readonly Token[],
  where: (these: string) => Sql,
): Promise<readonly number[]> {
  const positions: number[] = []
  for (let from = 0; from < tokens.length; from += AT_ONCE) {
    const these = bigints(
      tokens.slice(from, from + AT_ONCE).flatMap(({ high, low }) => [high, low]),
    )
    const rows = await tx.all<{ position: number }>(sql`
      select position from event_index where ${where(these)}`)
    for (const { position } of rows) positions.push(position)
  }
  return positions
}

function* rowsOf(events: readonly Fresh[], first: number): Generator<readonly Value[]> {
  for (const [i, event] of events.entries()) {
    const { high, low } = tokenOf(IDENTITY, nameOf(event))
    yield [first + i, bigints([high, low]).slice(1, -1), bigints(event.mentions)]
  }
}

const LITTLE_ENDIAN = new Uint8Array(new Uint32Array([1]).buffer)[0] === 1

/** Pairs of halves (high, low) as an array of signed 64-bit numbers, as PostgreSQL writes one. */
function bigints(halves: readonly number[] | Uint32Array): string {
  const words = Uint32Array.from(halves)
  if (LITTLE_ENDIAN) {
    for (let i = 0; i < words.length; i += 2) {
      words[i] = halves[i + 1] ?? 0
      words[i + 1] = halves[i] ?? 0
    }
  }
  return `{${new BigInt64Array(words.buffer).join(',')}}`
}
