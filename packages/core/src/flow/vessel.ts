/** What went into a vessel at a moment; kilograms, where known. */
export type Fill = { readonly time: number; readonly kg: number | undefined }
/** What was drawn from it. */
export type Draw = { readonly time: number; readonly kg: number | undefined }

/** What a draw is of: the part of each fill, in their order. */
export type Drawn = { readonly parts: readonly number[] }

/**
 * A vessel that mixes perfectly, as it was drawn from after these fills: a draw takes of everything that is in it then, by
 * mass. Fills count before draws of the same time. Undefined where an amount that it depends on is not known: one fill alone
 * is all there is, and what was drawn after the last fill changes nothing.
 */
export function drawnFrom(fills: readonly Fill[], draws: readonly Draw[]): Drawn | undefined {
  const times = [...new Set(fills.map(({ time }) => time))].sort((a, b) => a - b)
  const last = times.at(-1)
  if (last === undefined) return undefined
  if (fills.length === 1) return { parts: [1] }
  let held: readonly number[] = fills.map(() => 0)
  let before = -Infinity
  for (const time of times) {
    const all = wholeOf(held)
    const drawn =
      all === 0 ? 0 : sum(draws.filter((draw) => before <= draw.time && draw.time < time))
    const filled = sum(fills.filter((fill) => fill.time === time))
    if (drawn === undefined || filled === undefined) return undefined
    const left = all > drawn ? (all - drawn) / all : 0
    held = held.map((kg, at) => (fills[at]?.time === time ? (fills[at].kg ?? 0) : kg * left))
    before = time
  }
  const all = wholeOf(held)
  return all > 0 ? { parts: held.map((kg) => kg / all) } : undefined
}

const wholeOf = (held: readonly number[]): number => held.reduce((all, kg) => all + kg, 0)

function sum(amounts: readonly { readonly kg: number | undefined }[]): number | undefined {
  let all = 0
  for (const { kg } of amounts) {
    if (kg === undefined) return undefined
    all += kg
  }
  return all
}
