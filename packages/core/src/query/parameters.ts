import { BIZ_STEP, DISPOSITION, wordOf, type Vocabulary } from '../cbv/vocabulary.ts'
import { microsOf } from '../event/micros.ts'
import { identify } from '../id/identify.ts'
import { good, type Parsed, type Problem } from '../problem.ts'
import type { Condition, Query, Role, WordField } from './query.ts'

type Read = Parsed<readonly Condition[]>
type Row = { readonly name: string; readonly read: (text: string, at: string) => Read }

const list = (text: string): readonly string[] => (text === '' ? [] : text.split('|'))

/** An empty value sets no condition (EPCIS 1.0 conformance, SE73). */
function oneOf(field: WordField, value: (text: string) => string): Row['read'] {
  return (text) => {
    const values = list(text).map(value)
    return good(values.length === 0 ? [] : [{ kind: 'oneOf', field, values }])
  }
}

const wordIn = (vocabulary: Vocabulary) => (text: string) => wordOf(vocabulary, text)
const canonical = (text: string): string => identify(text).canonical

function time(field: 'eventTime' | 'recordTime', compare: 'ge' | 'lt'): Row['read'] {
  return (text, at) => {
    // A `+` in a query string is a space; `2026-01-01T00:00:00+08:00` is often sent unescaped.
    const than = microsOf(text.replace(/ (\d\d:\d\d)$/, '+$1'))
    return than === undefined
      ? bad(at, 'time', `${text} is not a date-time with zone, like 2026-03-01T08:00:00+08:00`)
      : good([{ kind: 'time', field, compare, than }])
  }
}

function mentions(...roles: readonly Role[]): Row['read'] {
  return (text, at) => {
    const patterns = list(text).filter((one) => isPattern(one, roles))
    if (patterns.length > 0) {
      const says = `${patterns.join(', ')}: patterns are not answered yet; name the identifiers`
      return bad(at, 'pattern', says)
    }
    const things = list(text).map(canonical)
    return good(things.length === 0 ? [] : [{ kind: 'mentions', roles, things }])
  }
}

/** EPC patterns; one that stands for a class is an identifier where classes are looked for. */
function isPattern(text: string, roles: readonly Role[]): boolean {
  const { scheme, kind } = identify(text)
  const wild = /^urn:epc:(idpat|id):.*\*/i.test(text)
  return wild && (scheme === 'uri' || kind !== 'class' || !roles.includes('quantityList'))
}

function action(text: string, at: string): Read {
  const wrong = list(text).filter((value) => !['ADD', 'OBSERVE', 'DELETE'].includes(value))
  return wrong.length > 0
    ? bad(at, 'action', `${wrong.join(', ')}: an action is ADD, OBSERVE or DELETE`)
    : oneOf('action', (value) => value)(text, at)
}

/** EPCIS 2.0 §8.2.7.1, one row a parameter. */
const CONDITIONS: readonly Row[] = [
  { name: 'eventType', read: oneOf('type', (text) => text) },
  { name: 'GE_eventTime', read: time('eventTime', 'ge') },
  { name: 'LT_eventTime', read: time('eventTime', 'lt') },
  { name: 'GE_recordTime', read: time('recordTime', 'ge') },
  { name: 'LT_recordTime', read: time('recordTime', 'lt') },
  { name: 'EQ_action', read: action },
  { name: 'EQ_bizStep', read: oneOf('bizStep', wordIn(BIZ_STEP)) },
  { name: 'EQ_disposition', read: oneOf('disposition', wordIn(DISPOSITION)) },
  { name: 'EQ_readPoint', read: oneOf('readPoint', canonical) },
  { name: 'EQ_bizLocation', read: oneOf('bizLocation', canonical) },
  {
    name: 'EQ_transformationID',
    read: (text) => good([{ kind: 'transformation', ids: list(text).map(canonical) }]),
  },
  { name: 'MATCH_epc', read: mentions('epcList', 'childEPCs') },
  { name: 'MATCH_parentID', read: mentions('parentID') },
  { name: 'MATCH_inputEPC', read: mentions('inputEPCList') },
  { name: 'MATCH_outputEPC', read: mentions('outputEPCList') },
  {
    name: 'MATCH_anyEPC',
    read: mentions('epcList', 'childEPCs', 'parentID', 'inputEPCList', 'outputEPCList'),
  },
  { name: 'MATCH_epcClass', read: mentions('quantityList', 'childQuantityList') },
  { name: 'MATCH_inputEPCClass', read: mentions('inputQuantityList') },
  { name: 'MATCH_outputEPCClass', read: mentions('outputQuantityList') },
  {
    name: 'MATCH_anyEPCClass',
    read: mentions('quantityList', 'childQuantityList', 'inputQuantityList', 'outputQuantityList'),
  },
  { name: 'EQ_eventID', read: (text) => good([{ kind: 'named', eventIDs: list(text) }]) },
  {
    name: 'EXISTS_errorDeclaration',
    read: (text) => good(text === 'false' ? [] : [{ kind: 'declaredWrong' }]),
  },
]

