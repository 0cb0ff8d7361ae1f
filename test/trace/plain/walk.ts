import type { Making, OfLot } from './record.ts'
import type { Packing } from './packings.ts'

export type Certainty = 'certain' | 'possible'

export type PlainLink = {
  readonly from: string
  readonly to: string
  readonly how: 'made-from' | 'of-lot' | 'packed-in'
  readonly eventID: string
  readonly eventTime: string
  readonly certainty: Certainty
}

export type PlainGap = { readonly kind: string; readonly id: string; readonly eventID: string }

/** One link followed from one state of the walk to the next, with the gaps that lie on it. */
export type Step<State> = {
  readonly link: PlainLink
  readonly next: State
  readonly gaps: readonly PlainGap[]
}

/** A state names the thing reached, and how it was reached as far as that matters for going on. */
export type Walk<State extends { readonly thing: string }> = {
  readonly start: State
  readonly stepsFrom: (state: State) => readonly Step<State>[]
}

export type Followed<State> = {
  readonly steps: readonly Step<State>[]
  /** Every thing reached, with the least number of links that lead to it. */
  readonly distances: ReadonlyMap<string, number>
}

/** "follow, until nothing new": state by state, the nearest first. */
export function follow<State extends { readonly thing: string }>(
  walk: Walk<State>,
  takes: (link: PlainLink) => boolean,
): Followed<State> {
  const steps: Step<State>[] = []
  const distances = new Map<string, number>()
  const known = new Set([JSON.stringify(walk.start)])
  for (let distance = 1, near = [walk.start]; near.length > 0; distance += 1) {
    const taken = near.flatMap(walk.stepsFrom).filter((step) => takes(step.link))
    steps.push(...taken)
    near = []
    for (const { next } of taken) {
      if (!distances.has(next.thing)) distances.set(next.thing, distance)
      const state = JSON.stringify(next)
      if (!known.has(state)) near.push(next)
      known.add(state)
    }
  }
  return { steps, distances }
}

/** input → output; the event is the one that names the output. */
export function madeFromLink(making: Making): PlainLink {
  const { eventID, eventTime } = making.output
  const [from, to] = [making.input.thing, making.output.thing]
  return { from, to, how: 'made-from', eventID, eventTime, certainty: making.certainty }
}

/** lot → item, "always" valid. */
export function ofLotLink({ lot, item, eventID, eventTime }: OfLot): PlainLink {
  return { from: lot, to: item, how: 'of-lot', eventID, eventTime, certainty: 'certain' }
}

/** child → parent; the event is the one that opened the packing. */
export function packedInLink({ child, parent, eventID, eventTime }: Packing): PlainLink {
  return { from: child, to: parent, how: 'packed-in', eventID, eventTime, certainty: 'certain' }
}
