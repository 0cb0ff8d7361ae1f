import type { Amount, Certainty, How, Link, Trace } from '../../answers.ts'

/** What a thing is joined with in this trace: the other end, and how. */
export type Neighbour = {
  readonly id: string
  readonly how: How
  readonly certainty: Certainty
  readonly links: number
  /** Of a single link only: links of one event each tell the whole event's amount. */
  readonly amount: Amount | undefined
}

type Growing = { -readonly [K in keyof Neighbour]: Neighbour[K] }

/** Where these things came from and what they went into, one step each way, by the links of the trace. */
export function neighboursIn(
  trace: Trace,
  ids: readonly string[],
): { readonly from: readonly Neighbour[]; readonly into: readonly Neighbour[] } {
  const own = new Set(ids)
  const from = new Map<string, Growing>()
  const into = new Map<string, Growing>()
  for (const link of trace.links) {
    if (own.has(link.to) && !own.has(link.from)) add(from, link.from, link)
    if (own.has(link.from) && !own.has(link.to)) add(into, link.to, link)
  }
  return { from: [...from.values()], into: [...into.values()] }
}

function add(all: Map<string, Growing>, id: string, { how, certainty, amount }: Link): void {
  const key = `${how} ${id}`
  const known = all.get(key)
  if (known === undefined) {
    all.set(key, { id, how, certainty, links: 1, amount })
    return
  }
  known.links++
  known.amount = undefined
  if (certainty === 'certain') known.certainty = 'certain'
}
