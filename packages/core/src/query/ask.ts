/**
 * One thing to ask an index for: a thing, a word, or amounts from one to another, both among them. `instead` is a word that all events
 * with such an amount say too, for an index that has no order.
 */
export type Ask =
  /** What it names, which is in an index by itself. */
  | { readonly thing: string }
  | { readonly word: string }
  /** Codes from one to another. */
  | { readonly code: string; readonly from: number; readonly to: number }
  | {
      readonly about: string
      readonly from: number
      readonly to: number
      readonly instead?: string
    }
