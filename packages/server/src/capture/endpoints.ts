import { writeCaptureJob } from '@suyuan/core/xml/write-job'
import type { JsonObject } from '@suyuan/core/event/event'
import { OF_CAPTURE, PAGED } from '../access/described.ts'
import type { Asked, Endpoint } from '../access/endpoint.ts'
import type { Pages } from '../access/pages.ts'
import { answer } from '../http/answer.ts'
import { wholeText } from '../http/body.ts'
import { DOCUMENT_TYPES, formOf, isXml, type Form } from '../http/form.ts'
import { readPaging } from '../http/paging.ts'
import { refuse } from '../http/problem.ts'
import { EPCIS_TYPES, segment, sendsEpcis } from '../http/request.ts'
import { strictnessOf } from '../http/strictness.ts'
import { jobNamed, jobsBefore, type CaptureJob } from '../store/jobs.ts'
import { captureEvent } from './capture-event.ts'
import { capture, type CaptureDeps } from './capture.ts'
import { tooLarge } from './limits.ts'

export type CaptureRoom = CaptureDeps & {
  readonly pages: Pages
  /** Refuses what is against GS1's rules though it could be taken, unless a request prefers otherwise. */
  readonly strict?: boolean
  /** The event of this name as POST /events answers it. */
  readonly eventNamed: (asked: Asked, eventID: string) => Promise<string>
}

/** EPCIS 2.0 REST: capture and capture jobs. */
export function captureEndpoints(room: CaptureRoom): readonly Endpoint[] {
  return [
    {
      method: 'POST',
      path: '/capture',
      says: 'Capture an EPCISDocument or EPCISQueryDocument (JSON-LD, or XML of EPCIS 1.0 to 2.0).',
      headers: [...OF_CAPTURE, 'GS1-Capture-Error-Behaviour'],
      takes: { body: 'EPCISDocument', types: EPCIS_TYPES },
      tells: ['Location', 'GS1-Capture-Error-Behaviour'],
      answers: {
        202: 'Every event is on disk, once; Location is the capture job',
        413: 'More than the limit',
        415: 'Neither JSON nor XML',
      },
      handle: (asked) => postCapture(room, asked),
    },
    {
      method: 'POST',
      path: '/events',
      says: 'Capture one event (JSON-LD, or its XML element by itself)',
      headers: [...OF_CAPTURE, 'GS1-EPC-Format'],
      takes: { body: 'EPCISEvent', types: EPCIS_TYPES },
      gives: { body: 'EPCISEvent', types: DOCUMENT_TYPES },
      tells: ['Location'],
      answers: {
        201: 'It is on disk; Location is the event, the body the event as kept',
        409: 'Its eventID is kept with other content',
        413: 'More than the limit',
        415: 'Neither JSON nor XML',
      },
      handle: (asked) => postEvent(room, asked),
    },
    ...jobEndpoints(room),
  ]
}

function jobEndpoints(room: CaptureRoom): readonly Endpoint[] {
  return [
    {
      method: 'GET',
      path: '/capture',
      says: 'Capture jobs, newest first',
      parameters: { perPage: 'at most so many (30)', nextPageToken: 'from the Link header' },
      headers: ['GS1-EPCIS-Min', 'GS1-EPCIS-Max', 'GS1-Extensions'],
      gives: { body: 'CaptureJobs', types: DOCUMENT_TYPES },
      tells: PAGED,
      answers: { 200: 'A list of capture jobs' },
      handle: (asked) => listJobs(room, asked),
    },
    {
      method: 'GET',
      path: '/capture/{captureID}',
      says: 'One capture job',
      headers: ['GS1-EPCIS-Min', 'GS1-EPCIS-Max', 'GS1-Extensions'],
      gives: { body: 'CaptureJob', types: DOCUMENT_TYPES },
      answers: { 200: 'The capture job', 404: 'No such job' },
      handle: (asked) => oneJob(room, asked),
    },
  ]
}

