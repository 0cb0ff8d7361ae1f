import { hash } from 'node:crypto'
import { readContext } from '@suyuan/core/event/context'
import type { JsonObject } from '@suyuan/core/event/event'
import { hashId } from '@suyuan/core/hash/prehash'
import { createSplitter } from '@suyuan/core/json/split'
import { LIMITS } from '../packages/server/src/capture/limits.ts'
import { Reading } from '../packages/server/src/capture/reading.ts'
import { simulate } from '../packages/server/src/chain/simulate.ts'

/** What one core does in a second. */
export type OneCore = { readonly events: number; readonly hashed: number; readonly read: number }

/** Each is done so often, and the median counts. */
const TIMES = 5
const CHUNK = 65_536
const sha256 = (text: string): string => hash('sha256', text, 'hex')

/** Hashes the first events of the demo chain, and reads their documents as capture does: split, judged, hashed, indexed, packed. */
export function oneCore(events: number, seed: number): OneCore {
  const documents = documentsOf(events, seed)
  const parsed = documents.flatMap((document) => {
    const splitter = createSplitter()
    const texts = splitter.push(document)
    const context = readContext(JSON.parse(splitter.context ?? 'null') as string)
    return texts.map(({ text }) => ({ event: JSON.parse(text) as JsonObject, context }))
  })
  const bytes = documents.map((document) => Buffer.from(document))
  const rate = (work: () => void): number => (parsed.length / median(work)) * 1000
  return {
    events: parsed.length,
    hashed: rate(() => parsed.forEach(({ event, context }) => void hashId(event, context, sha256))),
    read: rate(() => bytes.forEach(readWhole)),
  }
}

function documentsOf(events: number, seed: number): readonly string[] {
  const documents: string[] = []
  let made = 0
  for (const part of simulate({ seed, tins: Math.max(1000, events) })) {
    if (part.kind !== 'document') continue
    documents.push(part.json)
    made += part.events
    if (made >= events) break
  }
  return documents
}

function readWhole(document: Uint8Array): void {
  const reading = new Reading({ limits: LIMITS, behaviour: 'rollback' })
  for (let at = 0; at < document.length; at += CHUNK)
    reading.push(document.subarray(at, at + CHUNK))
  reading.end()
}

/** Milliseconds of processor time: what others take of the core counts for nothing. */
function median(work: () => void): number {
  const times = Array.from({ length: TIMES }, () => {
    const start = process.cpuUsage()
    work()
    const { user, system } = process.cpuUsage(start)
    return (user + system) / 1000
  })
  return times.toSorted((a, b) => a - b)[Math.floor(TIMES / 2)] ?? 0
}
