import type { Candidate, Catalogue, Product } from '../../answers.ts'
import { stageRank } from '../../stages.ts'

export type Origin = { readonly product: Product; readonly lots: readonly string[] }

export type Start = {
  /** Products that a person holds in the hand, with some of their codes. */
  readonly tins: readonly Product[]
  /** What they are made of, from the pasture on, with the lots to follow forward. */
  readonly origins: readonly Origin[]
}

/** What the start page offers of a catalogue: single tins to trace back, lots to trace forward. */
export function startOf(catalogue: Catalogue): Start {
  const tins = catalogue.products.filter(({ samples }) => samples.length > 0)
  const finished = new Set(tins.filter(({ items }) => items > 0).map(({ id }) => id))
  const origins = catalogue.products
    .filter(({ id, lots }) => lots.length > 0 && !finished.has(id))
    .map((product) => ({ product, lots: product.lots.map(({ id }) => id).toSorted() }))
    .toSorted((a, b) => stageRank(a.product.stage) - stageRank(b.product.stage))
  return { tins: tins.toSorted((a, b) => b.items - a.items), origins }
}

/** The thing that a search leads to at once: the only one, or the only one on record. */
export function ledTo(candidates: readonly Candidate[]): Candidate | undefined {
  const seen = candidates.filter((one) => one.seen)
  if (seen.length === 1) return seen[0]
  return candidates.length === 1 ? candidates[0] : undefined
}
