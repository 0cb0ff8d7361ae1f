import { parseJson } from '@suyuan/core/json/parse'
import { isoOf } from '@suyuan/core/event/micros'
import type { Asked, Endpoint } from '../access/endpoint.ts'
import { operatorOnly } from '../access/operator.ts'
import type { Engine } from '../db/engine.ts'
import { answer, json } from '../http/answer.ts'
import { wholeText } from '../http/body.ts'
import { refuse, Refused } from '../http/problem.ts'
import { acceptsJson, Parameters, segment, sendsJson } from '../http/request.ts'
import { companyPrefixes, dropPrefix, tellPrefixes } from '../store/company-prefix.ts'
import { learnMore } from './learn.ts'
import { readPrefixes } from './read-prefixes.ts'

export type PrefixRoom = {
  readonly engine: Engine
  /** Microseconds since 1970. */
  readonly now: () => number
}

const PATH = '/admin/company-prefixes'

/** GS1's table has some ten thousand rows. */
const MOST_BYTES = 16 * 2 ** 20

/** Ours, for the operator: how long company prefixes are, which EPC URNs in answers need (`GS1-EPC-Format: Always_EPC_URN`). */
export function prefixEndpoints(room: PrefixRoom): readonly Endpoint[] {
  return [
    {
      method: 'GET',
      path: PATH,
      says: 'The GS1 Company Prefixes whose length is known, and who told',
      answers: {
        200: '{"prefixes": [{prefix, length, source: registered|imported|seen, notedAt}]}',
      },
      handle: (asked) => list(room, asked),
    },
    {
      method: 'POST',
      path: PATH,
      says: 'Registers prefixes: {"prefixes": [{"prefix": "0614141"}]}; or imports GS1’s table of their lengths',
      answers: { 200: '{"told": how many}' },
      handle: (asked) => tell(room, asked),
    },
    {
      method: 'POST',
      path: `${PATH}/learn`,
      says: 'Reads the whole log again for EPC URNs and what they show',
      answers: { 200: '{"prefixes": […]}' },
      handle: (asked) => learn(room, asked),
    },
    {
      method: 'DELETE',
      path: `${PATH}/{prefix}`,
      says: 'Forgets a prefix, whoever told it',
      answers: { 204: 'Forgotten', 404: 'No such prefix' },
      handle: (asked) => forget(room, asked),
    },
  ]
}

async function list({ engine }: PrefixRoom, { request, viewer }: Asked): Promise<Response> {
  operatorOnly(viewer)
  acceptsJson(request)
  new Parameters(request).done()
  const rows = await engine.read(companyPrefixes, undefined)
  return json({
    prefixes: rows.map(({ prefix, length, source, noted_at: notedAt }) => ({
      prefix,
      length,
      source,
      notedAt: isoOf(notedAt),
    })),
  })
}

async function tell({ engine, now }: PrefixRoom, asked: Asked): Promise<Response> {
  operatorOnly(asked.viewer)
  sendsJson(asked.request)
  const parsed = parseJson(await wholeText(asked.body, MOST_BYTES), '')
  const given = parsed.ok ? readPrefixes(parsed.value) : parsed
  if (!given.ok) throw new Refused('ValidationException', given.problems)
  return json({ told: await engine.write(tellPrefixes, { ...given.value, now: now() }) })
}

async function learn({ engine, now }: PrefixRoom, asked: Asked): Promise<Response> {
  operatorOnly(asked.viewer)
  new Parameters(asked.request).done()
  let more = await engine.write(learnMore, { now: now(), anew: true })
  while (more) more = await engine.write(learnMore, { now: now(), anew: false })
  return list({ engine, now }, asked)
}

async function forget({ engine }: PrefixRoom, { request, viewer }: Asked): Promise<Response> {
  operatorOnly(viewer)
  const prefix = segment(request, 2)
  if (await engine.write(dropPrefix, prefix)) return answer(null, { status: 204 })
  const says = `no company prefix ${prefix} is known`
  throw refuse('NoSuchResourceException', `${PATH}/${prefix}`, 'no-prefix', says)
}
