import type { Dialect } from './dialect.ts'
import { sql, type Value } from './sql.ts'

export const POSTGRES: Dialect = {
  name: 'postgres',
  among: (column, values) => {
    if (values.length === 0) return sql`1 = 0`
    return typeof values[0] === 'number'
      ? sql`${column} = any(${arrayOf(values)}::bigint[])`
      : sql`${column} = any(${arrayOf(values)}::text[])`
  },
  tableNamed: (name) => sql`select 1 as name where to_regclass(${name}) is not null`,
  placeIn: (text, part) => sql`strpos(${text}, ${part})`,
}

/** Says all as PostgreSQL does. */
export const CITUS: Dialect = { ...POSTGRES, name: 'citus' }

/** Values as PostgreSQL writes an array of them. */
export function arrayOf(values: readonly Value[]): string {
  return `{${values.map(element).join(',')}}`
}

function element(value: Value): string {
  if (value === null) return 'NULL'
  if (typeof value === 'number') return String(value)
  if (typeof value === 'string') {
    return `"${value.replaceAll('\\', '\\\\').replaceAll('"', '\\"')}"`
  }
  return `"\\\\x${Buffer.from(value.buffer, value.byteOffset, value.byteLength).toString('hex')}"`
}
