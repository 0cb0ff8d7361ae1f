import { isoOf } from '@suyuan/core/event/micros'
import { rulesOn, RECALL_RULES } from '@suyuan/core/recall/rules'
import { stateAfter } from '@suyuan/core/recall/steps'
import { jsonIn } from '../access/bodies.ts'
import type { Asked, Endpoint } from '../access/endpoint.ts'
import { operatorOnly } from '../access/operator.ts'
import { json } from '../http/answer.ts'
import { acceptsJson, fromOne, Parameters, wholeNumber } from '../http/request.ts'
import { working } from '../http/working.ts'
import { actingEndpoints } from './acting.ts'
import { holderEndpoints } from './holder-endpoints.ts'
import { alarms as listed } from './alarms.ts'
import { caseOf, keyOf, repeated, type RecallRoom } from './room.ts'
import { itemsEndpoint } from './items.ts'
import { cases, openCase, type Kept } from './kept.ts'
import { readOpening } from './opening.ts'
import { levelOf, toldCase, toldVersions } from './told.ts'
import { versionsOf } from './versions.ts'

const NO_CASE = { 404: 'No such recall' }

const RULES: Endpoint = {
  method: 'GET',
  path: '/recalls/rules',
  says: 'Levels and their deadlines, every edition that is known, with how sure each is',
  answers: { 200: '{"rules": […]}' },
  handle: ({ request, viewer }) => {
    operatorOnly(viewer)
    acceptsJson(request)
    new Parameters(request).done()
    return Promise.resolve(json({ rules: RECALL_RULES }))
  },
}

/** Ours: recalls and drills, as cases. */
export function recallEndpoints(room: RecallRoom): readonly Endpoint[] {
  return [
    ...caseEndpoints(room),
    ...setEndpoints(room),
    ...actingEndpoints(room, (kept) => tell(room, kept)),
    ...holderEndpoints(room, (kept) => tell(room, kept)),
  ]
}

function caseEndpoints(room: RecallRoom): readonly Endpoint[] {
  return [
    {
      method: 'POST',
      path: '/recalls',
      says: 'Opens a recall, or a drill: {"suspects": [id, {"made": {…}}], "reason", "level", "knownAt", "drill", "by"}; traced when it answers; with Accept: application/x-ndjson a line now and then tells how far it is. Idempotency-Key: the same sent again opens no second case',
      tells: ['Location'],
      answers: {
        201: 'The case',
        200: 'The case that this key opened before',
        409: 'Another has this key',
      },
      handle: (asked) => open(room, asked),
    },
    {
      method: 'GET',
      path: '/recalls',
      says: 'All recalls and drills, the newest first',
      parameters: { perPage: 'at most so many (30)', before: 'older than the one of this id' },
      answers: { 200: '{"recalls": [{id, state, drill, reason, level, knownAt, affected, …}]}' },
      handle: (asked) => list(room, asked),
    },
    RULES,
    {
      method: 'GET',
      path: '/recalls/alarms',
      says: 'Affected things that were scanned, moved, sold or used while their case was open, the earliest first',
      parameters: {
        after: 'behind the alarm of this number',
        wait: 'so many seconds (60 at most) for one to come, if there is none',
        perPage: 'at most so many (100)',
      },
      answers: { 200: '{"alarms": […]}' },
      handle: (asked) => alarms(room, asked),
    },
    {
      method: 'GET',
      path: '/recalls/{id}',
      says: 'A recall as it stands: what is affected, where, by whom held, deadlines, versions, notices, effectiveness',
      answers: { 200: 'The case', ...NO_CASE },
      handle: async (asked) => {
        operatorOnly(asked.viewer)
        acceptsJson(asked.request)
        new Parameters(asked.request).done()
        return json(await tell(room, await caseOf(room, asked)))
      },
    },
  ]
}

/** What a case has found. */
function setEndpoints(room: RecallRoom): readonly Endpoint[] {
  return [
    itemsEndpoint(room),
    {
      method: 'GET',
      path: '/recalls/{id}/lots',
      says: 'The lots of the affected items, with counts',
      answers: { 200: '{"lots": [{lot, items}]}', ...NO_CASE },
      handle: async (asked) => {
        const { newest } = await current(room, asked)
        return json({ recall: newest.id, version: newest.version, lots: newest.lots })
      },
    },
    {
      method: 'GET',
      path: '/recalls/{id}/versions',
      says: 'Each state of the affected set, with what it has that the one before had not',
      answers: { 200: '{"versions": […]}', ...NO_CASE },
      handle: async (asked) => {
        const { kept } = await current(room, asked)
        const versions = await room.engine.read(versionsOf, kept.number)
        return json({ versions: toldVersions(versions) })
      },
    },
    {
      method: 'POST',
      path: '/recalls/{id}/versions',
      says: 'Traces the case anew; there is another version only where the set is another',
      answers: { 200: 'The case', ...NO_CASE },
      handle: async (asked) => {
        operatorOnly(asked.viewer)
        const kept = await caseOf(room, asked)
        return working(asked.request, room.refusal, async (told) => {
          await room.watch.trace(kept, 'asked', hearing(asked, told))
          return tell(room, kept)
        })
      },
    },
  ]
}

