import { isIri } from '../event/context.ts'
import { identify } from '../id/identify.ts'
import { bad, good, type Parsed, type Problem } from '../problem.ts'
import { attributeName, textsOf } from './attribute.ts'
import type { Description } from './description.ts'

/** SimpleMasterDataQuery (EPCIS 2.0 §8.2.7.2) as plain data. All that is given must hold. */
export type MasterDataQuery = {
  readonly includeAttributes: boolean
  readonly includeChildren: boolean
  /** Vocabularies. */
  readonly types?: readonly string[]
  /** With `includeAttributes`: only these, as {@link attributeName} spells them. */
  readonly attributeNames?: readonly string[]
  /** Canonical. */
  readonly names?: readonly string[]
  /** Canonical; these and all below them. */
  readonly within?: readonly string[]
  /** One of these attributes is there; as {@link attributeName} spells them. */
  readonly has?: readonly string[]
  readonly is: readonly { readonly attribute: string; readonly values: readonly string[] }[]
  /** More than so many is an error, not a cut. */
  readonly maxElementCount?: number
}

/** The value of a parameter: a text, a list, or nothing. */
export type Given = string | readonly string[]

export type Expected = {
  /** What holds where a parameter that the standard requires is not there; none: it must be there. */
  readonly include?: boolean
  /** What separates the alternatives of a list that is given as one text. */
  readonly separator?: string
}

type Draft = { -readonly [key in keyof MasterDataQuery]?: MasterDataQuery[key] }
type Row = (value: Given, at: string) => Parsed<Draft>

const single = (value: Given): string | undefined =>
  typeof value === 'string' ? value.trim() : value.length === 1 ? value[0]?.trim() : undefined

function truth(key: 'includeAttributes' | 'includeChildren'): Row {
  return (value, at) => {
    const text = single(value)
    if (text === 'true' || text === '1') return good({ [key]: true })
    if (text === 'false' || text === '0') return good({ [key]: false })
    return bad(at, 'value', `${String(value)}: true or false`)
  }
}

/** An empty list sets no condition, as in a question about events. */
function list(key: keyof Draft, read: (text: string) => string, uri = true): Row {
  return (value, at) => {
    const texts = (typeof value === 'string' ? [value] : value).map((text) => text.trim())
    const given = texts.filter((text) => text !== '')
    const wrong = uri ? given.filter((text) => !isIri(text)) : []
    if (wrong.length > 0) return bad(at, 'value', `${wrong.join(', ')}: not a URI`)
    return good(given.length === 0 ? {} : { [key]: given.map(read) })
  }
}

const canonical = (text: string): string => identify(text).canonical
const asIs = (text: string): string => text

const ROWS: ReadonlyMap<string, Row> = new Map<string, Row>([
  ['includeAttributes', truth('includeAttributes')],
  ['includeChildren', truth('includeChildren')],
  ['vocabularyName', list('types', asIs)],
  ['attributeNames', list('attributeNames', attributeName, false)],
  ['EQ_name', list('names', canonical)],
  ['WD_name', list('within', canonical)],
  ['HASATTR', list('has', attributeName, false)],
  [
    'maxElementCount',
    (value, at) => {
      const text = single(value) ?? ''
      return /^[1-9]\d{0,14}$/.test(text)
        ? good({ maxElementCount: Number(text) })
        : bad(at, 'value', `${String(value)}: a whole number from 1`)
    },
  ],
])

const EQATTR = 'EQATTR_'

/** The names of all parameters; `EQATTR_` goes on with an attribute. */
export const MASTER_DATA_PARAMETERS: readonly string[] = [...ROWS.keys(), EQATTR]

/** A question about master data from its parameters. All problems at once. */
export function parseMasterDataQuery(
  params: Iterable<readonly [name: string, value: Given]>,
  { include, separator }: Expected = {},
): Parsed<MasterDataQuery> {
  const problems: Problem[] = []
  const drafts: Draft[] = []
  const seen = new Set<string>()
  for (const [name, given] of params) {
    const value = typeof given === 'string' && separator ? given.split(separator) : given
    const at = `?${name}`
    const read = seen.has(name)
      ? bad(at, 'repeated', 'is given twice; put alternatives in one list')
      : (ROWS.get(name) ?? equals(name))(value, at)
    if (read.ok) drafts.push(read.value)
    else problems.push(...read.problems)
    seen.add(name)
  }
  for (const name of REQUIRED) {
    if (seen.has(name) || include !== undefined) continue
    problems.push({ at: `?${name}`, rule: 'missing', says: 'is missing; true or false' })
  }
  if (problems.length > 0) return { ok: false, problems }
  const is = drafts.flatMap((draft) => draft.is ?? [])
  const included = { includeAttributes: include === true, includeChildren: include === true }
  return good({ ...included, ...Object.assign({}, ...drafts), is })
}

const REQUIRED = ['includeAttributes', 'includeChildren'] as const

/** `EQATTR_` goes on with the attribute. */
const equals =
  (name: string): Row =>
  (value, at) => {
    const attribute = name.startsWith(EQATTR) ? name.slice(EQATTR.length) : ''
    if (attribute === '') return bad(at, 'unknown-parameter', says(name))
    const values = (typeof value === 'string' ? [value] : value).filter((text) => text !== '')
    return good(
      values.length === 0 ? {} : { is: [{ attribute: attributeName(attribute), values }] },
    )
  }

function says(name: string): string {
  const near = MASTER_DATA_PARAMETERS.find((known) => known.toLowerCase() === name.toLowerCase())
  return near === undefined
    ? `no such parameter of SimpleMasterDataQuery; known are ${MASTER_DATA_PARAMETERS.join(', ')}…`
    : `no such parameter; did you mean ${near}?`
}

/** One thing in a question. */
export type Asked = {
  readonly type: string
  /** Canonical. */
  readonly id: string
  readonly description: Description
}

/** The meaning of a question, in the plainest code. `below` tells all that is within the things asked for, with them. */
export function answers(query: MasterDataQuery, thing: Asked, below: ReadonlySet<string>): boolean {
  const { types, names, within, has, is } = query
  if (types !== undefined && !types.includes(thing.type)) return false
  if (names !== undefined && !names.includes(thing.id)) return false
  if (within !== undefined && !below.has(thing.id)) return false
  const { attributes } = thing.description
  if (has !== undefined && !attributes.some(({ id }) => has.includes(attributeName(id)))) {
    return false
  }
  return is.every(({ attribute, values }) =>
    attributes.some(
      (one) =>
        attributeName(one.id) === attribute &&
        textsOf(one.attribute).some((text) => values.includes(text)),
    ),
  )
}
