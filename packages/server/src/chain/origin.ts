import type { Sort } from './products.ts'

/** Something that can be part of where a tin comes from. One object a thing: sets compare by it. */
export type Thing = {
  readonly id: string
  readonly what: Sort | 'field' | 'bulk tank' | 'compartment'
  /** The place of the farm, where the thing is a farm's. */
  readonly farm?: string
  /** True where no event will ever say where it came from. */
  readonly unrecorded?: true
}

/**
 * All that something was made from, known at the moment it is made. `possible` is what the record cannot exclude (a silo
 * filled again after the draw), and holds nothing that is certain.
 */
export type Origin = { readonly certain: ReadonlySet<Thing>; readonly possible: ReadonlySet<Thing> }

/** An amount of something, with its origin; `kg` is what is left of it (heads, for a herd). */
export type Lot = { readonly thing: Thing; readonly origin: Origin; kg: number }

export const NOWHERE: Origin = { certain: new Set(), possible: new Set() }

/** What comes of these lots put together; of the `possible` ones too, as far as anyone can tell. */
export function originOf(lots: readonly Lot[], possible: readonly Lot[] = []): Origin {
  const certain = new Set<Thing>()
  for (const { thing, origin } of lots) {
    certain.add(thing)
    for (const each of origin.certain) certain.add(each)
  }
  const maybe = new Set<Thing>()
  const consider = (things: Iterable<Thing>): void => {
    for (const each of things) if (!certain.has(each)) maybe.add(each)
  }
  for (const { origin } of lots) consider(origin.possible)
  for (const { thing, origin } of possible) {
    consider([thing])
    consider(origin.certain)
    consider(origin.possible)
  }
  return { certain, possible: maybe }
}

/** The origin with one more certain thing: the container a load came in, the field a cut came from. */
export function through(thing: Thing, origin: Origin): Origin {
  const possible = new Set(origin.possible)
  possible.delete(thing)
  return { certain: new Set([thing, ...origin.certain]), possible }
}

/** A vessel from one cleaning to the next: fills and draws, each with its time, all under one transformation. */
export type Vessel = { readonly fills: readonly { readonly lot: Lot; readonly at: number }[] }

/** What a draw at a moment is made of: surely what went in by then, possibly what went in later. */
export function drawn(vessel: Vessel, at: number): Origin {
  const early = vessel.fills.filter((fill) => fill.at <= at)
  const late = vessel.fills.filter((fill) => fill.at > at)
  return originOf(
    early.map((fill) => fill.lot),
    late.map((fill) => fill.lot),
  )
}

/** Kilograms to the gram: what a weighbridge slip or a weigh ticket says, without the dust of floating point. */
export function weigh(kg: number): number {
  return Math.round(kg * 1000) / 1000
}
