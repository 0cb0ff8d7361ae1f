import { isObject, iri, matching, objectOf, text, type Fields } from '../event/checks.ts'
import { readContext } from '../event/context.ts'
import type { Json, JsonObject } from '../event/event.ts'
import { time } from '../event/time.ts'
import { fail, type Check, type Walk } from '../event/walk.ts'
import { good, type Parsed, type Problem } from '../problem.ts'
import { epcisHeader, masterDataOf, vocabularyList, type MasterDataElement } from './master-data.ts'

export type { MasterDataElement } from './master-data.ts'

/** A document without its events. */
export type DocumentShell = {
  /** `event`: the root is itself an event; its own rules are for `validateEvent`. */
  readonly kind: 'EPCISDocument' | 'EPCISQueryDocument' | 'event'
  /** The `@context`, as sent. */
  readonly context: Json
  readonly masterData: readonly MasterDataElement[]
}

/** The events have been read by the splitter; what it left is an empty list, or no list. */
const eventList: Check = (value, walk) => {
  if (!Array.isArray(value)) fail(walk, 'wrong-type', 'An eventList is a list of events, in [ ].')
}

const ROOT: readonly (readonly [string, Check])[] = [
  ['@context', () => {}],
  ['id', iri],
  ['type', () => {}],
  [
    'schemaVersion',
    matching(/^\d+(?:\.\d+)*$/, 'version', 'A schemaVersion is text, such as "2.0".'),
  ],
  ['creationDate', time],
  ['epcisHeader', epcisHeader],
]

const documentBody = objectOf({
  is: 'An epcisBody',
  others: 'any',
  required: ['eventList'],
  fields: new Map([['eventList', eventList]]),
})

const results = objectOf({
  is: 'A resultsBody',
  others: 'extensions',
  fields: new Map([
    ['eventList', eventList],
    ['vocabularyList', vocabularyList],
  ]),
})

/** Events, or what SimpleMasterDataQuery found. */
const resultsBody: Check = (value, walk) => {
  results(value, walk)
  if (!isObject(value) || Object.hasOwn(value, 'vocabularyList')) return
  if (!Object.hasOwn(value, 'eventList')) {
    fail(walk, 'required', 'A resultsBody must have “eventList”.')
  }
}

const queryResults = objectOf({
  is: 'A queryResults',
  others: 'extensions',
  required: ['queryName', 'resultsBody'],
  fields: new Map([
    ['queryName', text],
    ['subscriptionID', text],
    ['resultsBody', resultsBody],
  ]),
})

const queryBody = objectOf({
  is: 'The epcisBody of an EPCISQueryDocument',
  others: 'extensions',
  required: ['queryResults'],
  fields: new Map([['queryResults', queryResults]]),
})

const fields = (own: readonly (readonly [string, Check])[]): Fields => new Map([...ROOT, ...own])

const KINDS: ReadonlyMap<string, { readonly kind: DocumentShell['kind']; readonly check: Check }> =
  new Map([
    [
      'EPCISDocument',
      {
        kind: 'EPCISDocument',
        check: objectOf({
          is: 'An EPCISDocument',
          others: 'extensions',
          required: ['@context', 'schemaVersion', 'creationDate', 'epcisBody'],
          fields: fields([
            ['instanceIdentifier', text],
            ['sender', text],
            ['receiver', text],
            ['epcisBody', documentBody],
          ]),
        }),
      },
    ],
    [
      'EPCISQueryDocument',
      {
        // GS1's schema forbids the header here; Open Traceability and GDST send master data in it all the same.
        kind: 'EPCISQueryDocument',
        check: objectOf({
          is: 'An EPCISQueryDocument',
          others: 'extensions',
          required: ['@context', 'epcisBody'],
          fields: fields([['epcisBody', queryBody]]),
        }),
      },
    ],
  ])

const bareEvent: Check = (value, walk) => {
  if (!isObject(value) || Object.hasOwn(value, '@context')) return
  fail(walk, 'required', 'An event that is sent by itself must have “@context”.')
}

/**
 * Judges all of a document but its events (EPCIS 2.0, JSON binding), and reads its master data. `shell` is what the
 * splitter gives: the document with its event list emptied. `at` is its pointer.
 */
export function readShell(given: Json, at = ''): Parsed<DocumentShell> {
  const shell = isObject(given) ? withoutKeywords(given) : given
  const walk = walkOf(shell, at)
  if (!isObject(shell)) {
    fail(walk, 'wrong-type', 'An EPCIS document is an object, in { }.')
    return { ok: false, problems: walk.problems }
  }
  const { kind, check } = kindOf(shell, walk)
  check(shell, walk)
  if (walk.problems.length > 0) return { ok: false, problems: walk.problems }
  const context = shell['@context'] ?? null
  return good({ kind, context, masterData: kind === 'event' ? [] : masterDataIn(shell, walk) })
}

/** JSON-LD’s own names for type and id. */
function withoutKeywords(shell: JsonObject): JsonObject {
  if (!Object.hasOwn(shell, '@type') && !Object.hasOwn(shell, '@id')) return shell
  const { '@type': type = null, '@id': id = null, ...rest } = shell
  return { ...(type !== null && { type }), ...(id !== null && { id }), ...rest }
}

function walkOf(shell: Json, at: string): Walk {
  const context = readContext(isObject(shell) ? shell['@context'] : undefined)
  const problems: Problem[] = context.problems.map((problem) => ({
    ...problem,
    at: at + problem.at,
  }))
  return { at, path: [], problems, context, strict: false }
}

function kindOf(shell: JsonObject, walk: Walk): { kind: DocumentShell['kind']; check: Check } {
  const type = Object.hasOwn(shell, 'type') ? shell['type'] : undefined
  if (typeof type === 'string') return KINDS.get(type) ?? { kind: 'event', check: bareEvent }
  const says = 'A document must have “type”: EPCISDocument, EPCISQueryDocument, or an event’s type.'
  fail(
    walk,
    type === undefined ? 'required' : 'wrong-type',
    says,
    type === undefined ? undefined : 'type',
  )
  return { kind: 'event', check: () => {} }
}

function masterDataIn(shell: JsonObject, walk: Walk): readonly MasterDataElement[] {
  const header = memberOf(memberOf(shell['epcisHeader'], 'epcisMasterData'), 'vocabularyList')
  const results = memberOf(memberOf(shell['epcisBody'], 'queryResults'), 'resultsBody')
  return [header, memberOf(results, 'vocabularyList')].flatMap((list) =>
    masterDataOf(list, walk.context),
  )
}

function memberOf(value: Json | undefined, key: string): Json | undefined {
  return isObject(value) && Object.hasOwn(value, key) ? value[key] : undefined
}
