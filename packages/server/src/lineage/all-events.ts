import type { FlowEvent } from '@suyuan/core/flow/flow-event'
import { Lineage, type Event, type Thing } from '@suyuan/core/flow/lineage'
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

/** Where void events that are declarations were declared: before all. */
const ALWAYS = 0

/** The lineage of all events of a log, in memory. */
export class AllEvents {
  readonly names: Tokens = new Tokens()
  readonly lineage: Lineage = new Lineage(this.names, true)
  readonly #usage = new Usage(this.lineage)
  /** Void events, and the position in the log from which on they are. */
  readonly #void = new Map<Event, number>()
  /** Of the last event taken in. */
  position = 0

  take({ flow, declares, declaredAt }: Taken): void {
    const event = this.lineage.event(flow)
    this.#usage.learn(event)
    this.position = flow.order
    if (declares) this.#void.set(event, ALWAYS)
    else if (declaredAt !== undefined) this.#void.set(event, declaredAt)
  }

  /** An event taken in before is declared wrong by one at `by`. */
  declare(position: number, by: number): void {
    const event = this.lineage.eventAt(position)
    if (event === undefined) return
    this.#void.set(event, Math.min(this.#void.get(event) ?? Infinity, by))
  }

  /** What counts when the log is known up to, and not with, a position. */
  standing(before: number): Pick<Whole, 'known' | 'counts' | 'isLeaf'> {
    const { lineage } = this
    const end = before === Infinity ? Infinity : lineage.eventsBefore(before)
    return {
      known: (event) => event < end,
      counts: (event) => event < end && !((this.#void.get(event) ?? Infinity) < before),
      isLeaf: (thing: Thing) => !lineage.has(thing, USED | PUT_AGAIN),
    }
  }

  get bytes(): number {
    return this.lineage.bytes + this.names.bytes
  }
}
