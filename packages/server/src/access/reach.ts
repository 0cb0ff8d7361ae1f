import type { ReachAnswer, ReachQuestion } from '@suyuan/core/flow/reach'

export type ReachProgress = { readonly found: number }

/**
 * A walk from many starts, by one who sees everything, as `app` hands it to the rooms that need one. Knows all that was
 * acknowledged before it was asked. Rejects with the signal's reason when that is aborted.
 */
export type Reach = (
  question: ReachQuestion,
  hear?: { readonly signal?: AbortSignal; readonly progress?: (now: ReachProgress) => void },
) => Promise<ReachAnswer>
