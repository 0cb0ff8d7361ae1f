import { trace } from '@suyuan/core/flow/answer'
import type { FlowEvent } from '@suyuan/core/flow/flow-event'
import { commissionedIn, namesIn } from '@suyuan/core/flow/names'
import { partOf } from '@suyuan/core/flow/read'
import type { Trace } from '@suyuan/core/flow/trace'
import { history, type Past } from '@suyuan/core/flow/whereabouts'
import type { Ask } from '@suyuan/core/flow/world'

export type Known = { readonly trace: Trace; readonly past: readonly Past[] }

/** Traces of many things that have much in common: nothing is asked of the store twice, and siblings share one walk. */
export class Gathering {
  readonly events: Map<string, FlowEvent> = new Map()
  readonly #about = new Map<string, FlowEvent[]>()
  readonly #traces = new Map<string, Trace>()
  readonly #ask: Ask

  constructor(ask: Ask) {
    this.#ask = {
      ...ask,
      about: (things) => this.#aboutAll(ask, things),
      transformations: async (ids, side) => this.#noted(await ask.transformations(ids, side)),
    }
  }

  /** Undefined: never seen. */
  async known(of: string): Promise<Known | undefined> {
    const past = await history(this.#ask, of)
    if (past === undefined) return undefined
    // What is made by the same events is made from the same things.
    const key = await this.#makingsOf(of)
    const known = key === undefined ? undefined : this.#traces.get(key)
    if (known !== undefined) return { past, trace: known }
    const found = await trace(this.#ask, { of: partOf(of), direction: 'backward' })
    if (found === undefined) return undefined
    if (key !== undefined) this.#traces.set(key, found)
    return { past, trace: found }
  }

  /** The events that make an item, as one text; undefined of what is opened as a start: a container, a lot. */
  async #makingsOf(of: string): Promise<string | undefined> {
    const part = partOf(of)
    const events = await this.#ask.about([of])
    if (part.kind !== 'item' || part.reusable || events.some(({ parent }) => parent?.id === of))
      return undefined
    const makings = events.filter((event) => !event.void && makingIn(event, of) !== undefined)
    if (makings.length === 0) return undefined
    const lots = makings.flatMap((event) => makingIn(event, of) ?? [])
    return JSON.stringify([makings.map(({ eventID }) => eventID).sort(), lots.sort()])
  }

  async #aboutAll(ask: Ask, things: readonly string[]): Promise<readonly FlowEvent[]> {
    const unknown = things.filter((thing) => !this.#about.has(thing))
    const fresh = new Set(unknown)
    if (unknown.length > 0) {
      for (const thing of unknown) this.#about.set(thing, [])
      for (const event of this.#noted(await ask.about(unknown))) {
        for (const id of new Set(namesIn(event))) {
          if (fresh.has(id)) this.#about.get(id)?.push(event)
        }
      }
    }
    return [...new Set(things.flatMap((thing) => this.#about.get(thing) ?? []))]
  }

  #noted(events: readonly FlowEvent[]): readonly FlowEvent[] {
    for (const event of events) this.events.set(event.eventID, event)
    return events
  }
}

/** The lots that an event gives a thing it commissions; undefined where it does not commission it. */
function makingIn(event: FlowEvent, of: string): readonly string[] | undefined {
  const made = commissionedIn(event).filter(({ id }) => id === of)
  return made.length === 0 ? undefined : made.flatMap(({ lot }) => lot ?? [])
}
