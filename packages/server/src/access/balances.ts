import type { Viewer } from '../store/viewer.ts'

type Amount = { readonly value: number; readonly uom: string }
type Sum = Amount & { readonly atLeast?: true }

/** The mass balance of a lot, as `GET /balance` tells it. */
export type LotBalanced = {
  readonly of: string
  readonly kind: 'lot'
  readonly made: Sum
  readonly used: Sum
  readonly sold: Sum
  readonly loss: Sum
  readonly sample: Sum
  /** Undefined where something is not known. */
  readonly left?: Amount
  readonly verdict: 'within' | 'beyond' | 'not-judged'
  readonly because?: string
  readonly beyond: readonly {
    readonly what: string
    readonly holder?: string
    readonly by: Amount
  }[]
}

/**
 * Balances of lots one after the other, as `app` hands it to the rooms that report them (a recall, a drill). A lot that no
 * event that stands names is left out. Rejects with the signal's reason when that is aborted.
 */
export type Balances = (
  lots: Iterable<string> | AsyncIterable<string>,
  asked: {
    readonly viewer: Viewer
    /** Only what the log knew before this moment, microseconds since 1970. */
    readonly knownBefore?: number
    readonly signal?: AbortSignal
  },
) => AsyncIterable<LotBalanced>
