import type { Span } from './judge-clock.ts'
import type { Plan, Point } from './plan.ts'
import { dueBetween, occurrenceAt, type Occurrence, type Slots } from './slots.ts'
import type { Verdict } from './verdict.ts'
import { DAY } from './zone.ts'

/** What became of one check: all its measures together, the worst of them. */
export type CheckState = 'none' | 'made' | 'late' | 'broken'

const STATES: readonly CheckState[] = ['none', 'made', 'late', 'broken']

/** Where a point stands: its last check that had opened, and how it was. `open`: not made, and still in time. */
export type Standing = {
  readonly point: string
  readonly check: Occurrence
  readonly state: 'open' | 'missed' | 'made' | 'late' | 'broken'
}

export type Figures = {
  readonly due: number
  readonly made: number
  readonly late: number
  readonly broken: number
  readonly missed: number
}

type Row = { readonly slots: Slots; readonly first: number; readonly begins: number }

/**
 * What is due, late and broken, for points by the clock over a span: two bits a check. A year of two-hourly rounds at 10,000 points is
 * 11 MB; as verdicts in memory it would be 4 GB.
 */
export class Board {
  readonly #zone: Plan['zone']
  readonly #points: readonly Point[]
  readonly #rows = new Map<string, Row>()
  readonly #bits: Uint8Array

  constructor({ points, zone }: Pick<Plan, 'points' | 'zone'>, span: Span) {
    this.#zone = zone
    this.#points = points.filter(({ due }) => due.by === 'clock')
    let begins = 0
    const alike = new Map<string, Slots>()
    for (const { id, due } of this.#points) {
      if (due.by !== 'clock') continue
      const key = JSON.stringify(due.slots)
      const slots = alike.get(key) ?? due.slots
      alike.set(key, slots)
      const count = slots.ofDay.length
      // Whole days, one before and one after: what opens before midnight or lasts beyond it has its place.
      const first = (Math.floor((span.from + zone(span.from)) / DAY) - 1) * count
      const last = (Math.floor((span.to + zone(span.to)) / DAY) + 2) * count
      this.#rows.set(id, { slots, first, begins })
      begins += last - first
    }
    this.#bits = new Uint8Array(Math.ceil(begins / 4))
  }

  /** What it takes, in bytes. */
  get bytes(): number {
    return this.#bits.length
  }

  /** Sets what became of a check; a check that was judged anew is set anew. */
  set(point: string, check: number, state: CheckState): void {
    const row = this.#rows.get(point)
    if (row === undefined) return
    const at = row.begins + check - row.first
    const shift = (at & 3) * 2
    const byte = this.#bits[at >> 2] ?? 0
    this.#bits[at >> 2] = (byte & ~(3 << shift)) | (STATES.indexOf(state) << shift)
  }

  #get({ begins, first }: Row, check: number): CheckState {
    const at = begins + check - first
    return STATES[((this.#bits[at >> 2] ?? 0) >> ((at & 3) * 2)) & 3] ?? 'none'
  }

  /** Where every point stands at a moment. Points with one schedule share one look at the clock. */
  at(moment: number): readonly Standing[] {
    const checks = new Map<Slots, Occurrence | undefined>()
    const standings: Standing[] = []
    for (const [point, row] of this.#rows) {
      if (!checks.has(row.slots)) {
        checks.set(row.slots, occurrenceAt(row.slots, moment, this.#zone))
      }
      const check = checks.get(row.slots)
      if (check === undefined) continue
      const state = this.#get(row, check.number)
      const open = moment <= check.closes ? 'open' : 'missed'
      standings.push({ point, check, state: state === 'none' ? open : state })
    }
    return standings
  }

  /** How a point did: the checks that were due in a span and over by its end. */
  figures(point: string, span: Span): Figures {
    const counts = { due: 0, none: 0, made: 0, late: 0, broken: 0 }
    const row = this.#rows.get(point)
    if (row !== undefined) {
      for (const check of dueBetween(row.slots, span, this.#zone)) {
        if (check.closes >= span.to) continue
        counts.due += 1
        counts[this.#get(row, check.number)] += 1
      }
    }
    const { due, none, made, late, broken } = counts
    return { due, made, late, broken, missed: none }
  }
}

/**
 * What the verdicts on one check of a point come to: a check is made when each measure that the point reads was.
 *
 * @param verdicts all of the point's that stand for that check
 */
export function stateOf(point: Point, verdicts: readonly Verdict[]): CheckState {
  const used = verdicts.filter(({ verdict }) => verdict === 'good' || verdict === 'broken')
  if (used.some(({ verdict }) => verdict === 'broken')) return 'broken'
  const firsts = point.reads.map((measure) =>
    used
      .filter((one) => one.measure === measure)
      .toSorted((a, b) => (a.at ?? 0) - (b.at ?? 0))
      .at(0),
  )
  if (firsts.includes(undefined)) return 'none'
  return firsts.some((one) => one?.late === true) ? 'late' : 'made'
}
