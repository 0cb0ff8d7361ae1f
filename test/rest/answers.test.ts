import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { refusal } from '../bad-input/refusal.ts'
import { openRepository, type Repository } from '../repository.ts'
import { eventsIn, seen } from '../samples.ts'
import { documentOf } from '../server.ts'

let repository: Repository
before(async () => {
  repository = await openRepository()
  const context = [GS1, { ex: 'https://example.com/ns/' }]
  const events = [
    seen(1, { 'ex:weight': 12.5, 'ex:long': 1.0 }),
    seen(2, { epcList: ['https://id.gs1.org/01/10614141073464/21/2'] }),
    seen(3, { epcList: ['https://id.gs1.org/01/04012345999990/21/3'], 'ex:weight': 13 }),
  ]
  const document = documentOf(events, { '@context': context }).replace(
    '"ex:long":1',
    '"ex:long":1.0',
  )
  assert.equal((await send('/capture', document)).status, 202)
})
after(() => repository[Symbol.asyncDispose]())

const GS1 = 'https://ref.gs1.org/standards/epcis/2.0.0/epcis-context.jsonld'

type Headers = Readonly<Record<string, string>>

const get = (path: string, headers: Headers = {}): Promise<Response> =>
  repository.ask(path, { headers })

const send = (path: string, body: string, headers: Headers = {}): Promise<Response> =>
  repository.ask(path, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body,
  })

/** What an Accept header gets (RFC 9110 §12.5.1). */
const ACCEPT: readonly (readonly [accept: string, type: string])[] = [
  ['*/*', 'application/json'],
  ['application/json', 'application/json'],
  ['application/ld+json', 'application/ld+json'],
  ['application/xml', 'application/xml'],
  ['text/xml', 'text/xml'],
  ['text/*', 'text/xml'],
  ['application/*', 'application/json'],
  ['application/xml, application/json', 'application/xml'],
  ['application/json;q=0.5, application/xml', 'application/xml'],
  ['application/xml;q=0.2, application/ld+json;q=0.9, */*;q=0.1', 'application/ld+json'],
  ['application/json;q=0, */*', 'application/ld+json'],
  ['application/problem+json', 'application/json'],
  ['Application/XML; charset=utf-8', 'application/xml'],
]

for (const [accept, type] of ACCEPT) {
  test(`Accept: ${accept} is answered as ${type}, by events, collections and jobs`, async () => {
    for (const path of ['/events', '/epcs', '/bizSteps/packing', '/capture', '/']) {
      const answer = await get(path, { accept })
      assert.deepEqual([path, answer.status, answer.headers.get('content-type')], [path, 200, type])
      const first = (await answer.text())[0]
      assert.equal(first === '<', type.endsWith('xml'), path)
    }
  })
}

for (const accept of ['text/csv', 'application/json;q=0', 'image/*']) {
  test(`Accept: ${accept} is refused, with what there is`, async () => {
    const answer = await get('/events', { accept })
    const told = await answer.clone().text()
    assert.deepEqual(await refusal(answer, 406), ['Accept not-acceptable'])
    assert.match(told, /application\/json, application\/ld\+json, application\/xml, text\/xml/)
  })
}

test('problems are told in XML to who asks for XML, all of them', async () => {
  const answer = await get('/events?perPage=1&colour=red&EQ_action=MAYBE', {
    accept: 'application/problem+xml, application/xml',
  })
  assert.equal(answer.headers.get('content-type'), 'application/problem+xml')
  const text = await answer.text()
  assert.match(
    text,
    /<epcis:EPCISException xmlns:epcis="urn:epcglobal:epcis:xsd:2"><type>epcisException:QueryParameterException<\/type>/,
  )
  assert.match(text, /\?colour: .*\n.*\?EQ_action: /)
})

const FORMATS: readonly (readonly [
  asked: string | undefined,
  told: string,
  epcs: readonly string[],
])[] = [
  [
    undefined,
    'Always_GS1_Digital_Link',
    [
      'https://id.gs1.org/01/10614141073464/21/1',
      'https://id.gs1.org/01/10614141073464/21/2',
      'https://id.gs1.org/01/04012345999990/21/3',
    ],
  ],
  [
    'Always_GS1_Digital_Link',
    'Always_GS1_Digital_Link',
    [
      'https://id.gs1.org/01/10614141073464/21/1',
      'https://id.gs1.org/01/10614141073464/21/2',
      'https://id.gs1.org/01/04012345999990/21/3',
    ],
  ],
  [
    // The prefix of the third was never seen in a URN: it is not guessed.
    'always_epc_urn',
    'Always_EPC_URN',
    [
      'urn:epc:id:sgtin:0614141.107346.1',
      'urn:epc:id:sgtin:0614141.107346.2',
      'https://id.gs1.org/01/04012345999990/21/3',
    ],
  ],
  [
    'Never_Translates',
    'Never_Translates',
    [
      'urn:epc:id:sgtin:0614141.107346.1',
      'https://id.gs1.org/01/10614141073464/21/2',
      'https://id.gs1.org/01/04012345999990/21/3',
    ],
  ],
  [
    'No_Preference',
    'Never_Translates',
    [
      'urn:epc:id:sgtin:0614141.107346.1',
      'https://id.gs1.org/01/10614141073464/21/2',
      'https://id.gs1.org/01/04012345999990/21/3',
    ],
  ],
]

