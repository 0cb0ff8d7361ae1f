import { areWanted, within } from '../asking.ts'
import { captured } from '../capturing.ts'
import { sgtin } from '../keys.ts'
import type { Case, Group, Trial } from '../case.ts'
import { asObject, eventsIn, hasStatus, isProblem, orWithout, type Json } from '../judge.ts'
import { everyType } from '../sets/things.ts'
import type { Answer } from '../talk.ts'
import { hold, NotSupported, shown } from '../verdict.ts'
import { documentOf, EXTENSIONS, NAMESPACE } from '../world.ts'
import { newEvent } from './new-event.ts'

/** The event "made" of the set, asked for with these headers. */
async function made(
  { talk, world }: Trial,
  headers: Readonly<Record<string, string>>,
): Promise<Answer> {
  const kept = await world.set(everyType)
  return talk.get('/events', { query: within(kept, { EQ_bizStep: 'commissioning' }), headers })
}

async function identifiers(trial: Trial, format: string, wanted: RegExp): Promise<void> {
  const answer = await made(trial, { 'gs1-epc-format': format })
  orWithout(answer, `GS1-EPC-Format: ${format}`)
  hasStatus(answer, 200)
  const [event] = eventsIn(answer)
  const all = [
    ...((event?.['epcList'] ?? []) as readonly string[]),
    String((event?.['readPoint'] as Json | undefined)?.['id']),
  ]
  hold(
    all.every((id) => wanted.test(id)),
    `identifiers as ${wanted.source}`,
    shown(all),
  )
}

const LINK = /^https:\/\/id\.gs1\.org\//

const FORMS: readonly Case[] = [
  {
    id: 'negotiation/links-by-default',
    clause: 'OpenAPI, header GS1-EPC-Format: default Always_GS1_Digital_Link',
    says: 'without GS1-EPC-Format identifiers are answered as GS1 Digital Links',
    run: async (trial) => {
      const [event] = eventsIn(await made(trial, {}))
      hold(
        ((event?.['epcList'] ?? ['']) as string[]).every((id) => LINK.test(id)),
        'Digital Links',
        shown(event),
      )
    },
  },
  {
    id: 'negotiation/always-link',
    clause: 'OpenAPI, header GS1-EPC-Format',
    says: 'Always_GS1_Digital_Link: identifiers are Digital Links',
    run: (trial) => identifiers(trial, 'Always_GS1_Digital_Link', LINK),
  },
  {
    id: 'negotiation/link-of-urn',
    clause: 'OpenAPI, header GS1-EPC-Format',
    says: 'Always_GS1_Digital_Link: what came as a URN is answered as a Digital Link',
    run: async ({ talk, world }) => {
      const key = sgtin('107346', world.fresh())
      await captured(talk, documentOf([newEvent(world, { epcList: [key.urn] })]))
      const query = { MATCH_epc: key.urn }
      const answer = await talk.get('/events', {
        query,
        headers: { 'gs1-epc-format': 'Always_GS1_Digital_Link' },
      })
      hasStatus(answer, 200)
      hold(answer.text.includes(key.link), key.link, shown(answer.text))
    },
  },
  {
    id: 'negotiation/never-translates',
    clause: 'OpenAPI, header GS1-EPC-Format',
    says: 'Never_Translates: identifiers are answered as they came',
    run: (trial) => identifiers(trial, 'Never_Translates', LINK),
  },
  {
    id: 'negotiation/format-unknown',
    clause: 'OpenAPI, header GS1-EPC-Format; 406',
    says: 'a format of identifiers that is none is refused',
    run: async (trial) => {
      const answer = await made(trial, { 'gs1-epc-format': 'Sometimes' })
      hasStatus(answer, 400, 406)
    },
  },
  {
    id: 'negotiation/prefix-of-request',
    clause: 'OpenAPI, header GS1-Extensions: supplies prefixes of query parameters',
    says: 'a field is found under the prefix that GS1-Extensions declares, whatever the document used',
    run: async ({ talk, world }) => {
      const kept = await world.set(everyType)
      const headers = { 'gs1-extensions': `other=${NAMESPACE}` }
      const answer = await talk.get('/events', {
        query: within(kept, { 'EQ_other:word': 'alpha' }),
        headers,
      })
      hasStatus(answer, 200)
      areWanted(kept, eventsIn(answer), 'made')
    },
  },
  {
    id: 'negotiation/extensions-come-back',
    clause: 'EPCIS 2.0 §7.1: extensions',
    says: 'fields of one’s own come back as they were sent, at every depth',
    run: async (trial) => {
      const kept = await trial.world.set(everyType)
      const event = inOurPrefix(await made(trial, EXTENSIONS))
      for (const field of ['ex:outer', 'ex:degree', 'ilmd']) {
        const [sent, came] = [kept.events['made']?.[field], event?.[field]]
        hold(sorted(sent) === sorted(came), `${field} as ${shown(sent)}`, shown(came))
      }
    },
  },
  {
    id: 'negotiation/sensible-times',
    clause: 'EPCIS 2.0 §7.4.1',
    says: 'an answered event has eventTime, eventTimeZoneOffset and recordTime',
    run: async (trial) => {
      const [event = {}] = eventsIn(await made(trial, {}))
      for (const field of ['eventTime', 'eventTimeZoneOffset', 'recordTime']) {
        hold(typeof event[field] === 'string', field, shown(event))
      }
      hold(
        event['eventTimeZoneOffset'] === '+00:00',
        'eventTimeZoneOffset +00:00',
        shown(event['eventTimeZoneOffset']),
      )
    },
  },
]