const BY_NAME: ReadonlyMap<string, Row> = new Map(CONDITIONS.map((row) => [row.name, row]))

function bad(at: string, rule: string, says: string): Parsed<never> {
  return { ok: false, problems: [{ at, rule, says }] }
}

/** The names of all parameters that {@link parseQuery} knows. */
export const PARAMETER_NAMES: readonly string[] = [
  ...BY_NAME.keys(),
  'orderBy',
  'orderDirection',
  'eventCountLimit',
  'maxEventCount',
]

/** A question from name and text pairs, as a query string has them; lists are split at `|`. All problems at once. */
export function parseQuery(params: Iterable<readonly [name: string, text: string]>): Parsed<Query> {
  const where: Condition[] = []
  const problems: Problem[] = []
  const settings = new Map<string, string>()
  const seen = new Set<string>()
  for (const [name, text] of params) {
    const at = `?${name}`
    const row = BY_NAME.get(name)
    if (seen.has(name)) {
      problems.push({
        at,
        rule: 'repeated',
        says: 'is given twice; put alternatives in one, with |',
      })
    } else if (row !== undefined) {
      const read = row.read(text, at)
      if (read.ok) where.push(...read.value)
      else problems.push(...read.problems)
    } else if (PARAMETER_NAMES.includes(name)) settings.set(name, text)
    else problems.push({ at, rule: 'unknown-parameter', says: says(name) })
    seen.add(name)
  }
  const order = orderOf(settings)
  problems.push(...order.problems)
  return problems.length > 0 ? { ok: false, problems } : good({ where, ...order.value })
}

function says(name: string): string {
  const near = PARAMETER_NAMES.find((known) => known.toLowerCase() === name.toLowerCase())
  return near === undefined
    ? `no such query parameter; known are ${PARAMETER_NAMES.join(', ')}`
    : `no such query parameter; did you mean ${near}?`
}

type Order = Omit<Query, 'where'>

/** Settings of the order, one row a parameter: what it may be, and what to say when it is not. */
const ORDER: Readonly<
  Record<
    string,
    { readonly form: RegExp; readonly says: string; readonly set: (text: string) => Partial<Order> }
  >
> = {
  orderBy: {
    form: /^(eventTime|recordTime)$/,
    says: 'order by eventTime or recordTime',
    set: (text) => ({ orderBy: text === 'eventTime' ? 'eventTime' : 'recordTime' }),
  },
  orderDirection: {
    form: /^(ASC|DESC)$/,
    says: 'a direction is ASC or DESC',
    set: (text) => ({ direction: text === 'ASC' ? 'ASC' : 'DESC' }),
  },
  eventCountLimit: {
    form: /^[1-9]\d{0,14}$/,
    says: 'a whole number from 1',
    set: (text) => ({ eventCountLimit: Number(text) }),
  },
  maxEventCount: {
    form: /^[1-9]\d{0,14}$/,
    says: 'a whole number from 1',
    set: (text) => ({ maxEventCount: Number(text) }),
  },
}

function orderOf(settings: ReadonlyMap<string, string>): {
  readonly value: Order
  readonly problems: readonly Problem[]
} {
  const problems: Problem[] = []
  const problem = (name: string, saying: string): void => {
    problems.push({ at: `?${name}`, rule: 'value', says: saying })
  }
  let value: Order = { direction: 'DESC' }
  for (const [name, text] of settings) {
    const row = ORDER[name]
    if (row?.form.test(text) === true) value = { ...value, ...row.set(text) }
    else problem(name, `${text}: ${row?.says ?? ''}`)
  }
  if (settings.has('eventCountLimit') && settings.has('maxEventCount')) {
    problem('maxEventCount', 'not together with eventCountLimit')
  }
  if (settings.has('eventCountLimit') && !settings.has('orderBy')) {
    problem('eventCountLimit', 'needs orderBy: the first so many of which order?')
  }
  return { value, problems }
}
