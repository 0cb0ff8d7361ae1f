import { within } from '../asking.ts'
import { jobOf } from '../capturing.ts'
import type { Case, Group, Trial } from '../case.ts'
import { eventsIn, hasStatus, isProblem, orWithout, type Json } from '../judge.ts'
import { everyType } from '../sets/things.ts'
import { sgtin } from '../keys.ts'
import type { Answer } from '../talk.ts'
import { hold, shown } from '../verdict.ts'
import type { World } from '../world.ts'

const AS_XML = { 'content-type': 'application/xml' }

type Made = { readonly id: string; readonly epc: ReturnType<typeof sgtin>; readonly xml: string }

/** An event in XML; `more` comes after its action. */
function eventXml(world: World, more = '', epcs = ''): Made {
  const id = `urn:uuid:${crypto.randomUUID()}`
  const epc = sgtin('107346', world.fresh())
  const xml = `<ObjectEvent><eventTime>${world.names().at(0)}</eventTime><eventTimeZoneOffset>+02:00</eventTimeZoneOffset>\
<eventID>${id}</eventID><epcList>${epcs}<epc>${epc.urn}</epc></epcList><action>OBSERVE</action>\
<bizStep>urn:epcglobal:cbv:bizstep:shipping</bizStep>${more}</ObjectEvent>`
  return { id, epc, xml }
}

const documentXml = (events: string, before = ''): string =>
  `<?xml version="1.0" encoding="UTF-8"?>${before}
<epcis:EPCISDocument xmlns:epcis="urn:epcglobal:epcis:xsd:2" xmlns:ex="https://ns.example.com/epcis-conformance/" schemaVersion="2.0" creationDate="2026-01-01T00:00:00Z"><EPCISBody><EventList>${events}</EventList></EPCISBody></epcis:EPCISDocument>`

async function capturedXml({ talk }: Trial, document: string): Promise<Json> {
  const answer = await talk.post('/capture', document, { headers: AS_XML })
  orWithout(answer, 'XML at POST /capture')
  const job = await jobOf(talk, answer)
  hold(job['success'] === true, 'success', shown(job))
  return job
}

async function found({ talk }: Trial, id: string): Promise<Json> {
  const answer = await talk.get(`/events/${encodeURIComponent(id)}`)
  hasStatus(answer, 200)
  const [event] = eventsIn(answer)
  hold(event !== undefined, 'the event', shown(answer.text))
  return event
}

const IN: readonly Case[] = [
  {
    id: 'xml/capture',
    clause: 'EPCIS 2.0 §9; OpenAPI POST /capture',
    says: 'an XML document is captured, and its events are answered in JSON',
    run: async (trial) => {
      const { id, xml } = eventXml(trial.world, '<ex:degree>8</ex:degree>')
      await capturedXml(trial, documentXml(xml))
      const event = await found(trial, id)
      hold(event['type'] === 'ObjectEvent', 'an ObjectEvent', shown(event))
      hold(
        String(event['bizStep']).endsWith('shipping'),
        'bizStep shipping',
        shown(event['bizStep']),
      )
      hold(event['eventTimeZoneOffset'] === '+02:00', '+02:00', shown(event['eventTimeZoneOffset']))
    },
  },
  {
    id: 'xml/capture-found-by-link',
    clause: 'CBV 2.0 §8.2: spellings of one thing are equal',
    says: 'what came in XML by its URN is found by its Digital Link',
    run: async (trial) => {
      const { epc, id, xml } = eventXml(trial.world)
      await capturedXml(trial, documentXml(xml))
      const answer = await trial.talk.get('/events', { query: { MATCH_epc: epc.link } })
      hasStatus(answer, 200)
      hold(answer.text.includes(id), `the event ${id}`, shown(answer.text))
    },
  },
  {
    id: 'xml/capture-1.2',
    clause: 'EPCIS 1.2 §9.5: XML with its extension wrappers',
    says: 'an EPCIS 1.2 document is captured, its wrapped fields where 2.0 has them',
    run: async (trial) => {
      const id = `urn:uuid:${crypto.randomUUID()}`
      const xml = `<ObjectEvent><eventTime>${trial.world.names().at(0)}</eventTime><eventTimeZoneOffset>+02:00</eventTimeZoneOffset>\
<baseExtension><eventID>${id}</eventID></baseExtension><epcList/><action>OBSERVE</action>\
<extension><quantityList><quantityElement><epcClass>urn:epc:class:lgtin:0614141.300001.${trial.world.run}</epcClass><quantity>2.5</quantity><uom>KGM</uom></quantityElement></quantityList></extension></ObjectEvent>`
      await capturedXml(
        trial,
        documentXml(xml)
          .replace('xsd:2', 'xsd:1')
          .replace('schemaVersion="2.0"', 'schemaVersion="1.2"'),
      )
      const event = await found(trial, id)
      const [quantity] = (event['quantityList'] ?? []) as readonly Json[]
      hold(
        quantity?.['quantity'] === 2.5 && quantity['uom'] === 'KGM',
        'quantity 2.5 KGM',
        shown(event),
      )
    },
  },
  {
    id: 'xml/doctype',
    clause: 'GS1’s own example documents',
    says: 'a bare DOCTYPE is no fault',
    run: async (trial) => {
      const { id, xml } = eventXml(trial.world)
      await capturedXml(trial, documentXml(xml, '<!DOCTYPE project>'))
      await found(trial, id)
    },
  },
  {
    id: 'xml/malformed',
    clause: 'OpenAPI POST /capture 400',
    says: 'XML that is not well-formed is refused',
    run: async ({ talk }) => {
      const answer = await talk.post('/capture', '<epcis:EPCISDocument><EPCISBody>', {
        headers: AS_XML,
      })
      orWithout(answer, 'XML at POST /capture')
      hasStatus(answer, 400)
    },
  },
  {
    id: 'xml/entities',
    clause: 'OWASP: XML external entities; EPCIS 2.0 §9',
    says: 'entities that a document declares are not expanded',
    run: async (trial) => {
      const secret = trial.world.fresh()
      const { xml, id } = eventXml(trial.world, '<ex:note>&secret;</ex:note>')
      const before = `<!DOCTYPE project [<!ENTITY secret "${secret}">]>`
      const answer = await trial.talk.post('/capture', documentXml(xml, before), {
        headers: AS_XML,
      })
      orWithout(answer, 'XML at POST /capture')
      if (answer.status === 400) return
      await jobOf(trial.talk, answer)
      const kept = await trial.talk.get(`/events/${encodeURIComponent(id)}`)
      hold(!kept.text.includes(secret), 'a refusal, or a note without the entity', shown(kept.text))
    },
  },
]

