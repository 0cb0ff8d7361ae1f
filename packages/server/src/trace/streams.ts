import { partOf } from '@suyuan/core/flow/read'
import { KINDS, kindOf, thingOf, type Named } from '@suyuan/core/flow/lineage'
import type { Question } from '@suyuan/core/flow/trace'
import type { Told } from '@suyuan/core/flow/walk'
import { walkFrom } from '@suyuan/core/flow/walk-from'
import type { Ask } from '@suyuan/core/flow/world'
import type { Tx } from '../db/engine.ts'
import type { AllEvents } from './all-events.ts'
import type { StreamBegun } from './lineage-messages.ts'
import { spell } from './over-all.ts'

/** Fewer are answered whole, in order and with their shares. */
const WORTH_STREAMING = 20_000
/** Things of one part. */
const PART = 10_000
/** Streams that nobody asked of for so long are let go, in milliseconds. */
const FORGOTTEN = 60_000

type Stream = {
  readonly all: AllEvents
  readonly parts: Float64Array
  readonly distances: Uint16Array
  readonly certain: Told
  at: number
  asked: number
}

/** Answers that are told part by part, as lines of NDJSON. */
export class Streams {
  readonly #streams = new Map<number, Stream>()
  #last = 0

  /** Walks; undefined: the answer is small. */
  async begin(
    ask: Ask,
    all: AllEvents,
    asked: Omit<Question, 'of'> & { readonly of: string },
  ): Promise<StreamBegun | undefined> {
    const of = partOf(asked.of).id
    const walk = await walkFrom(ask, { ...asked, of: [of] })
    const { size } = walk.all
    if (size < WORTH_STREAMING) return undefined
    const parts = new Float64Array(size)
    const distances = new Uint16Array(size)
    let count = 0
    walk.all.each((part, distance) => {
      if (distance > (asked.depth ?? Infinity)) return
      parts[count] = part
      distances[count++] = distance
    })
    this.#forget()
    const stream = ++this.#last
    this.#streams.set(stream, {
      all,
      parts: parts.subarray(0, count),
      distances,
      certain: walk.certain,
      at: 0,
      asked: Date.now(),
    })
    return { stream, of, gaps: walk.gaps, complete: walk.complete }
  }

  /** The next lines; undefined: there are no more. @throws Error when it was let go. */
  async next(tx: Tx, number: number): Promise<Uint8Array | undefined> {
    const stream = this.#streams.get(number)
    if (stream === undefined) throw new Error('nobody asked for more in time')
    if (stream.at >= stream.parts.length) {
      this.#streams.delete(number)
      return undefined
    }
    const { all, certain, distances } = stream
    const parts = stream.parts.subarray(stream.at, stream.at + PART)
    await spell(tx, all, Array.from(parts, thingOf))
    let lines = ''
    for (let i = 0; i < parts.length; i++) {
      const distance = distances[stream.at + i] ?? 0
      lines += lineOf(all, certain, parts[i] ?? 0, distance)
    }
    all.names.forget(0)
    stream.at += parts.length
    stream.asked = Date.now()
    return new TextEncoder().encode(lines)
  }

  end(number: number): void {
    this.#streams.delete(number)
  }

  #forget(): void {
    for (const [number, { asked }] of this.#streams) {
      if (Date.now() - asked > FORGOTTEN) this.#streams.delete(number)
    }
  }
}

/** As `JSON.stringify({ thing })` writes it: only a name needs escaping. */
function lineOf({ names }: AllEvents, certain: Told, part: Named, distance: number): string {
  const id = JSON.stringify(names.nameOf(thingOf(part)))
  const kind = KINDS[kindOf(part)] ?? 'item'
  const certainty = certain.has(thingOf(part)) ? 'certain' : 'possible'
  return `{"thing":{"id":${id},"kind":"${kind}","distance":${distance},"certainty":"${certainty}"}}\n`
}
