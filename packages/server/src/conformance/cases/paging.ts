import { areWanted, askAll, within, type Params } from '../asking.ts'
import { captured } from '../capturing.ts'
import type { Case, Group, Trial } from '../case.ts'
import { eventsIn, hasHeader, hasStatus, isProblem, nextOf, pagesOf, type Json } from '../judge.ts'
import { everyType } from '../sets/things.ts'
import { hold, shown } from '../verdict.ts'
import { documentOf, EXTENSIONS, type Kept } from '../world.ts'
import { newEvent } from './new-event.ts'

const BY_TIME = 'made seen gone wild near lots counted sorted packed unpacked ordered mixed fitted'

type Ordering = readonly [id: string, says: string, params: Params, wants: string]
const ORDERS: readonly Ordering[] = [
  [
    'eventTime-ASC',
    'orderBy eventTime, ASC: oldest first',
    { orderBy: 'eventTime', orderDirection: 'ASC' },
    BY_TIME,
  ],
  [
    'eventTime-DESC',
    'orderBy eventTime, DESC: newest first',
    { orderBy: 'eventTime', orderDirection: 'DESC' },
    BY_TIME.split(' ').toReversed().join(' '),
  ],
  [
    'default-DESC',
    'without orderDirection: DESC',
    { orderBy: 'eventTime' },
    BY_TIME.split(' ').toReversed().join(' '),
  ],
  [
    'number-ASC',
    'orderBy an extension field: as numbers',
    { orderBy: 'ex:degree', orderDirection: 'ASC', 'EXISTS_ex:degree': 'true' },
    'made seen',
  ],
  [
    'text-DESC',
    'orderBy an extension field, DESC: as texts',
    { orderBy: 'ex:word', orderDirection: 'DESC', 'EXISTS_ex:word': 'true' },
    'seen made',
  ],
  [
    'limit',
    'eventCountLimit with orderBy: the first so many',
    { orderBy: 'eventTime', orderDirection: 'ASC', eventCountLimit: '3' },
    'made seen gone',
  ],
  [
    'max-not-reached',
    'maxEventCount that is not exceeded changes nothing',
    { orderBy: 'eventTime', orderDirection: 'ASC', maxEventCount: '13' },
    BY_TIME,
  ],
]

const ordering: readonly Case[] = ORDERS.map(([id, says, params, wants]) => ({
  id: `order/${id}`,
  clause: 'EPCIS 2.0 §8.2.7.1, orderBy, orderDirection, eventCountLimit',
  says,
  run: async ({ talk, world }) => {
    const kept = await world.set(everyType)
    areWanted(kept, await askAll(talk, within(kept, params)), wants, true)
  },
}))

type Refusal = readonly [id: string, says: string, query: string]
const REFUSALS: readonly Refusal[] = [
  ['unknown', 'a parameter that is not there', 'EQ_bizStepp=shipping'],
  ['repeated', 'a parameter given twice', 'EQ_action=ADD&EQ_action=DELETE'],
  ['action', 'an action that is none', 'EQ_action=MOVE'],
  ['time', 'a time that is none', 'GE_eventTime=yesterday'],
  ['time-zone', 'a time without a zone', 'GE_eventTime=2010-01-01T00:00:00'],
  ['direction', 'a direction that is none', 'orderBy=eventTime&orderDirection=UP'],
  ['order', 'an order by what is no field', 'orderBy=banana'],
  ['limit-0', 'eventCountLimit 0', 'orderBy=eventTime&eventCountLimit=0'],
  ['limit-text', 'eventCountLimit that is no number', 'orderBy=eventTime&eventCountLimit=many'],
  ['limit-unordered', 'eventCountLimit without orderBy', 'eventCountLimit=3'],
  [
    'limit-and-max',
    'eventCountLimit together with maxEventCount',
    'orderBy=eventTime&eventCountLimit=3&maxEventCount=3',
  ],
  ['max-0', 'maxEventCount 0', 'maxEventCount=0'],
  ['quantity-text', 'a quantity that is no number', 'GT_quantity=many'],
  ['page-0', 'perPage 0', 'perPage=0'],
  ['page-text', 'perPage that is no number', 'perPage=many'],
]