async function asXml(
  trial: Trial,
  headers: Readonly<Record<string, string>> = {},
): Promise<Answer> {
  const kept = await trial.world.set(everyType)
  const query = within(kept, { EQ_bizStep: 'commissioning' })
  const answer = await trial.talk.get('/events', {
    query,
    headers: { accept: 'application/xml', ...headers },
  })
  orWithout(answer, 'Accept: application/xml')
  hasStatus(answer, 200)
  hold(answer.type.endsWith('xml'), 'application/xml', answer.type)
  return answer
}

const OUT: readonly Case[] = [
  {
    id: 'xml/answer',
    clause: 'OpenAPI GET /events 200, application/xml',
    says: 'events are answered as an EPCISQueryDocument in XML',
    run: async (trial) => {
      const { text } = await asXml(trial)
      hold(
        /<(\w+:)?EPCISQueryDocument[\s>]/.test(text) &&
          text.includes('urn:epcglobal:epcis-query:xsd:2'),
        'an EPCISQueryDocument of urn:epcglobal:epcis-query:xsd:2',
        shown(text),
      )
      hold(/<ObjectEvent[\s>]/.test(text), 'an ObjectEvent', shown(text))
      hold(
        text.indexOf('<eventTime>') < text.indexOf('<action>'),
        'the fields in the order of the schema',
        shown(text),
      )
    },
  },
  {
    id: 'xml/cbv-urn',
    clause: 'OpenAPI, header GS1-CBV-XML-Format: Always_URN',
    says: 'Always_URN: words of CBV are answered as URNs',
    run: async (trial) => {
      const { text } = await asXml(trial, { 'gs1-cbv-xml-format': 'Always_URN' })
      hold(
        text.includes('<bizStep>urn:epcglobal:cbv:bizstep:commissioning</bizStep>'),
        'urn:epcglobal:cbv:bizstep:commissioning',
        shown(/<bizStep>[^<]*/.exec(text)?.[0] ?? text),
      )
    },
  },
  {
    id: 'xml/cbv-web-uri',
    clause: 'OpenAPI, header GS1-CBV-XML-Format: Always_Web_URI',
    says: 'Always_Web_URI: words of CBV are answered as web URIs',
    run: async (trial) => {
      const { text } = await asXml(trial, { 'gs1-cbv-xml-format': 'Always_Web_URI' })
      hold(
        text.includes('<bizStep>https://ref.gs1.org/cbv/BizStep-commissioning</bizStep>'),
        'https://ref.gs1.org/cbv/BizStep-commissioning',
        shown(/<bizStep>[^<]*/.exec(text)?.[0] ?? text),
      )
    },
  },
  {
    id: 'xml/problem',
    clause: 'OpenAPI, application/problem+xml',
    says: 'who asks for XML is refused in XML',
    run: async ({ talk }) => {
      const answer = await talk.get('/events?EQ_action=MOVE', {
        headers: { accept: 'application/xml' },
      })
      orWithout(answer, 'Accept: application/xml')
      if (answer.type === 'application/problem+json')
        return isProblem(answer, 400, 'QueryParameterException')
      hasStatus(answer, 400)
      hold(
        answer.text.includes('QueryParameterException'),
        'epcisException:QueryParameterException',
        shown(answer.text),
      )
    },
  },
]

export const XML: Group = {
  name: 'xml',
  title: { en: 'XML', zh: 'XML' },
  cases: [...IN, ...OUT],
}
