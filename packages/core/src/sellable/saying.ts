import { DISPOSITION, wordOf } from '../cbv/vocabulary.ts'
import { expand, type Context } from '../event/context.ts'
import type { EpcisEvent } from '../event/event.ts'
import type { FlowEvent } from '../flow/flow-event.ts'
import { commissionedIn } from '../flow/names.ts'
import { goodUntil, type Until } from './good-until.ts'

/** What an event says of a thing that bears on whether it may be sold. */
export type Saying = {
  readonly eventID: string
  /** Microseconds since 1970. */
  readonly time: number
  /** The container it was said of while the thing was in it; undefined: said of the thing itself. */
  readonly through?: string
  /** It commissions the thing, or an item of the lot asked about. */
  readonly made?: { readonly lots: readonly string[]; readonly until?: Until }
  /** It ends the thing: taken out of use, or used up as an input. */
  readonly ends?: 'decommissioned' | 'used'
  /** Bare CBV words. */
  readonly disposition?: string
  readonly set: readonly string[]
  readonly unset: readonly string[]
}

/** What an event says of one thing, by its own words. */
export function sayingOf(
  flow: FlowEvent,
  body: { readonly event: EpcisEvent; readonly context: Context },
  { of, through }: { readonly of: string; readonly through?: string },
): Saying {
  const word = (text: string): string => wordOf(DISPOSITION, expand(body.context, text))
  const { set = [], unset = [] } = body.event.persistentDisposition ?? {}
  const { eventID, time, disposition } = flow
  const said = { eventID, time, set: set.map(word), unset: unset.map(word) }
  if (through !== undefined) {
    return { ...said, through, ...(disposition !== undefined && { disposition }) }
  }
  const ends = endOf(flow, of)
  // The disposition of a transformation is that of its outputs.
  const isInput = flow.inputs.some((part) => part.id === of)
  return {
    ...said,
    ...madeBy(flow, body, of),
    ...(ends !== undefined && { ends }),
    ...(disposition !== undefined && !isInput && { disposition }),
  }
}

function madeBy(
  flow: FlowEvent,
  { event, context }: { readonly event: EpcisEvent; readonly context: Context },
  of: string,
): Pick<Saying, 'made'> {
  const lots = makingIn(flow, of)
  if (lots === undefined) return {}
  const until = goodUntil(event, context)
  return { made: { lots, ...(until && { until }) } }
}

/** The lots given to a thing where an event commissions it, or items of it; undefined where it does neither. */
export function makingIn(flow: FlowEvent, of: string): readonly string[] | undefined {
  const parts = commissionedIn(flow).filter((part) => part.id === of || part.lot === of)
  if (parts.length === 0) return undefined
  return [...new Set(parts.flatMap(({ id, lot }) => (id === of ? (lot ?? []) : [])))]
}

/** An item is over when an ObjectEvent deletes it, or it went into something else; of a lot only an amount does. */
function endOf(flow: FlowEvent, of: string): Saying['ends'] {
  const isItem = (part: {
    readonly id: string
    readonly kind: string
    readonly reusable: boolean
  }) => part.id === of && part.kind === 'item' && !part.reusable
  if (flow.type === 'ObjectEvent' && flow.action === 'DELETE' && flow.things.some(isItem)) {
    return 'decommissioned'
  }
  if (flow.type === 'TransformationEvent' && flow.inputs.some(isItem)) return 'used'
  return undefined
}
