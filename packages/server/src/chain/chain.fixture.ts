import type { JsonObject } from '@suyuan/core/event/event'
import { simulate, type ChainOptions } from './simulate.ts'

/** An event of the chain, read loosely: the tests look at what is there. */
export type Event = {
  readonly type: string
  readonly eventTime: string
  readonly eventID?: string
  readonly bizStep?: string
  readonly action?: string
  readonly errorDeclaration?: JsonObject
  readonly transformationID?: string
  readonly epcList?: readonly string[]
  readonly inputEPCList?: readonly string[]
  readonly outputEPCList?: readonly string[]
  readonly childEPCs?: readonly string[]
  readonly quantityList?: readonly Quantity[]
  readonly inputQuantityList?: readonly Quantity[]
  readonly outputQuantityList?: readonly Quantity[]
}

export type Quantity = {
  readonly epcClass: string
  readonly quantity: number
  readonly uom?: string
}

export type GroupLine = {
  readonly group: string
  readonly lot: string
  readonly backward: readonly string[]
  readonly possible: readonly string[]
  readonly farms: readonly string[]
  readonly waterLots: readonly string[]
  readonly reworkLots: readonly string[]
  readonly gaps: readonly JsonObject[]
}

/** An incident; of the facts each has only its own. */
export type IncidentLine = {
  readonly name: string
  readonly suspects: readonly {
    readonly id: string
    readonly tins: number
    readonly file: string
  }[]
  readonly tins: number
  readonly file: string
  readonly due: string
  readonly blend: string
  readonly rightLot: string
  readonly wrongLot: string
  readonly from: string
  readonly forgotten: string
  readonly forged: string
  readonly neverSeen: string
}

/** A whole chain in memory: for small ones only. */
export type Chain = {
  readonly text: string
  readonly documents: readonly JsonObject[]
  readonly events: readonly Event[]
  readonly truth: ReadonlyMap<string, string>
}

export function chainOf(options: ChainOptions): Chain {
  const texts: string[] = []
  const documents: JsonObject[] = []
  const truth = new Map<string, string>()
  for (const part of simulate(options)) {
    texts.push(JSON.stringify(part))
    if (part.kind === 'document') documents.push(JSON.parse(part.json) as JsonObject)
    if (part.kind === 'truth') truth.set(part.file, (truth.get(part.file) ?? '') + part.text)
  }
  return { text: texts.join('\n'), documents, events: documents.flatMap(eventsOf), truth }
}

function eventsOf(document: JsonObject): readonly Event[] {
  return (document['epcisBody'] as { readonly eventList: readonly Event[] }).eventList
}

/** The lines of a file of the ground truth; none when it was not written. */
export function linesOf(chain: Chain, file: string): readonly string[] {
  const text = chain.truth.get(file)
  return text === undefined ? [] : text.trimEnd().split('\n')
}

export function readLines<T>(chain: Chain, file: string): readonly T[] {
  return linesOf(chain, file).map((line) => JSON.parse(line) as T)
}

export function incidentsIn(chain: Chain): readonly IncidentLine[] {
  return JSON.parse(chain.truth.get('incidents.json') ?? '[]') as readonly IncidentLine[]
}
