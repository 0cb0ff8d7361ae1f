import type { Dialect } from './dialect.ts'
import { sql } from './sql.ts'

export const SQLITE: Dialect = {
  name: 'sqlite',
  among: (column, values) =>
    sql`${column} in (select value from json_each(${JSON.stringify(values)}))`,
  tableNamed: (name) => sql`select name from sqlite_master where type = 'table' and name = ${name}`,
  placeIn: (text, part) => sql`instr(${text}, ${part})`,
}
