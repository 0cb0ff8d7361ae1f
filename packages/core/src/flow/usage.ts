import { AGGREGATION, DELETE } from './event-flags.ts'
import {
  CHILDREN,
  GIVEN,
  INPUTS,
  PARENT,
  thingOf,
  type Event,
  type Lineage,
  type Mention,
  type Thing,
} from './lineage.ts'

/** In a list of its event: neither the parent, nor a lot that is given. */
const isNamed = (role: number): boolean => role !== GIVEN && role !== PARENT

/** Used as an input, or it was in what was, or of a lot that was: a walk forward may go on from it. */
export const USED = 4
/** Put into something once, and more than once. */
const PUT = 8
export const PUT_AGAIN = 16

/**
 * Marks which things a walk forward may go on from, as events come, void ones too: it may say so of a thing that no walk
 * goes on from, never the other way round.
 */
export class Usage {
  readonly #lineage: Lineage
  #waiting: Thing[] = []

  constructor(lineage: Lineage) {
    this.#lineage = lineage
  }

  learn(event: Event): void {
    const lineage = this.#lineage
    const first = lineage.firstOf(event)
    const end = lineage.firstOf(event + 1)
    const packs = lineage.action(event) !== DELETE
    const container = lineage.roleOf(first) === PARENT ? lineage.thingIn(first) : 0
    let used = packs && container !== 0 && lineage.has(container, USED)
    for (let at = first; at < end; at++) {
      const role = lineage.roleOf(at)
      const thing = lineage.thingIn(at)
      if (role === GIVEN) used = thing !== 0 && lineage.has(thing, USED)
      if (role === CHILDREN && packs) this.#put(thing)
      if (role === INPUTS || (used && isNamed(role))) this.#use(thing)
    }
  }

  #put(thing: Thing): void {
    this.#lineage.mark(thing, this.#lineage.has(thing, PUT) ? PUT_AGAIN : PUT)
  }

  #use(thing: Thing): void {
    this.#mark(thing)
    for (let next = this.#waiting.pop(); next !== undefined; next = this.#waiting.pop()) {
      for (let at = this.#lineage.lastOf(next); at >= 0; at = this.#lineage.beforeOf(at)) {
        this.#spread(at)
      }
    }
  }

  #mark(thing: Thing): void {
    if (this.#lineage.has(thing, USED)) return
    this.#lineage.mark(thing, USED)
    this.#waiting.push(thing)
  }

  /** To what was in it, and to the items that a lot was given to. */
  #spread(mention: Mention): void {
    const lineage = this.#lineage
    const role = lineage.roleOf(mention)
    if (role !== PARENT && role !== GIVEN) return
    const event = lineage.eventOf(mention)
    if (role === PARENT && lineage.type(event) !== AGGREGATION) return
    const end = lineage.firstOf(event + 1)
    for (let at = mention + 1; at < end; at++) {
      const here = lineage.roleOf(at)
      if (role === GIVEN && here === GIVEN) return
      if (role === GIVEN || here === CHILDREN) this.#mark(thingOf(lineage.namedIn(at)))
    }
  }
}
