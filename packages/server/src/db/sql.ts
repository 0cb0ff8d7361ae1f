declare const kind: unique symbol

export type Value = null | number | string | Uint8Array

/** SQL text and its values, kept apart. The only way to reach the database, so no value is ever pasted into text. */
export type Sql = {
  readonly text: string
  readonly values: readonly Value[]
  readonly [kind]?: 'Sql'
}

/** A statement with holes: a {@link Sql} in a hole is nested, anything else becomes a numbered value. */
export function sql(strings: TemplateStringsArray, ...parts: readonly (Sql | Value)[]): Sql {
  const values: Value[] = []
  let way = wayOf(strings)
  for (const part of parts) {
    if (isSql(part)) for (const value of part.values) values.push(value)
    else values.push(part)
    way = way && onward(way, isSql(part) ? part.text : VALUE)
  }
  if (way === undefined) return { text: written(strings, parts), values }
  way.text ??= written(strings, parts)
  return { text: way.text, values }
}

function written(strings: TemplateStringsArray, parts: readonly (Sql | Value)[]): string {
  let text = strings[0] ?? ''
  let before = 0
  parts.forEach((part, i) => {
    if (isSql(part)) {
      const shift = before
      text +=
        shift === 0 || part.values.length === 0
          ? part.text
          : part.text.replace(/\$(\d+)/g, (_, n: string) => `$${Number(n) + shift}`)
      before += part.values.length
    } else text += `$${++before}`
    text += strings[i + 1] ?? ''
  })
  return text
}

/**
 * The texts of statements by what they are made of. Written out anew, and looked up by it among those that are prepared, one took
 * 5 µs, and a look-up has six.
 */
const WAYS = new WeakMap<TemplateStringsArray, Way>()
type Way = { readonly next: Map<string, Way>; text?: string }
const MOST_WAYS = 5000
let ways = 0

/** In the place of a text that is nested: no statement has it. */
const VALUE = '\0'

function wayOf(strings: TemplateStringsArray): Way | undefined {
  const known = WAYS.get(strings)
  if (known !== undefined || ways >= MOST_WAYS) return known
  ways++
  const fresh: Way = { next: new Map() }
  WAYS.set(strings, fresh)
  return fresh
}

function onward({ next }: Way, part: string): Way | undefined {
  const known = next.get(part)
  if (known !== undefined || ways >= MOST_WAYS) return known
  ways++
  const fresh: Way = { next: new Map() }
  next.set(part, fresh)
  return fresh
}

/** Conditions joined by `and` or `or`; none at all is `true` for `and`, `false` for `or`. */
export function join(parts: readonly Sql[], separator: 'and' | 'or'): Sql {
  const [first, ...rest] = parts
  if (first === undefined) return separator === 'and' ? sql`1 = 1` : sql`1 = 0`
  const glue = separator === 'and' ? sql` and ` : sql` or `
  return rest.reduce((all, part) => sql`${all}${glue}${part}`, first)
}

/**
 * A number of rows to stop at, `count` or up to twice as many: a power of two, and part of the text. SQLite plans a statement
 * anew each time a limit is bound to it (40 µs of a look-up that then took 15); so few texts are few statements.
 */
export function limitOf(count: number): { readonly rows: number; readonly text: Sql } {
  const rows = 2 ** Math.ceil(Math.log2(Math.max(1, count)))
  return { rows, text: { text: `limit ${rows}`, values: [] } }
}

function isSql(value: Sql | Value): value is Sql {
  return typeof value === 'object' && value !== null && 'text' in value
}
