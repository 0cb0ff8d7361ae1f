import { randomUUID } from 'node:crypto'
import { open, rm, type FileHandle } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Worker } from 'node:worker_threads'
import { refuse, Refused } from '../http/problem.ts'
import { Converting, type ConvertingOptions } from './converting.ts'
import type { FromConverter, ToConvert } from './thread.ts'

/** A document that was turned into another; its parts are read once, then it is gone. */
export type Turned = {
  readonly events: number
  /** Bytes of the whole. */
  readonly size: number
  parts(): AsyncGenerator<Uint8Array>
  /** Frees the disk, when its parts are not read. */
  drop(): Promise<void>
}

export type TurnOptions = ConvertingOptions & {
  /** Bytes that may come in. */
  readonly maxBytes?: number
}

/** A smaller document is turned where it is asked for: a thread takes longer to begin than that. */
const SMALL_BYTES = 2 ** 18

/**
 * Turns an EPCIS document into another binding or edition as it comes in; a large one in a thread of its own. A JSON document
 * may say last what XML says first, and a fault in the last event shall refuse the whole: so the events wait in the system's
 * folder for such files, and memory is bounded.
 *
 * @throws Refused naming every problem.
 */
export async function turned(
  body: AsyncIterable<Uint8Array>,
  { maxBytes = Infinity, ...options }: TurnOptions,
): Promise<Turned> {
  const path = join(tmpdir(), `suyuan-${randomUUID()}.part`)
  const file = await open(path, 'wx+', 0o600)
  const drop = async (): Promise<void> => {
    await file.close().catch(() => undefined)
    await rm(path, { force: true })
  }
  try {
    const steps = convertedIn(options, limited(body, maxBytes))
    const end = await intoFile(file, steps)
    const [before, after] = [Buffer.from(end.before), Buffer.from(end.after)]
    const { size } = await file.stat()
    return {
      events: end.events,
      size: before.length + size + after.length,
      parts: () => partsOf(before, { file, drop }, after),
      drop,
    }
  } catch (error) {
    await drop()
    throw error
  }
}

async function* limited(
  body: AsyncIterable<Uint8Array>,
  maxBytes: number,
): AsyncGenerator<Uint8Array> {
  let bytes = 0
  for await (const chunk of body) {
    bytes += chunk.byteLength
    if (bytes > maxBytes) {
      const says = `this may have ${maxBytes} bytes`
      throw refuse('CaptureLimitExceededException', '', 'too-large', says)
    }
    yield chunk
  }
}

type Ends = NonNullable<FromConverter['around']>

/** The events in pieces, then what stands around them. */
async function* convertedIn(
  options: ConvertingOptions,
  body: AsyncGenerator<Uint8Array>,
): AsyncGenerator<Uint8Array, Ends> {
  const first: Uint8Array[] = []
  let bytes = 0
  for (;;) {
    const { value, done } = await body.next()
    if (done === true) return yield* here(options, first)
    first.push(value)
    bytes += value.byteLength
    if (bytes > SMALL_BYTES) return yield* inThread(options, chunksOf(first, body))
  }
}

async function* chunksOf(
  first: readonly Uint8Array[],
  rest: AsyncGenerator<Uint8Array>,
): AsyncGenerator<Uint8Array> {
  yield* first
  yield* rest
}

function* here(
  options: ConvertingOptions,
  chunks: readonly Uint8Array[],
): Generator<Uint8Array, Ends> {
  const converting = new Converting(options)
  for (const chunk of chunks) yield Buffer.from(converting.push(chunk))
  const end = converting.end()
  yield Buffer.from(end.last)
  return end
}

/** Left alone a thread takes 134 megabytes for what has just been made, and is no faster. */
const LIMITED = { resourceLimits: { maxYoungGenerationSizeMb: 8, maxOldGenerationSizeMb: 512 } }
/** Pieces on their way to the thread at once: it shall not wait while the last is written. */
const AHEAD = 2

async function* inThread(
  options: ConvertingOptions,
  body: AsyncGenerator<Uint8Array>,
): AsyncGenerator<Uint8Array, Ends> {
  const thread = new ConverterThread(options)
  try {
    let waiting = 0
    for await (const chunk of body) {
      thread.send(chunk)
      if (++waiting <= AHEAD) continue
      waiting--
      yield (await thread.next()).events ?? NOTHING
    }
    thread.send(null)
    while (waiting-- > 0) yield (await thread.next()).events ?? NOTHING
    const { around } = await thread.next()
    if (around === undefined) throw new Error('the converter ended without its end')
    yield Buffer.from(around.last)
    return around
  } finally {
    await thread[Symbol.asyncDispose]()
  }
}

const NOTHING = new Uint8Array()

class ConverterThread implements AsyncDisposable {
  readonly #worker: Worker
  readonly #replies: FromConverter[] = []
  #failed: Error | undefined
  #told = Promise.withResolvers<void>()

  constructor(options: ConvertingOptions) {
    this.#worker = new Worker(new URL('./thread.ts', import.meta.url), {
      ...LIMITED,
      workerData: options,
    })
    this.#worker.on('message', (reply: FromConverter) => {
      this.#replies.push(reply)
      this.#told.resolve()
    })
    this.#worker.on('error', (error: Error) => {
      this.#failed = error
      this.#told.resolve()
    })
  }

  send(chunk: ToConvert): void {
    this.#worker.postMessage(chunk)
  }

  /** The reply whose turn it is. @throws Refused */
  async next(): Promise<FromConverter> {
    for (;;) {
      const reply = this.#replies.shift()
      if (reply?.refused !== undefined) {
        throw new Refused(reply.refused.refusal, reply.refused.problems)
      }
      if (reply !== undefined) return reply
      if (this.#failed !== undefined) throw this.#failed
      await this.#told.promise
      this.#told = Promise.withResolvers()
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#worker.terminate()
  }
}

async function intoFile(file: FileHandle, pieces: AsyncGenerator<Uint8Array, Ends>): Promise<Ends> {
  for (;;) {
    const { value, done } = await pieces.next()
    if (done === true) return value
    if (value.byteLength > 0) await file.writeFile(value)
  }
}

async function* partsOf(
  before: Uint8Array,
  { file, drop }: { readonly file: FileHandle; readonly drop: () => Promise<void> },
  after: Uint8Array,
): AsyncGenerator<Uint8Array> {
  try {
    yield before
    const stream = file.createReadStream({ start: 0, autoClose: false, highWaterMark: 2 ** 17 })
    for await (const chunk of stream) yield chunk as Uint8Array
    yield after
  } finally {
    await drop()
  }
}
