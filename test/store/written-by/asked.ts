import type { Engine } from '../../../packages/server/src/db/engine.ts'
import { openAccess } from '../../../packages/server/src/access/access.ts'
import { createApp } from '../../../packages/server/src/app.ts'
import { documentOf } from '../../server.ts'
import { workedExample, workedTraces, workedWheres } from '../../trace/worked-example.ts'
import { pathOf } from '../../trace/served-worlds.ts'

type Ask = (path: string, init?: RequestInit) => Promise<Response>

/** The whole app over a store, at a standing clock. */
export function appOver(engine: Engine, now: () => number): Ask {
  const log = (fault: unknown): never => {
    throw fault
  }
  const app = createApp({ engine, access: openAccess, now, log })
  return async (path, init) => app.request(path, init)
}

const nameless = (more: object): object => ({
  type: 'ObjectEvent',
  eventTime: '2026-03-01T09:00:00.000+08:00',
  eventTimeZoneOffset: '+08:00',
  action: 'ADD',
  bizStep: 'commissioning',
  epcList: ['urn:epc:id:sgtin:0614141.107346.N1', 'https://id.gs1.org/01/09521001008013/21/N2'],
  'ex:note': 'written \u{1F95B} once, \u0000 never decoded',
  ...more,
})

const CONTEXT = {
  '@context': [
    'https://ref.gs1.org/standards/epcis/2.0.0/epcis-context.jsonld',
    { ex: 'https://example.com/ns/' },
  ],
}

const errorDeclaration = { declarationTime: '2026-03-09T00:00:00Z', reason: 'incorrect_data' }

const MASTER_DATA = {
  epcisHeader: {
    epcisMasterData: {
      vocabularyList: [
        {
          type: 'urn:epcglobal:epcis:vtype:Location',
          vocabularyElementList: [
            {
              id: 'https://id.gs1.org/414/9521001000017',
              attributes: [{ id: 'cbvmda:name', attribute: '\u725B\u5976 One' }],
            },
          ],
        },
      ],
    },
  },
}

/** Documents of every kind that a store keeps: in order of capture, with what is refused of the last. */
export const DOCUMENTS: readonly string[] = [
  documentOf(workedExample),
  documentOf([nameless({}), nameless({ bizStep: 'https://example.com/step' })], CONTEXT),
  documentOf([nameless({ errorDeclaration })], CONTEXT),
  documentOf([{ ...workedExample[12], errorDeclaration }]),
  documentOf([nameless({ eventTime: 'soon' }), nameless({ action: 'OBSERVE' })], {
    ...CONTEXT,
    ...MASTER_DATA,
  }),
]

/** What is asked of it, beside the pages that a first answer leads to. */
export const PATHS: ReadonlySet<string> = new Set([
  '/events?perPage=1000',
  '/events?perPage=4&orderBy=eventTime&orderDirection=ASC',
  '/events?EQ_bizStep=commissioning&EXISTS_errorDeclaration',
  '/events?MATCH_anyEPC=urn:epc:id:sgtin:0614141.107346.N1',
  '/capture',
  '/admin/masterdata',
  '/catalogue',
  ...workedTraces.map(({ question }) => pathOf('trace', question)),
  ...workedWheres.map(({ question }) => pathOf('where', question)),
  ...workedTraces.map(({ question: { of } }) => pathOf('history', { of })),
])

const AS_CAPTURED = { headers: { 'gs1-epc-format': 'Never_Translates' } }

/** An answer without what changes with the hour. */
export async function answerOf(ask: Ask, path: string): Promise<{ said: string; next?: string }> {
  const answer = await ask(path, AS_CAPTURED)
  const text = (await answer.text()).replace(/"creationDate":"[^"]*"/, '"creationDate":""')
  const link = /<http:\/\/localhost([^>]+)>; rel="next"/.exec(answer.headers.get('link') ?? '')?.[1]
  return { said: `${answer.status} ${text}`, ...(link !== undefined && { next: link }) }
}
