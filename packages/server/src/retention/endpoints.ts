import type { Json } from '@suyuan/core/event/event'
import { isoOf } from '@suyuan/core/event/micros'
import { readRules } from '@suyuan/core/retention/read-rules'
import type { Asked, Endpoint } from '../access/endpoint.ts'
import { operatorOnly } from '../access/operator.ts'
import { rulesEndpoints } from '../access/rules-endpoints.ts'
import type { Tx, Work } from '../db/engine.ts'
import { json } from '../http/answer.ts'
import { refuse, type Refused } from '../http/problem.ts'
import { acceptsJson, fromOne, Parameters, wholeNumber } from '../http/request.ts'
import { erasedAfter, type Erased } from '../store/erased.ts'
import { apply } from './apply.ts'
import { BY, jsonIn, membersOf } from '../access/bodies.ts'
import { holdEndpoints } from './hold-endpoints.ts'
import { planOf } from './plan.ts'
import { settleLog, type RetentionRoom } from './settling.ts'
import { working } from '../http/working.ts'

export type RetentionEndpoints = RetentionRoom & {
  /** How an error is told. */
  readonly refusal: (error: unknown) => Response
}

const LONG = 'with Accept: application/x-ndjson a line now and then tells how far it is'

/** Ours, for the operator: how long records are kept, what may go, and what went. */
export function retentionEndpoints(room: RetentionEndpoints): readonly Endpoint[] {
  return [
    ...rulesEndpoints(room, {
      of: 'retention',
      says: {
        get: 'The retention rules in force, as they were given',
        post: 'Gives new retention rules; those before stay on record',
        none: 'no retention rules were given; nothing goes',
      },
      read: readRules,
      shown: (given) => (given as { readonly rules: Json }).rules,
    }),
    {
      method: 'GET',
      path: '/admin/retention',
      says: `What may go now and why the rest may not; nothing is changed; ${LONG}`,
      answers: { 200: 'The plan, with its digest' },
      handle: (asked) => getPlan(room, asked),
    },
    {
      method: 'POST',
      path: '/admin/retention',
      says: `Lets go what the plan of this digest says: {"digest", "by"}, or {"yes": true}; ${LONG}`,
      answers: { 200: '{run, erased, spared}', 409: 'Something else would go now' },
      handle: (asked) => postApply(room, asked),
    },
    {
      method: 'GET',
      path: '/admin/retention/erased',
      says: 'Which events went, when, by which rule, and who let them go; in order of capture',
      parameters: {
        perPage: 'at most so many events (1000)',
        after: 'from after this position on',
      },
      answers: { 200: '{"erased": [{position, hash, eventTime, recordTime, erasedAt, rule, …}]}' },
      handle: (asked) => getErased(room, asked),
    },
    ...holdEndpoints(room),
  ]
}

function getPlan(room: RetentionEndpoints, { request, viewer }: Asked): Promise<Response> {
  operatorOnly(viewer)
  new Parameters(request).done()
  return working(request, room.refusal, async (tell) =>
    planOf(room, await settleLog(room, (read) => tell({ read }))),
  )
}

async function postApply(room: RetentionEndpoints, asked: Asked): Promise<Response> {
  const { viewer, request } = asked
  operatorOnly(viewer)
  new Parameters(request).done()
  const {
    digest,
    yes,
    by = viewer.party,
  } = membersOf((await jsonIn(asked)).value, {
    digest: { read: digestIn, says: 'the digest that the plan says' },
    yes: { read: (value) => (value === true ? true : undefined), says: 'true, or leave it out' },
    by: BY,
  })
  if ((digest === undefined) === (yes === undefined)) {
    const says =
      'give the digest of the plan that was looked at; or {"yes": true}, for whatever may go now'
    throw refuse('ValidationException', '/digest', 'one-of', says)
  }
  const how = { viewer, by, ...(digest !== undefined && { digest }) }
  return working(request, room.refusal, async (tell) => {
    const outcome = await apply(room, how, {
      read: (read) => tell({ read }),
      erased: (erased) => tell({ erased }),
    })
    if (outcome === 'cluster') throw onCluster()
    if ('run' in outcome) return outcome
    throw 'otherwise' in outcome ? otherwise(outcome.otherwise) : ruledAnew(outcome.ruledAnew)
  })
}

const digestIn = (value: Json): string | undefined =>
  typeof value === 'string' && /^[0-9a-f]{64}$/.test(value) ? value : undefined

function otherwise(digest: string): Refused {
  const says = `nothing went: something else would go now (${digest}); look at the plan again`
  return refuse('PlanChangedException', '/digest', 'plan-changed', says)
}

function onCluster(): Refused {
  const says = 'on a cluster nothing can be erased yet; nothing went'
  return refuse('MethodNotAllowedException', '/admin/retention', 'cluster', says)
}

function ruledAnew(erased: number): Refused {
  const says = `other rules came into force after ${erased} events had gone; look at the plan again`
  return refuse('PlanChangedException', '', 'rules-changed', says)
}

const MOST_PER_PAGE = 10_000

const erasedFrom: Work<{ readonly after: number; readonly limit: number }, readonly Erased[]> = {
  run: listErased,
  module: import.meta.url,
  name: 'listErased',
}

export async function listErased(
  tx: Tx,
  { after, limit }: { readonly after: number; readonly limit: number },
): Promise<readonly Erased[]> {
  return erasedAfter(tx, after, limit)
}

async function getErased({ engine }: RetentionRoom, { request, viewer }: Asked): Promise<Response> {
  operatorOnly(viewer)
  acceptsJson(request)
  const params = new Parameters(request)
  const perPage = params.optional('perPage', fromOne, 'a whole number from 1') ?? 1000
  const after = params.optional('after', wholeNumber, 'a position: a whole number') ?? 0
  params.done()
  const limit = Math.min(perPage, MOST_PER_PAGE)
  const erased = await engine.read(erasedFrom, { after, limit })
  const last = erased.at(-1)
  const url = new URL(request.url)
  url.searchParams.set('after', String(last?.position ?? after))
  const more = erased.length === limit && last !== undefined
  return json(
    {
      erased: erased.map(({ hashID, eventTime, recordTime, erasedAt, ...rest }) => ({
        ...rest,
        hash: hashID,
        eventTime: isoOf(eventTime),
        recordTime: isoOf(recordTime),
        erasedAt: isoOf(erasedAt),
      })),
    },
    more ? { headers: { link: `<${url.href}>; rel="next"` } } : {},
  )
}
