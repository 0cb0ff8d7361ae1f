import { identify } from '@suyuan/core/id/identify'
import { readBalanceRules } from '@suyuan/core/balance/read-rules'
import type { Asked, Endpoint } from '../access/endpoint.ts'
import { PAGED } from '../access/described.ts'
import { rulesEndpoints } from '../access/rules-endpoints.ts'
import type { Engine, Tx, Work } from '../db/engine.ts'
import { json } from '../http/answer.ts'
import { refuse, type Refused } from '../http/problem.ts'
import { acceptsJson, moment, Parameters } from '../http/request.ts'
import { erasedThing, saysErased } from '../store/erased.ts'
import { shownLot, shownTransformation } from './answer.ts'
import { holdersBy } from './holders.ts'
import { isLot, lotBalance } from './lot.ts'
import { getListing, LISTING } from './listing-endpoint.ts'
import type { BalanceRoom } from './room.ts'
import type { Asker } from './told.ts'
import { balanceOf } from './transformation.ts'

const MOMENT = 'a date-time with zone, like 2026-03-01T08:00:00+08:00'

/** Ours: what went in, what came out, what is missing (docs/guides/mass-balance.md). */
export function balanceEndpoints(room: BalanceRoom): readonly Endpoint[] {
  return [
    {
      method: 'GET',
      path: '/balance',
      says: 'Mass balance: of a transformation or a lot; or listed by transformation, line, day or supplier over a time',
      parameters: {
        of: 'a lot in any spelling, a transformationID, or the name of a TransformationEvent',
        ...LISTING,
        LT_recordTime: `as it was known before then: ${MOMENT}`,
      },
      tells: PAGED,
      answers: {
        200: 'The balance, or rows',
        404: 'No event made or named it',
        410: 'All that named it was erased',
      },
      handle: (asked) =>
        new URL(asked.request.url).searchParams.has('by')
          ? getListing(room, asked)
          : getOne(room, asked),
    },
    ...rulesEndpoints(room, {
      of: 'balance',
      says: {
        get: 'The rules of mass balance in force, as they were given',
        post: 'Gives new rules of mass balance: what counts as loss, rework or sample, tolerances, yields, weights; those before stay on record',
        none: 'no rules of mass balance were given: amounts are reported, and nothing is judged',
      },
      read: readBalanceRules,
      shown: (given) => given,
    }),
  ]
}

async function getOne({ engine }: BalanceRoom, { request, viewer }: Asked): Promise<Response> {
  acceptsJson(request)
  const params = new Parameters(request)
  const given = params.required(
    'of',
    (text) => (text.trim() === '' ? undefined : text),
    'a lot, a transformationID or the name of an event; or give by, for a listing',
  )
  const knownBefore = params.optional('LT_recordTime', moment, MOMENT)
  params.done()
  const asker: Asker = { viewer, ...(knownBefore !== undefined && { knownBefore }) }
  const id = identify(given).canonical
  const shown = isLot(id)
    ? await ofLot(engine, asker, { id, request })
    : await engine.read(ofTransformation, { asker, id })
  if (shown === undefined) throw await notFound(engine, id)
  return json(shown)
}

async function ofLot(
  engine: Engine,
  asker: Asker,
  { id, request }: { readonly id: string; readonly request: Request },
): Promise<object | undefined> {
  const { signal } = request
  const balance = await lotBalance(engine, asker, { lot: id, holderOf: holdersBy(engine), signal })
  return balance && { ...shownLot(balance), rules: balance.rules }
}

type One = { readonly asker: Asker; readonly id: string }

const ofTransformation: Work<One, object | undefined> = {
  run: showTransformation,
  module: import.meta.url,
  name: 'showTransformation',
}

export async function showTransformation(tx: Tx, { asker, id }: One): Promise<object | undefined> {
  const balance = await balanceOf(tx, asker, id)
  return balance && shownTransformation(balance)
}

async function notFound(engine: Engine, id: string): Promise<Refused> {
  const erased = await engine.read(erasedThing, id)
  if (erased !== undefined)
    return refuse('GoneException', '?of', 'erased', `what named ${id} was ${saysErased(erased)}`)
  const { kind } = identify(id)
  const says =
    kind === 'item'
      ? `${id} is one item: ask for its lot, or for the transformation that made it`
      : `no event that stands makes or names ${id}`
  return refuse('NoSuchResourceException', '?of', kind === 'item' ? 'item' : 'never-seen', says)
}
