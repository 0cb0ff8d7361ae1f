import type { Sureness } from '../retention/rule.ts'

export type Level = 1 | 2 | 3

/** A span of a deadline: hours run through nights and holidays, working days end with the last of them. */
export type Span = { readonly hours: number } | { readonly workingDays: number }

export type DeadlineKind = 'start' | 'finish'

/** One deadline of a level, and how sure it is. One that is not F or H is shown as unsure; it never gates anything. */
export type Clock = {
  readonly kind: DeadlineKind
  readonly span: Span
  /** What it runs from: knowledge of the trouble, or the day of the public announcement. */
  readonly from: 'known' | 'announced'
  readonly certainty: Sureness
  readonly note?: string
}

/** The recall rules of one edition of one law. */
export type RecallRules = {
  readonly id: string
  readonly zh: string
  readonly en: string
  /** First day it holds, as `YYYY-MM-DD`, in the zone of the authority; and how sure that day is. */
  readonly effective: { readonly day: string; readonly certainty: Sureness }
  readonly source: string
  /** Minutes ahead of UTC of the days that it counts. */
  readonly zoneMinutes: number
  readonly levels: Readonly<Record<Level, readonly Clock[]>>
}

const FINISH_FROM_ANNOUNCEMENT = 'counted from the day the recall is announced'
const CARRIED = 'as in the edition before; the text of this edition was not seen'

const clocks = (
  hours: number,
  workingDays: number,
  { start, finish, note }: { start: Sureness; finish: Sureness; note?: string },
): readonly Clock[] => [
  {
    kind: 'start',
    span: { hours },
    from: 'known',
    certainty: start,
    ...(note !== undefined && { note }),
  },
  {
    kind: 'finish',
    span: { workingDays },
    from: 'announced',
    certainty: finish,
    note: finish === 'U' ? CARRIED : FINISH_FROM_ANNOUNCEMENT,
  },
]

const CHINA_MINUTES = 480

/** Every edition known here, the oldest first. Which one counts is told by the day of knowledge: {@link rulesOn}. */
export const RECALL_RULES: readonly RecallRules[] = [
  {
    id: 'cn-2015',
    zh: '《食品召回管理办法》（原食品药品监管总局令第12号，2020年修订）',
    en: 'Measures for the Administration of Food Recall (CFDA Order 12 of 2015, amended 2020)',
    effective: { day: '2015-09-01', certainty: 'F' },
    source: 'county notice of 2023-10-09 that states the clocks; law digests of 2015',
    zoneMinutes: CHINA_MINUTES,
    levels: {
      1: clocks(24, 10, { start: 'F', finish: 'F' }),
      2: clocks(48, 20, { start: 'F', finish: 'F' }),
      3: clocks(72, 30, { start: 'F', finish: 'F' }),
    },
  },
  {
    id: 'cn-2026',
    zh: '《食品召回管理办法》（市场监管总局令第122号，2026年）',
    en: 'Measures for the Administration of Food Recall (SAMR Order 122 of 2026)',
    effective: { day: '2026-02-11', certainty: 'U' },
    source:
      'State Council Gazette of April 2026 names the order; a press report of 2026-02-13 says that starting in 24, 48 or 72 hours became 24 or 48; the text was not seen, nor the day it takes effect: that of its publication is taken',
    zoneMinutes: CHINA_MINUTES,
    levels: {
      1: clocks(24, 10, { start: 'M', finish: 'U' }),
      2: clocks(48, 20, { start: 'M', finish: 'U' }),
      3: clocks(48, 30, {
        start: 'U',
        finish: 'U',
        note: 'there are 24 and 48 hours only; which of them level III has was not seen',
      }),
    },
  },
]

/** Whether a deadline may be relied on without looking at the law again. */
export const isSure = (certainty: Sureness): boolean => certainty === 'F' || certainty === 'H'

/**
 * The edition in force at a moment (microseconds since 1970), by the days of its own zone; before the first that is known, the
 * first.
 */
export function rulesOn(
  moment: number,
  editions: readonly RecallRules[] = RECALL_RULES,
): RecallRules {
  const inForce = editions.filter(
    ({ effective, zoneMinutes }) => effective.day <= dayOf(moment, zoneMinutes),
  )
  const [first] = editions
  const rules = inForce.at(-1) ?? first
  if (rules === undefined) throw new RangeError('no edition of the rules was given')
  return rules
}

/** The edition of this name; undefined when there is none. */
export const rulesNamed = (
  id: string,
  editions: readonly RecallRules[] = RECALL_RULES,
): RecallRules | undefined => editions.find((one) => one.id === id)

const MINUTE_MICROS = 60_000_000

/** The day of a moment, `YYYY-MM-DD`, so many minutes ahead of UTC. */
export function dayOf(moment: number, zoneMinutes: number): string {
  return new Date(Math.floor((moment + zoneMinutes * MINUTE_MICROS) / 1000))
    .toISOString()
    .slice(0, 10)
}
