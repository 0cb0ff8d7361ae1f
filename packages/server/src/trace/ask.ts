import type { FlowEvent } from '@suyuan/core/flow/flow-event'
import { Lineage } from '@suyuan/core/flow/lineage'
import { flowEventOf } from '@suyuan/core/flow/read'
import type { Ask } from '@suyuan/core/flow/world'
import type { Tx } from '../db/engine.ts'
import { sql } from '../db/sql.ts'
import { erasedAmong, lastErasure } from '../store/erased.ts'
import { readStored } from '../store/read-stored.ts'
import { declaredAmong, positionsOf, selectStored, storedAt, type Stored } from '../store/stored.ts'
import {
  THING,
  tokenOf,
  TRANSFORMATION_INPUT,
  TRANSFORMATION_OUTPUT,
  type Token,
} from '../store/token.ts'
import { OURSELVES } from '../store/follow.ts'
import type { Viewer } from '../store/viewer.ts'

export type Asker = {
  readonly viewer: Viewer
  /** Only what the log knew before this moment, microseconds since 1970. */
  readonly knownBefore?: number
}

/** Events read and parsed once a thread: they never change, only whether they are void does. */
type Kept = { readonly flow: FlowEvent; readonly stored: Pick<Stored, 'recordTime' | 'declares'> }
type Memory = {
  readonly events: Map<number, Kept>
  parts: number
  erasure: number
  /** The same events as walks go over them. */
  lineage: Lineage
}
const KEPT = new WeakMap<object, Memory>()

/** Identifiers in the events kept, about 200 bytes each; beyond that all are let go. */
const MOST_PARTS = 150_000

/** The log as a walk asks it: two statements a question, whatever the number of things. */
export async function asking(
  tx: Tx,
  asker: Asker,
): Promise<Ask & { readonly asked: () => number }> {
  let asked = 0
  const { erasure, lineage } = await memoryOf(tx)
  const ask = async (tokens: readonly Token[]): Promise<readonly FlowEvent[]> => {
    asked++
    const kept = await keptAt(tx, asker.viewer, await positionsOf(tx, tokens))
    const known = kept.filter(({ stored }) => stored.recordTime < (asker.knownBefore ?? Infinity))
    return withVoids(tx, known, asker)
  }
  return {
    about: (things) => ask(things.map((thing) => tokenOf(THING, thing))),
    transformations: (ids, side) => {
      const kind = side === 'inputs' ? TRANSFORMATION_INPUT : TRANSFORMATION_OUTPUT
      return ask(ids.map((id) => tokenOf(kind, id)))
    },
    isPlace: async (thing) => {
      const [term] = await tx.all<{ id: number }>(sql`select id from term where value = ${thing}`)
      if (term === undefined) return false
      const there = sql`(event.read_point = ${term.id} or event.biz_location = ${term.id})`
      const before = sql`event.record_time < ${asker.knownBefore ?? Number.MAX_SAFE_INTEGER}`
      return (await selectStored(tx, asker.viewer, [there, before], sql`limit 1`)).length > 0
    },
    ...(erasure > 0 && { erased: (things: readonly string[]) => erasedAmong(tx, things) }),
    ...(asker.viewer.sees === 'everything' && { lineage }),
    asked: () => asked,
  }
}

/** The events at these positions as a walk reads them; of those kept since, what is void is not told. */
export async function flowsAt(tx: Tx, positions: readonly number[]): Promise<readonly FlowEvent[]> {
  await memoryOf(tx)
  return (await keptAt(tx, OURSELVES, positions)).map(({ flow }) => flow)
}

async function keptAt(
  tx: Tx,
  viewer: Viewer,
  positions: readonly number[],
): Promise<readonly Kept[]> {
  const known = keptOf(tx)
  // What a viewer may see is asked of the store; only who sees everything may be served from memory.
  const unknown = viewer.sees === 'everything' ? positions.filter((p) => !known.has(p)) : positions
  // Taken before anything is awaited: another read may let all that is kept go meanwhile.
  const found = new Map<number, Kept>()
  if (unknown !== positions) {
    for (const p of positions) {
      const one = known.get(p)
      if (one !== undefined) found.set(p, one)
    }
  }
  for (const stored of await storedAt(tx, viewer, unknown)) found.set(stored.position, read(stored))
  if (viewer.sees === 'everything') {
    for (const p of unknown) {
      const one = found.get(p)
      if (one !== undefined) remember(tx, p, one)
    }
  }
  return positions.flatMap((p) => found.get(p) ?? [])
}

function keptOf(tx: Tx): Map<number, Kept> {
  return KEPT.get(tx.scope)?.events ?? new Map<number, Kept>()
}

/** What is kept; nothing that was let go since must be told from memory. */
async function memoryOf(tx: Tx): Promise<Memory> {
  const erasure = await lastErasure(tx)
  const found = KEPT.get(tx.scope)
  if (found?.erasure === erasure) return found
  const fresh: Memory = { events: new Map(), parts: 0, erasure, lineage: new Lineage() }
  KEPT.set(tx.scope, fresh)
  return fresh
}

function remember(tx: Tx, position: number, one: Kept): void {
  const kept = KEPT.get(tx.scope)
  if (kept === undefined) return
  if (kept.parts > MOST_PARTS) {
    kept.events.clear()
    kept.parts = 0
    kept.lineage = new Lineage()
  }
  const { things, children, inputs, outputs } = one.flow
  kept.parts += 1 + things.length + children.length + inputs.length + outputs.length
  kept.events.set(position, one)
}

/** An event as a walk reads it; not whether it was declared wrong. */
export function flowOf(stored: Stored): FlowEvent {
  return read(stored).flow
}

function read(stored: Stored): Kept {
  const { event, context } = readStored(stored)
  const { eventTime: time, position: order, eventID, declares } = stored
  const { recordTime } = stored
  const flow = flowEventOf(event, context, { time, order, eventID, void: declares })
  return { flow, stored: { recordTime, declares } }
}

/** A declaration voids itself and the event it names, whichever came first. */
async function withVoids(
  tx: Tx,
  kept: readonly Kept[],
  { knownBefore }: Asker,
): Promise<readonly FlowEvent[]> {
  const declared = await declaredAmong(
    tx,
    kept.map(({ flow }) => flow.eventID),
    knownBefore,
  )
  return kept.map(({ flow }) =>
    !flow.void && declared.has(flow.eventID) ? { ...flow, void: true } : flow,
  )
}
