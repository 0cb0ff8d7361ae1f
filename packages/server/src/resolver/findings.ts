import { BIZ_STEP, DISPOSITION, SENSOR_ALERT, wordOf } from '@suyuan/core/cbv/vocabulary'
import type { EpcisEvent, JsonObject } from '@suyuan/core/event/event'
import type { HistoryAnswer, HistoryEntry, Name } from './ask.ts'
import { canonicalId } from './keys.ts'
import { known } from './known.ts'
import { MEASURES } from './measures.ts'
import type { Test } from './passport-facts.ts'
import { placesIn, siteIn } from './sites.ts'
import { voidIn } from './record.ts'
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
 * The tests told by the events of these histories: sensor reports of checks, every verdict, every alarm. Of checks of the
 * same on things of one name one stands for all: the worst, else the latest. Where not all can be shown failures come
 * before the rest; the order is that of the histories. `read` counts every finding.
 */
export function findingsIn(
  reads: readonly Read[],
  labels: Labels,
): { readonly tests: readonly Test[]; readonly read: number } {
  const seen = new Set<string>()
  const best = new Map<string, Check>()
  let count = 0
  for (const read of reads) {
    const isVoid = voidIn(read.history.events)
    for (const entry of read.history.events) {
      const id = entry.event.eventID ?? JSON.stringify(entry.event)
      if (isVoid(entry.event) || seen.has(id)) continue
      seen.add(id)
      const check = checkOf(entry, read, labels)
      count += check.tests.length
      if (check.tests.length > 0) keepWorst(best, check)
    }
  }
  return { tests: shownOf([...best.values()]), read: count }
}

/** Whole checks, worst first until the page is full, told in the order they came. */
function shownOf(checks: readonly Check[]): readonly Test[] {
  const shown = new Set<Check>()
  let room = MOST
  for (const check of checks.toSorted((a, b) => badness(b) - badness(a))) {
    if (room <= 0) break
    shown.add(check)
    room -= check.tests.length
  }
  return checks.filter((check) => shown.has(check)).flatMap(({ tests }) => tests)
}

/** Identifiers that findings may need names for: what was measured, found, and where. */
export function namedIn({ events }: HistoryAnswer): readonly string[] {
  return events.flatMap(({ event, through }) => {
    const kinds = reportsOf(event).flatMap(({ type, chemicalSubstance, microorganism }) =>
      [type, chemicalSubstance, microorganism].filter((id) => typeof id === 'string'),
    )
    return [...kinds, ...placesIn(event), ...(through ? [through] : [])]
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

/** The findings of one event, and what they say the same as. */
type Check = { readonly key: string; readonly tests: readonly Test[] }

function checkOf({ event, through }: HistoryEntry, read: Read, labels: Labels): Check {
  const on = subjectOf(through, read.on, labels)
  const verdict = verdictOf(event)
  const isCheck =
    CHECKS.has(wordOf(BIZ_STEP, event.bizStep ?? '')) ||
    (read.isControl === true && event.type === 'TransformationEvent')
  const reports = reportsOf(event).filter(
    (report) => isCheck || verdict !== undefined || isAlarm(report),
  )
  const common = known({
    check: event.eventID ?? `${event.eventTime} ${on?.en}`,
    on,
    at: event.eventTime,
    offset: event.eventTimeZoneOffset,
    place: siteIn(event, labels),
    verdict,
  })
  const key = [on?.zh, on?.en, ...reports.map((report) => JSON.stringify(kindOf(report)))].join(' ')
  if (reports.length > 0) {
    return { key, tests: reports.map((report) => testOf(report, common, labels)) }
  }
  return { key, tests: verdict === undefined ? [] : [{ what: {}, ...common }] }
}

function testOf(report: JsonObject, common: Omit<Test, 'what'>, labels: Labels): Test {
  const alarm = isAlarm(report) ? { alarm: true } : {}
  return { what: whatOf(report, labels), ...common, ...valueOf(report), ...alarm }
}

const kindOf = ({ type, chemicalSubstance, microorganism, component }: JsonObject): unknown => [
  type,
  chemicalSubstance,
  microorganism,
  component,
]

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

const badness = ({ tests }: Check): number =>
  tests.some(({ verdict }) => verdict === 'non_conformant')
    ? 2
    : tests.some(({ alarm }) => alarm === true)
      ? 1
      : 0

function keepWorst(best: Map<string, Check>, check: Check): void {
  const found = best.get(check.key)
  if (found === undefined || badness(check) >= badness(found)) best.set(check.key, check)
}
