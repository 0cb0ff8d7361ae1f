import { BIZ_STEP, DISPOSITION, wordOf } from '../cbv/vocabulary.ts'
import { expand, type Context } from '../event/context.ts'
import { lotNumberOf } from '../event/epcs.ts'
import type { EpcisEvent, QuantityElement } from '../event/event.ts'
import { lotOf } from '../id/class-and-lot.ts'
import { identify } from '../id/identify.ts'
import type { FlowEvent, Part } from './flow-event.ts'

/** What the log knows of an event besides its text. */
export type Entry = {
  readonly time: number
  readonly order: number
  readonly eventID: string
  readonly void: boolean
}

/** An event as a trace reads it. */
export function flowEventOf(event: EpcisEvent, context: Context, entry: Entry): FlowEvent {
  const lot = lotNumberOf(event, context)
  const place = event.bizLocation?.id ?? event.readPoint?.id
  return {
    ...entry,
    eventTime: event.eventTime,
    type: event.type,
    ...partsOf(event, lot),
    ...('action' in event && { action: event.action }),
    ...('parentID' in event &&
      event.parentID !== undefined && { parent: itemPart(event.parentID) }),
    ...('transformationID' in event &&
      event.transformationID !== undefined && {
        transformationID: identify(event.transformationID).canonical,
      }),
    ...(event.bizStep !== undefined && {
      bizStep: wordOf(BIZ_STEP, expand(context, event.bizStep)),
    }),
    ...(event.disposition !== undefined && {
      disposition: wordOf(DISPOSITION, expand(context, event.disposition)),
    }),
    ...(place !== undefined && { place: identify(place).canonical }),
  }
}

type Lists = Pick<FlowEvent, 'things' | 'children' | 'inputs' | 'outputs'>

const NOTHING: Lists = { things: [], children: [], inputs: [], outputs: [] }

function partsOf(event: EpcisEvent, lot: string | undefined): Lists {
  switch (event.type) {
    case 'ObjectEvent':
      return { ...NOTHING, things: listOf(event.epcList, event.quantityList, lot) }
    case 'TransactionEvent':
      return { ...NOTHING, things: listOf(event.epcList, event.quantityList) }
    case 'AggregationEvent':
    case 'AssociationEvent':
      return { ...NOTHING, children: listOf(event.childEPCs, event.childQuantityList) }
    case 'TransformationEvent':
      return {
        ...NOTHING,
        inputs: listOf(event.inputEPCList, event.inputQuantityList),
        outputs: listOf(event.outputEPCList, event.outputQuantityList, lot),
      }
    default:
      // An extension event type says nothing that a trace knows.
      return NOTHING
  }
}

function listOf(
  epcs: readonly string[] = [],
  quantities: readonly QuantityElement[] = [],
  lot?: string,
): readonly Part[] {
  const parts: Part[] = epcs.map((epc) => itemPart(epc, lot))
  for (const { epcClass, quantity, uom } of quantities) {
    const { canonical: id, kind, reusable } = identify(epcClass)
    const part = { id, kind: kind === 'other' ? 'class' : kind, reusable } as const
    parts.push(quantity === undefined ? part : { ...part, amount: amountOf(quantity, uom) })
  }
  return parts
}

const amountOf = (value: number, uom: string | undefined): NonNullable<Part['amount']> =>
  uom === undefined ? { value } : { value, uom }

/** A URI that is no GS1 key stands for an item where an EPC is expected. */
function itemPart(epc: string, lotNumber?: string): Part {
  const { canonical: id, kind, reusable } = identify(epc)
  const lot = lotNumber === undefined ? undefined : lotOf(id, lotNumber)
  const part = { id, kind: kind === 'other' ? 'item' : kind, reusable } as const
  return lot === undefined ? part : { ...part, lot }
}

/** How a trace takes an identifier that someone asks about. */
export function partOf(text: string): Part {
  return itemPart(text)
}
