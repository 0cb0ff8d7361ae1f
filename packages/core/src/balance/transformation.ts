import type { Part } from '../flow/flow-event.ts'
import { classIn, countingOf, type Told } from './counting.ts'
import { isContainer, type Drawn, type Held } from './held.ts'
import type { Weights } from './measure.ts'
import type { BalanceRules } from './rules.ts'
import {
  Covering,
  judge,
  sumsOf,
  yieldOf,
  type Sums,
  type Verdict,
  type Yielded,
} from './settle.ts'
import { Tally, type Heading } from './tally.ts'

/** One transformation, weighed and judged. */
export type TransformationBalance = {
  /** Its transformationID, else the name of its only event. */
  readonly id: string
  readonly events: number
  readonly bizSteps: readonly string[]
  /** Where it is done: the readPoint of the last event that makes something, else of the last. */
  readonly line?: string
  /** As captured: of its first and last event. */
  readonly from: string
  readonly to: string
  /** Microseconds since 1970, and the last event's offset from UTC. */
  readonly ended: number
  readonly offset: string
  /** Of its last event. */
  readonly eventID: string
  readonly sums: Sums
  readonly verdict: Verdict
  readonly yielded?: Yielded
}

type Edge = { readonly time: number; readonly order: number; readonly told: Told }

/** Takes the events of one transformation, in any order, one at a time; what is void is left out. */
export class Transformation {
  readonly #id: string
  readonly #rules: BalanceRules
  readonly #tally = new Tally()
  readonly #covering: Covering
  readonly #steps = new Set<string>()
  #events = 0
  #first: Edge | undefined
  #last: Edge | undefined
  #lastOut: Edge | undefined

  constructor(id: string, rules: BalanceRules) {
    this.#id = id
    this.#rules = rules
    this.#covering = new Covering(rules)
  }

  /** @param drawn says what was in a container that is an input of this event. */
  add(told: Told, drawn: (container: string) => Drawn | undefined): void {
    const { flow } = told
    if (flow.void) return
    this.#events += 1
    this.#covering.hear(told)
    if (flow.bizStep !== undefined) this.#steps.add(flow.bizStep)
    const edge = { time: flow.time, order: flow.order, told }
    if (isBefore(edge, this.#first)) this.#first = edge
    if (isAfter(edge, this.#last)) this.#last = edge
    if (flow.outputs.length > 0 && isAfter(edge, this.#lastOut)) this.#lastOut = edge
    const counting = countingOf(this.#rules, told)
    for (const part of flow.inputs) this.#input(part, counting, drawn)
    for (const part of flow.outputs) this.#output(part, counting)
  }

  #input(
    part: Part,
    counting: ReturnType<typeof countingOf>,
    drawn: (container: string) => Drawn | undefined,
  ): void {
    const found = isContainer(part) ? drawn(part.id) : undefined
    if (!isContainer(part)) this.#put('in', part, counting)
    else if (found === undefined || found.held.length === 0) {
      this.#tally.add({ side: 'in', counts: 'input' }, { id: part.id, why: 'container' })
    } else if (found.shared) {
      this.#tally.add({ side: 'in', counts: 'input' }, { id: part.id, why: 'in-parts' })
    } else for (const held of found.held) this.#put('in', held, counting)
  }

  #output(part: Part, counting: ReturnType<typeof countingOf>): void {
    if (!isContainer(part)) this.#put('out', part, counting)
    else this.#tally.add({ side: 'out', counts: 'product' }, { id: part.id, why: 'container' })
  }

  #put(side: Heading['side'], part: Part | Held, counting: ReturnType<typeof countingOf>): void {
    const ofClass = classIn(part.id, part.kind)
    const said = counting(ofClass)
    if (said === 'nothing') return
    const heading = { side, counts: headingOf(side, said) }
    if (part.kind !== 'item') {
      const { id, amount } = part
      this.#tally.add(heading, { id, ofClass, ...(amount && { amount }) })
      return
    }
    const lot = 'lot' in part ? part.lot : undefined
    const id = lot ?? ofClass ?? part.id
    if (ofClass === undefined) this.#tally.add(heading, { id, why: 'container' })
    else this.#tally.add(heading, { id, ofClass, amount: { value: 1 } })
  }

  /** Names that weights are asked for: lots, and classes. */
  get names(): readonly string[] {
    return [...new Set(this.#tally.lines.flatMap(({ id, ofClass }) => [id, ofClass ?? id]))]
  }

  /** Undefined when no event stands. */
  balance(weightsOf: (id: string) => Weights): TransformationBalance | undefined {
    const [first, last] = [this.#first, this.#last]
    if (first === undefined || last === undefined) return undefined
    const sums = sumsOf(this.#tally.lines, weightsOf)
    const line = (this.#lastOut ?? last).told.readPoint
    const yielded = yieldOf(sums, this.#covering.yields(sums))
    return {
      id: this.#id,
      events: this.#events,
      bizSteps: [...this.#steps].sort(),
      ...(line !== undefined && { line }),
      from: first.told.flow.eventTime,
      to: last.told.flow.eventTime,
      ended: last.time,
      offset: last.told.candidate.event.eventTimeZoneOffset,
      eventID: last.told.flow.eventID,
      sums,
      verdict: judge(sums, this.#covering.tolerance(sums)),
      ...(yielded && { yielded }),
    }
  }
}

/** What moves a lot says nothing of a transformation. */
function headingOf(side: Heading['side'], said: string | undefined): Heading['counts'] {
  if (side === 'in') return said === 'rework' ? 'rework' : 'input'
  return said === 'loss' || said === 'rework' || said === 'sample' || said === 'by-product'
    ? said
    : 'product'
}

const isBefore = (a: Edge, b: Edge | undefined): boolean =>
  b === undefined || a.time < b.time || (a.time === b.time && a.order < b.order)

const isAfter = (a: Edge, b: Edge | undefined): boolean =>
  b === undefined || a.time > b.time || (a.time === b.time && a.order > b.order)