const hearing = (
  { request }: Asked,
  told: (line: object) => void,
): {
  readonly signal: AbortSignal
  readonly progress: (now: { readonly found: number }) => void
} => ({
  signal: request.signal,
  progress: ({ found }) => told({ tracing: { found } }),
})

/** A case as it stands, with all that was acknowledged. */
async function tell(room: RecallRoom, kept: Kept): Promise<ReturnType<typeof toldCase>> {
  await room.watch.catchUp()
  const newest = await room.watch.versionOf(kept)
  const versions = await room.engine.read(versionsOf, kept.number)
  const raised = await room.engine.read(listed, { recall: kept.number, after: 0, limit: 100_000 })
  const open = raised.filter((one) => one.acknowledged === undefined).length
  const counts = { raised: raised.length, open }
  return toldCase({ kept, versions, newest, alarms: counts, now: room.now() })
}

async function current(
  room: RecallRoom,
  asked: Asked,
): Promise<{
  readonly kept: Kept
  readonly newest: Awaited<ReturnType<RecallRoom['watch']['versionOf']>> & { readonly id: string }
}> {
  operatorOnly(asked.viewer)
  acceptsJson(asked.request)
  new Parameters(asked.request).done()
  const kept = await caseOf(room, asked)
  await room.watch.catchUp()
  return { kept, newest: { ...(await room.watch.versionOf(kept)), id: String(kept.number) } }
}

async function open(room: RecallRoom, asked: Asked): Promise<Response> {
  const { viewer, request } = asked
  operatorOnly(viewer)
  new Parameters(request).done()
  const key = keyOf(request)
  const now = room.now()
  const { opening, by = viewer.party } = readOpening((await jsonIn(asked)).value, now)
  const opened = await room.engine.write(openCase, {
    opening,
    by,
    viewer,
    now,
    ...(key !== undefined && { key }),
  })
  if (opened === 'other') throw repeated()
  const [kept] = await room.engine.read(cases, { one: opened.number })
  if (kept === undefined) throw new Error('the recall that was opened is not there')
  const made = await working(request, room.refusal, async (told) => {
    await room.watch.versionOf(kept, hearing(asked, told))
    return tell(room, kept)
  })
  return new Response(made.body, {
    status: opened.again ? 200 : 201,
    headers: { ...Object.fromEntries(made.headers), location: `/recalls/${opened.number}` },
  })
}

const MOST_PER_PAGE = 1000

async function list(room: RecallRoom, { request, viewer }: Asked): Promise<Response> {
  operatorOnly(viewer)
  acceptsJson(request)
  const params = new Parameters(request)
  const perPage = params.optional('perPage', fromOne, 'a whole number from 1') ?? 30
  const before = params.optional('before', wholeNumber, 'the id of a recall')
  params.done()
  await room.watch.catchUp()
  const limit = Math.min(perPage, MOST_PER_PAGE)
  const which = { before: before ?? Number.MAX_SAFE_INTEGER, limit }
  const found = await room.engine.read(cases, which)
  const recalls = await Promise.all(found.map((kept) => inShort(room, kept)))
  const url = new URL(request.url)
  url.searchParams.set('before', String(found.at(-1)?.number ?? 0))
  const link = found.length === limit ? { link: `<${url.href}>; rel="next"` } : {}
  return json({ recalls }, { headers: link })
}

async function inShort(room: RecallRoom, kept: Kept): Promise<object> {
  const { version, affected } = await room.watch.versionOf(kept)
  return {
    id: String(kept.number),
    state: stateAfter(kept.steps.map(({ kind }) => kind)),
    drill: kept.drill,
    reason: kept.reason,
    level: levelOf(kept),
    rules: rulesOn(kept.knownAt).id,
    knownAt: isoOf(kept.knownAt),
    openedAt: isoOf(kept.openedAt),
    by: kept.by,
    version,
    affected,
  }
}

const MOST_SECONDS = 60

async function alarms(room: RecallRoom, { request, viewer }: Asked): Promise<Response> {
  operatorOnly(viewer)
  acceptsJson(request)
  const params = new Parameters(request)
  const after = params.optional('after', wholeNumber, 'the number of an alarm') ?? 0
  const wait = params.optional('wait', wholeNumber, 'seconds') ?? 0
  const perPage = params.optional('perPage', fromOne, 'a whole number from 1') ?? 100
  params.done()
  await room.watch.catchUp()
  const which = { after, limit: Math.min(perPage, MOST_PER_PAGE) }
  const waiting = room.watch.alarmed(Math.min(wait, MOST_SECONDS) * 1000, request.signal)
  let found = await room.engine.read(listed, which)
  if (found.length === 0 && wait > 0) {
    await waiting
    found = await room.engine.read(listed, which)
  }
  return json({ alarms: found })
}
