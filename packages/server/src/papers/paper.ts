/** A document for people, as data: what is said, in which order. {@link pdfOf} gives it its look. */
export type Paper = {
  readonly language: 'zh' | 'en'
  readonly title: string
  readonly subtitle?: string
  /** At the head of every page: the number of the case, say. */
  readonly mark: string
  /** At the foot of every page: who made it. */
  readonly foot: string
  /** Microseconds since 1970; the same paper made at the same time is the same bytes. */
  readonly madeAt: number
  readonly blocks: readonly Block[]
}

export type Tone = 'plain' | 'quiet' | 'alarm' | 'warning' | 'good'

export type Block =
  | { readonly block: 'heading'; readonly text: string }
  | { readonly block: 'paragraph'; readonly text: string; readonly tone?: Tone }
  /** What must be seen first. */
  | {
      readonly block: 'callout'
      readonly title?: string
      readonly text: string
      readonly tone: Tone
    }
  /** Names and values under each other. */
  | { readonly block: 'facts'; readonly facts: readonly (readonly [name: string, value: string])[] }
  /** A row of large numbers; six at most. */
  | {
      readonly block: 'figures'
      readonly figures: readonly {
        readonly name: string
        readonly value: string
        readonly tone?: Tone
      }[]
    }
  | { readonly block: 'list'; readonly items: readonly string[] }
  | ({ readonly block: 'table' } & Table)
  /** A PNG or JPEG. */
  | {
      readonly block: 'picture'
      readonly bytes: Uint8Array
      /** Of the width of the text, to 1; all of it unless told. */
      readonly share?: number
      readonly caption?: string
    }
  /** A line to sign on for each role, with room for name and date. */
  | { readonly block: 'signatures'; readonly roles: readonly string[] }
  | { readonly block: 'page' }

export type Table = {
  readonly columns: readonly {
    readonly title: string
    /** Width, in relation to the other columns; 1 unless told. */
    readonly share?: number
    readonly right?: boolean
  }[]
  /** All in memory: a paper is read by people. Thousands of rows belong into a sheet. */
  readonly rows: readonly (readonly TableCell[])[]
  /** Stands where there are no rows. */
  readonly empty?: string
}

export type TableCell = string | { readonly text: string; readonly tone: Tone }