for (const [asked, told, epcs] of FORMATS) {
  test(`GS1-EPC-Format ${asked ?? 'unsaid'}: the identifiers of events, in JSON and in XML`, async () => {
    const headers = asked === undefined ? {} : { 'gs1-epc-format': asked }
    const answer = await get('/events', headers)
    assert.equal(answer.headers.get('gs1-epc-format'), told)
    const events = eventsIn(await answer.json())
    assert.deepEqual(
      events.flatMap(({ epcList = [] }) => epcList),
      epcs,
    )
    const xml = await (await get('/events', { ...headers, accept: 'application/xml' })).text()
    assert.deepEqual(
      [...xml.matchAll(/<epc>(.*?)<\/epc>/g)].map(([, epc]) => epc),
      epcs,
    )
  })
}

test('a translation keeps every digit of a number', async () => {
  assert.match(await (await get('/events')).text(), /"ex:weight":12\.5,"ex:long":1\.0[,}]/)
})

test('GS1-CBV-XML-Format: the words of events in XML', async () => {
  const step = async (format?: string): Promise<string | undefined> => {
    const headers = { accept: 'application/xml', ...(format && { 'gs1-cbv-xml-format': format }) }
    return /<bizStep>(.*?)</.exec(await (await get('/events', headers)).text())?.[1]
  }
  assert.equal(await step(), 'https://ref.gs1.org/cbv/BizStep-inspecting')
  assert.equal(await step('Always_Web_URI'), 'https://ref.gs1.org/cbv/BizStep-inspecting')
  assert.equal(await step('Always_URN'), 'urn:epcglobal:cbv:bizstep:inspecting')
})

test('GS1-CBV-XML-Format: the words of a list in XML, which are bare in JSON', async () => {
  const first = async (format?: string): Promise<string | undefined> => {
    const headers = { accept: 'application/xml', ...(format && { 'gs1-cbv-xml-format': format }) }
    const text = await (await get('/dispositions?perPage=1', headers)).text()
    return /<member>(.*?)</.exec(text)?.[1]
  }
  assert.equal(await first(), 'https://ref.gs1.org/cbv/Disp-active')
  assert.equal(await first('Always_URN'), 'urn:epcglobal:cbv:disp:active')
  assert.equal(await first('Never_Translates'), 'active')
  const json = await get('/dispositions?perPage=1', { 'gs1-cbv-xml-format': 'Always_URN' })
  assert.deepEqual(((await json.json()) as { member: unknown }).member, ['active'])
})

test('the prefixes of events are told in GS1-Extensions; those of the request are read in parameters', async () => {
  const answer = await get('/events')
  assert.equal(answer.headers.get('gs1-extensions'), 'ex=https://example.com/ns/')
  const asked = await get('/events?GT_my:weight=12.9', {
    'gs1-extensions': 'my=https://example.com/ns/',
  })
  assert.equal(eventsIn(await asked.json()).length, 1)
})

/** Version headers (EPCIS 2.0 §12.5.1): what they get, and from where. */
const VERSIONS: readonly (readonly [headers: Headers, status: number, told: string])[] = [
  [{ 'GS1-EPCIS-Min': '2.0', 'GS1-EPCIS-Max': '2.0' }, 200, '2.0.0'],
  [{ 'GS1-EPCIS-Min': '1.0.0', 'GS1-EPCIS-Max': '3.0' }, 200, '2.0.0'],
  [{ 'GS1-CBV-Min': '1.2', 'GS1-CBV-Max': '2.0.0' }, 200, '2.0.0'],
  [{ 'GS1-EPCIS-Max': '1.2.0' }, 200, '1.2.0'],
  [{ 'GS1-CBV-Max': '1.2' }, 200, '1.2.0'],
  [{ 'GS1-EPCIS-Max': '1.2', accept: 'application/json' }, 406, 'Accept not-acceptable'],
  [{ 'GS1-EPCIS-Min': '2.1' }, 406, 'GS1-EPCIS-Min version'],
  [{ 'GS1-EPCIS-Max': '1.1' }, 406, 'GS1-EPCIS-Max version'],
  [{ 'GS1-CBV-Min': '3' }, 406, 'GS1-CBV-Min version'],
  [{ 'GS1-EPCIS-Min': 'two' }, 400, 'GS1-EPCIS-Min version'],
  [{ 'GS1-CBV-Min': '2.0', 'GS1-CBV-Max': '1.2' }, 400, 'GS1-CBV-Min version'],
  [{ 'GS1-EPC-Format': 'URN' }, 400, 'GS1-EPC-Format value'],
  [{ 'GS1-CBV-XML-Format': 'URN' }, 400, 'GS1-CBV-XML-Format value'],
  [{ 'GS1-Extensions': 'no namespace' }, 400, 'GS1-Extensions value'],
]