/** The first event, its fields of our namespace under our prefix: a server may choose another. */
function inOurPrefix(answer: Answer): Json {
  const [event = {}] = eventsIn(answer)
  const contexts = [asObject(answer.json())['@context'], event['@context']].flat()
  const declared = Object.assign({}, ...contexts.filter((one) => typeof one === 'object')) as Json
  const prefix = Object.keys(declared).find((one) => declared[one] === NAMESPACE)
  hold(prefix !== undefined, `a prefix for ${NAMESPACE}`, shown(contexts))
  return JSON.parse(JSON.stringify(event).replaceAll(`"${prefix}:`, '"ex:')) as Json
}

const sorted = (value: unknown): string =>
  JSON.stringify(value, (_, one: unknown) =>
    typeof one === 'object' && one !== null && !Array.isArray(one)
      ? Object.fromEntries(Object.entries(one).toSorted(([a], [b]) => (a < b ? -1 : 1)))
      : one,
  ) ?? 'nothing'

const TYPES: readonly Case[] = [
  {
    id: 'negotiation/json',
    clause: 'OpenAPI GET /events 200',
    says: 'Accept: application/json is answered so',
    run: async (trial) => {
      const answer = await made(trial, { accept: 'application/json' })
      hasStatus(answer, 200)
      hold(answer.type === 'application/json', 'application/json', answer.type)
    },
  },
  {
    id: 'negotiation/ld-json',
    clause: 'EPCIS 2.0 §12; RFC 9110 §12.5.1',
    says: 'Accept: application/ld+json is answered so',
    run: async (trial) => {
      const answer = await made(trial, { accept: 'application/ld+json' })
      orWithout(answer, 'application/ld+json')
      hold(/json/.test(answer.type), 'JSON', answer.type)
      eventsIn(answer)
    },
  },
  {
    id: 'negotiation/any',
    clause: 'RFC 9110 §12.5.1',
    says: 'Accept: */* is answered',
    run: async (trial) => hasStatus(await made(trial, { accept: '*/*' }), 200),
  },
  {
    id: 'negotiation/not-acceptable',
    clause: 'OpenAPI GET /events 406',
    says: 'a media type that no EPCIS answer has is refused',
    run: async (trial) =>
      isProblem(await made(trial, { accept: 'image/png' }), 406, 'NotAcceptableException'),
  },
  {
    id: 'negotiation/context',
    clause: 'EPCIS 2.0 §10; JSON Schema, @context',
    says: 'a JSON answer has the @context that its prefixes need',
    run: async ({ talk, world }) => {
      const kept = await world.set(everyType)
      const answer = await talk.get('/events', {
        query: within(kept, { EQ_bizStep: 'commissioning' }),
      })
      const text = answer.text
      hold(text.includes('epcis-context.jsonld'), 'the context of the standard', shown(text))
      hold(text.includes(NAMESPACE), `a context that declares ${NAMESPACE}`, shown(text))
    },
  },
  {
    id: 'negotiation/long-address',
    clause: 'OpenAPI GET /events 414',
    says: 'an address that is too long is refused with 414, not with a broken connection',
    run: async ({ talk }) => {
      const answer = await talk.get('/events', {
        query: { EQ_eventID: `urn:x:${'a'.repeat(20_000)}` },
      })
      if (answer.status === 200) throw new NotSupported('20,000 characters are taken')
      hasStatus(answer, 414)
    },
  },
]

export const NEGOTIATION: Group = {
  name: 'negotiation',
  title: { en: 'Answers: formats, identifiers, extensions', zh: '应答：格式、标识、扩展' },
  cases: [...TYPES, ...FORMS],
}
