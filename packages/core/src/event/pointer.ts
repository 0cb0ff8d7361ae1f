/** RFC 6901: one step of a JSON pointer, `~` and `/` escaped. */
export function step(key: string | number): string {
  if (typeof key === 'number') return `/${key}`
  return `/${key.replaceAll('~', '~0').replaceAll('/', '~1')}`
}

/** What was sent, fit to stand in a sentence: in quotation marks, and not longer than a line. */
export function quoted(text: string): string {
  return `“${text.length > 80 ? `${text.slice(0, 80)}…` : text}”`
}
