/** What is wrong with something a person or machine sent us, and where in it. Never an exception. */
export type Problem = {
  /** A JSON pointer (RFC 6901) in a document, `?name` in a query string, or a file name on the command line. */
  readonly at: string
  /** A sentence that tells the sender how to mend it. */
  readonly says: string
  /** The rule that was broken, stable for machines: `check-digit`, `unknown-term`, … */
  readonly rule: string
}

export type Parsed<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly problems: readonly Problem[] }

export function good<T>(value: T): Parsed<T> {
  return { ok: true, value }
}

export function bad(at: string, rule: string, says: string): Parsed<never> {
  return { ok: false, problems: [{ at, rule, says }] }
}
