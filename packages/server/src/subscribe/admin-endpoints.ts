import type { Asked, Endpoint } from '../access/endpoint.ts'
import { operatorOnly } from '../access/operator.ts'
import type { Engine } from '../db/engine.ts'
import { answer as respond, json } from '../http/answer.ts'
import { refuse, type Refused } from '../http/problem.ts'
import { acceptsJson, fromOne, Parameters, segment } from '../http/request.ts'
import { overview, settleLetter, waitingLetter, waitingLetters } from './dead-letters.ts'
import type { Guard } from './guard.ts'
import { letterOf } from './letter.ts'
import { messageAgain } from './message.ts'
import { post } from './post.ts'
import { TIMEOUT } from './telling.ts'

export type AdminRoom = {
  readonly engine: Engine
  /** Microseconds since 1970. */
  readonly now: () => number
  readonly guard: Guard
}

const MOST = 10_000

/** Ours, for the operator: how subscriptions stand, and what no receiver took. */
export function subscriptionAdminEndpoints(room: AdminRoom): readonly Endpoint[] {
  return [
    {
      method: 'GET',
      path: '/admin/subscriptions',
      says: 'All subscriptions, how far each has been told, and what keeps it; those in trouble first',
      answers: { 200: '{"subscriptions": [{subscriptionID, dest, behind, failures, failure, …}]}' },
      handle: async ({ request, viewer }) => {
        operatorOnly(viewer)
        acceptsJson(request)
        new Parameters(request).done()
        return json({ subscriptions: await room.engine.read(overview, viewer) })
      },
    },
    {
      method: 'GET',
      path: '/admin/dead-letters',
      says: 'Messages that no receiver took, however often they were sent; the oldest first',
      parameters: { perPage: `at most so many (${MOST})` },
      answers: { 200: '{"deadLetters": [{id, subscriptionID, dest, events, failure, …}]}' },
      handle: async ({ request, viewer }) => {
        operatorOnly(viewer)
        acceptsJson(request)
        const params = new Parameters(request)
        const perPage = params.optional('perPage', fromOne, 'a whole number from 1') ?? MOST
        params.done()
        const limit = Math.min(perPage, MOST)
        return json({ deadLetters: await room.engine.read(waitingLetters, { viewer, limit }) })
      },
    },
    {
      method: 'POST',
      path: '/admin/dead-letters/{id}/send',
      says: 'Sends a dead letter again, under the ID it had',
      answers: { 200: '{id, taken}, and what the receiver said if it did not', 404: 'None waits' },
      handle: (asked) => sendAgain(room, asked),
    },
    {
      method: 'DELETE',
      path: '/admin/dead-letters/{id}',
      says: 'Gives a dead letter up; its events stay in the log',
      answers: { 204: 'Given up', 404: 'None waits' },
      handle: (asked) => drop(room, asked),
    },
  ]
}

const none = (id: string): Refused =>
  refuse('NoSuchResourceException', id, 'no-letter', 'no dead letter of this ID waits')

async function sendAgain(room: AdminRoom, { request, viewer }: Asked): Promise<Response> {
  operatorOnly(viewer)
  const { engine, now, guard } = room
  const id = segment(request, 2)
  const letter = await engine.read(waitingLetter, { viewer, id })
  if (letter === undefined) throw none(id)
  const body = await engine.read(messageAgain, letter)
  const sending = letterOf(letter.subscription, { id, now: now(), body })
  const outcome = await post(sending, { guard, timeout: TIMEOUT })
  if (!outcome.taken) return json({ id, taken: false, says: outcome.says })
  await engine.write(settleLetter, { id, as: 'sent', now: now() })
  return json({ id, taken: true })
}

async function drop({ engine, now }: AdminRoom, { request, viewer }: Asked): Promise<Response> {
  operatorOnly(viewer)
  const id = segment(request, 2)
  if ((await engine.read(waitingLetter, { viewer, id })) === undefined) throw none(id)
  await engine.write(settleLetter, { id, as: 'dropped', now: now() })
  return respond(null, { status: 204 })
}
