import { isIri } from '@suyuan/core/event/context'
import type { Json, JsonObject } from '@suyuan/core/event/event'
import { microsOf } from '@suyuan/core/event/micros'
import { parseIdentifier } from '@suyuan/core/id/parse'
import { parseJson } from '@suyuan/core/json/parse'
import type { Problem } from '@suyuan/core/problem'
import type { Asked, Endpoint } from '../access/endpoint.ts'
import type { Engine } from '../db/engine.ts'
import { json } from '../http/answer.ts'
import { wholeText } from '../http/body.ts'
import { refuse, Refused } from '../http/problem.ts'
import { acceptsJson, Parameters, sendsJson } from '../http/request.ts'
import { commonCause, type CauseQuestion, type Given } from './gather.ts'

export type CauseRoom = { readonly engine: Engine }

const MOST_BAD = 200
const MOST_GOOD = 2000
const MOST_CAUSES = 200
const CAUSES = 20
const MOST_BYTES = 2 ** 20

/** Ours: what several bad tins have in common. */
export function causeEndpoints(room: CauseRoom): readonly Endpoint[] {
  return [
    {
      method: 'POST',
      path: '/common-cause',
      says: `What the bad share and the good do not, ranked: {"bad": [id or {id, when, what}, …], "good": […], "seed": 1, "limit": ${CAUSES}}; up to ${MOST_BAD} bad and ${MOST_GOOD} good, without good ones a control sample is drawn by the seed`,
      answers: {
        200: '{bad, good, unseen, control, tried, found, causes: [{rank, factor: {kind, id, at}, alike, bad, good, p, pAdjusted, likelihoodRatio}], position}',
        404: 'No event ever named any of the bad',
      },
      handle: (asked) => postCause(room, asked),
    },
  ]
}

async function postCause({ engine }: CauseRoom, asked: Asked): Promise<Response> {
  const { request, viewer, body } = asked
  acceptsJson(request)
  sendsJson(request)
  new Parameters(request).done()
  const parsed = parseJson(await wholeText(body, MOST_BYTES), '')
  if (!parsed.ok) throw new Refused('ValidationException', parsed.problems)
  const answer = await engine.read(commonCause, { viewer, ...questionIn(parsed.value) })
  if (answer.bad === 0) {
    const says = `no event ever named ${answer.unseen.slice(0, 3).join(', ')}`
    throw refuse('NoSuchResourceException', '/bad', 'never-seen', says)
  }
  return json(answer)
}

const KNOWN = ['bad', 'good', 'seed', 'limit']

/** @throws Refused with all that is wrong. */
function questionIn(value: Json): Omit<CauseQuestion, 'viewer'> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw refuse('ValidationException', '', 'wrong-type', 'send {"bad": […], "good": […]}')
  }
  const { bad, good, seed = 1, limit = CAUSES, ...others } = value as JsonObject
  const problems: Problem[] = Object.keys(others).map((name) => ({
    at: `/${name}`,
    rule: 'unknown-member',
    says: `known are ${KNOWN.join(', ')}`,
  }))
  const read = {
    bad: listIn(bad, { at: '/bad', least: 1, most: MOST_BAD }, problems),
    ...(good !== undefined && {
      good: listIn(good, { at: '/good', least: 0, most: MOST_GOOD }, problems),
    }),
    seed: numberIn(seed, { at: '/seed', least: 0, most: 2 ** 31 }, problems),
    limit: numberIn(limit, { at: '/limit', least: 1, most: MOST_CAUSES }, problems),
  }
  const both = new Set(read.bad.map(({ id }) => id))
  const twice = read.good?.find(({ id }) => both.has(id))
  if (twice !== undefined) {
    const says = `${twice.id} is among the bad: a thing is either`
    problems.push({ at: '/good', rule: 'both', says })
  }
  if (problems.length > 0) throw new Refused('ValidationException', problems)
  return read
}

type Bounds = { readonly at: string; readonly least: number; readonly most: number }

function numberIn(value: Json, { at, least, most }: Bounds, problems: Problem[]): number {
  if (typeof value === 'number' && Number.isInteger(value) && value >= least && value <= most) {
    return value
  }
  problems.push({ at, rule: 'value', says: `a whole number from ${least} to ${most}` })
  return least
}

/** Identifiers, each once: what is told twice is one tin. */
function listIn(value: Json | undefined, bounds: Bounds, problems: Problem[]): readonly Given[] {
  const { at, least, most } = bounds
  if (!Array.isArray(value) || value.length < least || value.length > most) {
    const says = `${least} to ${most} identifiers, each as text or as {"id", "when", "what"}`
    problems.push({ at, rule: 'wrong-type', says })
    return []
  }
  const list = value as readonly Json[]
  const given = list.flatMap((one, i) => givenIn(one, `${at}/${i}`, problems))
  return [...new Map(given.map((one) => [one.id, one])).values()]
}

function givenIn(value: Json, at: string, problems: Problem[]): readonly Given[] {
  const told = typeof value === 'string' ? { id: value } : value
  const { id, when, what } = (told ?? {}) as { id?: Json; when?: Json; what?: Json }
  if (typeof id !== 'string' || (what !== undefined && typeof what !== 'string')) {
    problems.push({ at, rule: 'wrong-type', says: 'an identifier, or {"id", "when", "what"}' })
    return []
  }
  const until = when === undefined ? undefined : untilIn(when, `${at}/when`, problems)
  const parsed = parseIdentifier(id, at)
  if (!parsed.ok) problems.push(...parsed.problems)
  else if (!isIri(id) || id.includes('\0')) {
    problems.push({ at, rule: 'not-a-uri', says: `${id}: give an absolute URI` })
  } else return [{ id: parsed.value.canonical, ...(until !== undefined && { until }) }]
  return []
}

function untilIn(when: Json, at: string, problems: Problem[]): number | undefined {
  const until = typeof when === 'string' ? microsOf(when) : undefined
  if (until !== undefined) return until
  const says = 'a date-time with zone, like 2026-03-01T08:00:00+08:00'
  problems.push({ at, rule: 'value', says })
  return undefined
}
