import { areWanted, askAll } from '../asking.ts'
import type { Case, Group, Trial } from '../case.ts'
import { asObject, hasHeader, hasStatus, isProblem, type Json } from '../judge.ts'
import { everyType, thingsOf } from '../sets/things.ts'
import { hold, shown } from '../verdict.ts'
import { NAMESPACE } from '../world.ts'

/** Stores a query, lets `use` have its name, and takes it away again. */
export async function withQuery(
  { talk, world }: Trial,
  query: Json,
  use: (name: string) => Promise<void>,
): Promise<void> {
  const name = world.fresh()
  hasStatus(await talk.post('/queries', { name, query }), 201)
  try {
    await use(name)
  } finally {
    await talk.ask('DELETE', `/queries/${name}`)
  }
}

const PLAIN = { eventType: ['ObjectEvent'], EQ_bizStep: ['shipping'] }

const LIFE: readonly Case[] = [
  {
    id: 'named/create',
    clause: 'OpenAPI POST /queries 201',
    says: 'a query is stored, and stands where its Location says',
    run: async ({ talk, world }) => {
      const name = world.fresh()
      const answer = await talk.post('/queries', { name, query: PLAIN })
      hasStatus(answer, 201)
      const there = await talk.get(new URL(hasHeader(answer, 'location'), answer.url))
      hasStatus(there, 200)
      hold(asObject(there.json())['name'] === name, `name ${name}`, shown(there.text))
      await talk.ask('DELETE', `/queries/${name}`)
    },
  },
  {
    id: 'named/list',
    clause: 'OpenAPI GET /queries',
    says: 'stored queries are listed',
    run: (trial) =>
      withQuery(trial, PLAIN, async (name) => {
        const answer = await trial.talk.get('/queries', { query: { perPage: '1000' } })
        hasStatus(answer, 200)
        hold(answer.text.includes(name), name, shown(answer.text))
      }),
  },
  {
    id: 'named/twice',
    clause: 'OpenAPI POST /queries 409',
    says: 'a name that is taken is refused',
    run: (trial) =>
      withQuery(trial, PLAIN, async (name) => {
        const answer = await trial.talk.post('/queries', {
          name,
          query: { eventType: ['ObjectEvent'] },
        })
        isProblem(answer, 409, 'ResourceAlreadyExistsException', 'DuplicateNameException')
      }),
  },
  {
    id: 'named/delete',
    clause: 'OpenAPI DELETE /queries/{queryName} 204',
    says: 'a deleted query is gone',
    run: async ({ talk, world }) => {
      const name = world.fresh()
      hasStatus(await talk.post('/queries', { name, query: PLAIN }), 201)
      hasStatus(await talk.ask('DELETE', `/queries/${name}`), 204)
      isProblem(
        await talk.get(`/queries/${name}`),
        404,
        'NoSuchNameException',
        'NoSuchResourceException',
      )
    },
  },
  {
    id: 'named/unknown-events',
    clause: 'OpenAPI GET /queries/{queryName}/events 404',
    says: 'events of an unknown query are not found',
    run: async ({ talk, world }) => {
      const answer = await talk.get(`/queries/${world.fresh()}/events`)
      isProblem(answer, 404, 'NoSuchNameException', 'NoSuchResourceException')
    },
  },
  {
    id: 'named/unknown-parameter',
    clause: 'OpenAPI POST /queries 400',
    says: 'a query with a parameter that is not there is refused',
    run: async ({ talk, world }) => {
      const answer = await talk.post('/queries', {
        name: world.fresh(),
        query: { EQ_bizStepp: ['shipping'] },
      })
      isProblem(
        answer,
        400,
        'QueryValidationException',
        'QueryParameterException',
        'ValidationException',
      )
    },
  },
  {
    id: 'named/no-name',
    clause: 'OpenAPI POST /queries 400',
    says: 'a query without a name is refused',
    run: async ({ talk }) => {
      const answer = await talk.post('/queries', { query: PLAIN })
      isProblem(
        answer,
        400,
        'QueryValidationException',
        'ValidationException',
        'QueryParameterException',
      )
    },
  },
]

type Stored = readonly [
  id: string,
  query: (trial: ReturnType<typeof thingsOf>) => Json,
  wants: string,
]

/** Query bodies: lists as arrays, numbers as numbers, prefixes from the body's own context. */
const BODIES: readonly Stored[] = [
  ['lists', () => ({ EQ_bizStep: ['shipping', 'storing'] }), 'seen lots counted'],
  ['one-value', () => ({ EQ_bizStep: 'shipping' }), 'seen'],
  ['numbers', () => ({ GT_quantity: 5, LT_quantity: 20 }), 'counted'],
  ['match', (it) => ({ MATCH_anyEPC: [it.third.link] }), 'packed ordered mixed'],
  ['transactions', (it) => ({ EQ_bizTransaction_po: [it.order.link] }), 'made'],
  ['extension', () => ({ '@context': { own: NAMESPACE }, 'EQ_own:word': ['alpha'] }), 'made'],
  [
    'ordered',
    () => ({ eventType: ['AggregationEvent'], orderBy: 'eventTime', orderDirection: 'ASC' }),
    'packed unpacked',
  ],
]

const bodies: readonly Case[] = BODIES.map(([id, query, wants]) => ({
  id: `named/events-${id}`,
  clause: 'OpenAPI POST /queries, GET /queries/{queryName}/events',
  says: `the events of a stored query: ${id.replaceAll('-', ' ')}`,
  run: async (trial) => {
    const kept = await trial.world.set(everyType)
    const body = {
      GE_eventTime: kept.from,
      LT_eventTime: kept.until,
      ...query(thingsOf(kept.names)),
    }
    await withQuery(trial, body, async (name) => {
      areWanted(
        kept,
        await askAll(trial.talk, {}, `/queries/${name}/events`),
        wants,
        id === 'ordered',
      )
    })
  },
}))

export const NAMED: Group = {
  name: 'named',
  title: { en: 'Named queries', zh: '命名查询' },
  cases: [...LIFE, ...bodies],
}
