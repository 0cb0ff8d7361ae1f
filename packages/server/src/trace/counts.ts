import type { Asked, Endpoint } from '../access/endpoint.ts'
import type { Flows } from './lineage.ts'
import { json } from '../http/answer.ts'
import { refuse } from '../http/problem.ts'
import { acceptsJson, Parameters } from '../http/request.ts'
import { askedIn, MOMENT, OF, subject } from './subject.ts'

/** How much a trace reaches, and where it is, without the list of it. */
export function countsEndpoint(flows: Flows): Endpoint {
  return {
    method: 'GET',
    path: '/trace/counts',
    says: 'How many things a trace reaches, of each kind, and how many items are where',
    parameters: {
      of: OF,
      direction: 'backward or forward',
      at: `as it was in the world then: ${MOMENT}`,
      LT_recordTime: `as it was known before then: ${MOMENT}`,
      depth: 'things farther than so many links are left out',
      certainty: 'certain: follow certain links alone',
    },
    answers: { 200: 'The counts', 404: 'No event ever named it' },
    handle: (asked) => getCounts(flows, asked),
  }
}

async function getCounts(flows: Flows, { request, viewer }: Asked): Promise<Response> {
  acceptsJson(request)
  const params = new Parameters(request)
  const asked = askedIn(params)
  params.done()
  const of = subject(asked.of)
  if (viewer.sees !== 'everything') {
    throw refuse('ForbiddenException', '', 'not-yours', 'counts are told to who sees everything')
  }
  const from = performance.now()
  const question = { ...asked, of: [of] }
  const answer = await flows.tally(question)
  if (answer.unseen.length > 0) {
    throw refuse('NoSuchResourceException', '?of', 'never-seen', `no event ever named ${of}`)
  }
  const { counts, where, gaps, complete } = answer
  const tracedMs = Math.ceil(performance.now() - from)
  return json({
    of,
    direction: asked.direction,
    counts,
    where,
    gaps: gaps.length,
    complete,
    tracedMs,
  })
}
