import { byTime, type FlowEvent, type Part } from '../flow/flow-event.ts'
import { classOf } from '../id/class-and-lot.ts'
import { compare, minus, plus, sumOf, ZERO, type Decimal } from './decimal.ts'
import { Figure } from './figure.ts'
import { nameOf } from './held.ts'
import { Inside } from './inside.ts'
import {
  FIGURES,
  type Beyond,
  type FigureName,
  type Figures,
  type HolderBalance,
  type LotBalance,
  type LotItems,
  type LotSums,
} from './lot-balance.ts'
import { massOf, type Weights } from './measure.ts'
import type { Move } from './move.ts'

const MOST_NAMED = 100

/** Both ends of a packing count: of one moment, what enters comes first, and what leaves last. */
const inTurn = (a: Move, b: Move): number =>
  a.flow.time - b.flow.time || turnOf(a) - turnOf(b) || byTime(a.flow, b.flow)

function turnOf({ flow }: Move): number {
  if (flow.type !== 'AggregationEvent') return 1
  return flow.action === 'DELETE' ? 2 : 0
}

/** What is told of a lot beside its moves. */
export type Telling = {
  readonly weights: Weights
  readonly tolerance: (made: Decimal) => Decimal
  readonly events: number
  readonly items: LotItems | undefined
  /** Items by where they were first made. */
  readonly madeAt: ReadonlyMap<string, number>
  readonly fates: ReadonlyMap<FigureName, number>
}

/** The moves of a lot in the order of time, added up. */
export class Reckoning {
  readonly #id: string
  readonly #all: Figures = figures()
  readonly #holders = new Map<string, Figures>()
  readonly #holderOf: (place: string) => string
  readonly #inside: Inside
  readonly #madeBy = new Set<string>()
  readonly #usedBy = new Set<string>()
  readonly #drained = new Set<string>()
  readonly #commissioned = new Figure()

  constructor(id: string, moves: readonly Move[], holderOf: (place: string) => string) {
    this.#id = id
    this.#holderOf = holderOf
    this.#inside = new Inside(id)
    const madeByTransformation = moves.some(({ flow }) => flow.outputs.length > 0)
    let now = -Infinity
    for (const move of [...moves].sort(inTurn)) {
      if (move.flow.time > now) this.#inside.pass()
      now = move.flow.time
      this.#hear(move, madeByTransformation)
    }
    this.#inside.pass()
  }

  #hear(move: Move, madeByTransformation: boolean): void {
    const { flow } = move
    if (flow.type === 'TransformationEvent') this.#transform(move)
    else if (flow.type === 'AggregationEvent') {
      this.#inside.hear(flow)
      if (flow.action === 'DELETE' && flow.parent) this.#drained.delete(flow.parent.id)
    } else if (flow.type === 'ObjectEvent' && flow.action === 'ADD') {
      for (const part of flow.things) {
        if (part.id !== this.#id) continue
        if (madeByTransformation) this.#commissioned.add(part.amount)
        else this.#count('made', flow.place, part.amount)
      }
    } else this.#observe(move)
  }

  #transform({ flow, items }: Move): void {
    if (items.length > 0) this.#isMadeBy(flow)
    for (const part of flow.outputs) {
      this.#count('made', flow.place, part.amount)
      this.#isMadeBy(flow)
    }
    for (const part of flow.inputs) {
      const of = this.#amountsOf(part)
      if (of.length === 0) continue
      if (this.#usedBy.size < MOST_NAMED) this.#usedBy.add(nameOf(flow))
      if (part.id !== this.#id) {
        // A filling that is drawn from in parts is used once.
        if (this.#drained.has(part.id)) continue
        this.#drained.add(part.id)
      }
      for (const amount of of) this.#count('used', flow.place, amount)
    }
  }

  #isMadeBy(flow: FlowEvent): void {
    if (this.#madeBy.size < MOST_NAMED) this.#madeBy.add(nameOf(flow))
  }

  #amountsOf(part: Part): readonly (Part['amount'] | undefined)[] {
    return part.id === this.#id ? [part.amount] : this.#inside.in(part.id)
  }

