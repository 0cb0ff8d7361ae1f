import type { Context } from '../event/context.ts'
import type { Problem } from '../problem.ts'
import { fieldName } from './field-name.ts'
import type { Given } from './given.ts'
import type { OrderBy, Query } from './query.ts'

type Settings = Omit<Query, 'where'>

/** What is no condition: the order and how many. One row a parameter: its form, what to say when it is not, what it sets. */
const ROWS: Readonly<
  Record<
    string,
    {
      readonly form: RegExp
      readonly says: string
      readonly set: (text: string, names: Context) => Partial<Settings>
    }
  >
> = {
  orderBy: {
    form: /^(?:eventTime|recordTime|quantity|[^\s:]+:\S+)$/,
    says: 'order by eventTime, recordTime, quantity or an extension field as prefix:name',
    set: (text, names) => ({ orderBy: orderBy(text, names) }),
  },
  orderDirection: {
    form: /^(?:ASC|DESC)$/,
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

export const SETTING_NAMES: readonly string[] = Object.keys(ROWS)

export const isSetting = (name: string): boolean => Object.hasOwn(ROWS, name)

function orderBy(text: string, names: Context): OrderBy {
  return text === 'eventTime' || text === 'recordTime' || text === 'quantity'
    ? text
    : { field: fieldName(names, text) }
}

/** Reads the settings of a query; one without a value is as if it were not there. */
export function readSettings(
  given: readonly Given[],
  names: Context,
): { readonly value: Settings; readonly problems: readonly Problem[] } {
  const problems: Problem[] = []
  const at = new Map<string, string>()
  let value: Settings = { direction: 'DESC' }
  for (const { name, at: where, values } of given) {
    const row = ROWS[name]
    if (row === undefined || values.length === 0) continue
    at.set(name, where)
    const [text = ''] = values
    if (values.length === 1 && row.form.test(text)) value = { ...value, ...row.set(text, names) }
    else problems.push({ at: where, rule: 'value', says: `${values.join('|')}: ${row.says}` })
  }
  const [limit, most] = [at.get('eventCountLimit'), at.get('maxEventCount')]
  if (limit !== undefined && most !== undefined) {
    problems.push({ at: most, rule: 'value', says: 'not together with eventCountLimit' })
  }
  if (limit !== undefined && !at.has('orderBy')) {
    const says = 'needs orderBy: the first so many of which order?'
    problems.push({ at: limit, rule: 'value', says })
  }
  return { value, problems }
}
