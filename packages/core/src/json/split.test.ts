import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import type { Problem } from '../problem.ts'
import { createSplitter, type EventText, type SplitLimits } from './split.ts'

type Outcome = {
  readonly events: readonly EventText[]
  readonly context: string | undefined
  readonly shell?: unknown
  readonly problems: readonly Problem[]
}

function splitAll(chunks: readonly string[], limits: SplitLimits = {}): Outcome {
  const splitter = createSplitter(limits)
  const events = chunks.flatMap((chunk) => [...splitter.push(chunk)])
  const end = splitter.end()
  const { context } = splitter
  if (!end.ok) return { events, context, problems: end.problems }
  assert.equal(end.value.events, events.length)
  return { events, context, shell: end.value.shell, problems: [] }
}

function chunked(text: string, cuts: readonly number[]): string[] {
  const places = [...new Set(cuts.map((cut) => cut % (text.length + 1)))].toSorted((a, b) => a - b)
  return [0, ...places].map((from, i) => text.slice(from, places[i] ?? text.length))
}

function refused(text: string, limits: SplitLimits = {}): string {
  const { problems } = splitAll([text], limits)
  return problems.map(({ at, rule, says }) => `${at} ${rule} ${says}`).join('\n')
}

/** What one would write without an eye to memory: parse everything, then take the list out. */
function plainly(text: string): { events: unknown[]; shell: unknown; context: unknown } {
  const shell = JSON.parse(text)
  const body = shell.epcisBody
  const holder = Array.isArray(body?.eventList) ? body : body?.queryResults?.resultsBody
  const events = Array.isArray(holder?.eventList) ? holder.eventList.splice(0) : []
  return { events, shell, context: shell['@context'] }
}

const documents = fc
  .record(
    {
      context: fc.jsonValue(),
      before: fc.jsonValue(),
      after: fc.jsonValue(),
      events: fc.array(fc.dictionary(fc.string(), fc.jsonValue()), { maxLength: 4 }),
      asQuery: fc.boolean(),
      contextFirst: fc.boolean(),
      indent: fc.constantFrom(0, 1, '\t', '\r\n'),
      mark: fc.constantFrom('', '\uFEFF'),
    },
    { requiredKeys: ['events', 'asQuery', 'contextFirst', 'indent', 'mark', 'context'] },
  )
  .map(({ context, before, after, events, asQuery, contextFirst, indent, mark }) => {
    const holder = { eventList: events }
    const body = asQuery ? { queryResults: { queryName: 'q', resultsBody: holder } } : holder
    const document = {
      ...(contextFirst ? { '@context': context } : {}),
      'be"fo\\re': before ?? { epcisBody: { eventList: [{}] } },
      epcisBody: body,
      after: after ?? [{ eventList: [1] }],
      ...(contextFirst ? {} : { '@context': context }),
    }
    return mark + JSON.stringify(document, null, indent)
  })

test('wherever a document is cut, its events, shell and context are those of JSON.parse', () => {
  fc.assert(
    fc.property(documents, fc.array(fc.nat(), { maxLength: 6 }), (text, cuts) => {
      const wanted = plainly(text.replace(/^\uFEFF/, ''))
      const got = splitAll(chunked(text, cuts))
      assert.deepEqual(got.problems, [])
      assert.deepEqual(
        got.events.map((event) => JSON.parse(event.text)),
        wanted.events,
      )
      assert.deepEqual(got.shell, wanted.shell)
      assert.deepEqual(JSON.parse(got.context ?? ''), wanted.context)
      for (const event of got.events) {
        const lines = text.replace(/^\uFEFF/, '').split('\n')
        const rest = [lines[event.line - 1]?.slice(event.column - 1), ...lines.slice(event.line)]
        assert.ok(rest.join('\n').startsWith(event.text))
      }
    }),
    { numRuns: 300 },
  )
})

test('a damaged document is refused exactly when JSON.parse refuses it or one of its events', () => {
  const damage = fc.record({
    at: fc.nat(),
    cut: fc.nat(3),
    put: fc.constantFrom(...' ,:"{}[]\\0a\n'.split('')),
  })
  fc.assert(
    fc.property(
      documents,
      damage,
      fc.array(fc.nat(), { maxLength: 3 }),
      (text, { at, cut, put }, cuts) => {
        const i = at % text.length
        const broken = text.slice(0, i) + put + text.slice(i + cut)
        const got = splitAll(chunked(broken, cuts))
        const taken =
          got.problems.length === 0 && got.events.every(({ text: event }) => isJson(event))
        if (taken) assert.ok(isJson(broken.replace(/^\uFEFF/, '')), broken)
        else if (got.problems.every(({ rule }) => rule === 'not-json' || rule === 'truncated'))
          assert.ok(!isJson(broken.replace(/^\uFEFF/, '')), JSON.stringify(got.problems) + broken)
      },
    ),
    { numRuns: 1000 },
  )
})

function isJson(text: string): boolean {
  try {
    JSON.parse(text)
    return true
  } catch {
    return false
  }
}

test('one character at a time gives the same events as all at once', () => {
  const text = '\uFEFF{"epcisBody":{"eventList":[{"a":"\\\\\\"}{[\\u00e9"}, {"b":[1,{}]}\n]},"x":1}'
  assert.deepEqual(splitAll(text.split('')).events, splitAll([text]).events)
  assert.equal(splitAll([text]).events.length, 2)
})

