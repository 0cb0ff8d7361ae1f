import type { Json, JsonObject } from '@suyuan/core/event/event'
import { isoOf, microsOf } from '@suyuan/core/event/micros'
import type { RecallCase } from '@suyuan/core/recall/case'
import type { Level } from '@suyuan/core/recall/rules'
import { after, stateAfter, type StepKind } from '@suyuan/core/recall/steps'
import { BY, jsonIn, membersOf, words, type Member } from '../access/bodies.ts'
import type { Asked, Endpoint } from '../access/endpoint.ts'
import { operatorOnly } from '../access/operator.ts'
import { json } from '../http/answer.ts'
import { refuse } from '../http/problem.ts'
import { acceptsJson, Parameters, segment } from '../http/request.ts'
import { alarms } from './alarms.ts'
import { EVIDENCE } from './evidence.ts'
import { cases, keepStep, type Kept } from './kept.ts'
import { caseOf, keyOf, repeated, type RecallRoom } from './room.ts'

export type Tell = (kept: Kept) => Promise<RecallCase>

/** What is taken of a body, and what is kept of it. */
type Read = { readonly by: string | undefined; readonly body: JsonObject }
export type Reading = (
  value: Json,
  kept: Kept,
  room: RecallRoom,
  asked: Asked,
) => Read | Promise<Read>

const REASON: Member<string> = { read: words, says: 'why, as text', needed: true }
const NOTE: Member<string> = { read: words, says: 'a note, as text' }
const momentIn = (value: Json): string | undefined => {
  const moment = typeof value === 'string' ? microsOf(value) : undefined
  return moment === undefined ? undefined : isoOf(moment)
}
const AT: Member<string> = { read: momentIn, says: 'when: a date-time with zone' }
const oneOf =
  <T extends Json>(...words: readonly T[]) =>
  (value: Json): T | undefined =>
    words.find((word) => word === value)

/** What a body may have by kind of step; who says so always. */
const PLAIN: Readonly<
  Partial<Record<StepKind, { readonly says: string; readonly table: Record<string, Member<Json>> }>>
> = {
  announced: {
    says: 'Says that the recall was made public: {"at", "where", "evidence", "by"}; the end is counted from it',
    table: { at: { ...AT, needed: true }, where: NOTE, evidence: EVIDENCE },
  },
  regraded: {
    says: 'Gives the case another level: {"level", "reason", "by"}',
    table: {
      level: { read: oneOf<Level>(1, 2, 3), says: '1, 2 or 3', needed: true },
      reason: REASON,
    },
  },
  extended: {
    says: 'Moves a deadline, with reasons: {"deadline": "finish", "until", "reason", "evidence", "by"}',
    table: {
      deadline: { read: oneOf('start', 'finish'), says: 'start or finish', needed: true },
      until: { ...AT, says: 'until when: a date-time with zone', needed: true },
      reason: REASON,
      evidence: EVIDENCE,
    },
  },
  reported: {
    says: 'Says that a report was handed in: {"to", "kind": "plan|stage|final", "evidence", "by"}',
    table: {
      to: { read: words, says: 'to whom, as text', needed: true },
      kind: { read: oneOf('plan', 'stage', 'final'), says: 'plan, stage or final', needed: true },
      evidence: EVIDENCE,
    },
  },
  reopened: { says: 'Opens a closed case again: {"reason", "by"}', table: { reason: REASON } },
}

const PATHS: Readonly<Partial<Record<StepKind, string>>> = {
  announced: 'announcement',
  regraded: 'level',
  extended: 'extension',
  reported: 'reports',
  reopened: 'reopen',
}

const plainly =
  (table: Record<string, Member<Json>>): Reading =>
  (value) => {
    const { by, ...given } = membersOf(value, { ...table, by: BY }) as Record<string, Json>
    const body = Object.fromEntries(Object.entries(given).filter(([, one]) => one !== undefined))
    return { by: by as string | undefined, body }
  }

export const ANSWERS = {
  201: 'The case as it stands',
  404: 'No such recall',
  409: 'Not in this state',
}

