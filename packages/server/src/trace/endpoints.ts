import { identify } from '@suyuan/core/id/identify'
import type { Whereabouts } from '@suyuan/core/flow/whereabouts'
import type { Asked, Endpoint } from '../access/endpoint.ts'
import type { Engine } from '../db/engine.ts'
import { refuse, type Refused } from '../http/problem.ts'
import { json, text } from '../http/answer.ts'
import { acceptsJson, moment, oneOfWords, Parameters, prefers } from '../http/request.ts'
import { erasedThing, saysErased } from '../store/erased.ts'
import type { Stored } from '../store/stored.ts'
import type { Flows } from './lineage.ts'
import { countsEndpoint } from './counts.ts'
import { ndjson, streaming } from './lines.ts'
import { askedIn, MOMENT, OF, subject } from './subject.ts'
import { historyOf } from './trace.ts'
import { weighedTrace, type Unbalanced } from './weighing.ts'

export type TraceRoom = {
  readonly engine: Engine
  readonly flows: Flows
  readonly unbalanced: Unbalanced
  /** A kept event as answers give it. */
  readonly eventText: (stored: Stored) => string
}

/** Ours, by trace-semantics: where things came from, went, and are. */
export function traceEndpoints(room: TraceRoom): readonly Endpoint[] {
  const answers = {
    200: 'The answer',
    404: 'No event ever named it',
    410: 'All that named it was erased',
  }
  return [
    {
      method: 'GET',
      path: '/trace',
      says: 'What a thing was made from (backward) or went into (forward), with links and gaps',
      parameters: {
        of: OF,
        direction: 'backward or forward',
        at: `as it was in the world then: ${MOMENT}`,
        LT_recordTime: `as it was known before then: ${MOMENT}`,
        depth: 'things farther than so many links are left out',
        certainty: 'certain: follow certain links alone',
        links: 'none: leave the links out',
        gaps: 'quantities: weigh the transformations on the way too; one out of tolerance is a gap',
      },
      answers,
      handle: (asked) => getTrace(room, asked),
    },
    countsEndpoint(room.flows),
    {
      method: 'GET',
      path: '/where',
      says: 'Where a thing is: its containers, place and state',
      parameters: { of: OF, at: MOMENT, LT_recordTime: MOMENT },
      answers,
      handle: (asked) => getWhere(room, asked),
    },
    {
      method: 'GET',
      path: '/history',
      says: 'The events of a thing, oldest first, with those inherited from its containers',
      parameters: { of: OF, LT_recordTime: MOMENT },
      answers,
      handle: (asked) => getHistory(room, asked),
    },
  ]
}

const anyText = (given: string): string => given

/** What no kept event names: never seen, or all that named it was let go. */
async function notSeen({ engine }: TraceRoom, of: string): Promise<Refused> {
  const erased = await engine.read(erasedThing, identify(of).canonical)
  if (erased === undefined) {
    return refuse('NoSuchResourceException', '?of', 'never-seen', `no event ever named ${of}`)
  }
  return refuse('GoneException', '?of', 'erased', `what named ${of} was ${saysErased(erased)}`)
}

async function getTrace(room: TraceRoom, { request, viewer }: Asked): Promise<Response> {
  const streams = prefers(request, 'application/x-ndjson')
  if (!streams) acceptsJson(request)
  const params = new Parameters(request)
  const asked = askedIn(params)
  const links = params.optional('links', oneOfWords('none', 'all'), 'none')
  const weighs = params.optional('gaps', oneOfWords('quantities'), 'quantities') !== undefined
  params.done()
  const question = {
    ...asked,
    of: subject(asked.of),
    viewer,
    links: links !== 'none' || weighs,
  }
  const streamed = streams && !question.links ? await room.flows.stream?.(question) : undefined
  if (streamed !== undefined) return streaming(streamed, question.direction)
  const trace = await room.flows.trace(question)
  if (trace === undefined) throw await notSeen(room, question.of)
  const told = streams ? ndjson : json
  if (!weighs) return told(trace)
  const weighed = await weighedTrace(trace, question, room.unbalanced)
  return told(links === 'none' ? { ...weighed, links: [] } : weighed)
}

async function getWhere(room: TraceRoom, { request, viewer }: Asked): Promise<Response> {
  acceptsJson(request)
  const params = new Parameters(request)
  const given = params.required('of', anyText, OF)
  const at = params.optional('at', moment, MOMENT)
  const knownBefore = params.optional('LT_recordTime', moment, MOMENT)
  params.done()
  const of = subject(given)
  const where: Whereabouts | undefined = await room.flows.where({
    viewer,
    of,
    ...(at !== undefined && { at }),
    ...(knownBefore !== undefined && { knownBefore }),
  })
  if (where === undefined) throw await notSeen(room, of)
  return json(where)
}

async function getHistory(room: TraceRoom, { request, viewer }: Asked): Promise<Response> {
  acceptsJson(request)
  const params = new Parameters(request)
  const given = params.required('of', anyText, OF)
  const knownBefore = params.optional('LT_recordTime', moment, MOMENT)
  params.done()
  const of = subject(given)
  const asked = { viewer, of, ...(knownBefore !== undefined && { knownBefore }) }
  const past = await room.engine.read(historyOf, asked)
  if (past === undefined) throw await notSeen(room, of)
  const events = past.map(
    ({ stored, through }) =>
      `{"event":${room.eventText(stored)},"through":${JSON.stringify(through)}}`,
  )
  return text(`{"of":${JSON.stringify(identify(of).canonical)},"events":[${events.join(',')}]}`)
}
