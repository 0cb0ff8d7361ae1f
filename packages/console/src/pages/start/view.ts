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

/**
 * The thing that a search leads to at once: the only one, or the only one on record. A product is none: nothing is made of
 * a product, but of its lots.
 */
export function ledTo(candidates: readonly Candidate[]): Candidate | undefined {
  const things = candidates.filter(({ kind }) => kind !== 'class')
  const seen = things.filter((one) => one.seen)
  const only = seen.length > 0 ? seen : things
  return only.length === 1 && things.length === candidates.length ? only[0] : undefined
}

/** The products that a search found, as the catalogue has them, and all else that it found. */
export function sortedOut(
  candidates: readonly Candidate[],
  catalogue: Catalogue,
): { readonly products: readonly Product[]; readonly things: readonly Candidate[] } {
  const found = new Set(candidates.flatMap(({ id, kind }) => (kind === 'class' ? [id] : [])))
  const products = catalogue.products.filter(({ id }) => found.has(id))
  const shown = new Set(products.map(({ id }) => id))
  return { products, things: candidates.filter(({ id }) => !shown.has(id)) }
}
