import assert from 'node:assert/strict'
import { globSync, readFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { test } from 'node:test'
import { readContext } from '@suyuan/core/event/context'
import type { JsonObject } from '@suyuan/core/event/event'
import { validateEvent } from '@suyuan/core/event/validate'
import { readShell } from '@suyuan/core/json/document'
import { parseJson } from '@suyuan/core/json/parse'
import { createSplitter } from '@suyuan/core/json/split'
import type { Problem } from '@suyuan/core/problem'
import { conformance, INVALID, OPENEPCIS, options, REFUSED } from './material.ts'

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
