/** Values as JSON has them. */
export type Json =
  | null
  | boolean
  | number
  | string
  | readonly Json[]
  | { readonly [key: string]: Json }

export type JsonObject = { readonly [key: string]: Json }

export type Action = 'ADD' | 'OBSERVE' | 'DELETE'

/** EPCIS 2.0 quantityElement: without `uom` a count of instances, with it a measure in a UN/CEFACT Rec 20 unit. */
export type QuantityElement = {
  readonly epcClass: string
  readonly quantity?: number
  readonly uom?: string
}

export type ErrorDeclaration = {
  readonly declarationTime: string
  readonly reason?: string
  readonly correctiveEventIDs?: readonly string[]
  readonly [extension: string]: Json | undefined
}

export type Located = { readonly id: string; readonly [extension: string]: Json | undefined }

type Common = {
  readonly '@context'?: Json
  readonly eventTime: string
  readonly eventTimeZoneOffset: string
  readonly recordTime?: string
  readonly eventID?: string
  readonly errorDeclaration?: ErrorDeclaration
  readonly certificationInfo?: string | readonly string[]
  readonly bizStep?: string
  readonly disposition?: string
  readonly persistentDisposition?: {
    readonly set?: readonly string[]
    readonly unset?: readonly string[]
  }
  readonly readPoint?: Located
  readonly bizLocation?: Located
  readonly bizTransactionList?: readonly {
    readonly type?: string
    readonly bizTransaction: string
  }[]
  readonly sourceList?: readonly { readonly type: string; readonly source: string }[]
  readonly destinationList?: readonly { readonly type: string; readonly destination: string }[]
  readonly sensorElementList?: readonly JsonObject[]
}

export type ObjectEvent = Common & {
  readonly type: 'ObjectEvent'
  readonly action: Action
  readonly epcList?: readonly string[]
  readonly quantityList?: readonly QuantityElement[]
  readonly ilmd?: JsonObject
}

export type AggregationEvent = Common & {
  readonly type: 'AggregationEvent'
  readonly action: Action
  readonly parentID?: string
  readonly childEPCs?: readonly string[]
  readonly childQuantityList?: readonly QuantityElement[]
}

export type TransactionEvent = Common & {
  readonly type: 'TransactionEvent'
  readonly action: Action
  readonly parentID?: string
  readonly epcList?: readonly string[]
  readonly quantityList?: readonly QuantityElement[]
}

export type TransformationEvent = Common & {
  readonly type: 'TransformationEvent'
  readonly transformationID?: string
  readonly inputEPCList?: readonly string[]
  readonly inputQuantityList?: readonly QuantityElement[]
  readonly outputEPCList?: readonly string[]
  readonly outputQuantityList?: readonly QuantityElement[]
  readonly ilmd?: JsonObject
}

export type AssociationEvent = Common & {
  readonly type: 'AssociationEvent'
  readonly action: Action
  readonly parentID: string
  readonly childEPCs?: readonly string[]
  readonly childQuantityList?: readonly QuantityElement[]
}

/** The five events of EPCIS 2.0 in their JSON binding. The `type` says which fields exist; nothing else does. */
export type EpcisEvent =
  | ObjectEvent
  | AggregationEvent
  | TransactionEvent
  | TransformationEvent
  | AssociationEvent
