import { good, type Parsed, type Problem } from '../problem.ts'
import {
  editionOf,
  ENVELOPES,
  OPERATIONS,
  SCHEDULE_FIELDS,
  type Edition,
  type OperationName,
  type OperationRow,
  type Wrapping,
} from './protocol.ts'
import { childrenOf, type Element } from './tree.ts'

/** A parameter: its name, its values (none: it has none), and the namespaces that prefixes in it stand for. */
export type Param = readonly [name: string, values: readonly string[]]

/** What a subscription is controlled by, as it was written. */
export type Controls = {
  readonly schedule?: Readonly<Partial<Record<(typeof SCHEDULE_FIELDS)[number], string>>>
  readonly trigger?: string
  readonly initialRecordTime?: string
  readonly reportIfEmpty: boolean
}

export type Operation = {
  readonly name: OperationName
  readonly queryName: string
  readonly params: readonly Param[]
  readonly prefixes: ReadonlyMap<string, string>
  readonly dest: string
  readonly controls: Controls
  readonly subscriptionID: string
}

/** How an answer is to be written: as the request was. */
export type Manner = { readonly wrapping: Wrapping; readonly edition: Edition }

export type Request = Manner & { readonly operation: Operation }

/** The manner of who has not said yet how they speak. */
export const UNSAID: Manner = { wrapping: 'soap-1.1', edition: '2.0' }

type Read = { readonly manner: Manner; readonly read: Parsed<Operation> }

/**
 * Reads a request out of a SOAP envelope, or out of an EPCISQueryDocument. The manner is told even where the request is
 * refused, so that the refusal can be understood.
 */
export function readRequest(root: Element): Read {
  const body = bodyOf(root)
  if (!body.ok) return { manner: { ...UNSAID, wrapping: body.wrapping }, read: body.refusal }
  const { wrapping, element, header } = body
  const edition = editionOf(element.namespace)
  const manner = { wrapping, edition: edition ?? UNSAID.edition }
  const row = edition && operationNamed(element.name)
  if (row === undefined) return { manner, read: bad(element, 'operation', unknown(element)) }
  const must = header.find(mustBeUnderstood)
  if (must !== undefined) {
    const says = 'this header must be understood, and is not; only the body is read'
    return { manner, read: bad(must, 'must-understand', says) }
  }
  return { manner, read: readOperation(row, element) }
}

/** Drafts of 1.0, and clients made from them, begin names with a small letter. */
const operationNamed = (name: string): OperationRow | undefined =>
  OPERATIONS.find((row) => row.name === name.charAt(0).toUpperCase() + name.slice(1))

const bad = ({ at }: Pick<Element, 'at'>, rule: string, says: string): Parsed<never> => ({
  ok: false,
  problems: [{ at, rule, says }],
})

const unknown = ({ name, namespace }: Element): string =>
  `${name} in ${namespace === '' ? 'no namespace' : namespace} is no operation; known are ${OPERATIONS.map((one) => one.name).join(', ')} in urn:epcglobal:epcis-query:xsd:2 or :1`

type Body =
  | {
      readonly ok: true
      readonly wrapping: Wrapping
      readonly element: Element
      readonly header: readonly Element[]
    }
  | { readonly ok: false; readonly wrapping: Wrapping; readonly refusal: Parsed<never> }

const ENVELOPE = 'Envelope'

function bodyOf(root: Element): Body {
  const wrapping = root.name === ENVELOPE ? ENVELOPES.get(root.namespace) : undefined
  if (wrapping !== undefined) {
    const header = childrenOf(root, 'Header').flatMap(({ children }) => children)
    return onlyIn(root, 'Body', { wrapping, header })
  }
  if (root.name === 'EPCISQueryDocument' && editionOf(root.namespace) !== undefined) {
    return onlyIn(root, 'EPCISBody', { wrapping: 'document', header: [] })
  }
  if (editionOf(root.namespace) !== undefined && operationNamed(root.name) !== undefined) {
    return { ok: true, wrapping: 'document', element: root, header: [] }
  }
  const says = `${root.name} in ${root.namespace === '' ? 'no namespace' : root.namespace}: send a SOAP envelope (1.1 or 1.2), or an EPCISQueryDocument`
  return { ok: false, wrapping: UNSAID.wrapping, refusal: bad(root, 'envelope', says) }
}

function onlyIn(
  root: Element,
  name: string,
  { wrapping, header }: { readonly wrapping: Wrapping; readonly header: readonly Element[] },
): Body {
  const [body, second] = childrenOf(root, name)
  const [element, more] = body?.children ?? []
  if (body !== undefined && second === undefined && element !== undefined && more === undefined) {
    return { ok: true, wrapping, element, header }
  }
  const says = `there must be one ${name}, with one operation in it`
  return { ok: false, wrapping, refusal: bad(body ?? root, 'body', says) }
}

