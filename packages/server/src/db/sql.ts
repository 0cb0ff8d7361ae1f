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
  let text = strings[0] ?? ''
  const values: Value[] = []
  parts.forEach((part, i) => {
    if (isSql(part)) {
      const before = values.length
      // Nothing to number anew in most parts, and this is on the way of every question.
      text +=
        before === 0 || part.values.length === 0
          ? part.text
          : part.text.replace(/\$(\d+)/g, (_, n: string) => `$${Number(n) + before}`)
      values.push(...part.values)
    } else {
      values.push(part)
      text += `$${values.length}`
    }
    text += strings[i + 1] ?? ''
  })
  return { text, values }
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
