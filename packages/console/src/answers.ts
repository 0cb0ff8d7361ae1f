/** What the server answers, as the console reads it: `/trace`, `/where`, `/history`, `/labels`, `/catalogue`, `/search`. */
export type Certainty = 'certain' | 'possible'
export type Direction = 'backward' | 'forward'
export type How = 'made-from' | 'packed-in' | 'of-lot' | 'carry-over'

export type Thing = {
  readonly id: string
  readonly kind: string
  readonly distance: number
  readonly certainty: Certainty
  readonly share?: number
}

export type Amount = { readonly value: number; readonly uom: string }

/** `from` is always the physical origin. */
export type Link = {
  readonly from: string
  readonly to: string
  readonly how: How
  readonly eventID?: string
  readonly eventTime?: string
  readonly certainty: Certainty
  readonly amount?: Amount
}

export type Gap = { readonly kind: string; readonly id: string; readonly eventID?: string }

export type Trace = {
  readonly of: string
  readonly direction: Direction
  readonly things: readonly Thing[]
  readonly links: readonly Link[]
  readonly gaps: readonly Gap[]
  readonly complete: boolean
}

export type Label = {
  readonly name?: { readonly zh?: string; readonly en?: string }
  readonly stage?: string
  readonly type?: string
}

export type Labels = Readonly<Record<string, Label>>

export type Where = {
  readonly of: string
  readonly containers: readonly string[]
  readonly place?: string
  readonly state: 'at' | 'in-transit' | 'unknown'
  readonly bizStep?: string
  readonly disposition?: string
  readonly eventTime?: string
}

export type Recorded = { readonly event: EventBody; readonly through: string | null }
export type History = { readonly of: string; readonly events: readonly Recorded[] }

/** An event as it was captured: only the fields that the console reads are named. */
export type EventBody = {
  readonly type?: string
  readonly eventID?: string
  readonly eventTime?: string
  readonly eventTimeZoneOffset?: string
  readonly action?: string
  readonly bizStep?: string
  readonly disposition?: string
  readonly readPoint?: { readonly id?: string }
  readonly bizLocation?: { readonly id?: string }
  readonly errorDeclaration?: { readonly declarationTime?: string; readonly reason?: string }
  readonly sensorElementList?: readonly SensorElement[]
  readonly parentID?: string
  readonly [field: string]: unknown
}

export type SensorElement = {
  readonly sensorReport?: readonly {
    readonly type?: string
    readonly value?: number
    readonly minValue?: number
    readonly maxValue?: number
    readonly meanValue?: number
    readonly stringValue?: string
    readonly uom?: string
    readonly exception?: string
  }[]
}

export type Product = {
  readonly id: string
  readonly name?: { readonly zh?: string; readonly en?: string }
  readonly stage?: string
  readonly items: number
  readonly lots: readonly { readonly id: string; readonly items: number }[]
  readonly samples: readonly string[]
}

export type Catalogue = {
  readonly events: number
  readonly things?: number
  readonly products: readonly Product[]
}

export type Candidate = { readonly id: string; readonly kind: string; readonly seen: boolean }

/** `/masterdata/vocabularies` */
export type Vocabulary = { readonly type: string; readonly elements: number }

export type MasterAttribute = { readonly id: string; readonly attribute: unknown }

export type MasterElement = {
  readonly id: string
  readonly attributes?: readonly MasterAttribute[]
  readonly children?: readonly string[]
}

/** `/masterdata`, a page of it. */
export type MasterList = {
  readonly elements: readonly (MasterElement & { readonly type: string })[]
  readonly next?: string
}

export type Said = { readonly at: string; readonly by: string }

/** `/masterdata/{id}` */
export type MasterThing = {
  readonly id: string
  readonly descriptions: readonly {
    readonly type: string
    readonly id: string
    readonly attributes: readonly (MasterAttribute & { readonly since: Said })[]
    readonly children: readonly string[]
    readonly childrenSince?: Said
  }[]
  readonly parents: readonly string[]
  readonly children: readonly string[]
  readonly above: readonly string[]
  readonly below: readonly string[]
  readonly cut: boolean
  readonly history: readonly (Said & {
    readonly number: number
    readonly type: string
    readonly attributes: readonly MasterAttribute[]
    readonly children: readonly string[]
    readonly childless?: boolean
  })[]
  readonly before?: number
}
