import type { Json } from '@suyuan/core/event/event'
import { isoOf } from '@suyuan/core/event/micros'
import type { Parsed } from '@suyuan/core/problem'
import type { Engine } from '../db/engine.ts'
import { json } from '../http/answer.ts'
import { refuse, Refused } from '../http/problem.ts'
import { acceptsJson, Parameters } from '../http/request.ts'
import { putRules, rulesKept, type Ruled } from '../store/kept-rules.ts'
import { BY, jsonIn, words } from './bodies.ts'
import type { Asked, Endpoint } from './endpoint.ts'
import { operatorOnly } from './operator.ts'

type Room = { readonly engine: Engine; readonly now: () => number }

/** Rules that an operator gives, and how they are spoken of. */
export type RulesOf = {
  readonly of: Ruled
  readonly says: { readonly get: string; readonly post: string; readonly none: string }
  readonly read: (value: Json) => Parsed<unknown>
  /** The rules in what was given. */
  readonly shown: (given: Json) => Json
}

/** Ours, for the operator: the rules in force, and new ones; those before stay on record. */
export function rulesEndpoints(room: Room, rules: RulesOf): readonly Endpoint[] {
  const path = `/admin/${rules.of}/rules`
  return [
    {
      method: 'GET',
      path,
      says: rules.says.get,
      answers: { 200: '{version, putAt, by, rules}', 404: 'None were given' },
      handle: (asked) => getRules(room, rules, asked),
    },
    {
      method: 'POST',
      path,
      says: rules.says.post,
      parameters: { by: 'who says so' },
      answers: { 201: '{version}' },
      handle: (asked) => postRules(room, rules, asked),
    },
  ]
}

async function getRules(
  { engine }: Room,
  { of, says, shown }: RulesOf,
  { request, viewer }: Asked,
): Promise<Response> {
  operatorOnly(viewer)
  acceptsJson(request)
  new Parameters(request).done()
  const kept = await engine.read(rulesKept, of)
  if (kept === undefined) {
    throw refuse('NoSuchResourceException', `/admin/${of}/rules`, 'no-rules', says.none)
  }
  const { version, putAt, by, body } = kept
  return json({ version, putAt: isoOf(putAt), by, rules: shown(JSON.parse(body) as Json) })
}

async function postRules(
  { engine, now }: Room,
  { of, read }: RulesOf,
  asked: Asked,
): Promise<Response> {
  const { viewer, request } = asked
  operatorOnly(viewer)
  const params = new Parameters(request)
  const by = params.optional('by', words, BY.says) ?? viewer.party
  params.done()
  const { value } = await jsonIn(asked)
  const rules = read(value)
  if (!rules.ok) throw new Refused('ValidationException', rules.problems)
  const given = { of, body: JSON.stringify(value), by, viewer, now: now() }
  return json(await engine.write(putRules, given), { status: 201 })
}
