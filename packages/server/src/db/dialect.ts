import type { Sql } from './sql.ts'

/** What the engines say differently; all else is one SQL text. */
export interface Dialect {
  /** `citus`: PostgreSQL whose tables are distributed over machines. */
  readonly name: 'sqlite' | 'postgres' | 'citus'
  /** True of a row whose column holds one of these; of none when there are none. */
  readonly among: (column: Sql, values: readonly number[] | readonly string[]) => Sql
  /** Where a part begins in a text, from 1; 0 where it does not occur. */
  readonly placeIn: (text: Sql, part: Sql) => Sql
  /** A row when there is a table of this name, else none. */
  readonly tableNamed: (name: string) => Sql
}