/** What is done with a case: every step is kept with who and when. */
export function actingEndpoints(room: RecallRoom, tell: Tell): readonly Endpoint[] {
  const act = (kind: StepKind, reading: Reading) => async (asked: Asked) =>
    json(await tell(await take(room, asked, kind, reading)), { status: 201 })
  return [
    ...Object.entries(PATHS).map(([kind, path]): Endpoint => {
      const { says = '', table = {} } = PLAIN[kind as StepKind] ?? {}
      return {
        method: 'POST',
        path: `/recalls/{id}/${path}`,
        says,
        answers: ANSWERS,
        handle: act(kind as StepKind, plainly(table)),
      }
    }),
    {
      method: 'GET',
      path: '/recalls/{id}/alarms',
      says: 'Affected things that were scanned, moved, sold or used while the case was open',
      answers: { 200: '{"alarms": […]}', 404: 'No such recall' },
      handle: async (asked) => {
        const kept = await looked(room, asked)
        await room.watch.catchUp()
        const which = { recall: kept.number, after: 0, limit: 10_000 }
        return json({ alarms: await room.engine.read(alarms, which) })
      },
    },
    {
      method: 'POST',
      path: '/recalls/{id}/alarms/{alarm}/acknowledgement',
      says: 'Someone has seen to an alarm: {"by", "note"}',
      answers: ANSWERS,
      handle: act('alarm-acknowledged', readAlarm),
    },
    {
      method: 'POST',
      path: '/recalls/{id}/close',
      says: 'Closes the case with reasons, and keeps what is true then: {"reason", "evidence", "by"}',
      answers: ANSWERS,
      handle: act('closed', closing(tell)),
    },
  ]
}

export async function looked(room: RecallRoom, asked: Asked): Promise<Kept> {
  operatorOnly(asked.viewer)
  acceptsJson(asked.request)
  new Parameters(asked.request).done()
  return caseOf(room, asked)
}

/** Reads a body, keeps the step, and gives the case with it. @throws Refused in a state that it cannot follow. */
export async function take(
  room: RecallRoom,
  asked: Asked,
  kind: StepKind,
  reading: Reading,
): Promise<Kept> {
  const kept = await looked(room, asked)
  const key = keyOf(asked.request)
  const { by = asked.viewer.party, body } = await reading(
    (await jsonIn(asked)).value,
    kept,
    room,
    asked,
  )
  const step = await room.engine.write(keepStep, {
    recall: kept.number,
    kind,
    body,
    by,
    viewer: asked.viewer,
    now: room.now(),
    ...(key !== undefined && { key }),
  })
  if (step === 'other') throw repeated()
  if (typeof step === 'object' && 'state' in step) {
    const next = after(step.state, kind)
    const says = next.ok ? 'it changed meanwhile; ask again' : (next.problems[0]?.says ?? '')
    throw refuse('ResourceAlreadyExistsException', `/recalls/${kept.number}`, 'state', says)
  }
  const [now] = await room.engine.read(cases, { one: kept.number })
  if (now === undefined) throw new Error('the recall is not there any more')
  if (kind === 'reopened') await room.watch.trace(now, 'asked')
  return now
}

export const numbered = (text: string): number => (/^[1-9]\d{0,14}$/.test(text) ? Number(text) : 0)

const readAlarm: Reading = async (value, kept, { engine }, { request }) => {
  const { by, note } = membersOf(value, { by: BY, note: NOTE })
  const alarm = numbered(segment(request, 3))
  const [found] = await engine.read(alarms, { recall: kept.number, after: alarm - 1, limit: 1 })
  if (found?.alarm !== alarm) {
    const says = `there is no alarm ${segment(request, 3)}`
    throw refuse('NoSuchResourceException', new URL(request.url).pathname, 'no-alarm', says)
  }
  return { by, body: { alarm, ...(note !== undefined && { note }) } }
}

const closing =
  (tell: Tell): Reading =>
  async (value, kept, _room) => {
    const {
      by,
      reason = '',
      evidence,
    } = membersOf(value, { reason: REASON, evidence: EVIDENCE, by: BY })
    if (stateAfter(kept.steps.map(({ kind }) => kind)) === 'closed') return { by, body: { reason } }
    const {
      version,
      affected,
      upstream,
      timings,
      effectiveness,
      alarms: raised,
      notices,
    } = await tell(kept)
    const final = { version, affected, upstream, timings, effectiveness, alarms: raised, notices }
    return {
      by,
      body: { reason, ...(evidence && { evidence }), final: final as unknown as JsonObject },
    }
  }
