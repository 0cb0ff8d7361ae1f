import type { Asked, Endpoint } from '../access/endpoint.ts'
import { wholeText } from '../http/body.ts'
import { refuse } from '../http/problem.ts'
import { answer, json } from '../http/answer.ts'
import {
  acceptsJson,
  fromOne,
  Parameters,
  segment,
  sendsEpcis,
  wholeNumber,
} from '../http/request.ts'
import { jobNamed, jobsBefore } from '../store/jobs.ts'
import { captureEvent } from './capture-event.ts'
import { capture, type CaptureDeps } from './capture.ts'
import { tooLarge } from './limits.ts'

export type CaptureRoom = CaptureDeps & {
  /** The event of this name as POST /events answers it. */
  readonly eventNamed: (asked: Asked, eventID: string) => Promise<string>
}

/** EPCIS 2.0 REST: capture and capture jobs. */
export function captureEndpoints(room: CaptureRoom): readonly Endpoint[] {
  return [
    {
      method: 'POST',
      path: '/capture',
      says: 'Capture an EPCISDocument or EPCISQueryDocument (JSON-LD, or XML of EPCIS 1.0 to 2.0). Header GS1-Capture-Error-Behaviour: rollback (default) or proceed.',
      answers: {
        202: 'Every event is on disk, once; Location is the capture job',
        413: 'More than the limit',
        415: 'Neither JSON nor XML',
      },
      handle: (asked) => postCapture(room, asked),
    },
    {
      method: 'GET',
      path: '/capture',
      says: 'Capture jobs, newest first',
      parameters: { perPage: 'at most so many (30)', nextPageToken: 'from the Link header' },
      answers: { 200: 'A list of capture jobs' },
      handle: (asked) => listJobs(room, asked),
    },
    {
      method: 'GET',
      path: '/capture/{captureID}',
      says: 'One capture job',
      answers: { 200: 'The capture job', 404: 'No such job' },
      handle: (asked) => oneJob(room, asked),
    },
    {
      method: 'POST',
      path: '/events',
      says: 'Capture one event (JSON-LD, or its XML element by itself)',
      answers: {
        201: 'It is on disk; Location is the event, the body the event as kept',
        409: 'Its eventID is kept with other content',
        413: 'More than the limit',
        415: 'Neither JSON nor XML',
      },
      handle: (asked) => postEvent(room, asked),
    },
  ]
}

async function postCapture(room: CaptureRoom, { request, viewer, body }: Asked): Promise<Response> {
  const format = sendsEpcis(request)
  if (format === 'json') acceptsJson(request)
  const { maxBytes } = room.limits
  if (Number(request.headers.get('content-length') ?? 0) > maxBytes) throw tooLarge(maxBytes)
  const behaviour = behaviourOf(request)
  const { job } = await capture(room, { body, behaviour, format, captor: viewer })
  return answer(null, {
    status: 202,
    headers: { location: `/capture/${job}`, 'gs1-capture-error-behaviour': behaviour },
  })
}

function behaviourOf(request: Request): 'rollback' | 'proceed' {
  const asked = request.headers.get('gs1-capture-error-behaviour') ?? 'rollback'
  if (asked === 'rollback' || asked === 'proceed') return asked
  const says = `${asked}: rollback or proceed`
  throw refuse('ValidationException', 'GS1-Capture-Error-Behaviour', 'value', says)
}

async function listJobs({ engine }: CaptureRoom, { request, viewer }: Asked): Promise<Response> {
  acceptsJson(request)
  const params = new Parameters(request)
  const limit = params.optional('perPage', fromOne, 'a whole number from 1') ?? 30
  const before = params.optional('nextPageToken', wholeNumber, 'a token from a Link header')
  params.done()
  const page = { viewer, limit: Math.min(limit, 1000), ...(before !== undefined && { before }) }
  const { jobs, next } = await engine.read(jobsBefore, page)
  const link =
    next === undefined
      ? {}
      : {
          link: `<${new URL(`/capture?perPage=${limit}&nextPageToken=${next}`, request.url).href}>; rel="next"`,
        }
  return json(jobs, { headers: link })
}

async function oneJob({ engine }: CaptureRoom, { request, viewer }: Asked): Promise<Response> {
  acceptsJson(request)
  const id = segment(request, 1)
  const job = await engine.read(jobNamed, { viewer, id })
  if (job === undefined)
    throw refuse('NoSuchResourceException', id, 'no-job', 'no capture job has this name')
  return json(job)
}

async function postEvent(room: CaptureRoom, asked: Asked): Promise<Response> {
  const { request, viewer, body } = asked
  const format = sendsEpcis(request)
  if (format === 'json') acceptsJson(request)
  const text = await wholeText(body, room.limits.maxEventChars)
  const { eventID } = await captureEvent(room, { text, format, captor: viewer })
  return answer(await room.eventNamed(asked, eventID), {
    status: 201,
    headers: {
      'content-type': 'application/json',
      location: `/events/${encodeURIComponent(eventID)}`,
    },
  })
}
