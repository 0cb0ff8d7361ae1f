/** Where a page ended, in an answer fixed to the log as it was when its first page was asked. */
export type Place = {
  /** Events captured later do not belong to this answer. */
  readonly upTo: number
  readonly position: number
  readonly eventTime: number
  /** Events given so far. */
  readonly given: number
}
