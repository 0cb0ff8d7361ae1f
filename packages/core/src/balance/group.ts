import { compare, minus, plus, smaller, sumOf, ZERO, type Decimal } from './decimal.ts'
import type { LotBalance, FigureName, HolderBalance } from './lot-balance.ts'
import type { Sum, Weighed } from './settle.ts'
import type { TransformationBalance } from './transformation.ts'

/** Transformations of one line or day, together, in kilograms. */
export type GroupBalance = {
  readonly transformations: number
  readonly unbalanced: number
  readonly notJudged: number
  /** Not counted below: what they are about cannot be weighed. */
  readonly notWeighed: number
  /** What came from outside the group, and what left it; what one made and another used is in `through` alone. */
  readonly in: Sum
  readonly out: Sum
  readonly through: Decimal
  readonly loss: Sum
  readonly rework: Sum
  readonly sample: Sum
  /** Undefined where something is not known. */
  readonly difference?: Decimal
}

const SUMS = ['in', 'out', 'loss', 'rework', 'sample'] as const
type Passing = { made: Decimal; used: Decimal }

/** Adds transformations up; keeps two numbers for each lot. */
export class Group {
  #count = 0
  #unbalanced = 0
  #notJudged = 0
  #notWeighed = 0
  readonly #sums = new Map<(typeof SUMS)[number], Sum>()
  readonly #lots = new Map<string, Passing>()

  add({ sums, verdict: { verdict } }: TransformationBalance): void {
    this.#count += 1
    if (verdict === 'unbalanced') this.#unbalanced += 1
    if (verdict === 'not-judged') this.#notJudged += 1
    if (sums.dimension !== 'mass') {
      this.#notWeighed += 1
      return
    }
    for (const name of SUMS) {
      const { value, atLeast } = this.#sum(name)
      this.#sums.set(name, {
        value: plus(value, sums[name].value),
        atLeast: atLeast || sums[name].atLeast,
      })
    }
    for (const line of sums.lines) this.#pass(line)
  }

  #pass({ id, ofClass, side, counts, weight }: Weighed): void {
    if (weight === undefined || id === ofClass) return
    const lot = this.#lots.get(id) ?? { made: ZERO, used: ZERO }
    this.#lots.set(id, lot)
    if (side === 'in') lot.used = plus(lot.used, weight)
    else if (counts === 'product' || counts === 'by-product') lot.made = plus(lot.made, weight)
  }

  #sum(name: (typeof SUMS)[number]): Sum {
    return this.#sums.get(name) ?? { value: ZERO, atLeast: false }
  }

  get told(): GroupBalance {
    const through = sumOf([...this.#lots.values()].map(({ made, used }) => smaller(made, used)))
    const [all, out] = [this.#sum('in'), this.#sum('out')]
    const [loss, rework, sample] = [this.#sum('loss'), this.#sum('rework'), this.#sum('sample')]
    const known = [all, out, loss, rework, sample].every(({ atLeast }) => !atLeast)
    const left = sumOf([out, loss, rework, sample].map(({ value }) => value))
    return {
      transformations: this.#count,
      unbalanced: this.#unbalanced,
      notJudged: this.#notJudged,
      notWeighed: this.#notWeighed,
      in: { ...all, value: minus(all.value, through) },
      out: { ...out, value: minus(out.value, through) },
      through,
      loss,
      rework,
      sample,
      ...(known && { difference: minus(all.value, left) }),
    }
  }
}

const MOVED = ['made', 'shipped', 'received', 'used', 'sold', 'loss', 'sample', 'rework'] as const

/** The lots of one supplier that others received or used, together, in kilograms. */
export type SupplierBalance = Readonly<Record<(typeof MOVED)[number], Sum>> & {
  readonly lots: number
  readonly beyond: number
  readonly notJudged: number
  readonly notWeighed: number
  /** made − used − sold − loss − sample; undefined where something is not known. */
  readonly left?: Decimal
}

/** Who made a lot, where others received or used it too; undefined: it stayed where it was made, or that is not recorded. */
export function supplierOf({ holders }: LotBalance): string | undefined {
  const has = (holder: HolderBalance, name: FigureName): boolean =>
    holder[name].atLeast || compare(holder[name].value, ZERO) > 0
  const maker = holders.find((one) => one.holder !== '' && has(one, 'made'))?.holder
  const others = holders.filter((one) => one.holder !== maker && one.holder !== '')
  return others.some((one) => has(one, 'received') || has(one, 'used')) ? maker : undefined
}

export class Supplier {
  #lots = 0
  #beyond = 0
  #notJudged = 0
  #notWeighed = 0
  readonly #sums = new Map<(typeof MOVED)[number], Sum>()

  add({ dimension, holders, verdict }: LotBalance): void {
    this.#lots += 1
    if (verdict === 'beyond') this.#beyond += 1
    if (verdict === 'not-judged') this.#notJudged += 1
    if (dimension !== 'mass') {
      this.#notWeighed += 1
      return
    }
    for (const name of MOVED) {
      const before = this.#sum(name)
      this.#sums.set(name, {
        value: plus(before.value, sumOf(holders.map((one) => one[name].value))),
        atLeast: before.atLeast || holders.some((one) => one[name].atLeast),
      })
    }
  }

  #sum(name: (typeof MOVED)[number]): Sum {
    return this.#sums.get(name) ?? { value: ZERO, atLeast: false }
  }

  get told(): SupplierBalance {
    const sums = Object.fromEntries(MOVED.map((name) => [name, this.#sum(name)])) as Readonly<
      Record<(typeof MOVED)[number], Sum>
    >
    const gone = [sums.used, sums.sold, sums.loss, sums.sample]
    const known = [sums.made, ...gone].every(({ atLeast }) => !atLeast)
    return {
      ...sums,
      lots: this.#lots,
      beyond: this.#beyond,
      notJudged: this.#notJudged,
      notWeighed: this.#notWeighed,
      ...(known && { left: minus(sums.made.value, sumOf(gone.map(({ value }) => value))) }),
    }
  }
}
