import { trace } from '@suyuan/core/flow/answer'
import type { Direction, Trace } from '@suyuan/core/flow/trace'
import { partOf } from '@suyuan/core/flow/read'
import { history, whereabouts, type Whereabouts } from '@suyuan/core/flow/whereabouts'
import type { Tx, Work } from '../db/engine.ts'
import { storedAt, type Stored } from '../store/stored.ts'
import { asking, type Asker } from './ask.ts'

export type TraceQuestion = Asker & {
  /** Canonical. */
  readonly of: string
  readonly direction: Direction
  readonly at?: number
  readonly depth?: number
  readonly certainOnly?: boolean
  readonly links?: boolean
}

/** Where a thing came from or went (trace-semantics); undefined when it was never seen. */
export const traceThing: Work<TraceQuestion, Trace | undefined> = {
  run: runTrace,
  module: import.meta.url,
  name: 'runTrace',
}

export async function runTrace(tx: Tx, question: TraceQuestion): Promise<Trace | undefined> {
  return trace(await asking(tx, question), { ...question, of: partOf(question.of) })
}

export type WhereQuestion = Asker & { readonly of: string; readonly at?: number }

/** Where a thing is, or was at a moment; undefined when it was never seen. */
export const findThing: Work<WhereQuestion, Whereabouts | undefined> = {
  run: runWhere,
  module: import.meta.url,
  name: 'runWhere',
}

export async function runWhere(tx: Tx, question: WhereQuestion): Promise<Whereabouts | undefined> {
  return whereabouts(await asking(tx, question), question)
}

export type PastEvent = { readonly stored: Stored; readonly through: string | null }

/** The events of a thing, oldest first, with those inherited from its containers; undefined when never seen. */
export const historyOf: Work<WhereQuestion, readonly PastEvent[] | undefined> = {
  run: runHistory,
  module: import.meta.url,
  name: 'runHistory',
}

export async function runHistory(
  tx: Tx,
  question: WhereQuestion,
): Promise<readonly PastEvent[] | undefined> {
  const past = await history(await asking(tx, question), question.of)
  if (past === undefined) return undefined
  const stored = await storedAt(
    tx,
    question.viewer,
    past.map(({ event }) => event.order),
  )
  const byPosition = new Map(stored.map((event) => [event.position, event]))
  return past.flatMap(({ event, through }) => {
    const one = byPosition.get(event.order)
    return one === undefined ? [] : [{ stored: one, through }]
  })
}
