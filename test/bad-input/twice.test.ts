import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { after, before, test } from 'node:test'
import { asCaptured, eventsIn, seen, type Answered } from '../samples.ts'
import { capture, documentOf, startServer, type Server } from '../server.ts'
import { kept, refusal, stillServes } from './refusal.ts'

type Job = {
  readonly captureID: string
  readonly success: boolean
  readonly running: boolean
  readonly captureErrorBehaviour: string
  readonly errors: readonly {
    readonly type: string
    readonly status: number
    readonly detail: string
    readonly instance: string
  }[]
}

let server: Server
before(async () => {
  server = await startServer()
})
after(() => server.stop())

const LIST = '/epcisBody/eventList'
const named = (): { readonly eventID: string } => ({ eventID: `urn:uuid:${randomUUID()}` })
const link = (serial: string): string => `https://example.com/01/10614141073464/21/${serial}`

async function eventsOf(serial: string): Promise<readonly Answered[]> {
  const thing = encodeURIComponent(`urn:epc:id:sgtin:0614141.107346.${serial}`)
  return eventsIn(await asCaptured(`${server.url}/events?MATCH_anyEPC=${thing}`))
}

async function taken(answer: Response): Promise<Job> {
  assert.equal(answer.status, 202, await answer.text())
  const job = await fetch(new URL(answer.headers.get('location') ?? '', server.url))
  assert.equal(job.status, 200)
  return (await job.json()) as Job
}

async function post(event: object): Promise<Response> {
  const body = JSON.stringify({ '@context': [], ...event })
  const headers = { 'content-type': 'application/json' }
  return fetch(`${server.url}/events`, { method: 'POST', headers, body })
}

const reordered = (event: object): object => Object.fromEntries(Object.entries(event).toReversed())

/** Two spellings of one event; `serial` is their item's. */
const SAME: readonly (readonly [
  name: string,
  pair: (serial: string) => readonly [object, object],
])[] = [
  ['by its event ID', (serial) => twice(seen(serial, named()))],
  ['by its event hash', (serial) => twice(seen(serial))],
  ['with its fields in another order', (serial) => [seen(serial), reordered(seen(serial))]],
  [
    'as URN and as Digital Link',
    (serial) => [seen(serial), seen(serial, { epcList: [link(serial)] })],
  ],
  [
    'as URN and as Digital Link, by its event ID',
    (serial) => {
      const name = named()
      return [seen(serial, name), seen(serial, { ...name, epcList: [link(serial)] })]
    },
  ],
  [
    'with its step as a word and as an address',
    (serial) => [
      seen(serial),
      seen(serial, { bizStep: 'https://ref.gs1.org/cbv/BizStep-inspecting' }),
    ],
  ],
  [
    'with its time in another zone',
    (serial) => [seen(serial), seen(serial, { eventTime: '2026-03-01T16:00:00+08:00' })],
  ],
]

function twice(event: object): readonly [object, object] {
  return [event, structuredClone(event)]
}

for (const [i, [name, pair]] of SAME.entries()) {
  test(`the same event twice, ${name}, is kept once: in one document`, async () => {
    const { success } = await taken(await capture(server.url, documentOf(pair(`one${i}`))))
    assert.ok(success)
    assert.equal((await eventsOf(`one${i}`)).length, 1)
  })

  test(`the same event twice, ${name}, is kept once: in two documents, and posted alone`, async () => {
    const [first, second] = pair(`two${i}`)
    await taken(await capture(server.url, documentOf([first])))
    await taken(await capture(server.url, documentOf([second])))
    assert.equal((await post(second)).status, 201)
    const events = await eventsOf(`two${i}`)
    assert.equal(events.length, 1)
    assert.deepEqual(events[0]?.epcList, (first as Answered).epcList, 'as it came first')
  })
}

test('an event, and then the same with its hash as event ID, are one', async () => {
  const answer = await post(seen('hashed'))
  const { eventID } = (await answer.json()) as Answered
  assert.equal((await post(seen('hashed', { eventID }))).status, 201)
  assert.equal((await eventsOf('hashed')).length, 1)
})

test('fifty clients that send the same event at once leave one', async () => {
  const body = documentOf([seen('rush'), seen('rush', named())])
  const answers = await Promise.all(Array.from({ length: 50 }, () => capture(server.url, body)))
  assert.deepEqual(new Set(answers.map(({ status }) => status)), new Set([202]))
  assert.equal((await eventsOf('rush')).length, 2, 'one with, one without an ID')
})

