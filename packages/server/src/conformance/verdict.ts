/** What the standard wants, and what came instead. */
export class Failed extends Error {
  override readonly name = 'Failed'
  readonly expected: string
  readonly came: string

  constructor(expected: string, came: string) {
    super(`expected ${expected}; came ${came}`)
    this.expected = expected
    this.came = came
  }
}

/** The target says itself that it has nothing of the kind, and the standard leaves it the choice. */
export class NotSupported extends Error {
  override readonly name = 'NotSupported'
}

/** What the case stands on did not come about, so that nothing can be said of it. */
export class NotTried extends Error {
  override readonly name = 'NotTried'
}

/** Fails unless `holds`. `expected` and `came` are ends of sentences, for a reader who does not know the case. */
export function hold(holds: boolean, expected: string, came: string): asserts holds {
  if (!holds) throw new Failed(expected, came)
}

/** A value as a report shows it. */
export function shown(value: unknown): string {
  const text = typeof value === 'string' ? value : (JSON.stringify(value) ?? 'nothing')
  return text.length > 300 ? `${text.slice(0, 300)}…` : text
}
