import type { ThingPattern } from './pattern.ts'
import type { Slots } from './slots.ts'
import type { Zone } from './zone.ts'

/** What people read, in both languages. */
export type Words = { readonly zh: string; readonly en: string }

/** How sure a limit is: found in a stored source, known with high confidence, with medium, or not verified. */
export type Sureness = 'F' | 'H' | 'M' | 'U'

/**
 * A control plan (HACCP plan, monitoring programme) in one version. All times are microseconds since 1970; periods are in
 * microseconds. It holds from `from` until the next version does, or `until`.
 */
export type Plan = {
  readonly id: string
  readonly version: string
  readonly words: Words
  readonly zoneName: string
  readonly zone: Zone
  readonly from: number
  readonly until: number
  readonly measures: ReadonlyMap<string, Measure>
  readonly points: readonly Point[]
  readonly limits: readonly Limit[]
}

/** What is measured, or observed where it has states; `photo`: what is to be shown. */
export type Measure = {
  readonly id: string
  readonly words: Words
  /** The type of a sensor report: a word of GS1's vocabulary, or a URI. Or `disposition`, `persistentDisposition`, `certificationInfo`. */
  readonly type: string
  readonly microorganism?: string
  readonly chemicalSubstance?: string
  readonly component?: string
  readonly unit?: Unit
  /** Outside of these a value is a slip of the pen or a broken device, and no reading. */
  readonly possible?: Range
  readonly states?: ReadonlyMap<string, Words>
  readonly photo?: boolean
}

export type Unit = {
  /** As people write it: `NTU`, `mg/L`. */
  readonly label: string
  /** UN/CEFACT Rec 20, where it has a code. */
  readonly uom?: string
  /** Whether a value that comes without a unit is in this one. */
  readonly bare: boolean
}

/** Bounds belong to the range; `above` and `below` do not. */
export type Range = {
  readonly min?: number
  readonly max?: number
  readonly above?: number
  readonly below?: number
}

/** Codex CXC 1, ISO 22000: critical control point, operational prerequisite programme, prerequisite programme; or monitored only. */
export type Control = 'CCP' | 'OPRP' | 'PRP' | 'monitoring'

/** Where something is looked at, how often, and what to do when it is not as it should be. */
export type Point = {
  readonly id: string
  readonly words: Words
  readonly control: Control
  readonly hazard?: Words
  readonly at: Where
  /** Measures that each check needs; without one of them the check is missing. */
  readonly reads: readonly string[]
  /** Measures that may come with it. */
  readonly also: readonly string[]
  readonly due: Due
  /** A record that came in later than this after its event time is told as back-dated. */
  readonly recordWithin?: number
  readonly action?: Action
}

/** All that is given must fit the event. */
export type Where = {
  /** Canonical; the event's read point or business location. */
  readonly places: readonly string[]
  readonly devices: readonly string[]
  readonly steps: readonly string[]
  readonly things: readonly ThingPattern[]
}

export type Due =
  | { readonly by: 'clock'; readonly slots: Slots }
  | BatchDue
  /** Nothing is due; what comes is judged. */
  | { readonly by: 'none' }

/** For each run or lot: from the event that begins it to the one that ends it. */
export type BatchDue = {
  readonly by: 'batch'
  readonly begins: Begins
  readonly ends?: Begins
  /** Whether a reading belongs to the run by the thing it names, or by its time. */
  readonly match: 'thing' | 'time'
  readonly moments: readonly Moment[]
}

/** `once`: any time from the beginning until `after` later; `every`: each `every` after the beginning. */
export type Moment =
  | { readonly is: 'once'; readonly after: number }
  | { readonly is: 'start' | 'end'; readonly before: number; readonly after: number }
  | {
      readonly is: 'every'
      readonly every: number
      readonly before: number
      readonly after: number
    }

/** Events that begin or end a run, and which of the things they name is the run. */
export type Begins = {
  readonly where: Where
  readonly of: 'thing' | 'output' | 'input' | 'transformation'
}

/** What is to be done when a limit is broken or a check did not come. */
export type Action = {
  readonly correct: Words
  readonly tell: readonly string[]
  readonly closeWithin?: number
  readonly hold?: 'since-last-good' | 'lot'
  readonly verify?: Words
}

export type Source = {
  readonly standard: string
  readonly edition: string
  readonly clause?: string
}

/** A bound and who says so. `critical` (CCP) and `action` (OPRP) limits can be broken; an `alert` only warns. */
export type Limit = {
  readonly id: string
  readonly measure: string
  /** Points it holds at; none: wherever the measure is read. */
  readonly points: readonly string[]
  /** Things it holds for; none: any. */
  readonly things: readonly ThingPattern[]
  readonly kind: 'critical' | 'action' | 'alert'
  readonly test: Test
  readonly source: Source
  readonly certainty: Sureness
  /** By whom, on which day. */
  readonly confirmed?: { readonly by: string; readonly on: string }
  /** Whether it can break anything: a limit that is only remembered (M, U) and that nobody confirmed cannot, nor can an alert. */
  readonly gates: boolean
  readonly from: number
  readonly until: number
}

export type Test =
  | { readonly is: 'range'; readonly range: Range }
  | { readonly is: 'states'; readonly good: readonly string[] }
  /** The value by so much of another measure of the same lot: g per 100 g by kJ per 100 g is g per 100 kJ with `amount` 100. */
  | { readonly is: 'per'; readonly of: string; readonly amount: number; readonly range: Range }
  | Sampling
  /** Instrument against hand. */
  | {
      readonly is: 'difference'
      readonly to: string
      readonly atMost: number
      readonly within: number
    }
  /** Change from the reading before it, if that is not longer ago than `within`. */
  | { readonly is: 'rate'; readonly atMost: number; readonly per: number; readonly within: number }

/**
 * A sampling plan (ICMSF, GB 4789.1): of n samples of a lot none over M, at most c over m. Two classes where there is no M.
 * `sample`: what each must weigh at least, in the unit given by its Rec 20 code.
 */
export type Sampling = {
  readonly is: 'sampling'
  readonly n: number
  readonly c: number
  readonly m: number
  readonly M?: number
  readonly sample?: { readonly value: number; readonly uom: string }
}
