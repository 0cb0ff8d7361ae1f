import type { BalanceRow, Figure, Sum } from '../../api-balance.ts'

export type Piece = { readonly figure: Figure; readonly sum: Sum }

/** Both sides of a balance, each as pieces that lie end to end, and the length that they are drawn against. */
export type Bars = {
  readonly ins: readonly Piece[]
  readonly outs: readonly Piece[]
  readonly most: number
}

const SIDES = {
  made: { ins: ['made'], outs: ['used', 'sold', 'loss', 'sample', 'left'] },
  process: { ins: ['in'], outs: ['out', 'loss', 'rework', 'sample', 'difference'] },
} as const satisfies Record<string, Record<string, readonly Figure[]>>

/** What is missing lies on the side of what came out; what came out too much, on the side of what went in. */
export function barsOf(row: BalanceRow): Bars {
  const sides = row.supplier === undefined ? SIDES.process : SIDES.made
  const ins = piecesOf(row, sides.ins)
  const outs = piecesOf(row, sides.outs)
  const over = outs.filter(({ sum }) => sum.value < 0)
  const all = {
    ins: [
      ...ins,
      ...over.map(({ figure, sum }) => ({ figure, sum: { ...sum, value: -sum.value } })),
    ],
    outs: outs.filter(({ sum }) => sum.value > 0),
  }
  return { ...all, most: Math.max(lengthOf(all.ins), lengthOf(all.outs)) }
}

function piecesOf(row: BalanceRow, figures: readonly Figure[]): readonly Piece[] {
  return figures.flatMap((figure) => {
    const sum = row[figure]
    return sum === undefined || sum.value === 0 ? [] : [{ figure, sum }]
  })
}

function lengthOf(pieces: readonly Piece[]): number {
  return pieces.reduce((length, { sum }) => length + sum.value, 0)
}

/** How bad a row is: what is out of tolerance, or gone beyond what was made, then what nobody judged. */
export function rankOf({ verdict, unbalanced = 0, beyond = 0, notJudged = 0 }: BalanceRow): number {
  if (unbalanced > 0 || beyond > 0 || verdict === 'unbalanced') return 0
  return notJudged > 0 || verdict === 'not-judged' ? 1 : 2
}
