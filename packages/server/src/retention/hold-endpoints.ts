import type { Json, JsonObject } from '@suyuan/core/event/event'
import { identify } from '@suyuan/core/id/identify'
import { parseIdentifier } from '@suyuan/core/id/parse'
import type { Problem } from '@suyuan/core/problem'
import { parseQuery } from '@suyuan/core/query/parameters'
import type { Asked, Endpoint } from '../access/endpoint.ts'
import { operatorOnly } from '../access/operator.ts'
import { json } from '../http/answer.ts'
import { refuse, Refused } from '../http/problem.ts'
import { acceptsJson, Parameters, segment } from '../http/request.ts'
import { BY, jsonIn, membersOf, words } from '../access/bodies.ts'
import { holds, liftHold, placeHold, type Scope } from './holds.ts'
import type { RetentionRoom } from './settling.ts'

/** Ours, for the operator: what may not go, whatever the rules say. */
export function holdEndpoints(room: RetentionRoom): readonly Endpoint[] {
  return [
    {
      method: 'GET',
      path: '/admin/holds',
      says: 'All holds there ever were, with how they ended',
      answers: { 200: '{"holds": [{hold, of or events, reason, by, placedAt, lifted}]}' },
      handle: async ({ request, viewer }) => {
        operatorOnly(viewer)
        acceptsJson(request)
        new Parameters(request).done()
        return json({ holds: await room.engine.read(holds, undefined) })
      },
    },
    {
      method: 'POST',
      path: '/admin/holds',
      says: 'Holds a thing and its whole graph: {"of": …} or {"events": {EQ_bizStep: …}}, "reason", "by"',
      answers: { 201: 'The hold' },
      handle: (asked) => placeOne(room, asked),
    },
    {
      method: 'POST',
      path: '/admin/holds/{hold}/lift',
      says: 'Lifts a hold, which stays on record: {"reason", "by"}',
      answers: { 200: 'The hold', 404: 'No such hold' },
      handle: (asked) => liftOne(room, asked),
    },
  ]
}

const REASON = { read: words, says: 'why, as text', needed: true } as const

async function placeOne({ engine, now }: RetentionRoom, asked: Asked): Promise<Response> {
  const { viewer } = asked
  operatorOnly(viewer)
  const given = membersOf((await jsonIn(asked)).value, {
    of: { read: words, says: 'the identifier of a thing, in any spelling' },
    events: { read: parametersIn, says: 'query parameters: {"EQ_bizStep": "packing"}' },
    reason: REASON,
    by: BY,
  })
  const scope = scopeOf(given.of, given.events)
  const { reason = '', by = viewer.party } = given
  const hold = await engine.write(placeHold, { scope, reason, by, viewer, now: now() })
  return json(hold, { status: 201 })
}

function parametersIn(value: Json): Readonly<Record<string, string>> | undefined {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined
  const given = Object.entries(value as JsonObject)
  const texts = given.flatMap(([name, said]) => (typeof said === 'string' ? [[name, said]] : []))
  return given.length > 0 && texts.length === given.length
    ? (Object.fromEntries(texts) as Record<string, string>)
    : undefined
}

function scopeOf(
  of: string | undefined,
  events: Readonly<Record<string, string>> | undefined,
): Scope {
  const problems: Problem[] = []
  if ((of === undefined) === (events === undefined)) {
    problems.push({
      at: '',
      rule: 'one-of',
      says: 'hold either a thing (of) or a selection (events)',
    })
  }
  if (of !== undefined) {
    const parsed = parseIdentifier(of, '/of')
    if (!parsed.ok) problems.push(...parsed.problems)
  }
  if (events !== undefined) problems.push(...faultsOf(events))
  if (problems.length > 0) throw new Refused('ValidationException', problems)
  return events === undefined ? { of: identify(of ?? '').canonical } : { events }
}

function faultsOf(events: Readonly<Record<string, string>>): readonly Problem[] {
  const parsed = parseQuery(Object.entries(events))
  if (!parsed.ok)
    return parsed.problems.map((one) => ({ ...one, at: `/events/${one.at.slice(1)}` }))
  const says = 'a hold selects events by what they say; it neither orders nor counts them'
  const { where, ...order } = parsed.value
  if (Object.keys(order).length > 1) return [{ at: '/events', rule: 'not-here', says }]
  return where.length > 0 ? [] : [{ at: '/events', rule: 'empty', says: 'nothing narrows it' }]
}

async function liftOne({ engine, now }: RetentionRoom, asked: Asked): Promise<Response> {
  const { viewer, request } = asked
  operatorOnly(viewer)
  const { reason = '', by = viewer.party } = membersOf((await jsonIn(asked)).value, {
    reason: REASON,
    by: BY,
  })
  const number = segment(request, 2)
  const hold = /^[1-9]\d{0,14}$/.test(number) ? Number(number) : 0
  const lifted = await engine.write(liftHold, { hold, reason, by, viewer, now: now() })
  if (lifted !== undefined) return json(lifted)
  throw refuse(
    'NoSuchResourceException',
    `/admin/holds/${number}`,
    'no-hold',
    `there is no hold ${number}`,
  )
}
