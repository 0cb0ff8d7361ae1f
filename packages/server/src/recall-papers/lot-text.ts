import { keysOf } from '@suyuan/core/id/class-and-lot'

/** A lot as people write it, with its product; an identifier that is no GTIN with a lot stays as it is. */
export function lotText(lot: string | null): { readonly lot: string; readonly product: string } {
  if (lot === null) return { lot: '', product: '' }
  const [primary, finer] = keysOf(lot) ?? []
  if (primary === undefined || finer?.[0] !== '10') return { lot, product: '' }
  return { lot: finer[1], product: `(${primary[0]}) ${primary[1]}` }
}
