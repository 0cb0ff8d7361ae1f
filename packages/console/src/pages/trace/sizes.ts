import type { Sizes } from './place.ts'

export type Plan = {
  readonly sizes: Sizes
  /** Boxes in a row. */
  readonly wide: number
  /** Boxes in a layer, before the largest sorts are folded into one. */
  readonly layer: number
}

const NARROW = 640

/** Boxes as wide as names need and as many in a row as fit; on a phone two, with the layer's heading above them. */
export function planFor(width: number): Plan {
  if (width < NARROW) {
    const box = { width: Math.min(180, Math.floor((width - 52) / 2)), height: 64 }
    const gap = { box: 12, row: 20, layer: 30 }
    return { sizes: { width: width - 8, gutter: 8, heading: 22, box, gap }, wide: 2, layer: 2 }
  }
  const gutter = 108
  const wide = Math.max(3, Math.floor((width - gutter - 28) / 160))
  const box = { width: Math.min(176, Math.floor((width - gutter - 28) / wide) - 14), height: 60 }
  const gap = { box: 14, row: 26, layer: 46 }
  return { sizes: { width: width - 16, gutter, heading: 0, box, gap }, wide, layer: wide }
}
