/** Kinds of things a trace knows (trace-semantics): what is followed as one piece, one lot, one product, one place. */
export type ThingKind = 'item' | 'lot' | 'class' | 'place' | 'other'

/** An identifier read: what it names, and the one spelling it is compared by. */
export type Identifier = {
  /**
   * `https://id.gs1.org/…` for a GS1 key in any spelling (EPC URN, Digital Link on any host and stem, with or without
   * attributes, GTIN-8/12/13/14); any other URI exactly as it came.
   */
  readonly canonical: string
  /** `sgtin`, `lgtin`, `gtin`, `sscc`, `sgln`, `grai`, … ; `uri` when it is not a GS1 key. */
  readonly scheme: string
  readonly kind: ThingKind
  /** True for things used again and again, whose contents a trace bounds in time: GRAI, GIAI, places. */
  readonly reusable: boolean
}
