import type { Dialect } from './dialect.ts'
import { sql, type Sql, type Value } from './sql.ts'

/** So few values stand in the statement itself: half the time of a list that is unpacked (38 µs for 4 events, not 69). */
const FEW = 8

export const SQLITE: Dialect = {
  name: 'sqlite',
  among: (column, values) =>
    values.length > 0 && values.length <= FEW
      ? few(column, values)
      : sql`${column} in (select value from json_each(${JSON.stringify(values)}))`,
  tableNamed: (name) => sql`select name from sqlite_master where type = 'table' and name = ${name}`,
  placeIn: (text, part) => sql`instr(${text}, ${part})`,
}

/** Filled up by its last value to 1, 2, 4 or 8, so that few statements are prepared. */
function few(column: Sql, values: readonly number[] | readonly string[]): Sql {
  const filled: Value[] = [...values]
  while ((filled.length & (filled.length - 1)) !== 0) filled.push(filled.at(-1) ?? null)
  return sql`${column} in (${{ text: HOLES[filled.length] ?? '', values: filled }})`
}

/** By their number. */
const HOLES = Array.from({ length: FEW + 1 }, (_, count) =>
  Array.from({ length: count }, (__, i) => `$${i + 1}`).join(', '),
)
