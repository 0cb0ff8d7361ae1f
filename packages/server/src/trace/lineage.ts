import { once } from 'node:events'
import { Worker } from 'node:worker_threads'
import type { ReachQuestion } from '@suyuan/core/flow/reach'
import type { Tally } from '@suyuan/core/flow/tally'
import type { Trace } from '@suyuan/core/flow/trace'
import type { Whereabouts } from '@suyuan/core/flow/whereabouts'
import type { Reach } from '../access/reach.ts'
import type { Engine } from '../db/engine.ts'
import type { Question, StreamBegun, ThreadOptions, Told } from './lineage-messages.ts'
import { inParts, reachByStore, tallyThings, type ReachedWhole } from './reach.ts'
import { findThing, traceThing, type TraceQuestion, type WhereQuestion } from './trace.ts'

/** How questions about the flow of things are answered. */
export type Flows = {
  readonly trace: (question: TraceQuestion) => Promise<Trace | undefined>
  readonly where: (question: WhereQuestion) => Promise<Whereabouts | undefined>
  readonly reach: Reach
  readonly tally: (question: ReachQuestion) => Promise<Tally>
  /**
   * The things of a large trace as lines of NDJSON, told as they are spelt, in no promised order; undefined: it is answered whole. Without
   * it all are.
   */
  readonly stream?: (question: TraceQuestion) => Promise<Streamed | undefined>
}

export type Streamed = Omit<StreamBegun, 'stream'> & { readonly lines: AsyncIterable<Uint8Array> }

/** By walks over the store. */
export function flowsByStore(engine: Engine): Flows {
  return {
    trace: (question) => engine.read(traceThing, question),
    where: (question) => engine.read(findThing, question),
    reach: reachByStore(engine),
    tally: (question) => engine.read(tallyThings, question),
  }
}

/** The lineage of a store in memory, in a thread of its own, which follows the log. */
export type LineageIndex = AsyncDisposable & {
  /** Answers out of memory where that has all events, else by the store; `hear` is told which, question by question. */
  flows(engine: Engine, hear?: (by: 'lineage' | 'store') => void): Flows
}

/** Told by the thread when it has not all events. */
const BEHIND = Symbol('behind')

type Waiting = { resolve(answer: unknown): void; reject(error: Error): void }

/** `log` hears of faults: while there are some the store answers. */
export function openLineage(
  options: ThreadOptions,
  log: (fault: unknown) => void = () => undefined,
): LineageIndex {
  const worker = new Worker(new URL('./lineage-thread.ts', import.meta.url), {
    workerData: options,
  })
  const waiting = new Map<number, Waiting>()
  let last = 0
  let dead = false
  const end = (): void => {
    dead = true
    for (const asked of waiting.values()) asked.resolve(BEHIND)
    waiting.clear()
  }
  worker.on('message', (told: Told) => {
    if ('fault' in told) return log(told.fault)
    const { id, answer, behind, error } = told
    const asked = waiting.get(id)
    waiting.delete(id)
    if (error !== undefined) asked?.reject(error)
    else asked?.resolve(behind === true ? BEHIND : answer)
  })
  // Without it the store answers.
  worker.on('error', (fault) => {
    log(fault)
    end()
  })
  worker.on('exit', end)
  worker.unref()
  const answered = (question: Question): Promise<unknown> => {
    if (dead) return Promise.resolve(BEHIND)
    const id = ++last
    worker.postMessage({ id, question })
    return new Promise((resolve, reject) => waiting.set(id, { resolve, reject }))
  }
  return {
    flows: (engine, hear) => over(asking(answered, hear), flowsByStore(engine)),
    [Symbol.asyncDispose]: async () => {
      if (dead) return
      const gone = once(worker, 'exit')
      worker.postMessage('close')
      await gone
    },
  }
}

const asking =
  (
    answered: (question: Question) => Promise<unknown>,
    hear?: (by: 'lineage' | 'store') => void,
  ): Ask =>
  async <T>(question: Question, byStore: () => Promise<T>) => {
    const told = await answered(question)
    hear?.(told === BEHIND ? 'store' : 'lineage')
    return told === BEHIND ? byStore() : (told as T)
  }

const nothing = (): Promise<undefined> => Promise.resolve(undefined)

/** Half a list must not look like all of it. */
const cutOff = (): Promise<never> =>
  Promise.reject(new Error('the lineage ended before all things were told'))

async function* linesOf(ask: Ask, stream: number): AsyncGenerator<Uint8Array> {
  try {
    for (;;) {
      const lines = await ask<Uint8Array | undefined>({ what: 'more', stream }, cutOff)
      if (lines === undefined) return
      yield lines
    }
  } finally {
    await ask({ what: 'end', stream }, nothing)
  }
}

type Ask = <T>(question: Question, byStore: () => Promise<T>) => Promise<T>

function over(ask: Ask, store: Flows): Flows {
  return {
    trace: ({ viewer, ...asked }) =>
      viewer.sees === 'everything'
        ? ask({ what: 'trace', asked }, () => store.trace({ viewer, ...asked }))
        : store.trace({ viewer, ...asked }),
    where: ({ viewer, ...asked }) =>
      viewer.sees === 'everything'
        ? ask({ what: 'where', asked }, () => store.where({ viewer, ...asked }))
        : store.where({ viewer, ...asked }),
    tally: (asked) => ask({ what: 'tally', asked }, () => store.tally(asked)),
    stream: async ({ viewer, ...asked }) => {
      if (viewer.sees !== 'everything') return undefined
      const begun = await ask<StreamBegun | undefined>({ what: 'stream', asked }, nothing)
      if (begun === undefined) return undefined
      const { stream, ...told } = begun
      return { ...told, lines: linesOf(ask, stream) }
    },
    reach: async (question, hear = {}) => {
      hear.signal?.throwIfAborted()
      const told = await ask<ReachedWhole | undefined>({ what: 'reach', asked: question }, () =>
        Promise.resolve(undefined),
      )
      hear.signal?.throwIfAborted()
      if (told === undefined) return store.reach(question, hear)
      const { things, ...answer } = told
      hear.progress?.({ found: things.length })
      return { ...answer, things: inParts(things) }
    },
  }
}
