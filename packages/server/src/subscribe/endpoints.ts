import { randomUUID } from 'node:crypto'
import { isoOf } from '@suyuan/core/event/micros'
import type { Zone } from '@suyuan/core/query/schedule'
import type { Asked, Endpoint } from '../access/endpoint.ts'
import { answer as respond, json } from '../http/answer.ts'
import { discovery } from '../http/discovery.ts'
import { formOf, type Form } from '../http/form.ts'
import { readPaging } from '../http/paging.ts'
import { refuse, type Refused } from '../http/problem.ts'
import { acceptsJson, segment } from '../http/request.ts'
import { jsonObjectIn } from '../named/body.ts'
import { known, noOthers } from '../named/endpoints.ts'
import type { QueryRoom } from '../query/answer.ts'
import { leadsAstray } from './destination.ts'
import type { Guard } from './guard.ts'
import { endSubscription, keepSubscription, subscriptionNamed, subscriptionsOf } from './kept.ts'
import type { Known } from './kept.ts'
import { readRequest } from './request.ts'
import type { Subscription } from './subscription.ts'
import { nextRunOf } from './tell.ts'

export type SubscribeRoom = QueryRoom & {
  readonly guard: Guard
  /** Of schedules. */
  readonly zone: Zone
  /** Told when there is a new subscription. */
  readonly began?: () => void
  /** Told when one is over. */
  readonly ended?: (id: string) => void
}

const PATH = '/queries/{queryName}/subscriptions'
const NONE = { 404: 'No such query, or no such subscription' }

/** EPCIS 2.0 REST: who is told of what a query finds. */
export function subscriptionEndpoints(room: SubscribeRoom): readonly Endpoint[] {
  return [
    {
      method: 'GET',
      path: PATH,
      says: 'The subscriptions of a query',
      parameters: { perPage: 'at most so many (30)', nextPageToken: 'from the Link header' },
      answers: { 200: '[{"subscriptionID", "dest", "createdAt", …}]', ...NONE },
      handle: (asked) => list(room, asked),
    },
    {
      method: 'POST',
      path: PATH,
      says: 'Has what a query finds posted to a URL, by a schedule or as it comes: {"dest", "schedule" or "stream", "signatureToken", "reportIfEmpty", "initialRecordTime"}',
      answers: { 201: 'The subscription; Location says where', ...NONE },
      handle: (asked) => subscribe(room, asked),
    },
    {
      method: 'GET',
      path: `${PATH}/{subscriptionID}`,
      says: 'A subscription, and how far it has been told',
      answers: { 200: 'The subscription', ...NONE },
      handle: async (asked) => {
        acceptsJson(asked.request)
        return json(shown(await named(room, asked)))
      },
    },
    {
      method: 'OPTIONS',
      path: `${PATH}/{subscriptionID}`,
      says: 'From which record time on events are still to be told: GS1-Query-Min-Record-Time',
      answers: { 204: 'In the headers', ...NONE },
      handle: async (asked) => {
        const { minRecordTime } = await named(room, asked)
        return discovery(['GET', 'DELETE'], { 'GS1-Query-Min-Record-Time': isoOf(minRecordTime) })
      },
    },
    {
      method: 'DELETE',
      path: `${PATH}/{subscriptionID}`,
      says: 'Ends a subscription; what could not be told is forgotten with it',
      answers: { 204: 'It is over', ...NONE },
      handle: (asked) => unsubscribe(room, asked),
    },
  ]
}

async function list(room: SubscribeRoom, asked: Asked): Promise<Response> {
  const { request, viewer } = asked
  acceptsJson(request)
  const url = new URL(request.url)
  const { perPage, token, others } = readPaging(url)
  noOthers(others)
  const { name: queryName } = await known(room, asked)
  const question = JSON.stringify([viewer.party, 'subscriptions', queryName])
  const after = token === null ? '' : await room.pages.placeIn<string>(question, token)
  const listing = { viewer, queryName, after, limit: perPage + 1 }
  const found = await room.engine.read(subscriptionsOf, listing)
  const page = found.slice(0, perPage)
  const last = page.at(-1)
  const more = last !== undefined && found.length > perPage
  const headers = more ? await room.pages.next(url, question, last.id) : {}
  return json(page.map(shown), { headers })
}

/** As EPCIS 2.0 REST tells a subscription; the token is not told. */
function shown(subscription: Omit<Known, 'minRecordTime' | 'notifiedAt'> & Partial<Known>): object {
  const { id, queryName, dest, createdAt, controls, form, minRecordTime, notifiedAt } = subscription
  return {
    subscriptionID: id,
    queryName,
    dest,
    createdAt: isoOf(createdAt),
    ...controls,
    epcFormat: form.epcFormat,
    ...(minRecordTime !== undefined && { minRecordTime: isoOf(minRecordTime) }),
    ...(typeof notifiedAt === 'number' && { lastNotifiedAt: isoOf(notifiedAt) }),
  }
}

async function named({ engine }: SubscribeRoom, { request, viewer }: Asked): Promise<Known> {
  const [queryName, id] = [segment(request, 1), segment(request, 3)]
  const found = await engine.read(subscriptionNamed, { viewer, queryName, id })
  if (found === undefined) throw noSubscription(id)
  return found
}

const noSubscription = (id: string): Refused =>
  refuse('NoSuchResourceException', id, 'no-subscription', 'no subscription has this ID')

async function subscribe(room: SubscribeRoom, asked: Asked): Promise<Response> {
  const { request, viewer } = asked
  acceptsJson(request)
  const { name, body } = await known(room, asked)
  const given = await jsonObjectIn(asked, 'ValidationException')
  const { dest, controls, token, epcFormat } = readRequest(given, room.guard)
  const form: Form = { ...formOf(request), ...(epcFormat && { epcFormat }) }
  const subscription: Subscription = {
    id: randomUUID(),
    queryName: name,
    body,
    dest: dest.href,
    controls,
    form,
    createdAt: room.now(),
    viewer,
    ...(token !== undefined && { token }),
  }
  const astray = await leadsAstray(dest, room.guard)
  if (astray !== undefined) throw refuse('ValidationException', '/dest', 'address', astray)
  await keep(room, subscription)
  const location = `/queries/${encodeURIComponent(name)}/subscriptions/${subscription.id}`
  return json(shown(subscription), { status: 201, headers: { location } })
}

/**
 * Keeps a subscription, of REST or of the SOAP interface.
 *
 * @throws Refused (NoSuchNameException) when its query is gone, (DuplicateSubscriptionException) when its ID is taken.
 */
export async function keep(
  { engine, zone, began }: Pick<SubscribeRoom, 'engine' | 'zone' | 'began'>,
  subscription: Subscription,
): Promise<void> {
  const { queryName, id, controls, createdAt } = subscription
  const nextRun = nextRunOf(controls, createdAt, zone)
  const kept = await engine.write(keepSubscription, { subscription, nextRun })
  if (kept === 'no-query') {
    throw refuse('NoSuchNameException', queryName, 'no-query', 'no query has this name any more')
  }
  if (kept === 'duplicate') {
    const says = `${id}: another subscription has this ID`
    throw refuse('DuplicateSubscriptionException', 'subscriptionID', 'taken', says)
  }
  began?.()
}

async function unsubscribe(room: SubscribeRoom, { request, viewer }: Asked): Promise<Response> {
  const [queryName, id] = [segment(request, 1), segment(request, 3)]
  if (!(await room.engine.write(endSubscription, { viewer, queryName, id }))) {
    throw noSubscription(id)
  }
  room.ended?.(id)
  return respond(null, { status: 204 })
}
