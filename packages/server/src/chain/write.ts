import { once } from 'node:events'
import { createWriteStream, type WriteStream } from 'node:fs'
import { mkdir, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { simulate, type ChainOptions } from './simulate.ts'

export type Summary = {
  readonly tins: number
  readonly events: number
  readonly documents: number
  /** The folder that was written. */
  readonly out: string
}

type Writing = ChainOptions & {
  /** A folder; created, and what an earlier chain left in it replaced. */
  readonly out: string
  readonly progress?: (done: { readonly tins: number; readonly events: number }) => void
}

/**
 * Writes a chain into a folder: `masterdata.json`, `documents/000001.json` …, and the ground truth under `truth/`
 * (docs/reference/demo-chain.md). Rejects as the file system does, and with a RangeError as `simulate` does.
 */
export async function writeChain(options: Writing): Promise<Summary> {
  const { out, progress } = options
  const parts = simulate(options)
  // options that cannot be followed are refused before anything is touched
  const first = parts.next()
  const truth = new TruthFiles(join(out, 'truth'))
  for (const folder of ['documents', 'truth']) {
    await rm(join(out, folder), { recursive: true, force: true })
    await mkdir(join(out, folder), { recursive: true })
  }
  if (!first.done && first.value.kind === 'masterdata') {
    await writeFile(join(out, 'masterdata.json'), first.value.json)
  }
  let events = 0
  let documents = 0
  for (const part of parts) {
    if (part.kind === 'document') {
      documents += 1
      events += part.events
      await writeFile(
        join(out, 'documents', `${String(documents).padStart(6, '0')}.json`),
        part.json,
      )
      progress?.({ tins: truth.tins, events })
    } else if (part.kind === 'truth') {
      await truth.add(part.file, part.text)
    }
  }
  await truth.close()
  progress?.({ tins: truth.tins, events })
  return { tins: truth.tins, events, documents, out }
}

/** The open files of the ground truth; counts the tins on their way. */
class TruthFiles {
  readonly #folder: string
  readonly #open = new Map<string, WriteStream>()
  tins = 0

  constructor(folder: string) {
    this.#folder = folder
  }

  async add(file: string, text: string): Promise<void> {
    if (file === 'tins.ndjson') this.tins += text.split('\n').length - 1
    const stream = this.#open.get(file) ?? createWriteStream(join(this.#folder, file))
    this.#open.set(file, stream)
    if (!stream.write(text)) await once(stream, 'drain')
  }

  async close(): Promise<void> {
    for (const stream of this.#open.values()) {
      stream.end()
      await once(stream, 'finish')
    }
  }
}
