import type { ReachQuestion } from '@suyuan/core/flow/reach'
import type { Gap } from '@suyuan/core/flow/trace'
import type { TraceQuestion, WhereQuestion } from './trace.ts'

/** What the thread is told when it starts. */
export type ThreadOptions = {
  /** Where the store is: a folder, or the URL of a database. */
  readonly place: string
  /** Bytes that the lineage may take. */
  readonly memory: number
}

/** A question from one who sees everything. */
export type Walking =
  | { readonly what: 'trace'; readonly asked: Omit<TraceQuestion, 'viewer'> }
  | { readonly what: 'where'; readonly asked: Omit<WhereQuestion, 'viewer'> }
  | { readonly what: 'reach'; readonly asked: ReachQuestion }
  | { readonly what: 'tally'; readonly asked: ReachQuestion }
  | { readonly what: 'stream'; readonly asked: Omit<TraceQuestion, 'viewer'> }

export type Question =
  | Walking
  /** More of a stream that was begun, or its end before all of it was told. */
  | { readonly what: 'more'; readonly stream: number }
  | { readonly what: 'end'; readonly stream: number }

/** A stream of things, by its number; what it ends with is known when it begins. */
export type StreamBegun = {
  readonly stream: number
  readonly of: string
  readonly gaps: readonly Gap[]
  readonly complete: boolean
}

export type Asked = { readonly id: number; readonly question: Question }

/** What the thread says: an answer, or that the log cannot be read. */
export type Told = Answered | { readonly fault: Error }

export type Answered = {
  readonly id: number
  readonly answer?: unknown
  /** It has not all events, or cannot tell: whoever asked asks the store. */
  readonly behind?: true
  readonly error?: Error
}