function mustBeUnderstood({ attributes }: Element): boolean {
  return [...ENVELOPES.keys()].some((namespace) =>
    ['1', 'true'].includes(attributes.get(`{${namespace}}mustUnderstand`) ?? ''),
  )
}

const NO_CONTROLS: Controls = { reportIfEmpty: false }

function readOperation({ name, members }: OperationRow, element: Element): Parsed<Operation> {
  const problems = membersWrong(
    element,
    members.map((member) => member.name),
  )
  const one = (child: string): Element | undefined => childrenOf(element, child)[0]
  const text = (child: string): string => one(child)?.text.trim() ?? ''
  const params = readParams(one('params'))
  const controls = readControls(one('controls'))
  for (const read of [params, controls]) if (!read.ok) problems.push(...read.problems)
  if (problems.length > 0) return { ok: false, problems }
  return good({
    name,
    queryName: text('queryName'),
    params: params.ok ? params.value : [],
    prefixes: (one('params') ?? element).prefixes,
    dest: text('dest'),
    controls: controls.ok ? controls.value : NO_CONTROLS,
    subscriptionID: text('subscriptionID'),
  })
}

/** `params` may be left out: then there are none. */
function membersWrong(element: Element, known: readonly string[]): Problem[] {
  const names = element.children.map(({ name }) => name)
  const wrong: Problem[] = element.children
    .filter(({ name }) => !known.includes(name) && name !== 'extension')
    .map(({ at, name }) => ({
      at,
      rule: 'unknown-element',
      says: `${element.name} has no ${name}; ${known.length === 0 ? 'it has nothing in it' : `it has ${known.join(', ')}`}`,
    }))
  for (const name of known) {
    const count = names.filter((one) => one === name).length
    if (count > 1) {
      wrong.push({ at: `${element.at}/${name}`, rule: 'repeated', says: 'is given twice' })
    } else if (count === 0 && name !== 'params') {
      wrong.push({ at: `${element.at}/${name}`, rule: 'missing', says: 'is missing' })
    }
  }
  return wrong
}

function readParams(params: Element | undefined): Parsed<readonly Param[]> {
  const read: Param[] = []
  const problems: Problem[] = []
  for (const param of params?.children ?? []) {
    const name = childrenOf(param, 'name')
    const value = childrenOf(param, 'value')
    if (param.name !== 'param' || name.length !== 1 || value.length !== 1) {
      const says = 'a param has one name and one value'
      problems.push({ at: param.at, rule: 'param', says })
    } else read.push([name[0]?.text.trim() ?? '', valuesOf(value[0])])
  }
  return problems.length > 0 ? { ok: false, problems } : good(read)
}

/** A list is `string` children, or whatever a client's library calls them; anything else is one text; nothing is none. */
function valuesOf(value: Element | undefined): readonly string[] {
  if (value === undefined) return []
  const texts = value.children.length > 0 ? value.children.map(({ text }) => text) : [value.text]
  return texts.map((text) => text.trim()).filter((text) => text !== '')
}

const CONTROLS = ['schedule', 'trigger', 'initialRecordTime', 'reportIfEmpty']

function readControls(controls: Element | undefined): Parsed<Controls> {
  if (controls === undefined) return good(NO_CONTROLS)
  const problems = twiceOrUnknown(controls, CONTROLS)
  const texts = new Map(controls.children.map(({ name, text }) => [name, text.trim()]))
  const [schedule] = childrenOf(controls, 'schedule')
  if (schedule !== undefined) problems.push(...twiceOrUnknown(schedule, SCHEDULE_FIELDS))
  const report = texts.get('reportIfEmpty') ?? 'false'
  if (!/^(true|false|0|1)$/.test(report)) {
    const at = `${controls.at}/reportIfEmpty`
    problems.push({ at, rule: 'value', says: `${report}: true or false` })
  }
  if (problems.length > 0) return { ok: false, problems }
  return good({
    ...(schedule && { schedule: textsIn(schedule) }),
    ...given(texts, 'trigger'),
    ...given(texts, 'initialRecordTime'),
    reportIfEmpty: report === 'true' || report === '1',
  })
}

const textsIn = ({ children }: Element): Readonly<Record<string, string>> =>
  Object.fromEntries(children.map(({ name, text }) => [name, text.trim()]))

const given = <K extends string>(
  texts: ReadonlyMap<string, string>,
  key: K,
): { readonly [key in K]?: string } => {
  const text = texts.get(key)
  return text === undefined ? {} : ({ [key]: text } as { readonly [key in K]: string })
}

function twiceOrUnknown(element: Element, known: readonly string[]): Problem[] {
  const seen = new Set<string>()
  return element.children.flatMap(({ name, at }) => {
    if (!known.includes(name) && name !== 'extension') {
      const says = `${element.name} has no ${name}; it has ${known.join(', ')}`
      return [{ at, rule: 'unknown-element', says }]
    }
    const twice = seen.has(name)
    seen.add(name)
    return twice ? [{ at, rule: 'repeated', says: 'is given twice' }] : []
  })
}
