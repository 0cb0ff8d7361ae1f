import { BIZ_STEP, DISPOSITION, SENSOR_ALERT, wordOf } from '@suyuan/core/cbv/vocabulary'
import type { EpcisEvent, JsonObject } from '@suyuan/core/event/event'
import type { HistoryAnswer, Name } from './ask.ts'
import { canonicalId } from './keys.ts'
import { MEASURES } from './measures.ts'
import type { Test } from './passport-facts.ts'
import { placeOf, voidIn } from './record.ts'
import { labelOf, type Labels } from './steps.ts'

/** A history that was read. */
export type Read = {
  readonly of: string
  /** What to call the thing; nothing for the product itself. */
  readonly on?: Name
  /** What was measured while it was made is a finding too: heat is a control, not a test of it. */
  readonly isControl?: boolean
  readonly history: HistoryAnswer
}

/** Findings on one page: 20 rows stay readable and, at 3 bytes a Chinese character, within 30 kB. */
const MOST = 20

const CHECKS: ReadonlySet<string> = new Set(['inspecting', 'sampling', 'accepting'])

/**
 * The tests told by the events of these histories: sensor reports of checks, every verdict, every alarm. Of findings
 * that say the same of things of one name one stands for all: the worst, else the latest. Where not all can be shown
 * failures come before the rest; the order is that of the histories. `read` counts every finding.
 */
export function findingsIn(
  reads: readonly Read[],
  labels: Labels,
): { readonly tests: readonly Test[]; readonly read: number } {
  const seen = new Set<string>()
  const best = new Map<string, Test>()
  let count = 0
  for (const read of reads) {
    const isVoid = voidIn(read.history.events)
    for (const { event, through } of read.history.events) {
      const id = event.eventID ?? JSON.stringify(event)
      if (isVoid(event) || seen.has(id)) continue
      seen.add(id)
      const on = subjectOf(through, read.on, labels)
      for (const { key, test } of testsOf(event, labels, read.isControl === true)) {
        count += 1
        keepWorst(best, `${on?.zh} ${on?.en} ${key}`, on === undefined ? test : { ...test, on })
      }
    }
  }
  const all = [...best.values()]
  const shown = new Set(all.toSorted((a, b) => badness(b) - badness(a)).slice(0, MOST))
  return { tests: all.filter((test) => shown.has(test)), read: count }
}

/** Identifiers that findings may need names for: what was measured, found, and where. */
export function namedIn({ events }: HistoryAnswer): readonly string[] {
  return events.flatMap(({ event, through }) => {
    const place = placeOf(event)
    const kinds = reportsOf(event).flatMap(({ type, chemicalSubstance, microorganism }) =>
      [type, chemicalSubstance, microorganism].filter((id) => typeof id === 'string'),
    )
    return [...kinds, ...(place === undefined ? [] : [place]), ...(through ? [through] : [])]
  })
}

/** What an event was about: the thing itself, or the container that it was in then. */
function subjectOf(
  through: string | null | undefined,
  on: Name | undefined,
  labels: Labels,
): Name | undefined {
  if (through === undefined || through === null) return on
  return labelOf(canonicalId(through), labels)?.name ?? on
}

type Keyed = { readonly key: string; readonly test: Test }

function testsOf(event: EpcisEvent, labels: Labels, isControl: boolean): readonly Keyed[] {
  const verdict = verdictOf(event)
  const isCheck =
    CHECKS.has(wordOf(BIZ_STEP, event.bizStep ?? '')) ||
    (isControl && event.type === 'TransformationEvent')
  const reports = reportsOf(event).filter(
    (report) => isCheck || verdict !== undefined || isAlarm(report),
  )
  const place = labelOf(placeOf(event) ?? '', labels)?.name
  const common = {
    at: event.eventTime,
    offset: event.eventTimeZoneOffset,
    ...(place === undefined ? {} : { place }),
    ...(verdict === undefined ? {} : { verdict }),
  }
  if (reports.length === 0) {
    return verdict === undefined ? [] : [{ key: 'verdict', test: { what: {}, ...common } }]
  }
  return reports.map((report) => ({
    key: JSON.stringify([
      report['type'],
      report['chemicalSubstance'],
      report['microorganism'],
      report['component'],
    ]),
    test: {
      what: whatOf(report, labels),
      ...common,
      ...valueOf(report),
      ...(isAlarm(report) ? { alarm: true } : {}),
    },
  }))
}

const reportsOf = (event: EpcisEvent): readonly JsonObject[] =>
  (event.sensorElementList ?? []).flatMap(({ sensorReport }) =>
    Array.isArray(sensorReport) ? (sensorReport as readonly JsonObject[]) : [],
  )

const isAlarm = ({ exception }: JsonObject): boolean =>
  typeof exception === 'string' && wordOf(SENSOR_ALERT, exception) === 'ALARM_CONDITION'

function verdictOf(event: EpcisEvent): Test['verdict'] {
  const set = [event.disposition ?? '', ...(event.persistentDisposition?.set ?? [])]
  const words = new Set(set.map((each) => wordOf(DISPOSITION, each)))
  if (words.has('non_conformant')) return 'non_conformant'
  return words.has('conformant') ? 'conformant' : undefined
}

/** The most telling name: the substance or germ looked for, else the kind of measurement. */
function whatOf(report: JsonObject, labels: Labels): Name {
  for (const key of ['chemicalSubstance', 'microorganism', 'type']) {
    const id = report[key]
    if (typeof id !== 'string') continue
    const name = labels.get(id)?.name ?? MEASURES.get(/[^:/#]*$/.exec(id)?.[0] ?? id)
    if (name !== undefined) return name
  }
  return {}
}

function valueOf(report: JsonObject): Pick<Test, 'value' | 'found' | 'unit'> {
  const unit = typeof report['uom'] === 'string' ? { unit: report['uom'] } : {}
  if (typeof report['booleanValue'] === 'boolean') return { found: report['booleanValue'] }
  for (const key of isAlarm(report) ? ['maxValue', ...VALUES] : VALUES) {
    const value = report[key]
    if (typeof value === 'number' || typeof value === 'string') return { value, ...unit }
  }
  return {}
}

const VALUES = ['value', 'meanValue', 'maxValue', 'minValue', 'stringValue'] as const

const badness = ({ verdict, alarm }: Test): number =>
  verdict === 'non_conformant' ? 2 : alarm === true ? 1 : 0

function keepWorst(best: Map<string, Test>, key: string, test: Test): void {
  const known = best.get(key)
  const replaces = known === undefined || badness(test) >= badness(known)
  if (replaces) best.set(key, test)
}
