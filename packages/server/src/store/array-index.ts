import type { Tx } from '../db/engine.ts'
import { sql, type Sql, type Value } from '../db/sql.ts'
import type { EventIndex } from './event-index.ts'
import { nameOf, type Fresh } from './fresh.ts'
import { bigintOf, bigintsOf, IDENTITY, tokenOf, type Token } from './token.ts'

/** The index as a row an event, its hashes in an array under a GIN index: what PostgreSQL has. */
export const arrayIndex: EventIndex = {
  append: (tx, events, first) =>
    tx.insert('event_index', ['position', 'identity', 'mentions'], rowsOf(events, first)),
  mentioning: (tx, tokens) =>
    positionsIn(tx, tokens, (these) => sql`mentions && ${these}::bigint[]`),
  mentioningEach: positionsUnderEach,
  ordered: false,
  under: async (tx, ranges, most) => {
    const these = bigintsOf(ranges.flatMap(({ from }) => [from.high, from.low]))
    const rows = await tx.all<{ position: number }>(sql`
      select position from event_index where mentions && ${these}::bigint[]
      limit ${Math.min(most, 2 ** 31) + 1}`)
    return rows.length > most ? undefined : rows.map(({ position }) => position)
  },
  named: (tx, tokens) =>
    positionsIn(tx, tokens, (these) => sql`identity = any(${these}::bigint[])`),
  forget: (tx, positions) =>
    tx.run(sql`delete from event_index where ${tx.dialect.among(sql`position`, positions)}`),
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
    const these = bigintsOf(
      tokens.slice(from, from + AT_ONCE).flatMap(({ high, low }) => [high, low]),
    )
    const rows = await tx.all<{ position: number }>(sql`
      select position from event_index where ${where(these)}`)
    for (const { position } of rows) positions.push(position)
  }
  return positions
}

/**
 * All tokens at once, as {@link positionsIn} asks for them, with those that each row has. Joined to a list of tokens the planner may
 * rather read the whole table for each.
 */
async function positionsUnderEach(
  tx: Tx,
  tokens: readonly Token[],
): Promise<readonly (readonly number[])[]> {
  const found = new Map<string, number[]>()
  for (let from = 0; from < tokens.length; from += AT_ONCE) {
    const these = bigintsOf(
      tokens.slice(from, from + AT_ONCE).flatMap(({ high, low }) => [high, low]),
    )
    const rows = await tx.all<{ position: number; tokens: string }>(sql`
      select position, array_to_string(array(
        select one from unnest(mentions) as one where one = any(${these}::bigint[])), ',') as tokens
      from event_index where mentions && ${these}::bigint[]`)
    for (const row of rows) {
      for (const token of row.tokens.split(',')) {
        const positions = found.get(token)
        if (positions === undefined) found.set(token, [row.position])
        else positions.push(row.position)
      }
    }
  }
  return tokens.map((token) => found.get(bigintOf(token)) ?? [])
}

function* rowsOf(events: readonly Fresh[], first: number): Generator<readonly Value[]> {
  for (const [i, event] of events.entries()) {
    const token = tokenOf(IDENTITY, nameOf(event))
    yield [first + i, bigintOf(token), bigintsOf(event.mentions)]
  }
}
