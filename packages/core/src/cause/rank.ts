import { keyOf, type Factor, type FactorKind, type Sample } from './factor.ts'
import { fisher, likelihoodRatio, type Table } from './fisher.ts'

/** How many have it; `certain` of them surely, `possible` perhaps. */
export type Share = {
  readonly count: number
  readonly certain: number
  readonly possible: number
  readonly of: number
  readonly share: number
}

/** Factors that exactly the same ones have: the record cannot tell them apart. */
export type Cause = {
  readonly rank: number
  /** The one named first, by the rule of {@link NAMED_FIRST}. */
  readonly factor: Factor
  /** Links from the bad to it, the least. */
  readonly distance: number
  /** The others, at most {@link MOST_ALIKE}; and how many there are. */
  readonly alike: readonly Factor[]
  readonly alikeCount: number
  /** What the record has against any of them by itself. */
  readonly signs: readonly { readonly id: string; readonly sign: string }[]
  readonly bad: Share
  readonly good: Share
  /** Fisher's exact test, one-sided. */
  readonly p: number
  /** The same times the number of different sets that were tried (Bonferroni), 1 at most. */
  readonly pAdjusted: number
  readonly likelihoodRatio: number
}

export type Ranking = {
  /** How many different sets were tried. */
  readonly tried: number
  /** Of these, how many are likelier among the bad. */
  readonly found: number
  /** The likeliest first. */
  readonly causes: readonly Cause[]
}

export const MOST_ALIKE = 200

/**
 * Of factors that the same ones have: what the record has a sign against by itself; then what most of the bad surely have; then what says most, in this order of kinds; then the
 * farther upstream, for what came of it explains no more; then by spelling.
 */
export const NAMED_FIRST: readonly FactorKind[] = [
  'lot',
  'trip',
  'item',
  'container',
  'run',
  'hour',
  'place',
  'visited',
  'equipment',
  'party',
]

type Having = {
  readonly factor: Factor
  /** Bits: which of all, bad ones first, have it at all, and which surely. */
  readonly any: Uint32Array
  readonly sure: Uint32Array
  distance: number
  sign?: string
}

/** What the bad share and the good do not, the likeliest first. It does not matter in which order they are given. */
export function rankCauses(
  bad: readonly Sample[],
  good: readonly Sample[],
  { limit }: { readonly limit: number },
): Ranking {
  const groups = Map.groupBy(havings(bad, good), ({ any }) => any.join(' '))
  const judged = [...groups.values()].flatMap((alike) => {
    const [first] = alike.toSorted((a, b) => inNaming(a, b, bad.length))
    if (first === undefined) return []
    const table = tableOf(first, bad.length, good.length)
    return [{ alike, first, table, p: fisher(table) }]
  })
  const likelier = judged.filter(
    ({ table }) => shareOf(table.bad, table.badOf) > shareOf(table.good, table.goodOf),
  )
  likelier.sort(
    (a, b) =>
      a.p - b.p ||
      b.table.bad - a.table.bad ||
      countIn(b.first.sure, 0, bad.length) - countIn(a.first.sure, 0, bad.length) ||
      inNaming(a.first, b.first, bad.length),
  )
  const causes = likelier.slice(0, limit).map(({ alike, first, table, p }, i): Cause => {
    const others = alike
      .filter((one) => one !== first)
      .toSorted((a, b) => inNaming(a, b, bad.length))
    return {
      rank: i + 1,
      factor: first.factor,
      distance: first.distance,
      alike: others.slice(0, MOST_ALIKE).map(({ factor }) => factor),
      alikeCount: others.length,
      signs: alike.flatMap(({ factor: { id }, sign }) =>
        sign === undefined ? [] : [{ id, sign }],
      ),
      bad: told(first, 0, bad.length),
      good: told(first, bad.length, bad.length + good.length),
      p,
      pAdjusted: Math.min(1, p * judged.length),
      likelihoodRatio: likelihoodRatio(table),
    }
  })
  return { tried: judged.length, found: likelier.length, causes }
}

/** Every factor of the bad, with who has it. What only good ones have explains nothing. */
function havings(bad: readonly Sample[], good: readonly Sample[]): readonly Having[] {
  const words = Math.ceil((bad.length + good.length) / 32)
  const found = new Map<string, Having>()
  for (const [i, { occurrences }] of [...bad, ...good].entries()) {
    for (const { factor, certainty, distance, sign } of occurrences) {
      const key = keyOf(factor)
      const known = found.get(key)
      if (known === undefined && i >= bad.length) continue
      const having = known ?? {
        factor,
        any: new Uint32Array(words),
        sure: new Uint32Array(words),
        distance,
      }
      if (known === undefined) found.set(key, having)
      if (i < bad.length) having.distance = Math.min(having.distance, distance)
      set(having.any, i)
      if (certainty === 'certain') set(having.sure, i)
      if (sign !== undefined) having.sign = sign
    }
  }
  return [...found.values()]
}

function set(bits: Uint32Array, i: number): void {
  const word = i >>> 5
  bits[word] = ((bits[word] ?? 0) | (1 << (i & 31))) >>> 0
}

function countIn(bits: Uint32Array, from: number, to: number): number {
  let count = 0
  for (let i = from; i < to; i++) count += ((bits[i >>> 5] ?? 0) >>> (i & 31)) & 1
  return count
}

function inNaming(a: Having, b: Having, bad: number): number {
  return (
    Number(b.sign !== undefined) - Number(a.sign !== undefined) ||
    countIn(b.sure, 0, bad) - countIn(a.sure, 0, bad) ||
    NAMED_FIRST.indexOf(a.factor.kind) - NAMED_FIRST.indexOf(b.factor.kind) ||
    b.distance - a.distance ||
    (keyOf(a.factor) < keyOf(b.factor) ? -1 : 1)
  )
}

function tableOf({ any }: Having, badOf: number, goodOf: number): Table {
  return {
    bad: countIn(any, 0, badOf),
    badOf,
    good: countIn(any, badOf, badOf + goodOf),
    goodOf,
  }
}

const shareOf = (count: number, of: number): number => (of === 0 ? 0 : count / of)

function told({ any, sure }: Having, from: number, to: number): Share {
  const count = countIn(any, from, to)
  const certain = countIn(sure, from, to)
  const share = Number(shareOf(count, to - from).toFixed(4))
  return { count, certain, possible: count - certain, of: to - from, share }
}
