import {
  compare,
  larger,
  minus,
  negated,
  plus,
  sumOf,
  times,
  ZERO,
  type Decimal,
} from './decimal.ts'
import { massOf, type NoMass, type Weights } from './measure.ts'
import { classIn, coversEvent, isOneOf, type Told } from './counting.ts'
import { identify } from '../id/identify.ts'
import type { Allowed, BalanceRules, Tolerance, Yield } from './rules.ts'
import type { Heading, Line } from './tally.ts'

/** A sum, in the unit of its balance; `atLeast`: something on it is not known, and is not in it. */
export type Sum = { readonly value: Decimal; readonly atLeast: boolean }

export type Why = NoMass | 'container' | 'in-parts'

/** A line as it is weighed. */
export type Weighed = Omit<Line, 'why'> & {
  /** In the unit of the balance; undefined: not known, or only of some of its parts. */
  readonly weight?: Decimal
  readonly why?: Why
}

export type Sums = {
  /** Kilograms (`mass`), or what all lines are in: `volume`, `count`. */
  readonly dimension: string
  readonly in: Sum
  /** Products and by-products. */
  readonly out: Sum
  readonly loss: Sum
  readonly rework: Sum
  readonly sample: Sum
  /** Of what went in: rework. */
  readonly reworkIn: Sum
  /** in − out − loss − rework − sample; undefined where any of them is not known. */
  readonly difference?: Decimal
  readonly lines: readonly Weighed[]
}

/** Adds lines up, in kilograms where all of them can be weighed, else in what all of them are in. */
export function sumsOf(lines: readonly Line[], weightsOf: (id: string) => Weights): Sums {
  const masses = lines.map((line) => weigh(line, weightsOf(line.id)))
  const [first] = lines
  const alike =
    first !== undefined &&
    lines.every((one) => one.dimension === first.dimension && one.unknown === 0) &&
    masses.some(({ why }) => why !== undefined) &&
    ['volume', 'count'].includes(first.dimension)
  const weighed = alike ? lines.map((line): Weighed => ({ ...line, weight: line.sum })) : masses
  return { ...summed(weighed), dimension: alike ? first.dimension : 'mass', lines: weighed }
}

function weigh(line: Line, weights: Weights): Weighed {
  if (line.unknown > 0) {
    const why: Why =
      line.unknown < line.parts || line.ofClass !== undefined ? 'no-amount' : 'container'
    return { ...line, why: line.why ?? why }
  }
  const mass = massOf({ dimension: line.dimension, value: line.sum }, weights)
  return typeof mass === 'string' ? { ...line, why: mass } : { ...line, weight: mass }
}

function summed(lines: readonly Weighed[]): Omit<Sums, 'lines' | 'dimension'> {
  const sum = (side: Heading['side'], ...counts: readonly Heading['counts'][]): Sum => {
    const these = lines.filter((one) => one.side === side && counts.includes(one.counts))
    return {
      value: sumOf(these.map(({ weight }) => weight ?? ZERO)),
      atLeast: these.some(({ weight }) => weight === undefined),
    }
  }
  const sums = {
    in: sum('in', 'input', 'rework'),
    out: sum('out', 'product', 'by-product'),
    loss: sum('out', 'loss'),
    rework: sum('out', 'rework'),
    sample: sum('out', 'sample'),
    reworkIn: sum('in', 'rework'),
  }
  const leaves = [sums.out, sums.loss, sums.rework, sums.sample]
  const known = !sums.in.atLeast && leaves.every(({ atLeast }) => !atLeast)
  if (!known) return sums
  return { ...sums, difference: minus(sums.in.value, sumOf(leaves.map(({ value }) => value))) }
}

export type Verdict = {
  readonly verdict: 'balanced' | 'unbalanced' | 'not-judged'
  /** Why it is not judged. */
  readonly because?: 'unknown-amounts' | 'one-sided' | 'no-tolerance'
  readonly tolerance?: Tolerance
  /** What the tolerance allows here: missing, and too much. */
  readonly allowed?: { readonly loss?: Decimal; readonly gain?: Decimal }
}

