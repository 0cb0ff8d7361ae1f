import {
  BIZ_TRANSACTION_TYPE,
  DISPOSITION,
  ERROR_REASON,
  SOURCE_DEST_TYPE,
  wordOf,
} from '../cbv/vocabulary.ts'
import { expand, type Context } from '../event/context.ts'
import type { EpcisEvent, Json, JsonObject, QuantityElement } from '../event/event.ts'
import { microsOf } from '../event/micros.ts'
import { canonicalOf } from '../id/identify.ts'
import { inBase, unitOf } from '../unit/unit.ts'
import { eachField, isThere, textsOf, type FieldPlace } from './fields.ts'
import { isDifference, reportsOf, timesOf, wordsOf, type Report } from './match-sensor.ts'
import { amountOf, keyOf } from './operand.ts'
import { QUANTITY_ROLES, SENSOR_NUMBERS, SENSOR_TIMES, SENSOR_WORDS } from './query.ts'

/**
 * What an index over events is told that an event says, beside the things it names: words, amounts of something, and codes. What
 * a query asks of it in {@link file://./asked.ts asked} is told here under the same words.
 */
export type Told = {
  readonly word: (word: string) => void
  readonly amount: (about: string, value: number) => void
  /** A number of at most 32 bits, kept as it is. */
  readonly code: (about: string, number: number) => void
}

/** Tells all that an event says that some parameter of SimpleEventQuery asks for and no column holds. */
export function tellSaid(event: EpcisEvent, context: Context, told: Told): void {
  tellEntries(event, context, told)
  tellQuantities(event, told)
  tellFields(event as JsonObject, 'event', context, told)
  const { ilmd } = event as { readonly ilmd?: JsonObject }
  if (ilmd !== undefined) tellFields(ilmd, 'ilmd', context, told)
  if (event.readPoint !== undefined) tellPlace(event.readPoint, 'readPoint', context, told)
  if (event.bizLocation !== undefined) tellPlace(event.bizLocation, 'bizLocation', context, told)
  if (event.persistentDisposition !== undefined) tellDispositions(event, context, told)
  if (event.errorDeclaration !== undefined) tellDeclaration(event, context, told)
  if (event.sensorElementList !== undefined) tellSensors(event, context, told)
}

const NOTHING: readonly never[] = []

function tellEntries(event: EpcisEvent, context: Context, told: Told): void {
  for (const { type, bizTransaction } of event.bizTransactionList ?? NOTHING) {
    const word = type === undefined ? '' : wordOf(BIZ_TRANSACTION_TYPE, expand(context, type))
    told.word(ENTRY('bizTransaction', word, canonicalOf(bizTransaction)))
  }
  for (const { type, source } of event.sourceList ?? NOTHING) {
    const word = wordOf(SOURCE_DEST_TYPE, expand(context, type))
    told.word(ENTRY('source', word, canonicalOf(source)))
  }
  for (const { type, destination } of event.destinationList ?? NOTHING) {
    const word = wordOf(SOURCE_DEST_TYPE, expand(context, type))
    told.word(ENTRY('destination', word, canonicalOf(destination)))
  }
}

export const ENTRY = (list: string, type: string, id: string): string =>
  `entry ${list} ${type} ${id}`
export const PERSISTENT = (side: string, word: string): string => `persistent ${side} ${word}`
export const REASON = (word: string): string => `reason ${word}`
export const CORRECTIVE = (id: string): string => `corrective ${id}`
export const DECLARED = 'declared'
export const DECLARATION_TIME = 'declarationTime'
export const SENSOR = 'sensor'
export const SENSOR_WORD = (field: string, word: string): string => `sensor ${field} ${word}`
export const SENSOR_AMOUNT = (field: string, dimension = ''): string =>
  `sensor ${field} ${dimension}`
export const QUANTITY = (dimension = ''): string => `quantity ${dimension}`

/** A field by where it stands; with a key of a value, that it has it. */
export function fieldWord(
  at: { place: FieldPlace; inner: boolean; name: string },
  key = '',
): string {
  return `field ${at.place}${at.inner ? ' inner' : ''} ${at.name} ${key.slice(0, LONGEST)}`
}

