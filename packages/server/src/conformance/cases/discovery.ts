import type { Case, Group } from '../case.ts'
import { hasHeader, hasStatus, membersOf } from '../judge.ts'
import { hold, shown } from '../verdict.ts'

const PATHS = [
  '/',
  '/capture',
  '/events',
  '/eventTypes',
  '/epcs',
  '/bizSteps',
  '/bizLocations',
  '/readPoints',
  '/dispositions',
  '/queries',
]
const VERSIONS = ['GS1-EPCIS-Min', 'GS1-EPCIS-Max', 'GS1-CBV-Min', 'GS1-CBV-Max']
const VERSION = /^\d+(\.\d+)*$/

const options: readonly Case[] = PATHS.map((path) => ({
  id: `discovery/options-${path === '/' ? 'root' : path.slice(1)}`,
  clause: `OpenAPI OPTIONS ${path} 204`,
  says: `OPTIONS ${path} is answered 204 with the versions of EPCIS and CBV`,
  run: async ({ talk }) => {
    const answer = await talk.ask('OPTIONS', path)
    hasStatus(answer, 204)
    for (const name of VERSIONS) hasHeader(answer, name, VERSION)
  },
}))

const headers: readonly Case[] = [
  ['GS1-EPCIS-Capture-Limit', /^\d+$/],
  ['GS1-EPCIS-Capture-File-Size-Limit', /^\d+$/],
  ['GS1-Capture-Error-Behaviour', /^(all|rollback|proceed)(\s*,\s*(rollback|proceed))*$/],
].map(([name, form]) => ({
  id: `discovery/${String(name)}`,
  clause: 'OpenAPI OPTIONS /capture, 204CaptureEndpointDiscovery',
  says: `OPTIONS /capture tells ${String(name)}`,
  run: async ({ talk }) => {
    hasHeader(await talk.ask('OPTIONS', '/capture'), String(name), form as RegExp)
  },
}))

const EPC_FORMAT =
  /^(No_Preference|Always_GS1_Digital_Link|Always_EPC_URN|Never_Translates)(\s*,\s*\w+)*$/

const others: readonly Case[] = [
  {
    id: 'discovery/GS1-EPC-Format',
    clause: 'OpenAPI OPTIONS /events, header GS1-EPC-Format',
    says: 'OPTIONS /events tells which forms of identifiers it answers in',
    run: async ({ talk }) => {
      hasHeader(await talk.ask('OPTIONS', '/events'), 'GS1-EPC-Format', EPC_FORMAT)
    },
  },
  {
    id: 'discovery/root',
    clause: 'OpenAPI GET /',
    says: 'GET / lists the top-level resources',
    run: async ({ talk }) => {
      const answer = await talk.get('/')
      hasStatus(answer, 200)
      const members = membersOf(answer)
      const missing = PATHS.slice(1).filter((path) => !members.includes(path.slice(1)))
      hold(
        missing.length === 0,
        `members ${PATHS.slice(1)
          .map((path) => path.slice(1))
          .join(', ')}`,
        shown(members),
      )
    },
  },
  {
    id: 'discovery/answers-tell-version',
    clause: 'OpenAPI GET /events 200, header GS1-EPCIS-Version',
    says: 'an answer tells the version of EPCIS that it is in',
    run: async ({ talk }) => {
      hasHeader(
        await talk.get('/events', { query: { perPage: '1' } }),
        'GS1-EPCIS-Version',
        VERSION,
      )
    },
  },
  {
    id: 'discovery/no-path',
    clause: 'OpenAPI, 404',
    says: 'a path that is not there is not found',
    run: async ({ talk, world }) => {
      hasStatus(await talk.get(`/${world.fresh()}`), 404)
    },
  },
]

export const DISCOVERY: Group = {
  name: 'discovery',
  title: { en: 'Discovery', zh: '能力发现' },
  cases: [...options, ...headers, ...others],
}
