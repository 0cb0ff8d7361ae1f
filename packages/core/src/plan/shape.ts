import { isObject, listOf, matching, number, objectOf, text, truth } from '../event/checks.ts'
import { quoted } from '../event/pointer.ts'
import { enter, fail, type Check } from '../event/walk.ts'
import { dateOf, durationOf, timeOfDay } from './duration.ts'
import { patternOf } from './pattern.ts'
import { isZone } from './zone.ts'

type Table = Readonly<Record<string, Check>>

/** An object with these members and no others. */
export function shape(is: string, must: Table, may: Table = {}): Check {
  const fields = new Map(Object.entries({ ...must, ...may }))
  return objectOf({ is, fields, required: Object.keys(must), others: 'none' })
}

/** Names of one's own choosing, each with a value of one kind. */
export function named(is: string, check: Check, form: RegExp = NAME): Check {
  return (value, walk) => {
    if (!isObject(value))
      return fail(walk, 'wrong-type', `${is} is a list of names with a value each.`)
    for (const key of Object.keys(value)) {
      if (form.test(key)) enter(check, value[key] ?? null, walk, key)
      else fail(walk, 'name', `${quoted(key)} is no name; ${NAME_IS}`, key)
    }
  }
}

const NAME = /^[A-Za-z][A-Za-z0-9_.-]{0,63}$/
const NAME_IS = 'a name begins with a letter and has letters, digits, - _ . only, at most 64.'

export const name: Check = matching(NAME, 'name', `In it ${NAME_IS}`)
export const oneOf = (...words: readonly string[]): Check =>
  matching(new RegExp(`^(?:${words.join('|')})$`), 'value', `It is one of ${words.join(', ')}.`)

/** What a check of text alone asks for, by whether it can be read. */
function readable(rule: string, says: string, read: (text: string) => unknown): Check {
  return (value, walk) => {
    if (typeof value !== 'string') fail(walk, 'wrong-type', says)
    else if (read(value) === undefined) {
      fail(walk, rule, `${quoted(value)} cannot be read. ${says}`)
    }
  }
}

export const duration: Check = readable(
  'duration',
  'A length of time is written PT20M, PT2H, P1D or P10D.',
  durationOf,
)
export const time: Check = readable(
  'time',
  'A time of day is written "08:30", in quotation marks.',
  timeOfDay,
)
export const date: Check = readable(
  'date',
  'A day is written "2026-05-01", in quotation marks.',
  dateOf,
)
export const thing: Check = readable(
  'thing',
  'A class is a GTIN, the beginning of one with a star (0690123*), or an identifier.',
  patternOf,
)
export const zone: Check = readable('zone', 'A time zone is written Asia/Shanghai.', (said) =>
  isZone(said) ? said : undefined,
)

/** Both languages, neither empty: what one reader sees every reader sees. */
export const words: Check = (value, walk) => {
  const more = isObject(value)
    ? Object.keys(value).find((key) => key !== 'zh' && key !== 'en')
    : undefined
  if (more === undefined) return bothLanguages(value, walk)
  const says = `A text for people has zh and en, and no ${quoted(more)}. A text with a comma stands in quotation marks.`
  fail(walk, 'unknown-field', says, more)
}

const bothLanguages = shape('A text for people', { zh: text, en: text })

const whole =
  (least: number, most: number): Check =>
  (value, walk) => {
    const isIn =
      typeof value === 'number' && Number.isInteger(value) && value >= least && value <= most
    if (!isIn) fail(walk, 'number', `This is a whole number from ${least} to ${most}.`)
  }

const list = (check: Check): Check => listOf(check, { least: 1, unique: true })

const RANGE: Table = { min: number, max: number, above: number, below: number }

export const range: Check = (value, walk) => {
  shape('A range', {}, RANGE)(value, walk)
  rangeMakesSense(value, walk)
}

/** Bounds that no value keeps, or none at all. */
const rangeMakesSense: Check = (value, walk) => {
  if (!isObject(value)) return
  const bound = (key: string): number | undefined => {
    const said = value[key]
    return typeof said === 'number' ? said : undefined
  }
  const low = bound('min') ?? bound('above')
  const high = bound('max') ?? bound('below')
  if (low === undefined && high === undefined) {
    fail(walk, 'empty', 'Give at least one of min, max, above, below.')
  }
  if (low !== undefined && high !== undefined && low > high) {
    fail(walk, 'never', `No value is both from ${low} on and up to ${high}.`)
  }
}