/** Holds what is missing, or too much, to the first tolerance that covers the transformation; unset is not judged. */
export function judge(sums: Sums, tolerance: Tolerance | undefined): Verdict {
  const sides = new Set(sums.lines.map(({ side }) => side))
  const given = tolerance && { tolerance }
  if (sides.size < 2) return { verdict: 'not-judged', because: 'one-sided', ...given }
  if (sums.difference === undefined)
    return { verdict: 'not-judged', because: 'unknown-amounts', ...given }
  if (tolerance === undefined) return { verdict: 'not-judged', because: 'no-tolerance' }
  return { tolerance, ...held(sums, sums.difference, tolerance) }
}

function held(sums: Sums, difference: Decimal, tolerance: Tolerance): Verdict {
  const missing = compare(difference, ZERO) >= 0
  const loss = tolerance.loss && allowedOf(tolerance.loss, sums)
  const gain = tolerance.gain && allowedOf(tolerance.gain, sums)
  const allowed = { ...(loss && { loss }), ...(gain && { gain }) }
  const most = missing ? loss : gain
  if (compare(difference, ZERO) === 0) return { verdict: 'balanced', allowed }
  if (most === undefined) return { verdict: 'not-judged', because: 'no-tolerance', allowed }
  const within = compare(missing ? difference : negated(difference), most) <= 0
  return { verdict: within ? 'balanced' : 'unbalanced', allowed }
}

/** An amount in kilograms says nothing of pieces or cubic metres. */
const allowedOf = ({ share, kg }: Allowed, sums: Sums): Decimal =>
  sums.dimension === 'mass' ? larger(times(share, sums.in.value), kg) : times(share, sums.in.value)

export type Yielded = {
  /** Kilograms of product, and of the inputs that count. */
  readonly product: Decimal
  readonly input: Decimal
  /** Undefined: no yield is set for it. */
  readonly expected?: Yield
  readonly within?: boolean
}

/** How much product was made of the inputs that count; undefined where one of these is not known, or nothing went in. */
export function yieldOf(sums: Sums, expected: Yield | undefined): Yielded | undefined {
  const products = sums.lines.filter(({ counts }) => counts === 'product')
  const inputs = sums.lines.filter(
    ({ side, ofClass }) => side === 'in' && isOneOf(expected?.of ?? [], ofClass),
  )
  const known = [...products, ...inputs].every(({ weight }) => weight !== undefined)
  if (!known || products.length === 0 || inputs.length === 0) return undefined
  const weightOf = (lines: readonly Weighed[]): Decimal =>
    lines.reduce((sum, { weight = ZERO }) => plus(sum, weight), ZERO)
  const [product, input] = [weightOf(products), weightOf(inputs)]
  if (compare(input, ZERO) <= 0) return undefined
  if (expected === undefined) return { product, input }
  const within =
    compare(product, times(expected.least, input)) >= 0 &&
    compare(product, times(expected.most, input)) <= 0
  return { product, input, expected, within }
}

/** Tolerances and yields of which an event of the transformation is covered; their classes are asked of the products. */
export class Covering {
  readonly #rules: BalanceRules
  readonly #met = new Set<Tolerance | Yield>()

  constructor(rules: BalanceRules) {
    this.#rules = rules
  }

  hear(told: Told): void {
    for (const rule of [...this.#rules.tolerances, ...this.#rules.yields]) {
      if (!this.#met.has(rule) && coversEvent(rule, told)) this.#met.add(rule)
    }
  }

  /** Tolerances that were found to cover an event, by their ids. */
  met(tolerances: readonly string[]): void {
    for (const rule of this.#rules.tolerances) if (tolerances.includes(rule.id)) this.#met.add(rule)
  }

  tolerance(sums: Sums): Tolerance | undefined {
    return this.#first(this.#rules.tolerances, sums)
  }

  yields(sums: Sums): Yield | undefined {
    return this.#first(this.#rules.yields, sums)
  }

  #first<T extends Tolerance | Yield>(rules: readonly T[], { lines }: Sums): T | undefined {
    const products = lines.filter(({ counts }) => counts === 'product')
    return rules.find(
      (rule) =>
        this.#met.has(rule) &&
        (rule.classes.length === 0 ||
          products.some(({ id, ofClass }) =>
            isOneOf(rule.classes, ofClass ?? classIn(id, identify(id).kind)),
          )),
    )
  }
}
