import type { Case, Group, Trial } from '../case.ts'
import { orWithout } from '../judge.ts'
import { everyType, thingsOf } from '../sets/things.ts'
import { placed } from '../sets/places.ts'
import type { Answer } from '../talk.ts'
import { hold, shown } from '../verdict.ts'

const NAMESPACES = {
  '1': 'urn:epcglobal:epcis-query:xsd:1',
  '2': 'urn:epcglobal:epcis-query:xsd:2',
}

const param = (name: string, ...values: readonly string[]): string =>
  `<param><name>${name}</name><value>${values.map((value) => `<string>${value}</string>`).join('')}</value></param>`
const single = (name: string, value: string): string =>
  `<param><name>${name}</name><value>${value}</value></param>`

async function call(
  { talk }: Trial,
  body: string,
  version: keyof typeof NAMESPACES = '1',
): Promise<Answer> {
  const envelope = `<?xml version="1.0" encoding="UTF-8"?><soapenv:Envelope xmlns:soapenv="http://schemas.xmlsoap.org/soap/envelope/" xmlns:q="${NAMESPACES[version]}"><soapenv:Body>${body}</soapenv:Body></soapenv:Envelope>`
  const headers = {
    'content-type': 'text/xml; charset=utf-8',
    accept: 'text/xml',
    soapaction: '""',
  }
  const answer = await talk.post(talk.target.soapPath, envelope, { headers })
  orWithout(answer, `SOAP at ${talk.target.soapPath}`)
  return answer
}

function replies(answer: Answer, ...parts: readonly (string | RegExp)[]): void {
  hold(!/<(\w+:)?Fault[\s>]/.test(answer.text), 'a reply', shown(answer.text))
  for (const part of parts) {
    const has = typeof part === 'string' ? answer.text.includes(part) : part.test(answer.text)
    hold(has, typeof part === 'string' ? part : part.source, shown(answer.text))
  }
}

function faults(answer: Answer, name: string): void {
  hold(
    /<(\w+:)?Fault[\s>]/.test(answer.text) && answer.text.includes(name),
    `a fault with ${name}`,
    `${answer.status} ${shown(answer.text)}`,
  )
}

async function window(trial: Trial): Promise<{
  readonly params: string
  readonly id: (name: string) => string
  readonly run: string
}> {
  const kept = await trial.world.set(everyType)
  return {
    params: single('GE_eventTime', kept.from) + single('LT_eventTime', kept.until),
    id: (name) => String(kept.events[name]?.['eventTime']).slice(0, 19),
    run: kept.names.run,
  }
}

const poll = (params: string, queryName = 'SimpleEventQuery'): string =>
  `<q:Poll><queryName>${queryName}</queryName><params>${params}</params></q:Poll>`