test('names written with escapes are still the names they are', () => {
  const { events } = splitAll(['{"epcis\\u0042ody":{"\\u0065ventList":[{"a":1}]}}'])
  assert.deepEqual(
    events.map(({ pointer }) => pointer),
    ['/epcisBody/eventList/0'],
  )
})

test('an eventList elsewhere than in the body is no event list', () => {
  const text =
    '{"eventList":[{}],"x":{"epcisBody":{"eventList":[{}]}},"epcisBody":[{"eventList":[{}]}]}'
  assert.deepEqual(splitAll([text]).events, [])
})

test('the context is known before the first event when it comes first, and after it when not', () => {
  const early = createSplitter()
  early.push('{"@context": ["u", {"a": "b,}"}] ,"epcisBody":{"eventList":[')
  assert.equal(early.context, '["u", {"a": "b,}"}]')
  const late = createSplitter()
  assert.equal(late.push('{"epcisBody":{"eventList":[{}]},').length, 1)
  assert.equal(late.context, undefined)
  late.push('"@context":"u"}')
  assert.equal(late.context, '"u"')
})

test('a second event list, body or context is refused: only one can be meant', () => {
  assert.match(
    refused('{"epcisBody":{"eventList":[{}],"eventList":[{}]}}'),
    /^\/epcisBody\/eventList duplicate-key/,
  )
  assert.match(
    refused('{"epcisBody":{"eventList":[]},"epcisBody":{"eventList":[]}}'),
    /^\/epcisBody duplicate-key/,
  )
  assert.match(refused('{"@context":"a","\\u0040context":"b"}'), /^\/@context duplicate-key/)
})

test('elements that are no objects are each named, and the events between them still come', () => {
  const text = '{"epcisBody":{"eventList":[1, "]", {"a":1}, [2,"]"], null,true]}}'
  assert.equal(splitAll([text]).events[0]?.index, 2)
  assert.deepEqual(
    splitAll(text.split('')).problems.map(({ at, rule }) => `${at} ${rule}`),
    [0, 1, 3, 4, 5].map((i) => `/epcisBody/eventList/${i} wrong-type`),
  )
})

test('ten thousand levels are refused at the event that has them, without reading on', () => {
  const deep = '{"epcisBody":{"eventList":[{},{"a":' + '['.repeat(10_000)
  assert.match(refused(deep), /^\/epcisBody\/eventList\/1 too-deep/)
  assert.match(refused('['.repeat(10_000)), /^ too-deep/)
  assert.match(refused('{"x":' + '{"y":'.repeat(10_000)), /^\/x too-deep/)
})

test('depth counts from the document: a hundred levels are taken, one more is not', () => {
  const nested = (levels: number): string =>
    `{"epcisBody":{"eventList":[${'{"a":'.repeat(levels - 3)}1${'}'.repeat(levels - 3)}]}}`
  assert.equal(refused(nested(100)), '')
  assert.match(refused(nested(101)), /too-deep/)
})

test('an event or a shell beyond its limit is refused before it is whole', () => {
  const limits = { maxEventChars: 10, maxShellChars: 40 }
  assert.match(
    refused('{"epcisBody":{"eventList":[{"a":"123456789', limits),
    /eventList\/0 too-large/,
  )
  assert.match(refused('{"x":"' + '.'.repeat(50), limits), /^\/x too-large/)
  assert.equal(refused('{"epcisBody":{"eventList":[{"a":1234}]}}', limits), '')
})

test('what is not JSON is named by line and column, before, in and after the events', () => {
  assert.match(refused('{"a":1,\n}'), /not-json This is not JSON at line 2, column 1: a name/)
  assert.match(
    refused('{"epcisBody":{"eventList":[{}\n{}]}}'),
    /^\/epcisBody\/eventList\/1 not-json.*line 2, column 1/,
  )
  assert.match(refused('{"epcisBody":{"eventList":[{},]}}'), /eventList\/1 not-json.*column 31/)
  assert.match(refused('{"epcisBody":{"eventList":[,{}]}}'), /eventList\/0 not-json.*column 28/)
  assert.match(
    refused('{"epcisBody":{"eventList":[{\n\n}]},\n"a":tru}'),
    /not-json.*line 4, column 5/,
  )
  assert.match(
    refused('{"epcisBody":{"eventList":[{}]}} x'),
    /not-json.*column 34: the document should end/,
  )
  assert.match(refused(''), /not-json/)
})

test('a truncated upload is named as such, with the event it broke off in', () => {
  assert.match(
    refused('{"epcisBody":{"eventList":[{},{"a":"b'),
    /^\/epcisBody\/eventList\/1 truncated/,
  )
  assert.match(refused('{"epcisBody":{"eventList":[{}]}'), / truncated /)
  assert.match(refused('{"epcisBody":{"eventList":[{}'), /^\/epcisBody\/eventList\/1 truncated/)
})

test('names every object has are names like any other', () => {
  const text =
    '{"__proto__":{"eventList":[{}]},"constructor":1,"epcisBody":{"__proto__":1,"eventList":[{}]}}'
  assert.equal(splitAll([text]).events.length, 1)
})
