import { randomUUID } from 'node:crypto'
import type { RemoteContexts } from '@suyuan/core/event/remote-contexts'
import type { Problem } from '@suyuan/core/problem'
import type { Engine } from '../db/engine.ts'
import { Refused } from '../http/problem.ts'
import { append, conflictError, type Conflict } from '../store/append.ts'
import { stage, unstage } from '../store/stage.ts'
import type { CaptureLimits } from './limits.ts'
import type { Reader, Readers } from './readers.ts'

export type CaptureDeps = {
  readonly engine: Engine
  readonly readers: Readers
  readonly limits: CaptureLimits
  /** Remote `@context`s that the operator gave. */
  readonly contexts?: RemoteContexts
  /** Microseconds since 1970. */
  readonly now: () => number
}

export type Captor = { readonly party: string; readonly credential: string }

export type CaptureRequest = {
  readonly body: AsyncIterable<Uint8Array>
  readonly behaviour: 'rollback' | 'proceed'
  /** The binding the body is in; JSON unless said. */
  readonly format?: 'json' | 'xml'
  /** Refuses what is against GS1's rules though it could be taken (decision 007). */
  readonly strict?: boolean
  readonly captor: Captor
}

export type Captured = { readonly job: string; readonly added: number }

/**
 * Takes a document in: when this resolves, every event of it is on disk, once, with its job. Memory is bounded by parts of
 * some megabytes, not by the document: they wait on disk until all of it is known to be good.
 *
 * @throws Refused naming every problem; then nothing of the document is kept.
 */
export async function capture(deps: CaptureDeps, request: CaptureRequest): Promise<Captured> {
  const { engine, readers, limits, now, contexts } = deps
  const { behaviour, captor, format = 'json', strict = false } = request
  const job = { id: randomUUID() as string, createdAt: now() }
  const reader = readers.open({ limits, behaviour, format, strict, ...(contexts && { contexts }) })
  let parts = 0
  try {
    for await (const packed of partsOf(reader, request.body)) {
      await engine.write(stage, { capture: job.id, part: parts++, packed })
    }
    const { last, masterData, prefixes, errors } = await reader.end()
    const { added, conflicts } = await engine.write(append, {
      ...captor,
      now: now(),
      packed: last,
      ...(parts > 0 && { staged: job.id }),
      masterData,
      prefixes,
      behaviour,
      job: { ...job, errors },
    })
    for (const id of LEFT.get(engine) ?? []) await forget(engine, id)
    if (conflicts.length > 0 && behaviour === 'rollback') {
      throw new Refused('ValidationException', conflicts.map(conflictProblem))
    }
    return { job: job.id, added }
  } catch (error) {
    if (parts > 0) await forget(engine, job.id)
    throw error
  } finally {
    reader.drop()
  }
}

/** Captures whose parts could not be cleared away, because the disk took no write: the next that is kept does it. */
const LEFT = new WeakMap<Engine, Set<string>>()

async function forget(engine: Engine, id: string): Promise<void> {
  const left = LEFT.get(engine) ?? new Set()
  LEFT.set(engine, left)
  left.delete(id)
  await engine.write(unstage, id).catch(() => left.add(id))
}

/** Pieces on their way to the reader at once: it shall not wait for the next while the last is answered. */
const AHEAD = 4

async function* partsOf(
  reader: Reader,
  body: AsyncIterable<Uint8Array>,
): AsyncGenerator<Uint8Array> {
  const pushed: Promise<readonly Uint8Array[]>[] = []
  for await (const chunk of body) {
    const push = reader.push(chunk)
    // A refusal is told when its turn comes; until then it is no unhandled one.
    push.catch(() => undefined)
    pushed.push(push)
    const first = pushed.length > AHEAD ? pushed.shift() : undefined
    if (first !== undefined) yield* await first
  }
  for (const push of pushed) yield* await push
}

/** What is said of an event whose eventID is kept with other content. */
export function conflictProblem(conflict: Conflict): Problem {
  const { detail, instance } = conflictError(conflict)
  return { at: `${instance}/eventID`, rule: 'event-id-taken', says: detail }
}
