import { constants, zstdCompressSync, zstdDecompressSync } from 'node:zlib'
import type { Tx } from '../db/engine.ts'
import { sql, type Value } from '../db/sql.ts'
import { insertPlaced, readAt } from './bucket.ts'

/**
 * Texts of events are kept in blocks of consecutive events of one append. Measured on the demo chain (700 characters an
 * event, zstd 1): alone an event shrinks to 0.52 of its length and takes 22 µs; 16 together to 0.135 and 2 µs each, and a
 * block is read again in 13 µs. 1,000 together: 0.09, but 400 µs to read one.
 */
const EVENTS = 16

/** Characters of a block beyond which no further event joins it. */
const CHARS = 32_768

/** In no JSON text: control characters stand escaped in strings, and are no whitespace. */
const BETWEEN = '\0'

/** The checksum lets a damaged block be noticed when it is read, and not be served. */
const PACKED = {
  params: { [constants.ZSTD_c_compressionLevel]: 1, [constants.ZSTD_c_checksumFlag]: 1 },
}

const MAGIC = 0xfd2f_b528
/** What every text of an event begins with, and one bit more does not make of the magic number. */
const BRACE = 0x7b
/** Of JSON: an event captured alone by an older version may begin with some. */
const WHITE: ReadonlySet<number> = new Set([0x20, 0x09, 0x0a, 0x0d])

/**
 * Writes the texts of events that stand in the log from position `first` on; for each the block it is in, which is the
 * position of the first event in that block.
 */
export async function writeBodies(
  tx: Tx,
  texts: readonly string[],
  first: number,
): Promise<readonly number[]> {
  const blockOf: number[] = []
  const rows: (readonly Value[])[] = []
  let from = 0
  let chars = 0
  for (const [i, { length }] of texts.entries()) {
    if (i > from && (i - from === EVENTS || chars + length > CHARS)) {
      rows.push([first + from, packBlock(texts.slice(from, i))])
      from = i
      chars = 0
    }
    chars += length
    blockOf.push(first + from)
  }
  if (from < texts.length) rows.push([first + from, packBlock(texts.slice(from))])
  await insertPlaced(tx, 'body', ['block', 'data'], rows)
  return blockOf
}

/** A block as it is kept. */
export function packBlock(texts: readonly string[]): Uint8Array {
  return zstdCompressSync(texts.join(BETWEEN), PACKED)
}

/** The texts of a block. @throws Error when the block is damaged. */
export function unpackBlock(data: Uint8Array): readonly string[] {
  return opened(data).toString('utf8').split(BETWEEN)
}

/** What a block holds, as bytes. What an older version kept is one text as it is. @throws Error when it is damaged. */
function opened(data: Uint8Array): Buffer {
  const bytes = Buffer.from(data.buffer, data.byteOffset, data.byteLength)
  const packed = bytes.length > 4 && bytes.readUInt32LE(0) === MAGIC
  if (!packed && bytes.find((byte) => !WHITE.has(byte)) !== BRACE)
    throw new Error('neither zstd nor the text of an event')
  return packed ? zstdDecompressSync(bytes) : Buffer.from(bytes)
}

/** One text of an opened block: no other is made a string for it. Undefined when it has none so far on. */
function textIn(block: Buffer, number: number): string | undefined {
  let from = 0
  for (let i = 0; i < number; i++) {
    const end = block.indexOf(0, from)
    if (end < 0) return undefined
    from = end + 1
  }
  const end = block.indexOf(0, from)
  return block.toString('utf8', from, end < 0 ? block.length : end)
}

type Known = { readonly blocks: Map<number, Buffer>; bytes: number }

/**
 * Blocks never change while a scope lives, so each thread keeps the last few: the next page of a list begins in one. More of
 * them (4 MB) made no trace faster, and look-ups slower, for nothing that was kept was asked again.
 */
const KNOWN = new WeakMap<object, Known>()
const KEPT_BYTES = 2 ** 17

/** Blocks asked for at once. */
const AT_ONCE = 200

/** Where the text of an event is: its block, and its position. */
export type Placed = { readonly block: number; readonly position: number }

/** The texts of these events, in their order. @throws Error naming an event whose text is missing or damaged. */
export async function bodiesOf(tx: Tx, events: readonly Placed[]): Promise<readonly string[]> {
  const read = await readBodies(tx, events)
  return read.map((text) => {
    if (text instanceof Error) throw text
    return text
  })
}

/** The texts of these events, in their order; for one that is missing or damaged the error that says so. */
export async function readBodies(
  tx: Tx,
  events: readonly Placed[],
): Promise<readonly (string | Error)[]> {
  const blocks = await blocksOf(tx, new Set(events.map(({ block }) => block)))
  return events.map(({ block, position }) => {
    const opened = blocks.get(block)
    if (opened instanceof Error) return opened
    const text = opened && textIn(opened, position - block)
    return text ?? new Error(`the text of event ${position} is missing`)
  })
}

type Block = Buffer | Error

async function blocksOf(tx: Tx, wanted: ReadonlySet<number>): Promise<ReadonlyMap<number, Block>> {
  const blocks = new Map<number, Block>()
  const { blocks: known } = knownTo(tx)
  const unknown: number[] = []
  for (const block of wanted) {
    const opened = known.get(block)
    if (opened === undefined) unknown.push(block)
    else blocks.set(block, opened)
  }
  for (let from = 0; from < unknown.length; from += AT_ONCE) {
    const these = unknown.slice(from, from + AT_ONCE)
    const rows = await readAt<{ block: number; data: Uint8Array }>(
      tx,
      'body',
      these,
      (there) => sql`select block, data from body where ${there}`,
    )
    for (const { block, data } of rows) blocks.set(block, read(tx, block, data))
  }
  return blocks
}

function read(tx: Tx, block: number, data: Uint8Array): Block {
  try {
    return remember(tx, block, opened(data))
  } catch (cause) {
    const says = `the text of event ${block} and of those kept with it is damaged; run suyuan check`
    return new Error(says, { cause })
  }
}

function knownTo(tx: Tx): Known {
  const found = KNOWN.get(tx.scope)
  if (found !== undefined) return found
  const fresh: Known = { blocks: new Map(), bytes: 0 }
  KNOWN.set(tx.scope, fresh)
  return fresh
}

/** Of what is over the bound the oldest goes first. */
function remember(tx: Tx, block: number, bytes: Buffer): Buffer {
  const known = knownTo(tx)
  known.bytes += bytes.length - (known.blocks.get(block)?.length ?? 0)
  known.blocks.set(block, bytes)
  for (const [old, these] of known.blocks) {
    if (known.bytes <= KEPT_BYTES) break
    known.blocks.delete(old)
    known.bytes -= these.length
  }
  return bytes
}

/** Takes the texts of these events out of their blocks; the others keep their places. A block without any is gone. */
export async function eraseBodies(tx: Tx, events: readonly Placed[]): Promise<void> {
  const blocks = Map.groupBy(events, ({ block }) => block)
  const rows = await tx.all<{ block: number; data: Uint8Array }>(sql`
    select block, data from body where ${tx.dialect.among(sql`block`, [...blocks.keys()])}`)
  for (const { block, data } of rows) {
    const gone = new Set((blocks.get(block) ?? []).map(({ position }) => position - block))
    const texts = unpackBlock(data).map((text, i) => (gone.has(i) ? '' : text))
    if (texts.every((text) => text === '')) {
      await tx.run(sql`delete from body where block = ${block}`)
    } else {
      await tx.run(sql`update body set data = ${packBlock(texts)} where block = ${block}`)
    }
  }
}
