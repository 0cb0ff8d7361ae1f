import assert from 'node:assert/strict'
import { existsSync, globSync, readFileSync } from 'node:fs'
import { basename, join, resolve } from 'node:path'
import { test } from 'node:test'
import { readContext } from '@suyuan/core/event/context'
import type { JsonObject } from '@suyuan/core/event/event'
import { validateEvent } from '@suyuan/core/event/validate'
import { readShell } from '@suyuan/core/json/document'
import { parseJson } from '@suyuan/core/json/parse'
import { createSplitter } from '@suyuan/core/json/split'
import type { Problem } from '@suyuan/core/problem'

const shared = resolve(import.meta.dirname, '../..', process.env['SUYUAN_SHARED'] ?? '../shared')
const conformance = join(shared, 'conformance')
const absent = !existsSync(shared) && process.env['CI'] !== 'true'
const options = { skip: absent ? 'the shared conformance material is not here' : false }

type Judged = { readonly events: number; readonly problems: readonly Problem[] }

/** A document as capture reads it: in pieces, each event by itself. */
function judge(text: string): Judged {
  const splitter = createSplitter()
  const events = []
  for (let i = 0; i < text.length; i += 997) events.push(...splitter.push(text.slice(i, i + 997)))
  const end = splitter.end()
  if (!end.ok) return { events: events.length, problems: end.problems }
  const shell = readShell(end.value.shell)
  if (!shell.ok) return { events: events.length, problems: shell.problems }
  if (shell.value.kind === 'event') {
    const problems = judgeEvent(end.value.shell as JsonObject, '', undefined)
    return { events: 1, problems }
  }
  const problems = events.flatMap(({ text: source, pointer, line, column }) => {
    const parsed = parseJson(source, pointer, { line, column })
    if (!parsed.ok) return parsed.problems
    return judgeEvent(parsed.value as JsonObject, pointer, shell.value.context as JsonObject)
  })
  return { events: events.length, problems }
}

function judgeEvent(
  event: JsonObject,
  at: string,
  context: JsonObject | undefined,
): readonly Problem[] {
  return validateEvent(event, at, readContext(context, event['@context']))
}

function judgeFile(file: string): Judged {
  return judge(readFileSync(join(conformance, file), 'utf8'))
}

const OPENEPCIS = 'openepcis-test-resources/core/src/main/resources/2.0/EPCIS/JSON'

/** Documents and bare events; GS1's JSON schema, or its edition 2.0.1, takes all but those refused below. */
const SETS: Readonly<Record<string, readonly string[]>> = {
  gs1: ['gs1-epcis/JSON/**/*.jsonld', 'gs1-epcis/JSON-Schema/test/*.json'],
  openepcis: [
    `${OPENEPCIS}/Capture/Documents/*`,
    `${OPENEPCIS}/Capture/Events/*`,
    `${OPENEPCIS}/Query/*.json`,
  ],
  'event hash': [
    'ralphtro-event-hash*/tests/**/*.json',
    'ralphtro-event-hash*/**/tests/**/*.jsonld',
  ],
  evrythng: ['evrythng-epcis2js/test/data/**/*.json'],
  'event sentry': [
    'openepcis-event-sentry/examples/epcis-events/*.json',
    'openepcis-event-sentry/test/data/events/*.json',
  ],
  'open traceability': ['ift-opentraceability/CSharp/OpenTraceability.Tests/Data/*.jsonld'],
  fastnt: ['fastnt-epcis/tests/**/v2_0/**/Requests/*.json'],
}

/** The documents in those places that are refused, with the first problem of each. */
const REFUSED: Readonly<Record<string, string>> = {
  // Measurement types of drafts and private ones without a namespace.
  'SensorData_with_combined_events.json':
    '/epcisBody/eventList/7/sensorElementList/0/sensorReport/1/type unknown-term',
  'TransactionEvent_with_userExtensions.json':
    '/epcisBody/eventList/0/sensorElementList/0/sensorReport/0/type unknown-term',
  // Words of a draft of CBV 2.1.
  'masterDataAvailableForDeforestation.jsonld': '/epcisBody/eventList/0/bizStep unknown-term',
  // Drafts of EPCIS 2.0.
  'epcisDocHavingEventWithComment.json': '/id not-a-uri',
  'epcisDocWithCustomSchemaInContext.json': '/id not-a-uri',
  'epcisDocWithDefaultSchemaInContext.json': '/id not-a-uri',
  'epcisDocWithSingleEvent.json': '/epcisBody required',
  'event-hash-reference-document3.json': '/schemaVersion wrong-type',
  'ACME_ES_SCE_0dot1_InspectingEventDocument1.json': '/epcisBody/eventList/0/epcList/0 check-digit',
  'ACME_ES_SCE_0dot1_ReplacementEventDocument1.json': '/epcisBody/eventList/0/parentID check-digit',
  'EpcisDocument.json': '/epcisBody/eventList/2/class unknown-field',
  'valid-event.json': '/epcList/0 check-digit',
  // The header of an XML document, written in JSON.
  ...Object.fromEntries(
    [
      'advanced_1',
      'advanced_3',
      'advanced_5',
      'advanced_7',
      'advanced_9',
      'advanced_11',
      'advanced_13',
      'advanced_15',
      'advanced_17',
      'advanced_19',
      'with_errorDeclarations',
    ].map((name) => [
      `EPCISQUERYDOCUMENT_${name}.jsonld`,
      '/epcisHeader/StandardBusinessDocumentHeader unknown-field',
    ]),
  ),
  'EPCISQueryDocument_with_masterdata.jsonld':
    '/epcisBody/queryResults/resultsBody/eventList/0/eventTime time-zone',
  'epcisquerydoc-example01.jsonld':
    '/epcisBody/queryResults/resultsBody/eventList/20/transformationID not-a-uri',
  'Request_ObjectEvent_WithMasterdata.json': '/epcisBody/eventList/0/certificationInfo not-a-uri',
  'Request_ObjectEvent_WithMultipleMasterdata.json':
    '/epcisHeader/epcisMasterData/vocabularyList/1/vocabularyElementList/0/attributes/1/id not-a-uri',
}