test('two events of one ID with other content in one document: refused, and nothing of it kept', async () => {
  const name = named()
  const was = await kept(server.url)
  const body = documentOf([seen('c1'), seen('c2', name), seen('c3', name)])
  assert.deepEqual(await refusal(await capture(server.url, body), 400), [
    `${LIST}/2/eventID event-id-taken`,
  ])
  assert.deepEqual(await kept(server.url), was)
  await stillServes(server.url)
})

test('an ID that is kept with other content is refused: 400 by name in a document, 409 alone', async () => {
  const name = named()
  await taken(await capture(server.url, documentOf([seen('d1', name)])))
  const was = await kept(server.url)
  const other = seen('d2', name)
  const document = await capture(server.url, documentOf([seen('d3'), other]))
  assert.deepEqual(await refusal(document, 400), [`${LIST}/1/eventID event-id-taken`])
  assert.deepEqual(await refusal(await post(other), 409), ['/eventID event-id-taken'])
  assert.deepEqual(await kept(server.url), was)
})

test('a conflict at the far end of a document of 6 MB takes all of it back', async () => {
  const name = named()
  const note = { 'example:note': 'x'.repeat(10_000) }
  const many = Array.from({ length: 600 }, (_, i) => seen(`far${i}`, note))
  const body = documentOf([seen('far', name), ...many, seen('farther', name)])
  assert.deepEqual(await refusal(await capture(server.url, body), 400), [
    `${LIST}/601/eventID event-id-taken`,
  ])
  assert.deepEqual(await eventsOf('far'), [])
  assert.deepEqual(await eventsOf('far0'), [])
  await stillServes(server.url)
})

test('an error declaration is kept beside the event whose ID it shares, once', async () => {
  const name = named()
  const declared = seen('e1', {
    ...name,
    errorDeclaration: { declarationTime: '2026-03-02T08:00:00Z', reason: 'incorrect_data' },
  })
  await taken(await capture(server.url, documentOf([seen('e1', name)])))
  await taken(await capture(server.url, documentOf([declared])))
  await taken(await capture(server.url, documentOf([declared])))
  const events = await eventsOf('e1')
  assert.deepEqual(new Set(events.map(({ eventID }) => eventID)), new Set([name.eventID]))
  assert.deepEqual(
    events.map((event) => 'errorDeclaration' in event),
    [false, true],
  )
})

test('proceed keeps the good events, and the job names each bad one', async () => {
  const name = named()
  await taken(await capture(server.url, documentOf([seen('p0', name)])))
  const body = documentOf([
    seen('p1'),
    seen('p2', { bizStep: 'milking' }),
    seen('p3', name),
    seen('p4'),
  ])
  const answer = await capture(server.url, body, { 'gs1-capture-error-behaviour': 'proceed' })
  const job = await taken(answer)
  assert.deepEqual(
    { success: job.success, running: job.running, behaviour: job.captureErrorBehaviour },
    { success: false, running: false, behaviour: 'proceed' },
  )
  assert.deepEqual(
    job.errors.map(({ type, status, instance }) => [instance, status, type.split(':')[1]]),
    [
      [`${LIST}/1`, 400, 'ValidationException'],
      [`${LIST}/2`, 409, 'ResourceAlreadyExistsException'],
    ],
  )
  assert.match(job.errors[0]?.detail ?? '', /milking/)
  const found = await Promise.all(['p1', 'p2', 'p3', 'p4'].map(eventsOf))
  assert.deepEqual(
    found.map((events) => events.length),
    [1, 0, 0, 1],
  )
})

test('proceed does not take a document that is wrong around its events', async () => {
  const was = await kept(server.url)
  const body = documentOf([seen('q1')], { creationDate: 'yesterday' })
  const answer = await capture(server.url, body, { 'gs1-capture-error-behaviour': 'proceed' })
  assert.deepEqual(await refusal(answer, 400), ['/creationDate date-time'])
  assert.deepEqual(await kept(server.url), was)
})

test('jobs come newest first, page by page, each once', async () => {
  const sent: string[] = []
  for (const serial of ['j1', 'j2', 'j3', 'j4', 'j5']) {
    sent.unshift((await taken(await capture(server.url, documentOf([seen(serial)])))).captureID)
  }
  const given: string[] = []
  let path = '/capture?perPage=2'
  while (given.length < 5) {
    const answer = await fetch(new URL(path, server.url))
    const jobs = (await answer.json()) as readonly Job[]
    assert.equal(jobs.length, 2)
    given.push(...jobs.map(({ captureID }) => captureID))
    path = /<([^>]+)>; rel="next"/.exec(answer.headers.get('link') ?? '')?.[1] ?? ''
  }
  assert.deepEqual(given.slice(0, 5), sent)
})
