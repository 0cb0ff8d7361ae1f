import type { Gap } from '../flow/trace.ts'
import type { JsonObject } from '../event/event.ts'
import type { Name } from '../master/name.ts'
import type { Deadline } from './deadlines.ts'
import type { Count, Effectiveness, Evidence } from './effectiveness.ts'
import type { Level } from './rules.ts'
import type { RecallState, StepKind } from './steps.ts'

/** A suspect as it was given, and what became of it. `found`: how it was found, in words. */
export type Suspect =
  | { readonly id: string; readonly found?: string; readonly seen: boolean }
  | {
      /** Parameters of SimpleEventQuery. */
      readonly made: JsonObject
      readonly found?: string
      /** Events that it selected, and things that they made. */
      readonly events: number
      readonly things: number
    }

/** Who answers for a place: the party that master data names, else the place alone. */
export type HolderRef = {
  /** The party; of a place for which nobody is named, that place; `unknown` where no place is known. */
  readonly holder: string
  readonly name?: Name
  /** False: master data names no party; the holder is a place, or unknown. */
  readonly named: boolean
}

export type LotCount = {
  /** Null: items whose lot is not known. */
  readonly lot: string | null
  readonly items: number
}

/** Affected items at one place; of those in transit the place they left. */
export type PlaceCount = HolderRef & {
  /** Null: nobody knows. */
  readonly place: string | null
  readonly placeName?: Name
  readonly items: number
  /** How many lots. */
  readonly lots: number
  /** Of the items, how many are on the way from there. */
  readonly inTransit: number
}

/** Affected items of one holder, by lots. */
export type HolderCount = HolderRef & {
  readonly places: readonly string[]
  readonly items: number
  readonly inTransit: number
  readonly lots: readonly LotCount[]
}

export type Affected = {
  /** Lots that the affected items belong to. */
  readonly lots: number
  /** Affected items, the suspects among them; equipment and containers that were only used are not counted. */
  readonly items: number
  /** Of the items, how many are affected for certain; the others possibly. */
  readonly certain: number
  /** Lots that are affected as lots: what comes in bulk, or without serials. */
  readonly bulkLots: number
  /** Equipment and containers used on the way. */
  readonly equipment: number
}

/** What one version has that the one before had not, and the other way round. */
export type Difference = {
  readonly added: number
  readonly removed: number
  /** Became certain, or only possible. */
  readonly regraded: number
  /** Examples, at most so many as a page shows. */
  readonly addedIds: readonly string[]
  readonly removedIds: readonly string[]
}

/** One frozen state of the affected set. */
export type Version = {
  readonly version: number
  readonly madeAt: string
  /** `opened`, `events` (what was captured touched it), `asked`. */
  readonly because: 'opened' | 'events' | 'asked'
  /** Up to which position of the log it knew. */
  readonly position: number
  readonly affected: Affected
  readonly complete: boolean
  readonly tracedMs: number
  /** Against the version before; none for the first. */
  readonly difference?: Difference
}

export type Step = {
  readonly number: number
  readonly kind: StepKind
  readonly at: string
  readonly by: string
  /** What was told with it, by kind. */
  readonly told: JsonObject
}

/** A notice to one holder, with only its lots. */
export type Notice = HolderRef & {
  readonly notice: number
  readonly version: number
  readonly issuedAt: string
  readonly by: string
  readonly items: number
  readonly lots: readonly LotCount[]
  readonly places: readonly string[]
  /** Replaces an earlier notice to the same holder. */
  readonly replaces?: number
  readonly acknowledged?: {
    readonly at: string
    readonly by: string
    readonly evidence?: Evidence
  }
  readonly text: { readonly zh: NoticeText; readonly en: NoticeText }
}

export type NoticeText = { readonly title: string; readonly paragraphs: readonly string[] }

export type CountTold = Count & {
  readonly number: number
  readonly at: string
  readonly by: string
  readonly evidence?: Evidence
  /** Serials, where they were told. */
  readonly ids?: readonly string[]
}

export type HolderEffectiveness = HolderRef &
  Effectiveness & {
    readonly notified: boolean
    readonly acknowledged: boolean
  }

/** An affected thing was seen in an event while its case was open. */
export type Alarm = {
  readonly alarm: number
  readonly recall: string
  readonly drill: boolean
  readonly kind: 'scanned' | 'moved' | 'sold' | 'used'
  readonly eventID: string
  readonly eventTime: string
  readonly bizStep?: string
  readonly place?: string
  /** Of the things that the event names, those affected, or containers with affected items in them. */
  readonly things: readonly string[]
  /** How many there are in all. */
  readonly count: number
  /** When it was noticed, and when the event was captured. */
  readonly raisedAt: string
  readonly capturedAt: string
  readonly acknowledged?: { readonly at: string; readonly by: string; readonly note?: string }
}

/** `GET /recalls/{id}` */
export type RecallCase = {
  readonly id: string
  readonly state: RecallState
  readonly drill: boolean
  readonly reason: string
  readonly level: Level
  readonly knownAt: string
  readonly openedAt: string
  readonly by: string
  readonly announcedAt?: string
  readonly closedAt?: string
  readonly suspects: readonly Suspect[]
  /** Of the version that is in force; none while the first is being traced. */
  readonly version: number
  readonly affected: Affected
  readonly whereabouts: readonly PlaceCount[]
  readonly holders: readonly HolderCount[]
  /** What the suspects were made from: how many things, and of each kind. */
  readonly upstream: { readonly origins: number; readonly lots: number; readonly items: number }
  readonly gaps: readonly Gap[]
  readonly complete: boolean
  readonly timings: {
    /** The walk from the suspects to the last affected thing. */
    readonly tracedMs: number
    /** With whereabouts, holders, origins, and all of it on disk. */
    readonly totalMs: number
    /** From knowledge of the trouble to the first version. */
    readonly knownToTracedMs: number
  }
  readonly rules: { readonly id: string; readonly zh: string; readonly en: string }
  readonly deadlines: readonly Deadline[]
  readonly versions: readonly Version[]
  readonly notices: { readonly issued: number; readonly acknowledged: number }
  readonly effectiveness: Effectiveness & { readonly holders: readonly HolderEffectiveness[] }
  readonly alarms: { readonly raised: number; readonly open: number }
  readonly steps: readonly Step[]
  /** What was true when it was closed. */
  readonly final?: JsonObject
}

/** One line of `GET /recalls/{id}/items`. */
export type RecalledItem = {
  readonly id: string
  readonly lot: string | null
  readonly certainty: 'certain' | 'possible'
  readonly container: string | null
  readonly place: string | null
  readonly state: 'at' | 'in-transit' | 'unknown'
  readonly holder: string
  /** What was last told of it by its serial; `open`: nothing. */
  readonly status: 'open' | Count['kind']
}
