/** A question about events, as plain data. Nothing here knows of HTTP or SQL. */
export type Query = {
  /** All must hold. */
  readonly where: readonly Condition[]
  readonly orderBy?: 'eventTime' | 'recordTime'
  /** DESC unless told; without `orderBy` the order is that of capture. */
  readonly direction: 'ASC' | 'DESC'
  /** The first so many in that order, and no more. */
  readonly eventCountLimit?: number
  /** More than so many is an error, not a cut. */
  readonly maxEventCount?: number
}

/** Fields of an event that hold one word or URI. */
export type WordField = 'type' | 'action' | 'bizStep' | 'disposition' | 'readPoint' | 'bizLocation'

/** Where in an event a thing may stand. */
export const EVERY_ROLE = [
  'epcList',
  'childEPCs',
  'parentID',
  'inputEPCList',
  'outputEPCList',
  'quantityList',
  'childQuantityList',
  'inputQuantityList',
  'outputQuantityList',
] as const

export type Role = (typeof EVERY_ROLE)[number]

export type Condition =
  | { readonly kind: 'oneOf'; readonly field: WordField; readonly values: readonly string[] }
  | {
      readonly kind: 'time'
      readonly field: 'eventTime' | 'recordTime'
      readonly compare: 'ge' | 'lt'
      /** Microseconds since 1970. */
      readonly than: number
    }
  | {
      readonly kind: 'mentions'
      readonly roles: readonly Role[]
      readonly things: readonly string[]
    }
  | { readonly kind: 'named'; readonly eventIDs: readonly string[] }
  | { readonly kind: 'transformation'; readonly ids: readonly string[] }
  | { readonly kind: 'declaredWrong' }