for (const [headers, status, told] of VERSIONS) {
  test(`${JSON.stringify(headers)} is answered ${status}`, async () => {
    const answer = await get('/events', headers)
    if (status !== 200) assert.deepEqual(await refusal(answer, status), [told])
    else {
      assert.equal(answer.status, status)
      assert.equal(answer.headers.get('gs1-epcis-version'), told)
      const old = told.startsWith('1')
      assert.equal((await answer.text()).includes('urn:epcglobal:epcis-query:xsd:1'), old)
    }
  })
}

test('several headers that are wrong are told at once', async () => {
  const answer = await get('/events', { 'GS1-EPC-Format': 'x', 'GS1-Extensions': 'x' })
  const told = ['GS1-EPC-Format value', 'GS1-Extensions value']
  assert.deepEqual(await refusal(answer, 400), told)
})

test('a capture in a version that is not spoken is refused, and nothing of it kept', async () => {
  const answer = await send('/capture', documentOf([seen('v3')]), { 'GS1-EPCIS-Version': '3.0' })
  assert.deepEqual(await refusal(answer, 406), ['GS1-EPCIS-Version version'])
  assert.equal((await get('/epcs/urn:epc:id:sgtin:0614141.107346.v3')).status, 404)
  for (const version of ['1.2', '2.0.0', '2.0.1']) {
    const taken = await send('/capture', documentOf([seen(`v${version}`)]), {
      'GS1-EPCIS-Version': version,
    })
    assert.equal(taken.status, 202, version)
  }
})

const LOOSE = seen('loose', { bizStep: 'urn:epcglobal:cbv:bizstep:inspecting' })

test('who prefers to be judged strictly is, and is told so', async () => {
  const strict = await send('/capture', documentOf([LOOSE]), { prefer: 'handling=strict' })
  assert.deepEqual(await refusal(strict, 400), ['/epcisBody/eventList/0/bizStep spelling'])
  const event = JSON.stringify({ '@context': GS1, ...LOOSE })
  const alone = await send('/events', event, { prefer: 'respond-async, handling=strict' })
  assert.deepEqual(await refusal(alone, 400), ['/bizStep spelling'])
  const lenient = await send('/events', event, { prefer: 'handling=lenient' })
  assert.equal(lenient.status, 201)
  assert.equal(lenient.headers.get('preference-applied'), 'handling=lenient')
  const asked = await get('/events?LE_eventTime=2030-01-01T00:00:00Z', {
    prefer: 'handling=strict',
  })
  assert.deepEqual(await refusal(asked, 400), ['?LE_eventTime unknown-parameter'])
  assert.equal((await get('/events?LE_eventTime=2030-01-01T00:00:00Z')).status, 200)
  const odd = await send('/events', event, { prefer: 'handling=odd' })
  assert.deepEqual(await refusal(odd, 400), ['Prefer value'])
})

test('JSON in another charset than UTF-8 is refused', async () => {
  const type = 'application/json; charset=gbk'
  const answer = await send('/capture', documentOf([seen('gbk')]), { 'content-type': type })
  assert.deepEqual(await refusal(answer, 415), ['Content-Type charset'])
  const utf8 = 'application/json; charset=UTF-8'
  assert.equal(
    (await send('/capture', documentOf([seen('utf8')]), { 'content-type': utf8 })).status,
    202,
  )
})

test('a query document with a header is captured, as GDST sends it, its master data too', async () => {
  const vocabularyElementList = [{ id: 'urn:epc:id:sgln:0614141.00001.0', attributes: [] }]
  const vocabularyList = [{ type: 'urn:epcglobal:epcis:vtype:Location', vocabularyElementList }]
  const document = {
    '@context': GS1,
    type: 'EPCISQueryDocument',
    schemaVersion: '2.0',
    creationDate: '2026-03-01T08:00:00Z',
    epcisHeader: { epcisMasterData: { vocabularyList } },
    epcisBody: { queryResults: { queryName: 'x', resultsBody: { eventList: [seen('gdst')] } } },
  }
  const answer = await send('/capture', JSON.stringify(document))
  assert.equal(answer.status, 202, await answer.text())
  assert.equal((await get('/epcs/urn:epc:id:sgtin:0614141.107346.gdst')).status, 200)
  const there = encodeURIComponent('https://id.gs1.org/414/0614141000012')
  assert.equal((await get(`/masterdata/${there}`)).status, 200)
})
