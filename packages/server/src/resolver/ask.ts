import type { EpcisEvent } from '@suyuan/core/event/event'

/** A name in the languages it is known in; master data may have one of them only. */
export type Name = { readonly zh?: string; readonly en?: string }

export type Certainty = 'certain' | 'possible'

export type TracedThing = {
  readonly id: string
  readonly kind: string
  readonly distance: number
  readonly certainty: Certainty
}

export type TracedLink = {
  readonly from: string
  readonly to: string
  readonly how: string
  readonly eventID?: string
  readonly eventTime?: string
  readonly certainty: Certainty
}

/** `GET /trace`, as `api.md` has it: origin is always `from`. */
export type TraceAnswer = {
  readonly things: readonly TracedThing[]
  readonly links: readonly TracedLink[]
  readonly gaps: readonly { readonly kind: string; readonly id?: string }[]
  readonly complete: boolean
}

/** One event of a thing; `through` is the container it was inherited from. Oldest first; void events may be left out. */
export type HistoryEntry = { readonly event: EpcisEvent; readonly through?: string | null }
export type HistoryAnswer = { readonly events: readonly HistoryEntry[] }

export type WhereAnswer = {
  readonly place?: string | null
  readonly state: 'at' | 'in-transit' | 'unknown'
  readonly bizStep?: string | null
  readonly disposition?: string | null
  readonly eventTime?: string | null
}

/** What master data says of an identifier: how people call it, and where in the chain it belongs. */
export type Label = { readonly name: Name; readonly stage?: string }

/**
 * All that the passport asks of the other rooms, by canonical identifiers. `undefined` means: never seen.
 * `labels` answers for lots, products, places and instances alike, and leaves out what it has no name for.
 */
export type Ask = {
  readonly trace: (
    of: string,
    direction: 'backward' | 'forward',
  ) => Promise<TraceAnswer | undefined>
  readonly labels: (ids: readonly string[]) => Promise<Readonly<Record<string, Label>>>
  readonly history: (of: string) => Promise<HistoryAnswer | undefined>
  /**
   * The events that name a thing, void ones and declarations too (`GET /epcs/{epc}/events`); a hundred are enough. Asked
   * only of what was seen and has no making in its history: to tell a withdrawn record from none.
   */
  readonly named: (of: string) => Promise<readonly EpcisEvent[]>
  /** One event by the name that answers give it (`GET /events/{eventID}`): the filling of a lot, for its dates and place. */
  readonly event?: (eventID: string) => Promise<EpcisEvent | undefined>
  readonly where: (of: string) => Promise<WhereAnswer | undefined>
  /** When events that named a thing were let go because their time was over; undefined: none were. */
  readonly erased?: (of: string) => Promise<string | undefined>
}
