import type { Json } from '@suyuan/core/event/event'
import type { Problem } from '@suyuan/core/problem'
import type { Controls as Asked, Operation } from '@suyuan/core/soap/read-request'
import { UNASKED, type Form } from '../http/form.ts'
import { refuse, Refused } from '../http/problem.ts'
import { queryNamed } from '../named/named-query.ts'
import type { Question } from '../named/question.ts'
import { readControls } from '../subscribe/controls.ts'
import { leadsAstray, readDestination } from '../subscribe/destination.ts'
import { keep } from '../subscribe/endpoints.ts'
import { endSubscription, queryOf, subscriptionsOf } from '../subscribe/kept.ts'
import type { Controls } from '../subscribe/subscription.ts'
import { Thrown } from './exceptions.ts'
import {
  declared,
  noSuchName,
  questionOf,
  SIMPLE_EVENT_QUERY,
  SIMPLE_MASTER_DATA_QUERY,
  type Asking,
} from './poll.ts'
import type { SoapRoom } from './room.ts'

/** As polls are answered. */
const FORMS = {
  '2.0': { version: '2.0', epcFormat: 'Never_Translates', cbvXmlFormat: 'No_Preference' },
  '1.2': { version: '1.2', epcFormat: 'Always_EPC_URN', cbvXmlFormat: 'Always_URN' },
} as const

/** Begins to tell a client what a query finds. @throws Refused or Thrown as the operation may. */
export async function subscribe(room: SoapRoom, asking: Asking): Promise<void> {
  const { viewer, manner, operation } = asking
  const { queryName, subscriptionID: id } = operation
  if (queryName === SIMPLE_MASTER_DATA_QUERY) {
    const says = 'master data is asked for by poll; it cannot be subscribed to'
    throw new Thrown('SubscribeNotPermittedException', says)
  }
  // What is wrong with the question is said as of a poll.
  await questionOf(room, asking)
  const dest = await destinationOf(room, operation.dest)
  const controls = toldWhen(operation)
  if (id === '') {
    throw refuse('ValidationException', 'subscriptionID', 'empty', 'a subscription has an ID')
  }
  const form: Form = { ...UNASKED, mediaType: 'text/xml', ...FORMS[manner.edition] }
  const body = JSON.stringify(await aboutTrigger(room, asking))
  const createdAt = room.now()
  await keep(room, { id, queryName, body, dest, controls, form, createdAt, viewer })
}

/** EPCIS 2.0 §8.2.5: a `dest` that nothing can be sent to is an InvalidURIException. */
async function destinationOf({ guard }: SoapRoom, text: string): Promise<string> {
  const read = readDestination(text, guard, 'dest')
  if (!read.ok) throw new Refused('InvalidURIException', read.problems)
  const astray = await leadsAstray(read.value, guard)
  if (astray !== undefined) throw refuse('InvalidURIException', 'dest', 'address', astray)
  return read.value.href
}

/** What triggers there are is for a repository to say (EPCIS 2.0 §8.2.5.3): here, that something is captured. */
const CAPTURED = 'urn:suyuan:trigger:captured'

/**
 * When a subscriber is told: by schedule; or by trigger, which is that anything is captured, or an event that names the
 * thing whose identifier the trigger is.
 *
 * @throws Refused (SubscriptionControlsException) naming all that is wrong.
 */
function toldWhen({ controls: asked }: Operation): Controls {
  const problems: Problem[] = []
  const { trigger, schedule } = asked
  if ((trigger === undefined) === (schedule === undefined)) {
    const says = 'give a schedule or a trigger, and not both'
    problems.push({ at: 'controls', rule: 'one-of', says })
  }
  const read = readControls(givenIn(asked), (name) => name.replace(/^stream$/, 'trigger'))
  if (!read.ok && problems.length === 0) problems.push(...read.problems)
  if (trigger !== undefined && !/^[A-Za-z][A-Za-z0-9+.-]*:\S+$/.test(trigger)) {
    const says = `${trigger}: a trigger is ${CAPTURED}, or the identifier of a thing`
    problems.push({ at: 'trigger', rule: 'trigger', says })
  }
  if (!read.ok || problems.length > 0) {
    throw new Refused('SubscriptionControlsException', problems)
  }
  return read.value
}

const givenIn = ({
  schedule,
  trigger,
  initialRecordTime,
  reportIfEmpty,
}: Asked): {
  readonly [name: string]: Json
} => ({
  ...(schedule !== undefined && { schedule }),
  ...(trigger !== undefined && { stream: true }),
  ...(initialRecordTime !== undefined && { initialRecordTime }),
  reportIfEmpty,
})

/** The question as it is kept, of events that name the thing of the trigger. @throws Refused where there can be none. */
async function aboutTrigger(room: SoapRoom, asking: Asking): Promise<Question> {
  const { trigger } = asking.operation.controls
  const question = await questionAsked(room, asking)
  if (trigger === undefined || trigger === CAPTURED) return question
  const things = question.query['MATCH_anyEPC']
  if (things === undefined || (Array.isArray(things) && things.includes(trigger))) {
    return { ...question, query: { ...question.query, MATCH_anyEPC: [trigger] } }
  }
  const says = `${trigger} is none of those that MATCH_anyEPC asks for; nothing could ever be told`
  throw refuse('SubscriptionControlsException', 'trigger', 'trigger', says)
}

/** A named query has its own parameters. */
async function questionAsked(
  { engine }: SoapRoom,
  { viewer, operation }: Asking,
): Promise<Question> {
  const { queryName, params, prefixes } = operation
  if (queryName === SIMPLE_EVENT_QUERY) {
    return { query: Object.fromEntries(params), '@context': declared(prefixes) }
  }
  const named = await engine.read(queryNamed, { viewer, name: queryName })
  if (named === undefined) throw noSuchName(queryName)
  return JSON.parse(named.body) as Question
}

/** @throws Thrown where there is no such subscription. */
export async function unsubscribe(room: SoapRoom, { viewer, operation }: Asking): Promise<void> {
  const { subscriptionID: id } = operation
  const queryName = await room.engine.read(queryOf, { viewer, id })
  const ended =
    queryName !== undefined && (await room.engine.write(endSubscription, { viewer, queryName, id }))
  if (ended) return room.ended(id)
  throw new Thrown('NoSuchSubscriptionException', `no subscription has the ID ${id}`)
}

const AT_ONCE = 1000

/** @throws Thrown where there is no such query. */
export async function subscriptionIDs(
  { engine }: SoapRoom,
  { viewer, operation }: Asking,
): Promise<readonly string[]> {
  const { queryName } = operation
  if (queryName === SIMPLE_MASTER_DATA_QUERY) return []
  const named = await engine.read(queryNamed, { viewer, name: queryName })
  if (named === undefined) throw noSuchName(queryName)
  const ids: string[] = []
  for (;;) {
    const listing = { viewer, queryName, after: ids.at(-1) ?? '', limit: AT_ONCE }
    const some = await engine.read(subscriptionsOf, listing)
    ids.push(...some.map(({ id }) => id))
    if (some.length < AT_ONCE) return ids
  }
}