/** GS1's schema cannot reckon check digits; it takes these. */
const BEYOND_SCHEMA: readonly string[] = [
  'ACME_ES_SCE_0dot1_InspectingEventDocument1.json',
  'ACME_ES_SCE_0dot1_ReplacementEventDocument1.json',
  'valid-event.json',
]

for (const [set, globs] of Object.entries(SETS)) {
  test(`every valid ${set} document is taken, and every other is refused by name`, options, (t) => {
    const files = globs.flatMap((glob) => globSync(glob, { cwd: conformance })).toSorted()
    assert.ok(files.length > 0)
    const refused: Record<string, string> = {}
    let events = 0
    for (const file of files) {
      const judged = judgeFile(file)
      events += judged.events
      const [first] = judged.problems
      if (first !== undefined) refused[basename(file)] = `${first.at} ${first.rule}`
    }
    const names = new Set(files.map((file) => basename(file)))
    const wanted = Object.entries(REFUSED).filter(([file]) => names.has(file))
    assert.deepEqual(refused, Object.fromEntries(wanted))
    t.diagnostic(
      `${set}: ${files.length - wanted.length} of ${files.length} documents taken, ${events} events`,
    )
  })
}

/** Every problem of each document in the Invalid folders. */
const INVALID: Readonly<Record<string, readonly string[]>> = {
  'Combination_of_events_with_missing_mandatory_fields.json': [
    '/epcisBody/eventList/0 required',
    '/epcisBody/eventList/1 required',
    '/epcisBody/eventList/1 required',
  ],
  'Combination_of_non_standard_bizStep_and_disposition.json': [
    '/epcisBody/eventList/0/bizStep unknown-term',
    '/epcisBody/eventList/1/disposition unknown-term',
  ],
  'ObjectEvent_with_ilmd_field_without_namespace.json': [
    '/epcisBody/eventList/0/ilmd/materialType unknown-field',
  ],
  'ObjectEvent_with_invalid_certificationInfo.json': [
    '/epcisBody/eventList/0/certificationInfo/0 wrong-type',
    '/epcisBody/eventList/0/certificationInfo/1 wrong-type',
  ],
  'ObjectEvent_with_non_standard_bizStep.json': ['/epcisBody/eventList/0/bizStep unknown-term'],
  'ObjectEvent_with_non_standard_disposition.json': [
    '/epcisBody/eventList/0/disposition unknown-term',
  ],
  'ObjectEvent_with_unknown_field_in_quantityList.json': [
    '/epcisBody/eventList/0/quantityList/0/weight unknown-field',
  ],
  'ObjectEvent_without_identifier_list.json': ['/epcisBody/eventList/0 objects'],
  'QueryDocument_with_invalid_eventType.json': [
    '/epcisBody/queryResults/resultsBody/eventList/0/type event-type',
  ],
  'CaptureDocument.json': [
    '/epcisBody/eventList/0 required',
    '/epcisBody/eventList/1 required',
    '/epcisBody/eventList/1 required',
  ],
  'CaptureDocumentWithCertification.json': [
    '/epcisBody/eventList/0/certificationInfo/0 wrong-type',
    '/epcisBody/eventList/0/certificationInfo/1 wrong-type',
  ],
}

test('every document of the Invalid folders is refused for what is wrong with it', options, (t) => {
  const globs = [
    `${OPENEPCIS}/Capture/Invalid/*.json`,
    `${OPENEPCIS}/Query/Invalid/*.json`,
    'openepcis-document-validation/core/src/test/resources/json/CaptureDocument*.json',
  ]
  const files = globs.flatMap((glob) => globSync(glob, { cwd: conformance }))
  for (const file of files) {
    const problems = judgeFile(file).problems.map(({ at, rule }) => `${at} ${rule}`)
    assert.ok(problems.length > 0, file)
    const wanted = INVALID[basename(file)]
    if (wanted !== undefined) assert.deepEqual(problems, wanted, file)
  }
  assert.deepEqual(
    Object.keys(INVALID).filter((name) => !files.some((file) => basename(file) === name)),
    [],
  )
  t.diagnostic(`${files.length} invalid documents refused`)
})

test(
  'all regulatory samples of OpenEPCIS are refused, each for a key that is no URI',
  options,
  (t) => {
    const files = globSync('openepcis-dpp-ready/**/epcis/*.jsonld', { cwd: conformance })
    for (const file of files) {
      assert.ok(
        judgeFile(file).problems.some(({ rule }) => rule === 'unknown-field'),
        file,
      )
    }
    t.diagnostic(`${files.length} refused`)
  },
)

test(
  'a document that has an undeclared prefix is valid: a CURIE that nobody declared is a URI',
  options,
  () => {
    const file = 'openepcis-event-sentry/test/data/events/TransformationBareEvent.json'
    assert.deepEqual(judgeFile(file).problems, [])
  },
)

test('what the schema cannot see is the check digit, and nothing else', options, () => {
  for (const name of BEYOND_SCHEMA) assert.match(REFUSED[name] ?? '', / check-digit$/)
})
