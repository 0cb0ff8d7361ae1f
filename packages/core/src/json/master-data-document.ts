import { isObject, objectOf } from '../event/checks.ts'
import { readContext } from '../event/context.ts'
import type { Json } from '../event/event.ts'
import { time } from '../event/time.ts'
import { fail, type Check, type Walk } from '../event/walk.ts'
import { good, type Parsed } from '../problem.ts'
import { readShell } from './document.ts'
import { masterDataOf, vocabularyList, type MasterDataElement } from './master-data.ts'

/** The JSON form of EPCIS' EPCISMasterDataDocument, which the standard has in XML alone. */
const masterDataDocument: Check = objectOf({
  is: 'An EPCISMasterDataDocument',
  others: 'extensions',
  required: ['epcisBody'],
  fields: new Map([
    ['@context', () => {}],
    ['type', () => {}],
    ['schemaVersion', () => {}],
    ['creationDate', time],
    [
      'epcisBody',
      objectOf({
        is: 'The epcisBody of an EPCISMasterDataDocument',
        others: 'extensions',
        required: ['vocabularyList'],
        fields: new Map([['vocabularyList', vocabularyList]]),
      }),
    ],
  ]),
})

const bareList: Check = objectOf({
  is: 'A list of vocabularies',
  others: 'extensions',
  required: ['vocabularyList'],
  fields: new Map([
    ['@context', () => {}],
    ['vocabularyList', vocabularyList],
  ]),
})

const NO_FORM =
  'Send {"vocabularyList": […]}, an EPCISMasterDataDocument, or a document whose header has master data and that has no events.'

/**
 * Reads what was sent as master data alone, in any of the forms it comes in: `{"vocabularyList": […]}`, an
 * EPCISMasterDataDocument, an EPCISDocument with master data in its header, the answer to SimpleMasterDataQuery. A
 * document with events is refused: it is captured as a whole.
 */
export function readMasterDataDocument(value: Json): Parsed<readonly MasterDataElement[]> {
  const context = readContext(isObject(value) ? value['@context'] : undefined)
  const walk: Walk = { at: '', path: [], problems: [...context.problems], context, strict: false }
  if (!isObject(value)) fail(walk, 'wrong-type', NO_FORM)
  else if (value['type'] === 'EPCISDocument' || value['type'] === 'EPCISQueryDocument') {
    return readDocument(value)
  } else if (value['type'] === 'EPCISMasterDataDocument') masterDataDocument(value, walk)
  else if (Object.hasOwn(value, 'vocabularyList')) bareList(value, walk)
  else fail(walk, 'document-type', NO_FORM)
  if (walk.problems.length > 0 || !isObject(value)) return { ok: false, problems: walk.problems }
  const body = value['type'] === 'EPCISMasterDataDocument' ? value['epcisBody'] : value
  return good(masterDataOf(isObject(body) ? body['vocabularyList'] : undefined, context))
}

function readDocument(value: Json): Parsed<readonly MasterDataElement[]> {
  const shell = readShell(value)
  if (!shell.ok) return shell
  const events = eventsIn(value)
  if (events !== undefined) {
    const says = 'This holds events; send this document to /capture.'
    return { ok: false, problems: [{ at: events, rule: 'events', says }] }
  }
  return good(shell.value.masterData)
}

/** The pointer of an event list that is not empty. */
function eventsIn(value: Json): string | undefined {
  const body = isObject(value) ? value['epcisBody'] : undefined
  const results = isObject(body) ? body['queryResults'] : undefined
  const resultsBody = isObject(results) ? results['resultsBody'] : undefined
  const holds = (one: Json | undefined): boolean =>
    isObject(one) && Array.isArray(one['eventList']) && one['eventList'].length > 0
  if (holds(body)) return '/epcisBody/eventList'
  return holds(resultsBody) ? '/epcisBody/queryResults/resultsBody/eventList' : undefined
}
