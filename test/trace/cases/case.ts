import type { EpcisEvent } from '@suyuan/core/event/event'
import type { PlainQuestion, PlainWhere } from '../plain-reading.ts'

/** A sentence of trace-semantics.md, a small story, a question, and the answer written by hand. */
export type TraceCase = {
  readonly sentence: string
  readonly events: readonly EpcisEvent[]
  readonly question: PlainQuestion
  /** The ids reached certainly, and only possibly; in any order. */
  readonly certain?: readonly string[]
  readonly possible?: readonly string[]
  /** Kind, id, and the name of the event in the story. */
  readonly gaps?: readonly (readonly [kind: string, id: string, event: string])[]
  /** Told where it is not just the absence of gaps. */
  readonly complete?: boolean
}

export type WhereCase = {
  readonly sentence: string
  readonly events: readonly EpcisEvent[]
  readonly question: { readonly of: string; readonly at?: string }
  /** What is not told here is not looked at. */
  readonly where: Partial<PlainWhere>
}

export type HistoryCase = {
  readonly sentence: string
  readonly events: readonly EpcisEvent[]
  readonly of: string
  /** The names of the events in the story, and the container through which each is inherited. */
  readonly lived: readonly (readonly [event: string, through: string | null])[]
}