const refusals: readonly Case[] = REFUSALS.map(([id, says, query]) => ({
  id: `refused/${id}`,
  clause: 'EPCIS 2.0 §8.2.5, QueryParameterException',
  says: `refused: ${says}`,
  run: async ({ talk }) => {
    isProblem(
      await talk.get(`/events?${query}`),
      400,
      'QueryParameterException',
      'QueryValidationException',
    )
  },
}))

const inTwos = (kept: Kept): Params => within(kept, { perPage: '2' })

async function firstPage({
  talk,
  world,
}: Trial): Promise<{ readonly kept: Kept; readonly first: readonly Json[]; readonly next: URL }> {
  const kept = await world.set(everyType)
  const first = await talk.get('/events', { query: inTwos(kept) })
  hasStatus(first, 200)
  const next = nextOf(first)
  hold(next !== undefined, 'a next page', `Link: ${shown(first.headers.get('link') ?? 'none')}`)
  return { kept, first: eventsIn(first), next }
}

const paging: readonly Case[] = [
  {
    id: 'paging/size',
    clause: 'OpenAPI, parameter PerPage',
    says: 'no page has more events than asked for, and all pages together have all of them once',
    run: async ({ talk, world }) => {
      const kept = await world.set(everyType)
      const pages = (await pagesOf(talk, '/events', inTwos(kept), EXTENSIONS)).map(eventsIn)
      const most = Math.max(...pages.map(({ length }) => length))
      hold(most <= 2, 'at most 2 events a page', `${most}`)
      const wants = BY_TIME.split(' ')
        .filter((name) => !kept.missing.has(name))
        .join(' ')
      areWanted(kept, pages.flat(), wants)
    },
  },
  {
    id: 'paging/newcomers',
    clause: 'OpenAPI, header Link; EPCIS 2.0 §12',
    says: 'events that come while a client is paging neither repeat nor hide others',
    run: async (trial) => {
      const { talk, world } = trial
      const { kept, first, next } = await firstPage(trial)
      const late = newEvent(world, { eventTime: kept.names.at(600) })
      const later = newEvent(world, { eventTime: kept.names.at(601) })
      await captured(talk, documentOf([late, later]))
      const rest: Json[] = []
      for (let at: URL | undefined = next; at !== undefined;) {
        const page = await talk.get(at)
        hasStatus(page, 200)
        rest.push(...eventsIn(page))
        at = nextOf(page)
      }
      const wants = BY_TIME.split(' ')
        .filter((name) => !kept.missing.has(name))
        .join(' ')
      areWanted(kept, [...first, ...rest], wants)
    },
  },
  {
    id: 'paging/expiry',
    clause: 'OpenAPI, header GS1-Next-Page-Token-Expires',
    says: 'a page with a next one tells until when its token is good',
    run: async ({ talk, world }) => {
      const kept = await world.set(everyType)
      hasHeader(
        await talk.get('/events', { query: inTwos(kept) }),
        'GS1-Next-Page-Token-Expires',
        /^\d{4}-\d\d-\d\dT/,
      )
    },
  },
  {
    id: 'paging/forged',
    clause: 'OpenAPI, parameter NextPageToken',
    says: 'a token that nobody gave is refused',
    run: async ({ talk }) => {
      const answer = await talk.get('/events', { query: { nextPageToken: 'forged-token' } })
      hasStatus(answer, 400, 404)
      isProblem(
        answer,
        answer.status,
        'QueryParameterException',
        'NoSuchResourceException',
        'NoSuchNameException',
        'QueryValidationException',
      )
    },
  },
  {
    id: 'paging/too-many',
    clause: 'EPCIS 2.0 §8.2.7.1, maxEventCount',
    says: 'more events than maxEventCount are refused, not cut off',
    run: async ({ talk, world }) => {
      const kept = await world.set(everyType)
      const query = within(kept, { maxEventCount: '2' })
      isProblem(await talk.get('/events', { query }), 413, 'QueryTooLargeException')
    },
  },
]

export const PAGING: readonly Group[] = [
  {
    name: 'order',
    title: { en: 'SimpleEventQuery: order and limits', zh: 'SimpleEventQuery：排序与上限' },
    cases: ordering,
  },
  { name: 'paging', title: { en: 'Paging', zh: '分页' }, cases: paging },
  {
    name: 'refused',
    title: { en: 'SimpleEventQuery: what must be refused', zh: 'SimpleEventQuery：必须拒绝' },
    cases: refusals,
  },
]
