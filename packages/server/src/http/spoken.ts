/** What is spoken of a standard: the version that is answered unless another is asked for, and how far back one may go. */
export type Spoken = {
  readonly version: string
  /** The oldest that is answered, in XML. */
  readonly min: string
  readonly max: string
  /** The oldest that is taken in. */
  readonly taken: string
}

export const SPOKEN = {
  EPCIS: { version: '2.0.0', min: '1.2.0', max: '2.0.0', taken: '1.0.0' },
  CBV: { version: '2.0.0', min: '1.2.0', max: '2.0.0', taken: '1.0.0' },
} as const

/** The versions of an answer to whoever takes nothing newer: EPCIS 1.2 XML. */
export const OLDER = { 'GS1-EPCIS-Version': '1.2.0', 'GS1-CBV-Version': '1.2.0' } as const
