import { zstdCompressSync, zstdDecompressSync } from 'node:zlib'
import type { Tokens } from '@suyuan/core/recall/difference'
import type { Engine, Tx, Work } from '../db/engine.ts'
import { sql } from '../db/sql.ts'
import { THING, writeToken } from '../store/token.ts'

/** A thing of an affected set, as it stands in a block. */
export type Line = {
  readonly id: string
  readonly kind: 'item' | 'lot' | 'class' | 'place'
  /** Equipment, or a container that was used: affected only in what it held. */
  readonly used: boolean
  readonly certain: boolean
  readonly lot: string | null
  readonly container: string | null
  readonly place: string | null
  readonly state: 'at' | 'in-transit' | 'unknown'
}

/** Things a block: who asks for one reads so many. */
const PER_BLOCK = 4096

/** Where the blocks of sorted hashes begin. */
const TOKENS_FROM = 1_000_000
const TOKENS_PER_BLOCK = 65_536
/** High half, low half, ordinal with the grade in its lowest bit. */
const WORDS = 3

type Block = {
  readonly run: string
  readonly recall: number
  readonly block: number
  readonly data: Uint8Array
}

/** Keeps one block. */
export const keepBlock: Work<Block, void> = {
  run: insertBlock,
  module: import.meta.url,
  name: 'insertBlock',
}

export async function insertBlock(tx: Tx, { run, recall, block, data }: Block): Promise<void> {
  await tx.insert('recall_block', ['run', 'block', 'recall', 'data'], [[run, block, recall, data]])
}

/** The set of a run as it is looked things up in: in memory 13 bytes a thing. */
export type Held = Tokens & {
  /** Where each is among the lines of the run. */
  readonly ordinal: Uint32Array
}

/** Writes the things of one run as they come: what is held meanwhile is 12 bytes a thing. */
export class BlockWriter {
  readonly #engine: Engine
  readonly #of: { readonly run: string; readonly recall: number }
  #lines: Line[] = []
  #words = new Uint32Array(WORDS * PER_BLOCK)
  #count = 0
  #blocks = 0

  constructor(engine: Engine, of: { readonly run: string; readonly recall: number }) {
    this.#engine = engine
    this.#of = of
  }