const unit = shape(
  'A unit',
  { label: text },
  { uom: matching(/^[A-Z0-9]{2,3}$/, 'uom', 'A UN/CEFACT Rec 20 code, such as CEL.'), bare: truth },
)

const measure = shape(
  'A measure',
  { words, type: text },
  {
    unit,
    possible: range,
    states: named('The states', words),
    photo: truth,
    microorganism: text,
    chemicalSubstance: text,
    component: text,
  },
)

const places: Table = {
  places: list(text),
  devices: list(text),
  steps: list(text),
  things: list(text),
}
const where = shape('A place of checking', {}, places)
const window = shape('A window', {}, { before: duration, after: duration })
const days = shape(
  'The days',
  {},
  {
    weekdays: list(oneOf('mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun')),
    dates: list(whole(-31, 31)),
    months: list(whole(1, 12)),
    every: duration,
    from: date,
  },
)
const begins = shape(
  'The event of a run',
  { of: oneOf('thing', 'output', 'input', 'transformation') },
  places,
)
const moment = shape(
  'A moment of a run',
  {},
  {
    at: oneOf('start', 'end'),
    every: duration,
    within: duration,
    before: duration,
    after: duration,
  },
)
const batch = shape(
  'A batch',
  { begins, match: oneOf('thing', 'time'), moments: list(moment) },
  { ends: begins },
)

const due: Check = (value, walk) => {
  if (value === 'none') return
  const shifts = list(shape('A shift', { from: time, to: time }))
  const kinds = { every: duration, at: list(time), shifts, continuous: duration, batch }
  shape('What is due', {}, { ...kinds, from: time, window, on: days })(value, walk)
  const given = isObject(value) ? Object.keys(kinds).filter((key) => key in value) : []
  if (isObject(value) && given.length !== 1) {
    fail(walk, 'value', 'Say one of every, at, shifts, continuous, batch; or write none.')
  }
}

const action = shape(
  'An action',
  { correct: words, tell: list(name) },
  { closeWithin: duration, hold: oneOf('since-last-good', 'lot'), verify: words },
)

const point = shape(
  'A point',
  {
    id: name,
    words,
    control: oneOf('CCP', 'OPRP', 'PRP', 'monitoring'),
    at: where,
    reads: list(name),
    due,
  },
  { also: list(name), hazard: words, recordWithin: duration, action },
)

const sampling = shape(
  'A sampling plan',
  { n: whole(1, 1000), c: whole(0, 1000), m: number },
  { M: number, sample: shape('A sample', { value: number, uom: text }) },
)
const TESTS: Table = {
  states: list(name),
  per: shape('A basis', { of: name, amount: number }, RANGE),
  sampling,
  difference: shape('A difference', { to: name, atMost: number, within: duration }),
  rate: shape('A rate', { atMost: number, per: duration, within: duration }),
}

const limit: Check = (value, walk) => {
  shape(
    'A limit',
    {
      id: name,
      measure: name,
      kind: oneOf('critical', 'action', 'alert'),
      source: shape('A source', { standard: text, edition: text }, { clause: text }),
      certainty: oneOf('F', 'H', 'M', 'U'),
    },
    {
      ...RANGE,
      ...TESTS,
      points: list(name),
      things: list(text),
      from: date,
      until: date,
      confirmed: shape('A confirmation', { by: text, on: date }),
      note: words,
    },
  )(value, walk)
  if (!isObject(value)) return
  const tests = Object.keys(TESTS).filter((key) => key in value)
  const ranged = Object.keys(RANGE).some((key) => key in value)
  if (tests.length + (ranged ? 1 : 0) !== 1) {
    fail(walk, 'value', `Say one test: min and max, or one of ${Object.keys(TESTS).join(', ')}.`)
  }
  const { per } = value
  if (ranged) rangeMakesSense(value, walk)
  if (isObject(per)) enter(rangeMakesSense, per, walk, 'per')
}

/** A control plan as people write it: docs/guides/write-a-pack.md. */
export const planShape: Check = shape(
  'A control plan',
  {
    plan: name,
    version: matching(/^[A-Za-z0-9.-]{1,32}$/, 'version', 'A version is text such as "2026-1".'),
    words,
    from: date,
    measures: named('The measures', measure),
    points: list(point),
    limits: listOf(limit),
  },
  { until: date, zone },
)
