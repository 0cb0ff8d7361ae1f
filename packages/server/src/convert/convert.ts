import { open, rm, type FileHandle } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { randomUUID } from 'node:crypto'
import { createConverter, type ConvertOptions } from '@suyuan/core/xml/convert'
import { refuse, Refused } from '../http/problem.ts'

/** A document that was turned into another; its parts are read once, then it is gone. */
export type Turned = {
  readonly events: number
  /** Bytes of the whole. */
  readonly size: number
  parts(): AsyncGenerator<Uint8Array>
  /** Frees the disk, when its parts were not read to their end. */
  drop(): Promise<void>
}

export type TurnOptions = ConvertOptions & {
  /** Bytes that may come in. */
  readonly maxBytes?: number
  /** Where the events wait for what stands before them; the system's folder for such things unless said. */
  readonly folder?: string
}

/** Events are written to the disk in pieces of this size. */
const PIECE_CHARS = 2 ** 20

/**
 * Turns an EPCIS document into another binding or edition as it comes in. A JSON document may say last what XML says first,
 * and a fault in the last event shall refuse the whole: so the events wait on the disk, and memory is bounded.
 *
 * @throws Refused naming every problem.
 */
export async function turned(
  body: AsyncIterable<Uint8Array>,
  { maxBytes = Infinity, folder = tmpdir(), ...options }: TurnOptions,
): Promise<Turned> {
  const path = join(folder, `suyuan-${randomUUID()}.part`)
  const file = await open(path, 'wx+', 0o600)
  const drop = async (): Promise<void> => {
    await file.close().catch(() => undefined)
    await rm(path, { force: true })
  }
  try {
    const converter = createConverter(options)
    await intoFile(file, piecesOf(body, converter, maxBytes))
    const end = converter.end()
    if (!end.ok) throw new Refused('ValidationException', end.problems)
    const before = Buffer.from(end.value.before)
    const after = Buffer.from(end.value.after)
    const { size } = await file.stat()
    return {
      events: end.value.events,
      size: before.length + size + after.length,
      parts: () => partsOf(before, { file, drop }, after),
      drop,
    }
  } catch (error) {
    await drop()
    throw error
  }
}

async function* piecesOf(
  body: AsyncIterable<Uint8Array>,
  converter: ReturnType<typeof createConverter>,
  maxBytes: number,
): AsyncGenerator<string> {
  const decoder = new TextDecoder('utf-8', { fatal: true })
  let bytes = 0
  for await (const chunk of body) {
    bytes += chunk.byteLength
    if (bytes > maxBytes) {
      const says = `this may have ${maxBytes} bytes`
      throw refuse('CaptureLimitExceededException', '', 'too-large', says)
    }
    yield converter.push(decoded(() => decoder.decode(chunk, { stream: true })))
  }
  yield converter.push(decoded(() => decoder.decode()))
}

function decoded(decode: () => string): string {
  try {
    return decode()
  } catch {
    throw refuse('ValidationException', '', 'not-utf-8', 'the document is not UTF-8 text')
  }
}

async function intoFile(file: FileHandle, pieces: AsyncIterable<string>): Promise<void> {
  let waiting: string[] = []
  let chars = 0
  const write = async (): Promise<void> => {
    const text = waiting.join('')
    waiting = []
    chars = 0
    await file.writeFile(text)
  }
  for await (const piece of pieces) {
    if (piece === '') continue
    waiting.push(piece)
    chars += piece.length
    if (chars > PIECE_CHARS) await write()
  }
  if (chars > 0) await write()
}

async function* partsOf(
  before: Uint8Array,
  { file, drop }: { readonly file: FileHandle; readonly drop: () => Promise<void> },
  after: Uint8Array,
): AsyncGenerator<Uint8Array> {
  try {
    yield before
    const stream = file.createReadStream({ start: 0, autoClose: false, highWaterMark: 2 ** 18 })
    for await (const chunk of stream) yield chunk as Uint8Array
    yield after
  } finally {
    await drop()
  }
}