  async add(line: Line): Promise<void> {
    const at = this.#count * WORDS
    if (at + WORDS > this.#words.length) {
      const grown = new Uint32Array(this.#words.length * 2)
      grown.set(this.#words)
      this.#words = grown
    }
    writeToken(THING, line.id, this.#words, at)
    this.#words[at + 2] = this.#count * 2 + (line.certain ? 1 : 0)
    this.#count += 1
    this.#lines.push(line)
    if (this.#lines.length === PER_BLOCK) await this.#flush()
  }

  /** Writes what is left and the hashes; the set, and how many blocks there must be. */
  async end(): Promise<{ readonly held: Held; readonly blocks: number }> {
    if (this.#lines.length > 0) await this.#flush()
    const words = sorted(this.#words, this.#count)
    let blocks = this.#blocks
    for (let from = 0; from < this.#count; from += TOKENS_PER_BLOCK) {
      const part = words.subarray(from * WORDS, (from + TOKENS_PER_BLOCK) * WORDS)
      const bytes = new Uint8Array(part.buffer, part.byteOffset, part.byteLength)
      const block = TOKENS_FROM + from / TOKENS_PER_BLOCK
      await this.#engine.write(keepBlock, { ...this.#of, block, data: zstdCompressSync(bytes) })
      blocks += 1
    }
    return { held: heldIn(words), blocks }
  }

  async #flush(): Promise<void> {
    const data = zstdCompressSync(this.#lines.map(written).join('\n'))
    await this.#engine.write(keepBlock, { ...this.#of, block: this.#blocks, data })
    this.#blocks += 1
    this.#lines = []
  }
}

function sorted(words: Uint32Array, count: number): Uint32Array {
  const order = Uint32Array.from({ length: count }, (_, i) => i)
  const at = (i: number, word: number): number => words[i * WORDS + word] ?? 0
  order.sort((a, b) => at(a, 0) - at(b, 0) || at(a, 1) - at(b, 1))
  const found = new Uint32Array(count * WORDS)
  for (const [i, from] of order.entries()) {
    found.set(words.subarray(from * WORDS, (from + 1) * WORDS), i * WORDS)
  }
  return found
}

function heldIn(words: Uint32Array): Held {
  const count = words.length / WORDS
  const high = new Uint32Array(count)
  const low = new Uint32Array(count)
  const grade = new Uint8Array(count)
  const ordinal = new Uint32Array(count)
  for (let i = 0; i < count; i++) {
    high[i] = words[i * WORDS] ?? 0
    low[i] = words[i * WORDS + 1] ?? 0
    const last = words[i * WORDS + 2] ?? 0
    grade[i] = last & 1
    ordinal[i] = last >>> 1
  }
  return { high, low, grade, ordinal }
}

type Row = readonly [string, string, 0 | 1, 0 | 1, ...(string | null)[]]

const written = (one: Line): string =>
  JSON.stringify([
    one.id,
    one.kind,
    one.used ? 1 : 0,
    one.certain ? 1 : 0,
    one.lot,
    one.container,
    one.place,
    one.state,
  ] satisfies Row)

function readLine(text: string): Line {
  const [id, kind, used, certain, lot = null, container = null, place = null, state] = JSON.parse(
    text,
  ) as Row
  return {
    id,
    kind: kind as Line['kind'],
    used: used === 1,
    certain: certain === 1,
    lot,
    container,
    place,
    state: (state ?? 'unknown') as Line['state'],
  }
}

type Ask = { readonly run: string; readonly block: number }

const blockOf: Work<Ask, Uint8Array | undefined> = {
  run: readBlock,
  module: import.meta.url,
  name: 'readBlock',
}

export async function readBlock(tx: Tx, { run, block }: Ask): Promise<Uint8Array | undefined> {
  const [row] = await tx.all<{ data: Uint8Array }>(sql`
    select data from recall_block where run = ${run} and block = ${block}`)
  return row?.data
}

/** The things of a run, a block at a time, in the order in which they were found. */
export async function* linesOf(engine: Engine, run: string): AsyncGenerator<readonly Line[]> {
  for (let block = 0; ; block++) {
    const lines = await linesIn(engine, { run, block })
    if (lines === undefined) return
    yield lines
  }
}

async function linesIn(engine: Engine, ask: Ask): Promise<readonly Line[] | undefined> {
  const data = await engine.read(blockOf, ask)
  if (data === undefined) return undefined
  return zstdDecompressSync(data).toString('utf8').split('\n').map(readLine)
}

/** The lines at these places of a run, given as ordinals. */
export async function linesAt(
  engine: Engine,
  run: string,
  ordinals: readonly number[],
): Promise<readonly Line[]> {
  const blocks = Map.groupBy(ordinals, (ordinal) => Math.floor(ordinal / PER_BLOCK))
  const found: Line[] = []
  for (const [block, these] of blocks) {
    const lines = (await linesIn(engine, { run, block })) ?? []
    for (const ordinal of these) {
      const line = lines[ordinal % PER_BLOCK]
      if (line !== undefined) found.push(line)
    }
  }
  return found
}

/** The set of a run, to look things up in. */
export async function heldOf(engine: Engine, run: string): Promise<Held> {
  const parts: Uint32Array[] = []
  for (let block = TOKENS_FROM; ; block++) {
    const data = await engine.read(blockOf, { run, block })
    if (data === undefined) break
    const bytes = zstdDecompressSync(data)
    parts.push(new Uint32Array(Uint8Array.from(bytes).buffer))
  }
  const words = new Uint32Array(parts.reduce((sum, part) => sum + part.length, 0))
  let at = 0
  for (const part of parts) {
    words.set(part, at)
    at += part.length
  }
  return heldIn(words)
}

/** The identifiers of all things of a run. */
export async function idsIn(tx: Tx, run: string): Promise<readonly string[]> {
  const ids: string[] = []
  for (let block = 0; ; block++) {
    const data = await readBlock(tx, { run, block })
    if (data === undefined) return ids
    for (const line of zstdDecompressSync(data).toString('utf8').split('\n')) {
      ids.push(readLine(line).id)
    }
  }
}