const CASES: readonly Case[] = [
  {
    id: 'soap/query-names',
    clause: 'EPCIS 1.2 §11.1, getQueryNames; WSDL',
    says: 'the standard queries are named',
    run: async (trial) =>
      replies(await call(trial, '<q:GetQueryNames/>'), 'SimpleEventQuery', 'SimpleMasterDataQuery'),
  },
  {
    id: 'soap/standard-version',
    clause: 'EPCIS 1.2 §11.1, getStandardVersion; WSDL',
    says: 'the version of the standard is told',
    run: async (trial) =>
      replies(
        await call(trial, '<q:GetStandardVersion/>'),
        /GetStandardVersionResult[^>]*>\s*(1\.[0-2]|2\.0)/,
      ),
  },
  {
    id: 'soap/vendor-version',
    clause: 'EPCIS 1.2 §11.1, getVendorVersion; WSDL',
    says: 'the vendor’s version is told',
    run: async (trial) =>
      replies(await call(trial, '<q:GetVendorVersion/>'), /GetVendorVersionResult/),
  },
  {
    id: 'soap/poll',
    clause: 'EPCIS 1.2 §11.1, poll; §8.2.7.1',
    says: 'poll answers the events that match, and no others',
    run: async (trial) => {
      const { params, id } = await window(trial)
      const answer = await call(
        trial,
        poll(params + param('EQ_bizStep', 'urn:epcglobal:cbv:bizstep:shipping')),
      )
      replies(answer, /<(\w+:)?QueryResults[\s>]/, /<ObjectEvent[\s>]/, id('seen'))
      hold(!answer.text.includes(id('made')), 'no other event', shown(answer.text))
    },
  },
  {
    id: 'soap/poll-2.0',
    clause: 'EPCIS 2.0 §11, WSDL',
    says: 'poll in the namespace of 2.0',
    run: async (trial) => {
      const { params, id } = await window(trial)
      replies(
        await call(
          trial,
          poll(params + param('EQ_bizStep', 'urn:epcglobal:cbv:bizstep:shipping')),
          '2',
        ),
        id('seen'),
      )
    },
  },
  {
    id: 'soap/poll-urn',
    clause: 'CBV 2.0 §8.2: spellings of one thing are equal',
    says: 'poll finds by an EPC URN what was captured as a Digital Link',
    run: async (trial) => {
      const { params, id, run } = await window(trial)
      replies(
        await call(trial, poll(params + param('MATCH_epc', thingsOf({ run }).tin.urn))),
        id('seen'),
        id('made'),
      )
    },
  },
  {
    id: 'soap/poll-nothing',
    clause: 'EPCIS 1.0 interoperability suite: constraints that never coincide',
    says: 'poll that finds nothing answers an empty list',
    run: async (trial) => {
      const { params } = await window(trial)
      const answer = await call(
        trial,
        poll(params + param('EQ_bizStep', 'urn:epcglobal:cbv:bizstep:killing')),
      )
      replies(answer, /EventList/)
      hold(!answer.text.includes('<ObjectEvent'), 'no event', shown(answer.text))
    },
  },
  {
    id: 'soap/no-such-name',
    clause: 'EPCIS 1.2 §8.2.6, NoSuchNameException',
    says: 'an unknown query is a fault',
    run: async (trial) => faults(await call(trial, poll('', 'NoSuchQuery')), 'NoSuchNameException'),
  },
  {
    id: 'soap/query-parameter',
    clause: 'EPCIS 1.2 §8.2.6, QueryParameterException',
    says: 'an unknown parameter is a fault',
    run: async (trial) =>
      faults(await call(trial, poll(param('EQ_bizStepp', 'x'))), 'QueryParameterException'),
  },
  {
    id: 'soap/too-large',
    clause: 'EPCIS 1.2 §8.2.7.1, maxEventCount',
    says: 'more than maxEventCount is a fault',
    run: async (trial) => {
      const { params } = await window(trial)
      faults(
        await call(trial, poll(params + single('maxEventCount', '2'))),
        'QueryTooLargeException',
      )
    },
  },
  {
    id: 'soap/master-data',
    clause: 'EPCIS 1.2 §8.2.7.2, SimpleMasterDataQuery',
    says: 'master data is polled',
    run: async (trial) => {
      const kept = await trial.world.set(placed)
      const params = `${single('includeAttributes', 'true')}${single('includeChildren', 'true')}${param('EQ_name', thingsOf(kept.names).store.link)}`
      replies(
        await call(trial, poll(params, 'SimpleMasterDataQuery')),
        /VocabularyElement/,
        `site ${kept.names.run}`,
      )
    },
  },
  {
    id: 'soap/master-data-required',
    clause: 'EPCIS 1.2 §8.2.7.2, includeAttributes',
    says: 'a master-data query without what it requires is a fault',
    run: async (trial) =>
      faults(
        await call(trial, poll(single('includeChildren', 'true'), 'SimpleMasterDataQuery')),
        'QueryParameterException',
      ),
  },
  {
    id: 'soap/subscription-ids',
    clause: 'EPCIS 1.2 §11.1, getSubscriptionIDs',
    says: 'subscriptions of a query are listed',
    run: async (trial) =>
      replies(
        await call(
          trial,
          '<q:GetSubscriptionIDs><queryName>SimpleEventQuery</queryName></q:GetSubscriptionIDs>',
        ),
        /GetSubscriptionIDsResult/,
      ),
  },
  {
    id: 'soap/unsubscribe-unknown',
    clause: 'EPCIS 1.2 §8.2.6, NoSuchSubscriptionException',
    says: 'an unknown subscription cannot be ended',
    run: async (trial) =>
      faults(
        await call(
          trial,
          `<q:Unsubscribe><subscriptionID>${trial.world.fresh()}</subscriptionID></q:Unsubscribe>`,
        ),
        'NoSuchSubscriptionException',
      ),
  },
]

export const SOAP: Group = {
  name: 'soap',
  title: { en: 'SOAP query interface', zh: 'SOAP 查询接口' },
  cases: CASES,
}
