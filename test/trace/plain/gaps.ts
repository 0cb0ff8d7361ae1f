import { holdsAt } from './inside.ts'
import type { Naming, PlainRecord } from './record.ts'
import { isItemOfGtin, isReusable, kindOf } from './things.ts'
import type { PlainGap } from './walk.ts'

/** A thing, and the time and event in which it, or what it was in, was used. */
type Use = { readonly thing: string; readonly time: number; readonly eventID: string }

/** The gaps of a use as an input: `origin-unknown`, `time-order`. */
export function gapsOfInput(record: PlainRecord, use: Use): readonly PlainGap[] {
  return [...originUnknown(record, use), ...timeOrder(record, use)]
}

/** The gaps of a thing that was in an input when that was used: `origin-unknown`. */
export function gapsOfThingInInput(record: PlainRecord, use: Use): readonly PlainGap[] {
  return originUnknown(record, use)
}

/** The gaps of a thing that the walk reports, and of its start: `reparented-without-removal`, backward also `no-lot`. */
export function gapsOfThing(
  record: PlainRecord,
  thing: string,
  direction: 'backward' | 'forward',
): readonly PlainGap[] {
  const reparented = record.reparentings
    .filter(({ item }) => item === thing)
    .map(({ eventID }) => gap('reparented-without-removal', thing, eventID))
  return direction === 'backward' ? [...reparented, ...noLot(record, thing)] : reparented
}

function gap(kind: string, id: string, eventID: string): PlainGap {
  return { kind, id, eventID }
}

/** "a thing used as an input that no event commissioned, made or received, and that held nothing then" */
function originUnknown(record: PlainRecord, use: Use): readonly PlainGap[] {
  const { thing } = use
  const known =
    isAmong(record.commissioned, thing) ||
    isAmong(record.outputs, thing) ||
    record.ofLot.some(({ lot }) => lot === thing) ||
    record.received.has(thing) ||
    record.packings.some((packing) => packing.parent === thing && holdsAt(packing, use.time))
  return known ? [] : [gap('origin-unknown', thing, use.eventID)]
}

function isAmong(namings: readonly Naming[], thing: string): boolean {
  return namings.some((naming) => naming.thing === thing)
}

/** "a lot or ordinary item recorded as used before it was made" */
function timeOrder(record: PlainRecord, { thing, time, eventID }: Use): readonly PlainGap[] {
  const kind = kindOf(thing)
  if (isReusable(thing) || (kind !== 'lot' && kind !== 'item')) return []
  const made = [...record.outputs, ...record.commissioned].filter((one) => one.thing === thing)
  const isBeforeAll = made.length > 0 && made.every((one) => one.time > time)
  return isBeforeAll ? [gap('time-order', thing, eventID)] : []
}

/** "an item of a GTIN commissioned with no lot and made from nothing, whose origin is thus unknown" */
function noLot(record: PlainRecord, thing: string): readonly PlainGap[] {
  const isMadeFromSomething = record.makings.some(({ output }) => output.thing === thing)
  const isOfLot = record.ofLot.some(({ item }) => item === thing)
  if (!isItemOfGtin(thing) || isOfLot || isMadeFromSomething) return []
  const commissionings = [...record.outputs, ...record.commissioned]
    .filter((one) => one.thing === thing)
    .map(({ eventID }) => eventID)
  const first = record.events.find(({ eventID }) => commissionings.includes(eventID))
  return first === undefined ? [] : [gap('no-lot', thing, first.eventID)]
}
