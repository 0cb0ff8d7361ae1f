import {
  BIZ_STEP,
  COMPONENT,
  DISPOSITION,
  MEASUREMENT_TYPE,
  wordOf,
  type Vocabulary,
} from '../cbv/vocabulary.ts'
import { expand, type Context } from '../event/context.ts'
import { epcsOf } from '../event/epcs.ts'
import type { EpcisEvent, Json, JsonObject } from '../event/event.ts'
import { microsOf } from '../event/micros.ts'
import { identify } from '../id/identify.ts'

/** What every reading of one event shares. */
export type Seen = {
  readonly eventID: string
  /** Microseconds since 1970, as all times here. */
  readonly eventTime: number
  /** When the log took it in, where that is known. */
  readonly recorded?: number
  /** Canonical: read point and business location. */
  readonly places: readonly string[]
  readonly step?: string
  /** Canonical: everything the event names, and the transformation it belongs to. */
  readonly things: readonly string[]
}

/** One value that an event tells, as it stands there. */
export type Reading = {
  readonly seen: Seen
  /** Its place among the readings of its event. */
  readonly index: number
  readonly time: number
  /** A bare word of GS1's vocabulary, an IRI, or the name of the event's field. */
  readonly type: string
  readonly device?: string
  readonly component?: string
  readonly microorganism?: string
  readonly chemicalSubstance?: string
  readonly value?: number
  /** The least and greatest of what was measured in a span. */
  readonly min?: number
  readonly max?: number
  readonly mean?: number
  readonly uom?: string
  readonly text?: string
  readonly truth?: boolean
  readonly uri?: string
  /** What the sample weighed, in the unit of its Rec 20 code. */
  readonly sample?: { readonly value: number; readonly uom: string }
}

/** What the log knows of an event besides its text. */
export type Known = { readonly eventID: string; readonly recorded?: number }

/** Our own fields of a sensor report: what the sample weighed, and in which unit if not in grams. */
export const SAMPLE_MASS = 'https://suyuan.example/voc#sampleMass'
export const SAMPLE_UOM = 'https://suyuan.example/voc#sampleUom'

/**
 * Everything an event tells that a control plan may judge: each sensor report; its disposition, the persistent dispositions
 * it sets, and its certificates. Of an event that was declared wrong, and of the declaration, nothing is to be asked: leave
 * both out, and tell {@link file://./judge.ts judge} that the event is void.
 */
export function readingsOf(event: EpcisEvent, context: Context, known: Known): readonly Reading[] {
  const eventTime = microsOf(event.eventTime)
  if (eventTime === undefined) return []
  const said = [...saidBySensors(event, context), ...saidByFields(event, context)]
  if (said.length === 0) return []
  const seen = seenIn(event, context, { ...known, eventTime })
  return said.map((one, index) => ({ ...one, time: one.time ?? eventTime, seen, index }))
}

type Said = Omit<Reading, 'seen' | 'index' | 'time'> & { readonly time?: number }

/** What an event is about, apart from what it measured. */
export function seenIn(
  event: EpcisEvent,
  context: Context,
  known: Known & { readonly eventTime: number },
): Seen {
  const places = [event.readPoint?.id, event.bizLocation?.id].flatMap((id) =>
    id === undefined ? [] : [identify(id).canonical],
  )
  const things = new Set(epcsOf(event).map(({ id }) => identify(id).canonical))
  return {
    ...known,
    places,
    things: [...things],
    ...(event.bizStep !== undefined && { step: word(BIZ_STEP, event.bizStep, context) }),
  }
}

const word = (vocabulary: Vocabulary, value: string, context: Context): string =>
  wordOf(vocabulary, expand(context, value))

function* saidByFields(event: EpcisEvent, context: Context): Generator<Said> {
  const { disposition, persistentDisposition, certificationInfo } = event
  if (disposition !== undefined) {
    yield { type: 'disposition', text: word(DISPOSITION, disposition, context) }
  }
  for (const set of persistentDisposition?.set ?? []) {
    yield { type: 'persistentDisposition', text: word(DISPOSITION, set, context) }
  }
  const certificates =
    typeof certificationInfo === 'string' ? [certificationInfo] : certificationInfo
  for (const uri of certificates ?? []) yield { type: 'certificationInfo', uri }
}

function* saidBySensors(event: EpcisEvent, context: Context): Generator<Said> {
  for (const element of event.sensorElementList ?? []) {
    const metadata = (element['sensorMetadata'] ?? {}) as JsonObject
    for (const report of (element['sensorReport'] ?? []) as readonly JsonObject[]) {
      if (typeof report['type'] === 'string') yield saidBy(report, metadata, context)
    }
  }
}

/** EPCIS 2.0 §7.3.7: what a report does not say of itself the metadata of its element may. */
function saidBy(report: JsonObject, metadata: JsonObject, context: Context): Said {
  const time = timeOf(report['time']) ?? timeOf(metadata['time']) ?? timeOf(metadata['endTime'])
  const device = textIn(report['deviceID'] ?? metadata['deviceID'])
  const component = textIn(report['component'])
  const sample = sampleOf(report, context)
  return {
    type: word(MEASUREMENT_TYPE, textIn(report['type']) ?? '', context),
    ...(time !== undefined && { time }),
    ...(device !== undefined && { device: identify(device).canonical }),
    ...(component !== undefined && { component: word(COMPONENT, component, context) }),
    ...iris(report, context),
    ...numbers(report),
    ...(typeof report['uom'] === 'string' && { uom: report['uom'] }),
    ...(typeof report['stringValue'] === 'string' && { text: report['stringValue'] }),
    ...(typeof report['booleanValue'] === 'boolean' && { truth: report['booleanValue'] }),
    ...(sample !== undefined && { sample }),
  }
}

const textIn = (value: Json | undefined): string | undefined =>
  typeof value === 'string' ? value : undefined

function timeOf(value: Json | undefined): number | undefined {
  return typeof value === 'string' ? microsOf(value) : undefined
}

const IRIS = [
  ['microorganism', 'microorganism'],
  ['chemicalSubstance', 'chemicalSubstance'],
  ['uriValue', 'uri'],
] as const

function iris(report: JsonObject, context: Context): Partial<Said> {
  const found: Record<string, string> = {}
  for (const [field, name] of IRIS) {
    const value = report[field]
    if (typeof value === 'string') found[name] = expand(context, value)
  }
  return found
}

const NUMBERS = [
  ['value', 'value'],
  ['minValue', 'min'],
  ['maxValue', 'max'],
  ['meanValue', 'mean'],
] as const

function numbers(report: JsonObject): Partial<Said> {
  const found: Record<string, number> = {}
  for (const [field, name] of NUMBERS) {
    const value = report[field]
    if (typeof value === 'number') found[name] = value
  }
  return found
}

function sampleOf(report: JsonObject, context: Context): Reading['sample'] {
  let value: number | undefined
  let uom = 'GRM'
  for (const key of Object.keys(report)) {
    if (!key.includes('ample')) continue
    const name = expand(context, key)
    const said = report[key]
    if (name === SAMPLE_MASS && typeof said === 'number') value = said
    if (name === SAMPLE_UOM && typeof said === 'string') uom = said
  }
  return value === undefined ? undefined : { value, uom }
}
