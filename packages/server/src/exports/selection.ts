import type { Direction } from '@suyuan/core/flow/trace'
import { identify } from '@suyuan/core/id/identify'
import type { Reach } from '../access/reach.ts'
import type { Engine } from '../db/engine.ts'
import { refuse } from '../http/problem.ts'
import { readStored } from '../store/read-stored.ts'
import type { Viewer } from '../store/viewer.ts'
import { byEventTime, eventsAt, naming, type Read } from './read.ts'

export type SelectionQuestion = {
  readonly viewer: Viewer
  /** Canonical. */
  readonly of: string
  readonly directions: readonly Direction[]
  readonly certainOnly: boolean
  readonly signal: AbortSignal
}

/** The affected things, and where the events that name them are. */
export type Selection = {
  /** Each thing, the start among them, with its lot where that is known. */
  readonly lotOf: ReadonlyMap<string, string | undefined>
  /** Positions of the events that name any of them, in the order of event time. */
  readonly events: Float64Array
  readonly complete: boolean
}

/** A thing with its lot takes about 150 bytes while a file is made. */
const MOST_THINGS = 2_000_000

/** Things whose events are looked up at once. */
const AT_ONCE = 1000

type Room = { readonly engine: Engine; readonly reach: Reach }

/** @throws Refused when the start was never seen, or more things are affected than one file may tell of. */
export async function select(room: Room, question: SelectionQuestion): Promise<Selection> {
  const { of, signal } = question
  const lotOf = new Map<string, string | undefined>([[of, undefined]])
  let complete = true
  for (const direction of question.directions) {
    const asked = { of: [of], direction, certainOnly: question.certainOnly, where: true }
    const answer = await room.reach(asked, { signal })
    if (answer.unseen.length > 0) {
      throw refuse('NoSuchResourceException', '?of', 'never-seen', `no event ever named ${of}`)
    }
    complete &&= answer.complete
    for await (const part of answer.things) {
      for (const { id, kind, lots } of part) lotOf.set(id, kind === 'lot' ? id : lots?.[0])
      if (lotOf.size > MOST_THINGS) throw tooMany()
    }
  }
  if (identify(of).kind === 'lot') lotOf.set(of, of)
  const events = await eventsNaming(room.engine, lotOf.keys(), signal)
  return { lotOf, events, complete }
}

function tooMany(): Error {
  const says = `more than ${MOST_THINGS} things are affected; ask for its parts, one file each`
  return refuse('QueryTooLargeException', '?of', 'too-many', says)
}

/** In the order of event time, each once. */
async function eventsNaming(
  engine: Engine,
  things: Iterable<string>,
  signal: AbortSignal,
): Promise<Float64Array> {
  const positions = new Set<number>()
  for (const part of inParts(things, AT_ONCE)) {
    signal.throwIfAborted()
    for (const position of await engine.read(naming, part)) positions.add(position)
  }
  return engine.read(byEventTime, Float64Array.from(positions))
}

function* inParts<T>(all: Iterable<T>, size: number): Generator<readonly T[]> {
  let part: T[] = []
  for (const one of all) {
    part.push(one)
    if (part.length < size) continue
    yield part
    part = []
  }
  if (part.length > 0) yield part
}

/** Events read at once. */
const EVENTS_AT_ONCE = 256

/** The events at these positions, in parts, read as they are wanted. */
export async function* eventsOf(
  { engine }: Pick<Room, 'engine'>,
  viewer: Viewer,
  positions: Float64Array,
): AsyncGenerator<readonly Read[]> {
  for (const part of inParts(positions, EVENTS_AT_ONCE)) {
    yield await engine.read(eventsAt, { viewer, positions: part })
  }
}

/** A case on a pallet in a container: deeper than that nobody packs. */
const DEEPEST = 6

/**
 * With the events of the containers that affected things were packed into, at any time: a pallet is shipped by its own number.
 * Which of those it was shipped with, the contents at that time say.
 */
export async function withContainers(
  room: Room,
  { viewer, signal }: Pick<SelectionQuestion, 'viewer' | 'signal'>,
  { events, lotOf }: Selection,
): Promise<Float64Array> {
  const known = new Set(lotOf.keys())
  const all = new Set(events)
  let fresh: Float64Array = events
  for (let level = 0; level < DEEPEST && fresh.length > 0; level++) {
    const parents = new Set<string>()
    for await (const part of eventsOf(room, viewer, fresh)) {
      for (const { stored } of part) {
        const { event } = readStored(stored)
        if (event.type !== 'AggregationEvent' || event.parentID === undefined) continue
        const parent = identify(event.parentID).canonical
        if (!known.has(parent)) parents.add(parent)
      }
    }
    const found = await eventsNaming(room.engine, parents, signal)
    for (const parent of parents) known.add(parent)
    fresh = found.filter((position) => !all.has(position))
    for (const position of fresh) all.add(position)
  }
  return room.engine.read(byEventTime, Float64Array.from(all))
}
