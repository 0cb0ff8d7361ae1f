import { readFileSync, rmSync } from 'node:fs'
import { Worker } from 'node:worker_threads'
import type { Made, Wanted } from './making-thread.ts'

export type Document = Made & { readonly body: Uint8Array }

/**
 * The demo chain's documents, made in a thread of their own ahead of those who take them, so that no one waits for their
 * making and memory stays bounded.
 */
export class Making implements AsyncDisposable {
  readonly #worker: Worker
  readonly #ready: Made[] = []
  readonly #ahead: Promise<void>
  #more: PromiseWithResolvers<void> = Promise.withResolvers()
  #ended = false
  #failed: Error | undefined
  /** Events that were made so far. */
  events = 0

  constructor(wanted: Wanted) {
    this.#worker = new Worker(new URL('./making-thread.ts', import.meta.url), {
      workerData: wanted,
    })
    const ahead = Promise.withResolvers<void>()
    this.#ahead = ahead.promise
    this.#worker.on('message', (message: Made | 'full' | 'end') => {
      if (message === 'end') this.#ended = true
      if (typeof message === 'object') {
        this.events += message.events
        this.#ready.push(message)
      } else ahead.resolve()
      this.#wake()
    })
    this.#worker.on('error', (error: Error) => {
      this.#failed = error
      ahead.resolve()
      this.#wake()
    })
  }

  /** Resolves when as much is made ahead as may be. */
  ahead(): Promise<void> {
    return this.#ahead
  }

  /** The next document; undefined at the end. One that was a file is gone from the disk. */
  async next(): Promise<Document | undefined> {
    for (;;) {
      const made = this.#ready.shift()
      if (made !== undefined) return this.#take(made)
      if (this.#failed !== undefined) throw this.#failed
      if (this.#ended) return undefined
      await this.#more.promise
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#worker.terminate()
  }

  #take(made: Made): Document {
    const { body } = made
    if (typeof body !== 'string') {
      if (!this.#ended) this.#worker.postMessage(made.bytes)
      return { ...made, body }
    }
    const read = readFileSync(body)
    rmSync(body)
    return { ...made, body: read }
  }

  #wake(): void {
    this.#more.resolve()
    this.#more = Promise.withResolvers()
  }
}
