import { areWanted, askAll, within } from '../asking.ts'
import type { Case, Group } from '../case.ts'
import { hasStatus, isProblem, membersOf, pagesOf } from '../judge.ts'
import { everyType, thingsOf, type Things } from '../sets/things.ts'
import { hold, shown } from '../verdict.ts'

type Resource = readonly [
  path: string,
  value: (it: Things) => string,
  wants: string,
  /** Whether what was captured must be listed; a server may list only what it supports. */
  listed: boolean,
]

/** OpenAPI, top-level resources: `/{resource}/{value}/events` is a filter set beforehand. */
const ROWS: readonly Resource[] = [
  ['eventTypes', () => 'TransactionEvent', 'ordered', true],
  ['epcs', (it) => it.tin.link, 'made seen packed', false],
  ['bizSteps', () => 'shipping', 'seen', true],
  ['bizLocations', (it) => it.cellar.link, 'lots counted', false],
  ['readPoints', (it) => it.gate.link, 'made gone', false],
  ['dispositions', () => 'in_progress', 'lots packed', true],
]

function casesOf([path, value, wants, listed]: Resource): readonly Case[] {
  return [
    {
      id: `resource/${path}`,
      clause: `OpenAPI GET /${path}`,
      says: listed ? `/${path} lists what was captured` : `/${path} is a collection`,
      run: async ({ talk, world }) => {
        const kept = await world.set(everyType)
        if (!listed) {
          const answer = await talk.get(`/${path}`)
          hasStatus(answer, 200)
          membersOf(answer)
          return
        }
        const members = (await pagesOf(talk, `/${path}`, {})).flatMap(membersOf)
        const wanted = value(thingsOf(kept.names))
        hold(
          members.some((member) => member.endsWith(wanted)),
          `${wanted} among the members`,
          shown(members),
        )
      },
    },
    {
      id: `resource/${path}-paged`,
      clause: `OpenAPI GET /${path}, parameter PerPage`,
      says: `/${path} comes in pages of the size asked for`,
      run: async ({ talk, world }) => {
        await world.set(everyType)
        const answer = await talk.get(`/${path}`, { query: { perPage: '1' } })
        hasStatus(answer, 200)
        hold(membersOf(answer).length <= 1, 'at most 1 member', shown(answer.text))
      },
    },
    ...casesOfOne([path, value, wants, listed]),
  ]
}

function casesOfOne([path, value, wants]: Resource): readonly Case[] {
  return [
    {
      id: `resource/${path}-one`,
      clause: `OpenAPI GET /${path}/{…}`,
      says: `one of /${path} is a collection that has events`,
      run: async ({ talk, world }) => {
        const kept = await world.set(everyType)
        const answer = await talk.get(`/${path}/${encodeURIComponent(value(thingsOf(kept.names)))}`)
        hasStatus(answer, 200)
        hold(membersOf(answer).includes('events'), 'a member "events"', shown(answer.text))
      },
    },
    {
      id: `resource/${path}-events`,
      clause: `OpenAPI GET /${path}/{…}/events`,
      says: `the events of one of /${path}, with filters as at /events`,
      run: async ({ talk, world }) => {
        const kept = await world.set(everyType)
        const at = `/${path}/${encodeURIComponent(value(thingsOf(kept.names)))}/events`
        areWanted(kept, await askAll(talk, within(kept, {}), at), wants)
      },
    },
  ]
}

const others: readonly Case[] = [
  {
    id: 'resource/epcs-other-spelling',
    clause: 'CBV 2.0 §8.2: spellings of one thing are equal',
    says: 'events of an EPC by its URN, captured as Digital Link',
    run: async ({ talk, world }) => {
      const kept = await world.set(everyType)
      const at = `/epcs/${encodeURIComponent(thingsOf(kept.names).tin.urn)}/events`
      areWanted(kept, await askAll(talk, within(kept, {}), at), 'made seen packed')
    },
  },
  {
    id: 'resource/eventTypes-standard',
    clause: 'OpenAPI GET /eventTypes',
    says: '/eventTypes lists the five types of the standard',
    run: async ({ talk, world }) => {
      await world.set(everyType)
      const members = (await pagesOf(talk, '/eventTypes', {})).flatMap(membersOf)
      for (const type of [
        'Object',
        'Aggregation',
        'Transaction',
        'Transformation',
        'Association',
      ]) {
        hold(
          members.some((one) => one.endsWith(`${type}Event`)),
          `${type}Event`,
          shown(members),
        )
      }
    },
  },
  {
    id: 'resource/filter-refused',
    clause: 'OpenAPI GET /bizSteps/{bizStep}/events 400',
    says: 'a wrong filter is refused there too',
    run: async ({ talk }) => {
      const answer = await talk.get('/bizSteps/shipping/events?EQ_action=MOVE')
      isProblem(answer, 400, 'QueryParameterException', 'QueryValidationException')
    },
  },
]

export const RESOURCES: Group = {
  name: 'resource',
  title: { en: 'Top-level resources', zh: '顶层资源' },
  cases: [...ROWS.flatMap(casesOf), ...others],
}