  #observe({ flow, counts }: Move): void {
    const figure = MOVES[counts ?? '']
    if (figure === undefined) return
    for (const part of flow.things) {
      for (const amount of this.#amountsOf(part)) {
        const signed =
          counts === 'unshipped' && amount ? { ...amount, value: -amount.value } : amount
        this.#count(figure, flow.place, signed)
      }
    }
  }

  #count(name: FigureName, place: string | undefined, amount: Part['amount'] | undefined): void {
    this.#all[name].add(amount)
    const holder = place === undefined ? '' : this.#holderOf(place)
    const held = this.#holders.get(holder) ?? figures()
    this.#holders.set(holder, held)
    held[name].add(amount)
  }

  told({ weights, tolerance, events, items, madeAt, fates }: Telling): LotBalance {
    this.#addItems({ items, madeAt, fates })
    const dimension = this.#dimension()
    const sums = sumsIn(this.#all, dimension, weights)
    const gone = GONE.map((name) => sums[name])
    const known = [sums.made, ...gone].every(({ atLeast }) => !atLeast)
    const total = sumOf(gone.map(({ value }) => value))
    const never = this.#all.made.isEmpty
    const holders = this.#holdersTold(dimension, weights)
    const beyond = this.#beyond({ sums, total, holders, items, dimension, weights, tolerance })
    const judged = beyond.length > 0 || (known && !never)
    const within = judged ? 'within' : 'not-judged'
    const { received: _, shipped: __, ...shown } = sums
    const ofClass = classOf(this.#id)
    return {
      id: this.#id,
      ...(ofClass && { ofClass }),
      events,
      dimension,
      sums: shown,
      ...(known && !never && { left: minus(sums.made.value, total) }),
      // Cases and pallets move items on, and are not followed here: what is left with whom is what /where knows.
      holders: items === undefined ? holders : holders.map(({ left: _left, ...held }) => held),
      ...(items && { items }),
      beyond,
      verdict: beyond.length > 0 ? 'beyond' : within,
      ...(!judged && { because: never ? ('never-made' as const) : ('unknown-amounts' as const) }),
      madeBy: [...this.#madeBy],
      usedBy: [...this.#usedBy],
    }
  }

  #addItems({ items, madeAt, fates }: Pick<Telling, 'items' | 'madeAt' | 'fates'>): void {
    for (const [place, count] of madeAt) this.#count('made', place, { value: count })
    const { made } = this.#all
    if (items !== undefined && items.claimed > 0) made.add({ value: -items.claimed })
    for (const [name, count] of fates) if (count > 0) this.#all[name].add({ value: count })
  }

  #beyond({
    sums,
    total,
    holders,
    items,
    dimension,
    weights,
    tolerance,
  }: Found): readonly Beyond[] {
    const { made } = sums
    const allowed = plus(made.value, tolerance(made.value))
    // What is gone is that much at the least; only what was made must be known in full.
    const judged = !this.#all.made.isEmpty && !made.atLeast
    return [
      ...(judged ? more('gone', total, allowed) : []),
      ...holders.flatMap((held) => shippedBeyond(held, tolerance)),
      ...(judged ? more('packed', this.#packed(dimension, weights), allowed) : []),
      ...(items === undefined ? [] : itemsBeyond(items)),
      ...this.#claimedBeyond(dimension, weights, allowed),
    ]
  }

  /** What all that is known is in; kilograms where it is in several. */
  #dimension(): string {
    const found = new Set(FIGURES.flatMap((name) => this.#all[name].dimensions))
    const [only, ...more_] = found
    return only !== undefined && more_.length === 0 ? only : 'mass'
  }

  #holdersTold(dimension: string, weights: Weights): readonly HolderBalance[] {
    return [...this.#holders]
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([holder, held]) => {
        const sums = sumsIn(held, dimension, weights)
        const known = FIGURES.every((name) => !sums[name].atLeast)
        const came = !held.made.isEmpty || !held.received.isEmpty
        const left = minus(cameOf(sums), wentOf(sums))
        return { holder, ...sums, ...(known && came && holder !== '' && { left }) }
      })
  }

  #packed(dimension: string, weights: Weights): Decimal {
    const [only, ...others] = this.#inside.most
    if (only === undefined || others.length > 0) return ZERO
    const [within, value] = only
    const found = within === dimension ? value : massOf({ dimension: within, value }, weights)
    return typeof found === 'string' ? ZERO : found
  }

  #claimedBeyond(dimension: string, weights: Weights, allowed: Decimal): readonly Beyond[] {
    if (this.#all.made.isEmpty || this.#commissioned.isEmpty) return []
    return more('claimed', this.#commissioned.sum(dimension, weights).value, allowed)
  }
}

type Found = Pick<Telling, 'items' | 'weights' | 'tolerance'> & {
  readonly sums: LotSums
  readonly total: Decimal
  readonly holders: readonly HolderBalance[]
  readonly dimension: string
}

const GONE = ['used', 'sold', 'loss', 'sample'] as const

const MOVES: Readonly<Record<string, FigureName>> = {
  shipped: 'shipped',
  unshipped: 'shipped',
  received: 'received',
  sold: 'sold',
  loss: 'loss',
  sample: 'sample',
  rework: 'rework',
}

function figures(): Figures {
  return Object.fromEntries(FIGURES.map((name) => [name, new Figure()])) as unknown as Figures
}

const sumsIn = (held: Figures, dimension: string, weights: Weights): LotSums =>
  Object.fromEntries(FIGURES.map((name) => [name, held[name].sum(dimension, weights)])) as LotSums

const cameOf = (sums: LotSums): Decimal => plus(sums.made.value, sums.received.value)

const wentOf = (sums: LotSums): Decimal =>
  sumOf([sums.shipped, ...GONE.map((name) => sums[name])].map(({ value }) => value))

const more = (what: Beyond['what'], much: Decimal, allowed: Decimal): readonly Beyond[] =>
  compare(much, allowed) > 0 ? [{ what, by: minus(much, allowed) }] : []

/** Where it is not recorded how it came to a holder, nothing can be said of what went. */
function shippedBeyond(
  { holder, ...held }: HolderBalance,
  tolerance: (made: Decimal) => Decimal,
): readonly Beyond[] {
  if (held.left === undefined || compare(held.left, ZERO) >= 0) return []
  const came = cameOf(held)
  return more('shipped', wentOf(held), plus(came, tolerance(came))).map((one) => ({
    ...one,
    holder,
  }))
}

const itemsBeyond = ({ claimed, repeated }: LotItems): readonly Beyond[] => [
  ...(claimed > 0 ? [{ what: 'claimed' as const, by: { digits: BigInt(claimed), scale: 0 } }] : []),
  ...(repeated > 0
    ? [{ what: 'repeated' as const, by: { digits: BigInt(repeated), scale: 0 } }]
    : []),
]