async function postCapture(room: CaptureRoom, { request, viewer, body }: Asked): Promise<Response> {
  const format = sendsEpcis(request)
  formOf(request)
  const { maxBytes } = room.limits
  if (Number(request.headers.get('content-length') ?? 0) > maxBytes) throw tooLarge(maxBytes)
  const behaviour = behaviourOf(request)
  const { strict, applied } = strictnessOf(request, room.strict ?? false)
  const { job } = await capture(room, { body, behaviour, format, strict, captor: viewer })
  return answer(null, {
    status: 202,
    headers: {
      location: `/capture/${job}`,
      'gs1-capture-error-behaviour': behaviour,
      ...applied,
    },
  })
}

function behaviourOf(request: Request): 'rollback' | 'proceed' {
  const asked = request.headers.get('gs1-capture-error-behaviour') ?? 'rollback'
  if (asked === 'rollback' || asked === 'proceed') return asked
  const says = `${asked}: rollback or proceed`
  throw refuse('ValidationException', 'GS1-Capture-Error-Behaviour', 'value', says)
}

const MOST_JOBS = 1000

async function listJobs(
  { engine, pages }: CaptureRoom,
  { request, viewer }: Asked,
): Promise<Response> {
  const form = formOf(request)
  const url = new URL(request.url)
  const { perPage, token, others } = readPaging(url)
  const [unknown] = others
  if (unknown !== undefined) {
    const says = 'no such parameter; known are perPage, nextPageToken'
    throw refuse('QueryParameterException', `?${unknown[0]}`, 'unknown-parameter', says)
  }
  const question = JSON.stringify([viewer.party, 'capture'])
  const before = token === null ? undefined : await pages.placeIn<number>(question, token)
  const page = { viewer, limit: Math.min(perPage, MOST_JOBS), ...(before && { before }) }
  const { jobs, next } = await engine.read(jobsBefore, page)
  const headers = next === undefined ? {} : await pages.next(url, question, next)
  const body = isXml(form.mediaType) ? jobsXml(jobs) : JSON.stringify(jobs)
  return answer(body, { headers: { 'content-type': form.mediaType, ...headers } })
}

async function oneJob({ engine }: CaptureRoom, { request, viewer }: Asked): Promise<Response> {
  const form: Form = formOf(request)
  const id = segment(request, 1)
  const job = await engine.read(jobNamed, { viewer, id })
  if (job === undefined)
    throw refuse('NoSuchResourceException', id, 'no-job', 'no capture job has this name')
  const body = isXml(form.mediaType) ? jobXml(job) : JSON.stringify(job)
  return answer(body, { headers: { 'content-type': form.mediaType } })
}

const jobXml = (job: CaptureJob): string => writeCaptureJob(job as unknown as JsonObject)

const XML_HEAD = /^<\?xml.*\?>\s*/

/** The standard has a schema for one job alone: a list is the jobs, in an element of ours. */
function jobsXml(jobs: readonly CaptureJob[]): string {
  const each = jobs.map((job) => jobXml(job).replace(XML_HEAD, ''))
  return `<?xml version="1.0" encoding="UTF-8"?>\n<CaptureJobs>\n${each.join('')}</CaptureJobs>\n`
}

async function postEvent(room: CaptureRoom, asked: Asked): Promise<Response> {
  const { request, viewer, body } = asked
  const format = sendsEpcis(request)
  const { mediaType } = formOf(request)
  const { strict, applied } = strictnessOf(request, room.strict ?? false)
  const text = await wholeText(body, room.limits.maxEventChars)
  const { eventID } = await captureEvent(room, { text, format, strict, captor: viewer })
  return answer(await room.eventNamed(asked, eventID), {
    status: 201,
    headers: {
      'content-type': mediaType,
      location: `/events/${encodeURIComponent(eventID)}`,
      ...applied,
    },
  })
}
