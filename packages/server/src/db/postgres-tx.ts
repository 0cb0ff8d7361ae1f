import type { ClientBase } from 'pg'
import type { Begun } from './cluster.ts'
import { arrayOf } from './dialect-postgres.ts'
import type { Tx } from './engine.ts'
import type { Sql, Value } from './sql.ts'

/** What the connections of one pool have in common. */
export type Shared = {
  /** Statements by their text, under the name they are prepared by. */
  readonly names: Map<string, string>
  /** Types of the columns of the tables inserted into. */
  readonly types: Map<string, ReadonlyMap<string, string>>
}

/** What was read lives as long as this scope, which ends when it may never have been. */
export type Scoped = { readonly scope: object }

/** Statements prepared on each connection; a text beyond them is planned each time. */
const PREPARED = 500

/** Characters of one insert; a value of PostgreSQL may have 2^30 bytes. */
const INSERTED = 32 * 2 ** 20

/** A {@link Tx} over one connection that has begun a transaction. */
export function speaking(
  client: ClientBase,
  shared: Shared,
  scoped: Scoped,
  { dialect, held }: Begun,
): Tx {
  const query = async <Row>({ text, values }: Sql): Promise<readonly Row[]> => {
    const name = values.length === 0 ? undefined : nameOf(text, shared.names)
    const { rows } = await client.query<Row & object>({
      text,
      values: values.map(parameter),
      ...(name !== undefined && { name }),
    })
    return rows
  }
  return {
    dialect,
    get scope() {
      return scoped.scope
    },
    all: query,
    run: async (statement) => {
      await query(statement)
    },
    lock: async (name) => {
      const text = 'select pg_advisory_xact_lock(hashtextextended($1, 0))'
      await query({ text, values: [`suyuan ${name}`] })
      held.add(name)
    },
    insert: async (table, columns, rows) => {
      const types = await typesOf(query, `${dialect.name} ${table}`, shared.types)
      const text = insertText(table, columns, types)
      for (const values of piecesOf(rows, columns.length)) await query({ text, values })
    },
  }
}

function nameOf(text: string, names: Map<string, string>): string | undefined {
  const known = names.get(text)
  if (known !== undefined || names.size >= PREPARED) return known
  const name = `suyuan_${names.size}`
  names.set(text, name)
  return name
}

const parameter = (value: Value): Value =>
  value instanceof Uint8Array
    ? Buffer.from(value.buffer, value.byteOffset, value.byteLength)
    : value

/** One statement for all rows, an array a column; where a column counts by itself, the number given is kept. A column that itself holds arrays comes as their texts. */
function insertText(
  table: string,
  columns: readonly string[],
  types: ReadonlyMap<string, string>,
): string {
  const typeOf = (column: string): string => types.get(column) ?? 'text'
  const holes = columns.map((column, i) =>
    typeOf(column).endsWith('[]') ? `$${i + 1}::text[]` : `$${i + 1}::${typeOf(column)}[]`,
  )
  const picked = columns.map((column, i) =>
    typeOf(column).endsWith('[]') ? `c${i}::${typeOf(column)}` : `c${i}`,
  )
  const names = columns.map((_, i) => `c${i}`)
  return `insert into ${table} (${columns.join(', ')}) overriding system value select ${picked.join(', ')}
    from unnest(${holes.join(', ')}) as row (${names.join(', ')})`
}

async function typesOf(
  query: <Row>(statement: Sql) => Promise<readonly Row[]>,
  name: string,
  known: Map<string, ReadonlyMap<string, string>>,
): Promise<ReadonlyMap<string, string>> {
  const found = known.get(name)
  if (found !== undefined) return found
  const text = `select attname as name, format_type(atttypid, null) as type
    from pg_attribute where attrelid = to_regclass($1) and attnum > 0 and not attisdropped`
  const rows = await query<{ name: string; type: string }>({
    text,
    values: [name.slice(name.indexOf(' ') + 1)],
  })
  const types = new Map(rows.map(({ name, type }) => [name, type]))
  if (types.size > 0) known.set(name, types)
  return types
}

/** Rows turned into columns, a bounded number of characters at a time. */
function* piecesOf(rows: Iterable<readonly Value[]>, width: number): Generator<readonly string[]> {
  const empty = (): Value[][] => Array.from({ length: width }, () => [])
  let columns = empty()
  let size = 0
  for (const row of rows) {
    for (const [i, value] of row.entries()) {
      columns[i]?.push(value)
      if (value !== null && typeof value !== 'number') size += value.length
    }
    if (size < INSERTED) continue
    yield columns.map(arrayOf)
    columns = empty()
    size = 0
  }
  if ((columns[0]?.length ?? 0) > 0) yield columns.map(arrayOf)
}
