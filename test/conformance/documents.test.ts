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
import { counted } from './record.ts'
import type { Excepted, Suite } from './suites.ts'

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
const SETS: Readonly<Partial<Record<Suite, readonly string[]>>> = {
  'gs1-epcis': ['gs1-epcis/JSON/**/*.jsonld', 'gs1-epcis/JSON-Schema/test/*.json'],
  openepcis: [
    `${OPENEPCIS}/Capture/Documents/*`,
    `${OPENEPCIS}/Capture/Events/*`,
    `${OPENEPCIS}/Query/*.json`,
  ],
  ralphtro: ['ralphtro-event-hash*/tests/**/*.json', 'ralphtro-event-hash*/**/tests/**/*.jsonld'],
  evrythng: ['evrythng-epcis2js/test/data/**/*.json'],
  'event-sentry': [
    'openepcis-event-sentry/examples/epcis-events/*.json',
    'openepcis-event-sentry/test/data/events/*.json',
  ],
  ift: ['ift-opentraceability/CSharp/OpenTraceability.Tests/Data/*.jsonld'],
  fastnt: ['fastnt-epcis/tests/**/v2_0/**/Requests/*.json'],
}

/** GS1's schema cannot reckon check digits; it takes these. */
const BEYOND_SCHEMA: readonly string[] = [
  'ACME_ES_SCE_0dot1_InspectingEventDocument1.json',
  'ACME_ES_SCE_0dot1_ReplacementEventDocument1.json',
  'valid-event.json',
]

/** Why a document that is called an example is refused all the same, by the rule it breaks. */
const WHY: Readonly<Record<string, Omit<Excepted, 'count'>>> = {
  'unknown-term': {
    en: 'a measurement type or business step of a draft, or a private one without a namespace',
    zh: '草案中的、或没有命名空间的私有测量类型或业务步骤',
  },
  'not-a-uri': { en: 'an id that is no URI', zh: '不是 URI 的标识' },
  required: { en: 'something that the standard requires is missing', zh: '缺少标准要求的内容' },
  'wrong-type': { en: 'schemaVersion as a number', zh: 'schemaVersion 写成了数字' },
  'check-digit': {
    en: 'a wrong check digit, which no schema reckons',
    zh: '校验位错误，模式无法计算',
  },
  'unknown-field': {
    en: 'a field that the standard does not know, without a namespace',
    zh: '标准未定义且没有命名空间的字段',
  },
  'time-zone': { en: 'a time without a zone', zh: '没有时区的时间' },
}

function reasons(refused: Readonly<Record<string, string>>): readonly Excepted[] {
  const rules = Object.values(refused).map((first) => first.split(' ')[1] ?? '')
  return [...Map.groupBy(rules, (rule) => rule)].map(([rule, { length: count }]) => {
    const why = WHY[rule]
    assert.ok(why, `say why ${rule} is an exception`)
    return { count, ...why }
  })
}

for (const [set, globs] of Object.entries(SETS) as [Suite, readonly string[]][]) {
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
    const what = { en: 'JSON documents and events taken', zh: '接受的 JSON 文档与事件' }
    const passed = files.length - Object.keys(refused).length
    const excepted = reasons(refused)
    counted(set, what, {
      run: passed + excepted.reduce((n, { count }) => n + count, 0),
      passed,
      excepted,
    })
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
  () => {
    const files = globSync('openepcis-dpp-ready/**/epcis/*.jsonld', { cwd: conformance })
    for (const file of files) {
      assert.ok(
        judgeFile(file).problems.some(({ rule }) => rule === 'unknown-field'),
        file,
      )
    }
    const what = {
      en: 'regulatory samples refused, each for a key that is no URI',
      zh: '被拒绝的法规示例，各因某键不是 URI',
    }
    counted('openepcis', what, { run: files.length, passed: files.length })
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
