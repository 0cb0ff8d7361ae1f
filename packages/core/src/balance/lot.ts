import type { FlowEvent } from '../flow/flow-event.ts'
import { classOf } from '../id/class-and-lot.ts'
import { times, ZERO, type Decimal } from './decimal.ts'
import type { FigureName, LotBalance, LotItems } from './lot-balance.ts'
import type { Weights } from './measure.ts'
import type { Move } from './move.ts'
import { Reckoning } from './reckoning.ts'
import type { BalanceRules } from './rules.ts'
import { Covering, type Sum } from './settle.ts'

const MOST_EXAMPLES = 20

/** An item's first making, by a transformation or by commissioning alone. */
type Made = { readonly byTransformation: boolean }

/**
 * What became of one lot. Takes, in any order, what its events say and those of the containers that held it, and what became of
 * its items. Keeps a number for each item, not the item.
 */
export class Lot {
  readonly #id: string
  readonly #covering: Covering
  readonly #moves: Move[] = []
  readonly #items = new Map<number, Made>()
  readonly #fates = new Map<FigureName, Set<number>>()
  readonly #madeAt = new Map<string, number>()
  readonly #examples: string[] = []
  readonly #claims = new Map<number, string>()
  #repeated = 0
  #events = 0

  constructor(id: string, rules: BalanceRules) {
    this.#id = id
    this.#covering = new Covering(rules)
  }

  /** @param keyOf a number for an item, the same for the same. */
  add(move: Move, keyOf: (item: string) => number): void {
    const { flow, items, tolerances } = move
    this.#events += 1
    this.#covering.met(tolerances)
    this.#moves.push(move)
    for (const id of items) this.#make(id, keyOf(id), flow)
  }

  #make(id: string, key: number, { type, place = '' }: FlowEvent): void {
    const byTransformation = type === 'TransformationEvent'
    const before = this.#items.get(key)
    if (before === undefined) {
      this.#items.set(key, { byTransformation })
      this.#madeAt.set(place, (this.#madeAt.get(place) ?? 0) + 1)
      if (!byTransformation) this.#claims.set(key, id)
      return
    }
    // Commissioned and made is one making.
    if (before.byTransformation && byTransformation) {
      this.#repeated += 1
      if (this.#examples.length < MOST_EXAMPLES) this.#examples.push(id)
    }
    if (!byTransformation || before.byTransformation) return
    this.#items.set(key, { byTransformation })
    this.#claims.delete(key)
  }

  /** What became of items, by their numbers. */
  fate(figure: FigureName, keys: readonly number[]): void {
    const these = this.#fates.get(figure) ?? new Set()
    this.#fates.set(figure, these)
    for (const key of keys) if (this.#items.has(key)) these.add(key)
  }

  /** Places of what was counted: the holders of these are asked for. */
  get places(): readonly string[] {
    return [
      ...new Set([...this.#moves.flatMap(({ flow }) => flow.place ?? []), ...this.#madeAt.keys()]),
    ]
  }

  /** Undefined when no event stands. */
  balance(weights: Weights, holderOf: (place: string) => string): LotBalance | undefined {
    if (this.#events === 0) return undefined
    return new Reckoning(this.#id, this.#moves, holderOf).told({
      weights,
      tolerance: (sums) => this.#gain(sums),
      events: this.#events,
      items: this.#itemsTold(),
      madeAt: this.#madeAt,
      fates: new Map([...this.#fates].map(([name, keys]) => [name, keys.size])),
    })
  }

  #itemsTold(): LotItems | undefined {
    if (this.#items.size === 0) return undefined
    const anyMade = this.#items.size > this.#claims.size
    const claimed = anyMade ? this.#claims.size : 0
    const examples = [...(anyMade ? this.#claims.values() : []), ...this.#examples]
    return {
      made: this.#items.size - claimed,
      claimed,
      repeated: this.#repeated,
      examples: examples.slice(0, MOST_EXAMPLES),
    }
  }

  /** What a tolerance of the lot's class lets be too much, of so much made. */
  #gain(made: Decimal): Decimal {
    const line = {
      side: 'out',
      counts: 'product',
      id: this.#id,
      dimension: 'mass',
      sum: made,
    } as const
    const ofClass = classOf(this.#id)
    const gain = this.#covering.tolerance({
      ...NO_SUMS,
      lines: [{ ...line, ...(ofClass && { ofClass }), parts: 1, unknown: 0 }],
    })?.gain
    return gain === undefined ? ZERO : times(gain.share, made)
  }
}

const NOTHING: Sum = { value: ZERO, atLeast: false }
const NO_SUMS = {
  dimension: 'mass',
  in: NOTHING,
  out: NOTHING,
  loss: NOTHING,
  rework: NOTHING,
  sample: NOTHING,
  reworkIn: NOTHING,
} as const
