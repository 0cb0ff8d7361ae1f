import { remembering } from '@suyuan/core/id/remember'

type Range = { readonly type: string; readonly q: number }

/** The media ranges of an `Accept` header as they stand (RFC 9110 §12.5.1); parameters but `q` are not told apart. */
function rangesIn(header: string): readonly Range[] {
  return header.split(',').flatMap((part) => {
    const [type = '', ...parameters] = part.split(';').map((text) => text.trim().toLowerCase())
    const q = parameters.find((text) => text.startsWith('q='))?.slice(2)
    return type === '' ? [] : [{ type, q: q === undefined ? 1 : Number(q) || 0 }]
  })
}

/** How a range fits a type: 2 by its name, 1 by its kind (`text/*`), 0 as one that takes all; undefined when it does not. */
function fit(range: string, type: string): number | undefined {
  if (range === type) return 2
  if (range === `${type.slice(0, type.indexOf('/'))}/*`) return 1
  return range === '*/*' ? 0 : undefined
}

type Choice = { readonly q: number; readonly at: number }

/** The range that speaks most exactly of a type decides what it is worth. */
function worth(ranges: readonly Range[], type: string): Choice {
  let best = -1
  let choice: Choice = { q: 0, at: Infinity }
  for (const [at, range] of ranges.entries()) {
    const exact = fit(range.type, type)
    if (exact === undefined || exact <= best) continue
    best = exact
    choice = { q: range.q, at }
  }
  return choice
}

/**
 * Chooses among media types: a function from an `Accept` header (null: none was sent) to the type the client would rather
 * have, undefined when it takes none. Of two alike in `q` the one it names first, and where it names none our first. Answers
 * are remembered: clients send few different headers, and this is on the way of every question.
 */
export function choosing<T extends string>(
  offered: readonly [T, ...T[]],
): (accept: string | null) => T | undefined {
  const [first] = offered
  const choose = remembering(200, (header) => {
    const ranges = rangesIn(header)
    const worths = offered
      .map((type) => ({ type, ...worth(ranges, type) }))
      .filter(({ q }) => q > 0)
      .toSorted((a, b) => b.q - a.q || a.at - b.at)
    return { type: worths[0]?.type }
  })
  return (accept) => {
    if (accept === null || accept === '*/*') return first
    return accept.trim() === '' ? first : choose(accept).type
  }
}