/** A field whose values are numbers (`n`) or instants (`t`). */
export function fieldAmount(
  at: { place: FieldPlace; inner: boolean; name: string },
  kind: string,
): string {
  return `field ${at.place}${at.inner ? ' inner' : ''} ${at.name} ${kind}`
}

/** Of longer texts the beginning is told: whoever finds one compares it. */
export const LONGEST = 200

function tellFields(object: JsonObject, place: FieldPlace, context: Context, told: Told): void {
  eachField(object, place, context, (name, inner, value) => {
    const at = { place, inner, name }
    if (isThere(value)) told.word(fieldWord(at))
    tellValues(value, at, told)
  })
}

function tellValues(
  value: Json,
  at: { place: FieldPlace; inner: boolean; name: string },
  told: Told,
): void {
  textsOf(value, (text) => {
    const key = keyOf(text)
    if (key.startsWith('s')) told.word(fieldWord(at, key))
    else told.amount(fieldAmount(at, key.charAt(0)), amountOf(key))
  })
}

/** Most places have nothing but their id. */
function tellPlace(
  place: JsonObject | NonNullable<EpcisEvent['readPoint']>,
  at: 'readPoint' | 'bizLocation',
  context: Context,
  told: Told,
): void {
  for (const key in place) {
    if (key !== 'id') return tellFields(place as JsonObject, at, context, told)
  }
}

function tellQuantities(event: EpcisEvent, told: Told): void {
  const lists = event as { readonly [key: string]: unknown }
  for (const role of QUANTITY_ROLES) {
    for (const { quantity, uom } of (lists[role] ?? NOTHING) as readonly QuantityElement[]) {
      if (quantity === undefined) continue
      told.amount(QUANTITY(), quantity)
      if (uom === undefined) continue
      const unit = unitOf(uom)
      told.amount(QUANTITY(unit.dimension), inBase(quantity, unit))
    }
  }
}

function tellDispositions(event: EpcisEvent, context: Context, told: Told): void {
  for (const side of ['set', 'unset'] as const) {
    for (const one of event.persistentDisposition?.[side] ?? []) {
      told.word(PERSISTENT(side, wordOf(DISPOSITION, expand(context, one))))
    }
  }
}

function tellDeclaration(event: EpcisEvent, context: Context, told: Told): void {
  const declaration = event.errorDeclaration
  if (declaration === undefined) return
  told.word(DECLARED)
  const time = microsOf(declaration.declarationTime)
  if (time !== undefined) told.amount(DECLARATION_TIME, time)
  if (declaration.reason !== undefined) {
    told.word(REASON(wordOf(ERROR_REASON, expand(context, declaration.reason))))
  }
  for (const id of declaration.correctiveEventIDs ?? []) told.word(CORRECTIVE(id))
  tellFields(declaration as JsonObject, 'errorDeclaration', context, told)
}

function tellSensors(event: EpcisEvent, context: Context, told: Told): void {
  const seen = new Set<JsonObject>()
  for (const report of reportsOf(event)) {
    told.word(SENSOR)
    tellReport(report, context, told)
    tellFields(report.report, 'sensorReport', context, told)
    if (seen.has(report.element)) continue
    seen.add(report.element)
    tellFields(report.element, 'sensorElement', context, told)
    tellFields(report.metadata, 'sensorMetadata', context, told)
  }
}

/** Numbers of a report that are asked for without a unit too. */
const UNITLESS: ReadonlySet<string> = new Set(['percRank', 'sDev', 'percValue'])

function tellReport(report: Report, context: Context, told: Told): void {
  for (const field of SENSOR_WORDS) {
    for (const word of wordsOf(report, field, context))
      told.word(SENSOR_WORD(field, word.slice(0, LONGEST)))
  }
  for (const field of SENSOR_TIMES) {
    for (const time of timesOf(report, field)) told.amount(SENSOR_AMOUNT(field), time)
  }
  const { uom } = report.report
  for (const field of SENSOR_NUMBERS) {
    const value = report.report[field]
    if (typeof value !== 'number') continue
    if (UNITLESS.has(field)) told.amount(SENSOR_AMOUNT(field), value)
    if (field !== 'percRank' && typeof uom === 'string') {
      const unit = unitOf(uom)
      told.amount(SENSOR_AMOUNT(field, unit.dimension), inBase(value, unit, isDifference(field)))
    }
  }
}
