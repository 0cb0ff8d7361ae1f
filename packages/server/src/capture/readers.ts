import { setImmediate } from 'node:timers/promises'
import { Worker } from 'node:worker_threads'
import { Refused } from '../http/problem.ts'
import type { ReaderReply, ReaderRequest } from './reader-thread.ts'
import { Reading, type ReadingOptions, type Whole } from './reading.ts'

/** A document being read, wherever that is done. Rejects with {@link Refused} as {@link Reading} throws it. */
export type Reader = {
  push(chunk: Uint8Array): Promise<readonly Uint8Array[]>
  end(): Promise<Whole>
  /** Nothing more will come. */
  drop(): void
}

/** Where documents are read. */
export type Readers = AsyncDisposable & { open(options: ReadingOptions): Reader }

/** Documents are read where they are asked to be: for tests and the command line. */
export function readersHere(): Readers {
  return {
    open: (options) => {
      const reading = new Reading(options)
      return {
        push: async (chunk) => {
          await setImmediate()
          return reading.push(chunk)
        },
        end: () => Promise.resolve().then(() => reading.end()),
        drop: () => undefined,
      }
    },
    [Symbol.asyncDispose]: () => Promise.resolve(),
  }
}

type Waiting = {
  readonly resolve: (reply: ReaderReply) => void
  readonly reject: (error: Error) => void
}

/**
 * Documents are read in threads of their own, each in one, piece by piece in turn, so that capture at full rate leaves the
 * event loop to those who ask: beside 4 captures a query took 5.5 ms (median), and 15 with the reading in the loop. On
 * two cores, which the writer and the client want too, it costs a tenth of the capture rate.
 */
export function readersInThreads(threads: number): Readers {
  const all = Array.from({ length: threads }, readerThread)
  let turn = 0
  return {
    open: (options) => {
      const thread = all[turn++ % all.length]
      if (thread === undefined) throw new RangeError('there is no reader thread')
      return thread.open(options)
    },
    [Symbol.asyncDispose]: async () => {
      for (const thread of all) await thread[Symbol.asyncDispose]()
    },
  }
}

/** Left alone it takes 134 megabytes for what has just been made, and is no faster. */
const LIMITED = { resourceLimits: { maxYoungGenerationSizeMb: 12 } }

function readerThread(): Readers {
  const worker = new Worker(new URL('./reader-thread.ts', import.meta.url), LIMITED)
  const waiting = new Map<number, Waiting>()
  let requests = 0
  let documents = 0
  worker.on('message', (reply: ReaderReply) => {
    waiting.get(reply.request)?.resolve(reply)
    waiting.delete(reply.request)
  })
  let dead: Error | undefined
  worker.on('error', (error: Error) => {
    dead = error
    for (const { reject } of waiting.values()) reject(error)
    waiting.clear()
  })
  const ask = async (asked: Omit<ReaderRequest, 'request'>): Promise<ReaderReply> => {
    const request = ++requests
    const reply = await new Promise<ReaderReply>((resolve, reject) => {
      if (dead !== undefined) return reject(dead)
      waiting.set(request, { resolve, reject })
      worker.postMessage({ ...asked, request })
    })
    if (reply.refused !== undefined)
      throw new Refused(reply.refused.refusal, reply.refused.problems)
    if (reply.error !== undefined) throw reply.error
    return reply
  }
  return {
    open: (options) => {
      const document = ++documents
      const opened = { options }
      let first: { readonly options?: ReadingOptions } = opened
      const next = (): typeof first => {
        const now = first
        first = {}
        return now
      }
      return {
        push: async (chunk) => (await ask({ document, ...next(), chunk })).parts ?? [],
        end: async () => {
          const { whole } = await ask({ document, ...next(), end: true })
          if (whole === undefined) throw new Error('the reader ended a document without its whole')
          return whole
        },
        drop: () => worker.postMessage({ document, request: 0, drop: true }),
      }
    },
    [Symbol.asyncDispose]: async () => void (await worker.terminate()),
  }
}
