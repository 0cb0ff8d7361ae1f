/** Why a thing may not be sold, or why nobody can tell. */
export type Reason = {
  /** `never-commissioned`, `voided`, `expired`, `recalled`, `held`, `used`, …; of a disposition its CBV word. */
  readonly kind: string
  /** What says so: the name of an event, of a recall, of a hold; where nothing is on record, the identifier itself. */
  readonly ref: string
  /** What it is said of, where that is not the thing itself: its lot, a container it is in, something it holds. */
  readonly of?: string
  /** Of an expiry: the last moment it was good, as ISO date or date-time. */
  readonly until?: string
}

/** The answer to "may I sell this?" `unknown` only where nothing on record decides. */
export type Verdict = {
  /** Canonical. */
  readonly of: string
  readonly answer: 'yes' | 'no' | 'unknown'
  readonly reasons: readonly Reason[]
}

/** Reasons for which nobody can tell: alone they make the answer `unknown`, beside others it is `no`. */
const UNSURE: ReadonlySet<string> = new Set([
  'erased',
  'no-serial-or-lot',
  'not-a-product',
  'returned',
  'too-many-contents',
  'unknown',
])

/** The answer that these reasons make. */
export function verdictOf(of: string, reasons: readonly Reason[]): Verdict {
  if (reasons.length === 0) return { of, answer: 'yes', reasons }
  const unsure = reasons.every(({ kind }) => UNSURE.has(kind))
  return { of, answer: unsure ? 'unknown' : 'no', reasons }
}
