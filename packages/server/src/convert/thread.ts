import { parentPort, workerData } from 'node:worker_threads'
import type { Problem } from '@suyuan/core/problem'
import type { Around } from '@suyuan/core/xml/convert'
import { Refused, type Refusal } from '../http/problem.ts'
import { Converting, type ConvertingOptions } from './converting.ts'

/** A chunk of the document; null at its end. */
export type ToConvert = Uint8Array | null

export type FromConverter = {
  readonly events?: Uint8Array
  readonly around?: Around & { readonly last: string }
  readonly refused?: { readonly refusal: Refusal; readonly problems: readonly Problem[] }
}

const converting = new Converting(workerData as ConvertingOptions)

parentPort?.on('message', (chunk: ToConvert) => {
  const reply = answer(chunk)
  const moved = reply.events === undefined ? [] : [reply.events.buffer as ArrayBuffer]
  parentPort?.postMessage(reply, moved)
  if (chunk === null) parentPort?.close()
})

function answer(chunk: ToConvert): FromConverter {
  try {
    return chunk === null
      ? { around: converting.end() }
      : { events: new TextEncoder().encode(converting.push(chunk)) }
  } catch (error) {
    if (!(error instanceof Refused)) throw error
    return { refused: { refusal: error.refusal, problems: error.problems } }
  }
}
