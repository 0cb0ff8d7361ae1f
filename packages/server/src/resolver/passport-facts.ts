import type { Certainty, Name } from './ask.ts'

/** The code as it was scanned, unescaped. */
export type CodeUrl = { readonly gtin: string; readonly lot?: string; readonly serial?: string }

/** A moment as its maker's clock showed it: an instant, and the offset of that clock (`+08:00`). */
export type Moment = { readonly time: string; readonly offset: string }

/** One line of the way: things of one kind, told together. */
export type Step = {
  readonly stage?: string
  readonly kind: string
  readonly name: Name
  readonly lot?: string
  readonly place?: Name
  /** True when `place` is that of some of the things only. */
  readonly amongPlaces?: boolean
  readonly time?: string
  /** Last moment, when the things were made over a span of time. */
  readonly until?: string
  readonly offset?: string
  /** How many things this line stands for; one when absent. */
  readonly count?: number
  /** How many of them only may have gone in. */
  readonly possible?: number
  readonly certainty: Certainty
}

/** One finding about the product or what it was made from; those of one `check` share place, moment and verdict. */
export type Test = {
  readonly what: Name
  readonly check?: string
  /** What was tested, when it is not the product itself. */
  readonly on?: Name
  readonly value?: number | string
  /** For what is there or is not: residues, germs. */
  readonly found?: boolean
  /** UN/CEFACT Rec 20 code, or a unit as text. */
  readonly unit?: string
  /** Moment of the finding (ISO 8601). */
  readonly at: string
  readonly offset?: string
  readonly place?: Name
  readonly verdict?: 'conformant' | 'non_conformant'
  /** The sensor reported a value outside its range. */
  readonly alarm?: boolean
}

export type Whereabouts = {
  readonly place?: Name
  readonly state: 'at' | 'in-transit' | 'unknown'
  readonly bizStep?: string
  readonly disposition?: string
  readonly time?: string
}

/** All that the consumer's page tells, and nothing that it does not. */
export type PassportFacts = {
  /** Canonical identifier the page is about. */
  readonly of: string
  readonly url: CodeUrl
  readonly product?: Name
  /** Some event names what the page is about. */
  readonly seen: boolean
  /** The product, the lot or the item is on record; false: nothing of this code is. */
  readonly known: boolean
  /** The commissioning that counts; absent when there is none or it was declared wrong. */
  readonly commissioned?: Moment & { readonly place?: Name; readonly eventID: string }
  /** No making of it is on record any more, and when some of its record was let go, its time being over. */
  readonly erased?: string
  /** There was a commissioning, and all there were are declared wrong. */
  readonly voided: boolean
  readonly recordedLot?: string
  readonly dates: {
    readonly produced?: string
    readonly bestBefore?: string
    readonly expires?: string
  }
  /** Origin first. */
  readonly steps: readonly Step[]
  readonly tests: readonly Test[]
  /** How many findings were read, when the page shows fewer. */
  readonly testsRead?: number
  readonly where?: Whereabouts
  readonly gaps: readonly { readonly kind: string }[]
  readonly complete: boolean
  /** How often this code was looked up, when that is known. */
  readonly scans?: number
}
