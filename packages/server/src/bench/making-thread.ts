import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { parentPort, workerData } from 'node:worker_threads'
import { urnOf } from '../chain/keys.ts'
import { simulate } from '../chain/simulate.ts'
import { cutAt } from './cut.ts'
import { mentionsIn, type Mention } from './sample.ts'

/** What documents are to be made. */
export type Wanted = {
  readonly seed: number
  /** Numbers of events at which a document is to end, in ascending order; at the last the chain is cut. */
  readonly ends: readonly number[]
  readonly eventsPerDocument: number
  /** EPC URNs instead of Digital Links. */
  readonly urn: boolean
  /** Prefixes that the documents declare besides their own, with what they stand for. */
  readonly context: Readonly<Record<string, string>>
  /** Whether the first document tells of the things and places in its header. */
  readonly masterData: boolean
  /** Bytes made ahead of those that were taken. */
  readonly ahead: number
  /** A folder for the documents, all of them made beforehand. */
  readonly folder: string | undefined
}

/** A document, in memory or in a file. */
export type Made = {
  readonly body: Uint8Array | string
  readonly bytes: number
  readonly events: number
  readonly mentions: readonly Mention[]
}

/** A chain has never fewer events to a tin; the fewest, 0.513, at 52,356 tins. */
const EVENTS_PER_TIN = 0.51

const LINKS = /https:\/\/id\.gs1\.org\/[^"]*/g

const encoder = new TextEncoder()

function* documents(wanted: Wanted): Generator<Made> {
  const { seed, ends, eventsPerDocument, urn } = wanted
  const tins = Math.ceil((ends.at(-1) ?? 0) / EVENTS_PER_TIN)
  const find = mentionsIn(tins)
  const spell = spelling(wanted)
  const parts = simulate({ seed, tins, eventsPerDocument })
  for (const document of cutAt(parts, ends)) {
    const mentions = find(document.json)
    const body = encoder.encode(spell(document.json))
    yield {
      body,
      bytes: body.length,
      events: document.events,
      mentions: urn ? mentions.map(([epc, count]) => [urnOf(epc), count] as const) : mentions,
    }
  }
}

const HEADER = '"epcisHeader":'
const BODY = '"epcisBody":'

/** The document as this target wants it. */
function spelling({ urn, context, masterData }: Wanted): (json: string) => string {
  const declared = Object.keys(context).length > 0 ? `${JSON.stringify(context)},` : ''
  return (json) => {
    const header = masterData ? -1 : json.indexOf(HEADER)
    const kept = header < 0 ? json : json.slice(0, header) + json.slice(json.indexOf(BODY, header))
    const spelled = urn ? kept.replaceAll(LINKS, urnOf) : kept
    return spelled.replace('"@context":[', `"@context":[${declared}`)
  }
}

/** Makes documents as they are taken: the other side answers each with its bytes. */
async function make(wanted: Wanted): Promise<void> {
  const { ahead, folder } = wanted
  let waiting = 0
  let taken = (): void => undefined
  parentPort?.on('message', (bytes: number) => {
    waiting -= bytes
    taken()
  })
  let number = 0
  for (const made of documents(wanted)) {
    if (folder !== undefined) {
      const file = join(folder, `${String(++number)}.json`)
      writeFileSync(file, made.body)
      parentPort?.postMessage({ ...made, body: file })
      continue
    }
    waiting += made.bytes
    parentPort?.postMessage(made, [(made.body as Uint8Array).buffer as ArrayBuffer])
    if (waiting >= ahead) {
      parentPort?.postMessage('full')
      while (waiting >= ahead) await new Promise<void>((resolve) => (taken = resolve))
    }
  }
  parentPort?.postMessage('end')
  parentPort?.close()
}

await make(workerData as Wanted)
