import assert from 'node:assert/strict'
import { globSync, readFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { test } from 'node:test'
import { openRepository } from '../repository.ts'
import { startServer } from '../server.ts'
import { conformance, INVALID, OPENEPCIS, options, REFUSED } from './material.ts'
import { meaningOf, type Node } from './meaning.ts'
import { counted } from './record.ts'

type Ask = (path: string, init?: RequestInit) => Promise<Response>
type EventList = readonly { readonly eventID: string; readonly recordTime: string }[]
type Told = {
  readonly type: string
  readonly status: number
  readonly problems: readonly Problem[]
}
type Problem = { readonly at: string; readonly rule: string; readonly says: string }

const DOCUMENTS = [
  'gs1-epcis/JSON/**/*.jsonld',
  `${OPENEPCIS}/Capture/Documents/*.json`,
  `${OPENEPCIS}/Query/*.json`,
]
const EVENTS = [`${OPENEPCIS}/Capture/Events/*.json`, 'gs1-epcis/JSON-Schema/test/*.json']

/** Repositories opened at the same time; each has two threads, and a runner two cores. */
const AT_ONCE = 3

function filesOf(globs: readonly string[]): readonly string[] {
  const files = globs.flatMap((glob) => globSync(glob, { cwd: conformance })).toSorted()
  assert.ok(files.length > 0, `nothing under ${globs.join(' ')}`)
  return files
}

const read = (file: string): string => readFileSync(join(conformance, file), 'utf8')

/** The meaning of an identifier is compared as a URI: in the spelling that it came in. */
const AS_CAPTURED = { 'gs1-epc-format': 'Never_Translates' }

function post(body: string): RequestInit {
  const headers = { 'content-type': 'application/ld+json', ...AS_CAPTURED }
  return { method: 'POST', headers, body }
}

async function each<T>(all: readonly T[], work: (one: T) => Promise<void>): Promise<void> {
  const waiting = [...all]
  const worker = async (): Promise<void> => {
    for (let one = waiting.shift(); one !== undefined; one = waiting.shift()) await work(one)
  }
  await Promise.all(Array.from({ length: AT_ONCE }, worker))
}

/** An event as answered, but for the name that we gave to one that came without. */
function asSent(answered: Node | undefined, sent: Node): Node | undefined {
  if (answered === undefined || '@id' in sent) return answered
  const { '@id': name, ...rest } = answered
  assert.match(String(name), /^ni:\/\/\/sha-256;[0-9a-f]{64}\?ver=CBV2\.0$/)
  return rest
}

/** Captures a document, and holds what comes back against what was sent. The number of its events. */
async function capturedAndBack(ask: Ask, file: string): Promise<number> {
  const text = read(file)
  const answer = await ask('/capture', post(text))
  assert.equal(answer.status, 202, `${file}: ${await answer.text()}`)
  const job = await ask(answer.headers.get('location') ?? '')
  const { success, running, errors } = (await job.json()) as Readonly<Record<string, unknown>>
  assert.deepEqual({ success, running, errors }, { success: true, running: false, errors: [] })
  const back = await (await ask('/events?perPage=1000', { headers: AS_CAPTURED })).text()
  const sent = await meaningOf(text, conformance)
  const answered = await meaningOf(back, conformance)
  assert.deepEqual(
    answered.map((event, i) => asSent(event, sent[i] ?? {})),
    sent,
    file,
  )
  return sent.length
}

test(
  'every valid document comes back from an empty repository with the same meaning',
  options,
  async (t) => {
    const files = filesOf(DOCUMENTS).filter((file) => REFUSED[basename(file)] === undefined)
    let events = 0
    await each(files, async (file) => {
      await using repository = await openRepository()
      const number = await capturedAndBack(repository.ask, file)
      events += number
      assert.deepEqual(repository.faults, [])
    })
    const gs1 = files.filter((file) => file.startsWith('gs1-epcis')).length
    const back = {
      en: 'documents captured, and back with the same meaning',
      zh: '捕获后原义返回的文档',
    }
    counted('gs1-epcis', back, { run: gs1, passed: gs1 })
    counted('openepcis', back, { run: files.length - gs1, passed: files.length - gs1 })
    t.diagnostic(
      `${files.length} documents (${gs1} of GS1, ${files.length - gs1} of OpenEPCIS), ${events} events came back the same`,
    )
  },
)

test('documents of GS1 and OpenEPCIS come back the same over the network', options, async () => {
  const files = [
    'gs1-epcis/JSON/EPCISQueryDocument.jsonld',
    `${OPENEPCIS}/Capture/Documents/Namespaces_at_different_level.json`,
  ]
  for (const file of files) {
    const server = await startServer()
    try {
      await capturedAndBack((path, init) => fetch(`${server.url}${path}`, init), file)
    } finally {
      await server.stop()
    }
  }
})

test('every bare event is answered 201, and stands where its Location says', options, async () => {
  const files = filesOf(EVENTS)
  await each(files, async (file) => {
    await using repository = await openRepository()
    const text = read(file)
    const answer = await repository.ask('/events', post(text))
    const kept = await answer.text()
    assert.equal(answer.status, 201, `${file}: ${kept}`)
    const [sent = {}] = await meaningOf(text, conformance)
    const [said] = await meaningOf(kept, conformance)
    assert.deepEqual(asSent(said, sent), sent, `${file}: the body of the answer`)
    const there = await repository.ask(answer.headers.get('location') ?? '', {
      headers: AS_CAPTURED,
    })
    assert.equal(there.status, 200, file)
    const [found] = await meaningOf(await there.text(), conformance)
    assert.deepEqual(asSent(found, sent), sent, `${file}: what Location leads to`)
  })
  const gs1 = files.filter((file) => file.startsWith('gs1-epcis')).length
  const what = {
    en: 'bare events posted, and back with the same meaning',
    zh: '单独提交后原义返回的事件',
  }
  counted('gs1-epcis', what, { run: gs1, passed: gs1 })
  counted('openepcis', what, { run: files.length - gs1, passed: files.length - gs1 })
})

test(
  'every document of the Invalid folders is refused for what is wrong, and leaves nothing behind',
  options,
  async (t) => {
    const invalid = filesOf([
      `${OPENEPCIS}/Capture/Invalid/*.json`,
      `${OPENEPCIS}/Query/Invalid/*.json`,
      'openepcis-document-validation/core/src/test/resources/json/CaptureDocument*.json',
    ])
    const beside = filesOf(DOCUMENTS).filter((file) => REFUSED[basename(file)] !== undefined)
    await using repository = await openRepository()
    for (const file of [...invalid, ...beside]) {
      const answer = await repository.ask('/capture', post(read(file)))
      assert.equal(answer.headers.get('content-type'), 'application/problem+json', file)
      const told = (await answer.json()) as Told
      const { type, status, problems } = told
      assert.deepEqual(
        { code: answer.status, type, status },
        { code: 400, type: 'epcisException:ValidationException', status: 400 },
        file,
      )
      const places = problems.map(({ at, rule }) => `${at} ${rule}`)
      const wanted = INVALID[basename(file)] ?? [REFUSED[basename(file)] ?? places[0]]
      assert.deepEqual(places.slice(0, wanted.length), wanted, file)
      assert.ok(problems.length > 0 && problems.every(({ says }) => says.length > 20), file)
      assert.deepEqual(await leftIn(repository.ask), { events: [], jobs: [] }, file)
    }
    assert.deepEqual(
      Object.keys(INVALID).filter((name) => !invalid.some((file) => basename(file) === name)),
      [],
    )
    const what = {
      en: 'invalid documents refused for what is wrong',
      zh: '因其错误而被拒绝的无效文档',
    }
    counted('openepcis', what, { run: invalid.length, passed: invalid.length })
    t.diagnostic(
      `${invalid.length} documents of the Invalid folders refused, and ${beside.length} invalid ones beside the valid`,
    )
  },
)

async function leftIn(ask: Ask): Promise<{ readonly events: EventList; readonly jobs: unknown }> {
  const { epcisBody } = (await (await ask('/events')).json()) as {
    readonly epcisBody: {
      readonly queryResults: { readonly resultsBody: { readonly eventList: EventList } }
    }
  }
  const jobs: unknown = await (await ask('/capture')).json()
  return { events: epcisBody.queryResults.resultsBody.eventList, jobs }
}
