/** An event ready to be kept. */
export type Fresh = {
  /** Where it stood in its document, for problems: a JSON pointer. */
  readonly at: string
  /** The eventID as given; undefined: its name is its event hash. */
  readonly eventID?: string | undefined
  /** The CBV event hash as a `ni:` name. */
  readonly hashID: string
  /** Digest of what the hash leaves out but the event says (certificationInfo); '' for nothing. */
  readonly content: string
  /** Digest of the error declaration, if it has one. */
  readonly declaration?: string | undefined
  /** Microseconds since 1970. */
  readonly eventTime: number
  readonly type: string
  readonly action?: string | undefined
  /** Vocabulary values as bare words where standard, locations canonical. */
  readonly bizStep?: string | undefined
  readonly disposition?: string | undefined
  readonly readPoint?: string | undefined
  readonly bizLocation?: string | undefined
  readonly context: string
  readonly body: string
  /** Pairs of uint32 (hash high, hash low): what the event names, then what it says beside. */
  readonly mentions: Uint32Array
  /** How much of {@link mentions} is what it names: earlier versions indexed only that. */
  readonly things: number
}

/** The name an event is kept under: its eventID, else its event hash. */
export function nameOf(event: Fresh): string {
  return event.eventID ?? event.hashID
}
