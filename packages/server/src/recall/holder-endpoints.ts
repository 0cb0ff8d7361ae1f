import type { Json } from '@suyuan/core/event/event'
import { BY, membersOf } from '../access/bodies.ts'
import type { Asked, Endpoint } from '../access/endpoint.ts'
import { json } from '../http/answer.ts'
import { refuse } from '../http/problem.ts'
import { segment } from '../http/request.ts'
import { ANSWERS, looked, numbered, take, type Reading, type Tell } from './acting.ts'
import { readCount } from './counting.ts'
import { EVIDENCE } from './evidence.ts'
import { newNotices } from './notifying.ts'
import type { RecallRoom } from './room.ts'
import { countsOf, noticesOf } from './told.ts'

/** What holders are told, and what they tell. */
export function holderEndpoints(room: RecallRoom, tell: Tell): readonly Endpoint[] {
  return [
    {
      method: 'GET',
      path: '/recalls/{id}/notices',
      says: 'The notices that went out: one a holder, with only its lots, its text in Chinese and English, and how it was acknowledged',
      answers: { 200: '{"notices": […]}', 404: 'No such recall' },
      handle: async (asked) => json({ notices: noticesOf(await looked(room, asked)) }),
    },
    {
      method: 'POST',
      path: '/recalls/{id}/notices',
      says: 'Notifies every holder whose affected items are not what its last notice says: {"by"}',
      answers: { ...ANSWERS, 201: '{"notices": […]}: those that are new' },
      handle: (asked) => notify(room, asked),
    },
    {
      method: 'POST',
      path: '/recalls/{id}/notices/{notice}/acknowledgement',
      says: 'A holder says that it has its notice: {"by", "evidence"}',
      answers: ANSWERS,
      handle: (asked) => acknowledge(room, asked, tell),
    },
    {
      method: 'GET',
      path: '/recalls/{id}/counts',
      says: 'What holders found, blocked, returned and destroyed, with evidence',
      answers: { 200: '{"counts": […]}', 404: 'No such recall' },
      handle: async (asked) => json({ counts: countsOf(await looked(room, asked)) }),
    },
    {
      method: 'POST',
      path: '/recalls/{id}/counts',
      says: 'A holder tells: {"kind": "found|blocked|returned|destroyed", "holder", "lot", "items" or "ids", "evidence": {"ref", "sha256"}, "by"}; counts add up',
      answers: ANSWERS,
      handle: async (asked) =>
        json(await tell(await take(room, asked, 'counted', readCount)), { status: 201 }),
    },
  ]
}

async function notify(room: RecallRoom, asked: Asked): Promise<Response> {
  const kept = await take(room, asked, 'noticed', newNotices)
  const step = kept.steps.findLast(({ kind }) => kind === 'noticed')
  const fresh = (step?.body['notices'] as readonly Json[] | undefined)?.length ?? 0
  const all = noticesOf(kept)
  return json({ notices: all.slice(all.length - fresh) }, { status: 201 })
}

async function acknowledge(room: RecallRoom, asked: Asked, tell: Tell): Promise<Response> {
  const kept = await take(room, asked, 'acknowledged', readAcknowledgement)
  return json(await tell(kept), { status: 201 })
}

const readAcknowledgement: Reading = (value, kept, _room, { request }) => {
  const { by, evidence } = membersOf(value, { by: BY, evidence: EVIDENCE })
  const number = numbered(segment(request, 3))
  const notice = noticesOf(kept)[number - 1]
  if (notice === undefined) {
    const says = `no notice ${segment(request, 3)} went out`
    throw refuse('NoSuchResourceException', new URL(request.url).pathname, 'no-notice', says)
  }
  return { by, body: { notice: number, holder: notice.holder, ...(evidence && { evidence }) } }
}
