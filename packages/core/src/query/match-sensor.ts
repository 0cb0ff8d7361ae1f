import { MEASUREMENT_TYPE, wordOf } from '../cbv/vocabulary.ts'
import { expand, type Context } from '../event/context.ts'
import type { EpcisEvent, Json, JsonObject } from '../event/event.ts'
import { microsOf } from '../event/micros.ts'
import { identify } from '../id/identify.ts'
import { inBase, unitOf } from '../unit/unit.ts'
import { eachField } from './fields.ts'
import { isWithin, passesAll, passesNumber } from './operand.ts'
import type { SensorNumber, SensorTest, SensorTime, SensorWord } from './query.ts'

/** A report with what it stands in. */
export type Report = {
  readonly element: JsonObject
  readonly metadata: JsonObject
  readonly report: JsonObject
}

/** Every report of an event; an element without any counts as one that says nothing. */
export function reportsOf(event: EpcisEvent): readonly Report[] {
  return (event.sensorElementList ?? []).flatMap((element) => {
    const metadata = (element['sensorMetadata'] ?? {}) as JsonObject
    const reports = (element['sensorReport'] ?? []) as readonly JsonObject[]
    return (reports.length === 0 ? [{}] : reports).map((report) => ({ element, metadata, report }))
  })
}

/** Whether one report is all that is asked for (epcis-facts: type, value and place of measuring hold together). */
export function sensorHolds(
  tests: readonly SensorTest[],
  event: EpcisEvent,
  context: Context,
): boolean {
  return reportsOf(event).some((report) => tests.every((test) => holds(test, report, context)))
}

function holds(test: SensorTest, report: Report, context: Context): boolean {
  switch (test.of) {
    case 'element':
      return true
    case 'word':
      return wordsOf(report, test.field, context).some((word) => test.values.includes(word))
    case 'time':
      return timesOf(report, test.field).some((time) => timeHolds(time, test))
    case 'number':
      return numberHolds(test, report.report)
    case 'field': {
      let found = false
      const { place, inner, name } = test
      eachField(report[PART[place]], place, context, (named, within, value) => {
        found ||= named === name && within === inner && passesAll(value, [test.test])
      })
      return found
    }
  }
}

function timeHolds(time: number, { compare, than }: Extract<SensorTest, { of: 'time' }>): boolean {
  return compare === 'eq' ? time === than : isWithin(time, { compare, than })
}

export const PART = {
  sensorElement: 'element',
  sensorMetadata: 'metadata',
  sensorReport: 'report',
} as const

type Spelling = (text: string, context: Context) => string

const asIs: Spelling = (text) => text
const expanded: Spelling = (text, context) => expand(context, text)

/** How the words of a report are compared, and whether its metadata may say them for it (TCR-53: either may). */
const WORDS: Readonly<Record<SensorWord, { readonly spelt: Spelling; readonly shared: boolean }>> =
  {
    type: {
      spelt: (text, context) => wordOf(MEASUREMENT_TYPE, expand(context, text)),
      shared: false,
    },
    deviceID: { spelt: (text) => identify(text).canonical, shared: true },
    deviceMetadata: { spelt: expanded, shared: true },
    rawData: { spelt: expanded, shared: true },
    dataProcessingMethod: { spelt: expanded, shared: true },
    bizRules: { spelt: expanded, shared: true },
    microorganism: { spelt: expanded, shared: false },
    chemicalSubstance: { spelt: expanded, shared: false },
    uriValue: { spelt: expanded, shared: false },
    stringValue: { spelt: asIs, shared: false },
    hexBinaryValue: { spelt: (text) => text.toLowerCase(), shared: false },
    booleanValue: { spelt: asIs, shared: false },
  }

export function wordsOf(
  { metadata, report }: Report,
  field: SensorWord,
  context: Context,
): readonly string[] {
  const { spelt, shared } = WORDS[field]
  return [report[field], shared ? metadata[field] : undefined].flatMap((value) =>
    value === undefined || value === null || typeof value === 'object'
      ? []
      : [spelt(String(value), context)],
  )
}

/** In microseconds. A report may have a time of its own; a window is the metadata's. */
export function timesOf({ metadata, report }: Report, field: SensorTime): readonly number[] {
  const times: readonly (Json | undefined)[] = [
    metadata[field],
    field === 'time' ? report[field] : undefined,
  ]
  return times.flatMap((time) => (typeof time === 'string' ? (microsOf(time) ?? []) : []))
}

type OfNumber = Extract<SensorTest, { readonly of: 'number' }>

function numberHolds({ field, uom: asked, test }: OfNumber, report: JsonObject): boolean {
  const { [field]: value, uom } = report
  if (typeof value !== 'number') return false
  if (asked === undefined || uom === asked) return passesNumber(value, test)
  if (typeof uom !== 'string') return false
  const [from, to] = [unitOf(uom), unitOf(asked)]
  if (from.dimension !== to.dimension) return false
  const difference = isDifference(field)
  return passesNumber(inBase(value, from, difference), test, (n) => inBase(n, to, difference))
}

/** A standard deviation is a difference: it converts by the factor alone. */
export const isDifference = (field: SensorNumber): boolean => field === 'sDev'
