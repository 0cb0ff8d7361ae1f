import type { Case, Group } from '../case.ts'
import { jobOf } from '../capturing.ts'
import { asList, asObject, eventsIn, hasHeader, hasStatus, isProblem, type Json } from '../judge.ts'
import type { Answer } from '../talk.ts'
import { hold, NotTried, shown } from '../verdict.ts'
import { placed } from '../sets/places.ts'
import { documentOf } from '../world.ts'
import { eventPath, newEvent, wrongEvent } from './new-event.ts'
import { SINGLE } from './single-event.ts'

/** 400 at once or a job that failed: both are a refusal (OpenAPI, POST /capture). */
async function refused(answer: Answer, job: () => Promise<Json>): Promise<void> {
  if (answer.status === 400) return isProblem(answer, 400, 'ValidationException')
  hasStatus(answer, 202, 201, 200, 400)
  const ended = await job()
  hold(ended['success'] === false, 'a capture job that fails', shown(ended))
  hold(
    asList(ended['errors'], 'errors').length > 0 || 'errorFile' in ended,
    'its errors',
    shown(ended),
  )
}

/** Events that any server should take at once, unless it says otherwise. */
const MANY = 500

const DOCUMENTS: readonly Case[] = [
  {
    id: 'capture/answer',
    clause: 'OpenAPI POST /capture 202',
    says: 'a document is answered 202, with a Location',
    run: async ({ talk, world }) => {
      const answer = await talk.post('/capture', documentOf([newEvent(world)]))
      hasStatus(answer, 202)
      hasHeader(answer, 'location')
    },
  },
  {
    id: 'capture/job',
    clause: 'OpenAPI GET /capture/{captureID}',
    says: 'the capture job ends, and tells success, its error behaviour and its id',
    run: async ({ talk, world }) => {
      const answer = await talk.post('/capture', documentOf([newEvent(world)]))
      const job = await jobOf(talk, answer)
      hold(job['success'] === true, 'success', shown(job))
      hold(
        job['captureErrorBehaviour'] === 'rollback',
        'captureErrorBehaviour rollback',
        shown(job),
      )
      hold(typeof job['captureID'] === 'string', 'a captureID', shown(job))
    },
  },
  {
    id: 'capture/jobs-listed',
    clause: 'OpenAPI GET /capture',
    says: 'capture jobs are listed',
    run: async ({ talk }) => {
      const answer = await talk.get('/capture')
      hasStatus(answer, 200)
      for (const job of asList(answer.json(), 'capture jobs')) {
        hold(
          typeof asObject(job)['running'] === 'boolean',
          'jobs that say whether they are running',
          shown(job),
        )
      }
    },
  },
  {
    id: 'capture/job-unknown',
    clause: 'OpenAPI GET /capture/{captureID} 404',
    says: 'an unknown capture job is not found',
    run: async ({ talk, world }) => {
      isProblem(
        await talk.get(`/capture/${world.fresh()}`),
        404,
        'NoSuchResourceException',
        'NoSuchNameException',
      )
    },
  },
  {
    id: 'capture/kept',
    clause: 'EPCIS 2.0 §8.1; OpenAPI POST /capture',
    says: 'what a successful job captured is found',
    run: async ({ talk, world }) => {
      const event = newEvent(world)
      await jobOf(talk, await talk.post('/capture', documentOf([event])))
      const found = await talk.get(eventPath(event))
      hasStatus(found, 200)
      hold(eventsIn(found).length === 1, 'the event', shown(found.text))
    },
  },
  {
    id: 'capture/empty',
    clause: 'JSON Schema, eventList',
    says: 'a document without events is captured',
    run: async ({ talk }) => {
      const job = await jobOf(talk, await talk.post('/capture', documentOf([])))
      hold(job['success'] === true, 'success', shown(job))
    },
  },
  {
    id: 'capture/query-document',
    clause: 'OpenAPI POST /capture: EPCISQueryDocument',
    says: 'an EPCISQueryDocument is captured',
    run: async ({ talk, world }) => {
      const event = newEvent(world)
      const { epcisBody, ...head } = JSON.parse(documentOf([event])) as Json
      const queryResults = { queryName: 'SimpleEventQuery', resultsBody: epcisBody }
      const document = { ...head, type: 'EPCISQueryDocument', epcisBody: { queryResults } }
      const job = await jobOf(talk, await talk.post('/capture', document))
      hold(job['success'] === true, 'success', shown(job))
      hasStatus(await talk.get(eventPath(event)), 200)
    },
  },
  {
    id: 'capture/built-in-prefixes',
    clause: 'EPCIS 2.0 §10, JSON-LD context: cbvmda, gs1',
    says: 'prefixes of the standard context need no declaration',
    run: async ({ talk, world }) => {
      const ilmd = { 'cbvmda:lotNumber': 'L1', 'gs1:bestBeforeDate': '2030-01-01' }
      const answer = await talk.post(
        '/capture',
        documentOf([newEvent(world, { action: 'ADD', ilmd })]),
      )
      const job = await jobOf(talk, answer)
      hold(job['success'] === true, 'success', shown(job))
    },
  },
  {
    id: 'capture/rollback',
    clause: 'OpenAPI POST /capture, GS1-Capture-Error-Behaviour: rollback',
    says: 'one wrong event keeps out the whole document',
    run: async ({ talk, world }) => {
      const good = newEvent(world)
      const answer = await talk.post('/capture', documentOf([good, wrongEvent(world)]))
      await refused(answer, () => jobOf(talk, answer))
      // That it should be 404 is held by a case of its own.
      const there = await talk.get(eventPath(good))
      hold(there.status === 404 || eventsIn(there).length === 0, 'no event', shown(there.text))
    },
  },
  {
    id: 'capture/proceed',
    clause: 'OpenAPI POST /capture, GS1-Capture-Error-Behaviour: proceed',
    says: 'with proceed the good events stay, and the job tells the errors',
    run: async ({ talk, world }) => {
      const good = newEvent(world)
      const headers = { 'gs1-capture-error-behaviour': 'proceed' }
      const answer = await talk.post('/capture', documentOf([good, wrongEvent(world)]), { headers })
      const job = await jobOf(talk, answer)
      hold(job['success'] === false, 'a job without success', shown(job))
      hold(job['captureErrorBehaviour'] === 'proceed', 'captureErrorBehaviour proceed', shown(job))
      hold(asList(job['errors'], 'errors').length === 1, 'one error', shown(job))
      hasStatus(await talk.get(eventPath(good)), 200)
    },
  },
  {
    id: 'capture/no-json',
    clause: 'OpenAPI POST /capture 400',
    says: 'a body that is no JSON is refused at once',
    run: async ({ talk }) => {
      isProblem(
        await talk.post('/capture', '{"type": "EPCISDocument", '),
        400,
        'ValidationException',
      )
    },
  },
  {
    id: 'capture/media-type',
    clause: 'OpenAPI POST /capture 415',
    says: 'another media type is refused',
    run: async ({ talk }) => {
      const headers = { 'content-type': 'text/csv' }
      isProblem(
        await talk.post('/capture', 'a,b', { headers }),
        415,
        'UnsupportedMediaTypeException',
      )
    },
  },
  {
    id: 'capture/within-limit',
    clause: 'OpenAPI OPTIONS /capture: GS1-EPCIS-Capture-Limit, GS1-EPCIS-Capture-File-Size-Limit',
    says: 'a document within the announced limits is taken',
    run: async ({ talk, world }) => {
      const { headers } = await talk.ask('OPTIONS', '/capture')
      const limit = Number(headers.get('gs1-epcis-capture-limit') ?? MANY)
      const events = Array.from({ length: Math.min(limit, MANY) }, () => newEvent(world))
      const document = documentOf(events)
      const bytes = Number(headers.get('gs1-epcis-capture-file-size-limit') ?? document.length)
      if (bytes < document.length) throw new NotTried(`the limit announced is ${bytes} bytes`)
      const job = await jobOf(talk, await talk.post('/capture', document))
      hold(job['success'] === true, 'success', shown(job))
    },
  },
  {
    id: 'capture/master-data',
    clause: 'OpenAPI POST /capture: master data in the epcisHeader',
    says: 'a document with master data in its header is captured',
    run: async ({ talk, world }) => {
      const { events, vocabularyList } = placed(world.names())
      const [event] = Object.values(events)
      const answer = await talk.post(
        '/capture',
        documentOf([newEvent(world, { ...event })], vocabularyList),
      )
      const job = await jobOf(talk, answer)
      hold(job['success'] === true, 'success', shown(job))
    },
  },
  {
    id: 'capture/limit',
    clause: 'OpenAPI OPTIONS /capture: GS1-EPCIS-Capture-Limit; POST /capture 413',
    says: 'a document over the announced number of events is refused with 413',
    run: async ({ talk, world }) => {
      const limit = Number(
        (await talk.ask('OPTIONS', '/capture')).headers.get('gs1-epcis-capture-limit') ?? NaN,
      )
      if (!(limit <= 5000)) throw new NotTried(`the limit announced is ${limit}`)
      const events = Array.from({ length: limit + 1 }, () => newEvent(world))
      isProblem(
        await talk.post('/capture', documentOf(events)),
        413,
        'CaptureLimitExceededException',
      )
    },
  },
]

export const CAPTURE: readonly Group[] = [
  { name: 'capture', title: { en: 'Capture', zh: '捕获' }, cases: DOCUMENTS },
  { name: 'events', title: { en: 'Single events', zh: '单个事件' }, cases: SINGLE },
]
