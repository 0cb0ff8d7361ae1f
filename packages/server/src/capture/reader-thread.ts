import { parentPort } from 'node:worker_threads'
import type { Problem } from '@suyuan/core/problem'
import { Refused, type Refusal } from '../http/problem.ts'
import { Reading, type ReadingOptions, type Whole } from './reading.ts'

export type ReaderRequest = {
  readonly request: number
  readonly document: number
  /** With the first request about a document. */
  readonly options?: ReadingOptions
  readonly chunk?: Uint8Array
  readonly end?: true
  readonly drop?: true
}

export type ReaderReply = {
  readonly request: number
  readonly parts?: readonly Uint8Array[]
  readonly whole?: Whole
  readonly refused?: { readonly refusal: Refusal; readonly problems: readonly Problem[] }
  readonly error?: Error
}

const open = new Map<number, Reading>()

parentPort?.on('message', (asked: ReaderRequest) => {
  const { request, document } = asked
  if (asked.drop === true) {
    open.delete(document)
    return
  }
  parentPort?.postMessage({ request, ...answer(asked) } satisfies ReaderReply)
})

function answer({ document, options, chunk, end }: ReaderRequest): Omit<ReaderReply, 'request'> {
  try {
    if (options !== undefined) open.set(document, new Reading(options))
    const reading = open.get(document)
    if (reading === undefined) throw new Error(`document ${document} is not being read`)
    if (chunk !== undefined) return { parts: reading.push(chunk) }
    return end === true ? { whole: reading.end() } : {}
  } catch (error) {
    open.delete(document)
    if (error instanceof Refused) {
      return { refused: { refusal: error.refusal, problems: error.problems } }
    }
    return { error: error instanceof Error ? error : new Error(String(error)) }
  }
}
