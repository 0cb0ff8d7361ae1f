import type { FlowEvent } from '@suyuan/core/flow/flow-event'
import { Lineage, type Event, type Thing } from '@suyuan/core/flow/lineage'
import { Memo } from '@suyuan/core/flow/memo'
import { PUT_AGAIN, Usage, USED } from '@suyuan/core/flow/usage'
import type { Whole } from '@suyuan/core/flow/world'
import { Tokens } from './tokens.ts'

/** An event of the log, with what makes it void. */
export type Taken = {
  readonly flow: FlowEvent
  /** It is a declaration. */
  readonly declares: boolean
  /** The position of the first declaration of it in the log; undefined: none so far. */
  readonly declaredAt?: number
}

const FEW = 8
/** Things that what is worked out is kept of, about 200 bytes each. */
const MOST_KEPT = 100_000

/** Where void events that are declarations were declared: before all. */
const ALWAYS = 0

/** The lineage of all events of a log, in memory. */
export class AllEvents {
  readonly names: Tokens = new Tokens()
  readonly lineage: Lineage = new Lineage(this.names, true)
  /** What was read of events to be told, and may be told again. */
  readonly told: Map<Event, FlowEvent> = new Map()
  readonly #usage = new Usage(this.lineage)
  /** Void events, and the position in the log from which on they are. */
  readonly #void = new Map<Event, number>()
  /** What was worked out since the last event was taken in. */
  #memo = new Memo()
  /** Of the last event taken in. */
  position = 0

  take({ flow, declares, declaredAt }: Taken): void {
    if (this.#memo.size > 0) this.#memo = new Memo()
    const event = this.lineage.event(flow)
    this.#usage.learn(event)
    // No event names a place among its things: its name can be read nowhere else.
    if (flow.place !== undefined) this.names.pin(this.lineage.number(flow.place), flow.place)
    this.position = flow.order
    if (declares) this.#void.set(event, ALWAYS)
    else if (declaredAt !== undefined) this.#void.set(event, declaredAt)
  }

  /** An event taken in before is declared wrong by one at `by`. */
  declare(position: number, by: number): void {
    const event = this.lineage.eventAt(position)
    if (event === undefined) return
    this.#memo = new Memo()
    this.#void.set(event, Math.min(this.#void.get(event) ?? Infinity, by))
  }

  /** What counts when the log is known up to, and not with, a position. */
  standing(before: number): Pick<Whole, 'known' | 'counts' | 'isLeaf' | 'memo'> {
    const { lineage } = this
    const end = before === Infinity ? Infinity : lineage.eventsBefore(before)
    if (this.#memo.size > MOST_KEPT) this.#memo = new Memo()
    return {
      ...(before === Infinity && { memo: this.#memo }),
      known: (event) => event < end,
      counts: (event) => event < end && !((this.#void.get(event) ?? Infinity) < before),
      isLeaf: (thing: Thing) => !lineage.has(thing, USED | PUT_AGAIN),
    }
  }

  /** An event that names a thing: of the last few, the earliest, for that is where it was made with its like. */
  namedIn(thing: Thing): Event | undefined {
    let at = this.lineage.lastOf(thing)
    if (at < 0) return undefined
    for (let steps = 0; steps < FEW; steps++) {
      const before = this.lineage.beforeOf(at)
      if (before < 0) break
      at = before
    }
    return this.lineage.eventOf(at)
  }

  get bytes(): number {
    return this.lineage.bytes + this.names.bytes
  }
}
