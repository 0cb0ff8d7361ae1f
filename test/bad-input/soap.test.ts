import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { OPERATIONS } from '@suyuan/core/soap/protocol'
import { childOf, type XmlElement } from '@suyuan/core/xml/element'
import { openRepository, type Repository } from '../repository.ts'
import { seen } from '../samples.ts'
import { documentOf } from '../server.ts'
import { envelope, fault, operation, param, poll, Q1, Q2, rootOf, S11, S12 } from './soap.ts'

let repository: Repository
before(async () => {
  repository = await openRepository()
  const body = documentOf([seen(1), seen(2), seen(3)])
  const headers = { 'content-type': 'application/json' }
  assert.equal((await repository.ask('/capture', { method: 'POST', headers, body })).status, 202)
})
after(async () => {
  assert.deepEqual(repository.faults, [])
  await repository[Symbol.asyncDispose]()
})

const post = (body: string, type = 'text/xml'): Promise<Response> =>
  repository.ask('/soap', { method: 'POST', headers: { 'content-type': type }, body })

const MALFORMED: readonly (readonly [string, string, RegExp])[] = [
  ['nothing', '', /no element|ends before|root/i],
  ['text', 'hello', /not XML/],
  ['JSON', '{"a":1}', /not XML/],
  ['an element that does not end', envelope('<a>').slice(0, -20), /ends too early/],
  ['entities', `<!DOCTYPE a [<!ENTITY b "c">]>${poll('')}`, /document type/],
  ['an external document type', `<!DOCTYPE a SYSTEM "http://127.0.0.1/x">${poll('')}`, /document/],
  ['elements 200 deep', envelope('<a>'.repeat(200) + '</a>'.repeat(200)), /deeper|deep/],
  ['another root', '<a/>', /SOAP envelope/],
  ['an envelope of another namespace', envelope(operation('Poll'), 'urn:x'), /SOAP envelope/],
  ['an envelope without a body', `<s:Envelope xmlns:s="${S11}"/>`, /one Body/],
  ['an empty body', envelope(''), /one operation/],
  ['two operations', envelope(operation('Poll') + operation('Poll')), /one operation/],
  ['an operation that there is not', envelope(operation('Capture')), /no operation/],
  ['an operation of another namespace', envelope(operation('Poll', '', 'urn:x')), /no operation/],
  ['a poll of nothing', envelope(operation('Poll')), /queryName: is missing/],
  [
    'a poll with what it has not',
    envelope(operation('Poll', '<queryName>a</queryName><dest>b</dest>')),
    /Poll has no dest/,
  ],
  [
    'a poll of two queries',
    envelope(operation('Poll', '<queryName>a</queryName><queryName>b</queryName>')),
    /twice/,
  ],
  ['a param without value', poll('<param><name>a</name></param>'), /one name and one value/],
  ['what is no param', poll('<para/>'), /one name and one value/],
  [
    'a header that must be understood',
    `<s:Envelope xmlns:s="${S11}"><s:Header><x:y xmlns:x="urn:x" s:mustUnderstand="1"/></s:Header><s:Body>${operation('GetQueryNames')}</s:Body></s:Envelope>`,
    /must be understood/,
  ],
]

for (const [name, body, says] of MALFORMED) {
  test(`${name} is refused with a fault that says so`, async () => {
    const { status, name: exception, reason } = await fault(await post(body))
    assert.deepEqual([status, exception], [400, 'ValidationException'])
    assert.match(reason, says)
  })
}

const PARAMETERS: readonly (readonly [string, string, RegExp])[] = [
  ['misspelt', param('EQ_bizstep', 'a'), /EQ_bizstep: .*EQ_bizStep/],
  ['doubled', param('EQ_bizStep', 'a') + param('EQ_bizStep', 'b'), /twice/],
  ['a time without zone', param('GE_eventTime', '2026-03-01T08:00:00'), /zone/],
  ['an action that there is not', param('EQ_action', 'MOVE'), /ADD, OBSERVE or DELETE/],
  ['no number', param('GE_quantity', 'many'), /GE_quantity/],
  ['a limit without order', param('eventCountLimit', '5'), /orderBy/],
  [
    'two faults at once',
    param('eventCountLimit', '0') + param('EQ_actio', 'ADD'),
    /eventCountLimit.*EQ_actio|EQ_actio.*eventCountLimit/s,
  ],
]

for (const [name, params, says] of PARAMETERS) {
  test(`a parameter that is ${name} is a QueryParameterException`, async () => {
    for (const namespace of [Q1, Q2]) {
      const body = poll(params, 'SimpleEventQuery', namespace)
      const told = await fault(await post(body))
      assert.deepEqual([told.status, told.name], [500, 'QueryParameterException'])
      assert.match(told.reason, says)
    }
  })
}

test('each exception of the standard comes as its own element, in the namespace of the request', async () => {
  const named = async (body: string): Promise<string> => (await fault(await post(body))).name
  assert.equal(await named(poll('', 'Other')), 'NoSuchNameException')
  assert.equal(await named(poll(param('maxEventCount', '2'))), 'QueryTooLargeException')
  const master = (params: string): string => poll(params, 'SimpleMasterDataQuery')
  assert.equal(await named(master('')), 'QueryParameterException')
  const ids = operation('GetSubscriptionIDs', '<queryName>Other</queryName>')
  assert.equal(await named(envelope(ids)), 'NoSuchNameException')
  const end = operation('Unsubscribe', '<subscriptionID>none</subscriptionID>')
  assert.equal(await named(envelope(end)), 'NoSuchSubscriptionException')
  const old = await (await post(poll('', 'Other', Q1))).text()
  assert.match(old, new RegExp(`<epcisq:NoSuchNameException xmlns:epcisq="${Q1}">`))
})

test('SOAP 1.2 is answered in SOAP 1.2, and what its sender can mend is a 400', async () => {
  const good = await post(
    envelope(operation('GetStandardVersion'), S12),
    'application/soap+xml; charset=utf-8',
  )
  assert.equal(good.status, 200)
  assert.equal(good.headers.get('content-type'), 'application/soap+xml; charset=utf-8')
  assert.match(await good.text(), /<soap:Envelope xmlns:soap="http:\/\/www.w3.org\/2003\/05/)
  const body = envelope(operation('Poll', `<queryName>Other</queryName><params/>`), S12)
  const refused = await fault(await post(body, 'application/soap+xml'))
  assert.deepEqual([refused.status, refused.name], [400, 'NoSuchNameException'])
})

test('an EPCISQueryDocument is answered with one, its exceptions in the body', async () => {
  const document = (inside: string): string =>
    `<q:EPCISQueryDocument xmlns:q="${Q1}" schemaVersion="1.0" creationDate="2006-01-01T00:00:00Z"><EPCISBody>${inside}</EPCISBody></q:EPCISQueryDocument>`
  const first = async (inside: string): Promise<XmlElement | undefined> => {
    const answer = await post(document(inside), 'application/xml')
    assert.equal(answer.status, 200)
    const root = rootOf(await answer.text())
    assert.deepEqual([root.local, root.uri], ['EPCISQueryDocument', Q1])
    return childOf(root, 'EPCISBody')?.children[0]
  }
  assert.equal((await first(operation('GetQueryNames', '', Q1)))?.local, 'GetQueryNamesResult')
  const wrong = await first(operation('Poll', '<queryName>Other</queryName>', Q1))
  assert.equal(wrong?.local, 'NoSuchNameException')
})

test('the edition of an answer is that of the request', async () => {
  const text = async (namespace: string): Promise<string> =>
    (await post(poll(param('EQ_action', 'OBSERVE'), 'SimpleEventQuery', namespace))).text()
  const version = async (namespace: string): Promise<string> =>
    (await post(envelope(operation('GetStandardVersion', '', namespace)))).text()
  assert.match(await version(Q1), />1\.2</)
  assert.match(await version(Q2), />2\.0</)
  const [old, young] = [await text(Q1), await text(Q2)]
  assert.equal(old.match(/<ObjectEvent>/g)?.length, 3)
  assert.equal(young.match(/<ObjectEvent>/g)?.length, 3)
  assert.match(old, /<baseExtension><eventID>/)
  assert.doesNotMatch(young, /baseExtension/)
})

test('identifiers are EPC URNs for readers of 1.x, whatever they were captured as', async () => {
  const link = 'https://id.gs1.org/01/10614141073464/21/link'
  const body = documentOf([{ ...seen('link'), epcList: [link] }])
  const headers = { 'content-type': 'application/json' }
  assert.equal((await repository.ask('/capture', { method: 'POST', headers, body })).status, 202)
  const epcs = async (namespace: string): Promise<readonly string[]> => {
    const asked = poll(param('MATCH_anyEPC', link), 'SimpleEventQuery', namespace)
    const text = await (await post(asked)).text()
    return [...text.matchAll(/<epc>([^<]*)/g)].map(([, epc = '']) => epc)
  }
  assert.deepEqual(await epcs(Q1), ['urn:epc:id:sgtin:0614141.107346.link'])
  assert.deepEqual(await epcs(Q2), [link])
})

test('a body that is too large, or of another type, is refused with a fault', async () => {
  const large = await fault(await post(poll(param('EQ_bizStep', 'x'.repeat(5_000_000)))))
  assert.deepEqual([large.status, large.name], [413, 'ValidationException'])
  const other = await fault(await post(poll(''), 'application/json'))
  assert.deepEqual([other.status, other.name], [415, 'ValidationException'])
  const broken = await post(poll('').replace('SimpleEventQuery', '\uD800'))
  assert.ok(broken.status < 501)
})

/** An attribute without a namespace. */
const named = ({ attributes }: XmlElement, name: string): string =>
  attributes.find(({ local }) => local === name)?.value.replace(/^[qs]:/, '') ?? ''

test('the WSDL names every operation with all that it may throw, in the namespaces of each edition', async () => {
  for (const [query, namespace] of [
    ['wsdl', Q2],
    ['WSDL', Q2],
    ['wsdl=2.0', Q2],
    ['wsdl=1.2', Q1],
    ['wsdl=1.0', Q1],
  ] as const) {
    const answer = await repository.ask(`/soap?${query}`)
    assert.equal(answer.status, 200)
    const root = rootOf(await answer.text())
    const [types] = childOf(root, 'types')?.children ?? []
    assert.ok(types)
    assert.equal(named(types, 'targetNamespace'), namespace)
    const declared = types.children.map((one) => named(one, 'name'))
    const messages = root.children.filter(({ local }) => local === 'message')
    const carried = messages.flatMap(({ children }) => children.map((one) => named(one, 'element')))
    assert.deepEqual(
      carried.filter((one) => !declared.includes(one)),
      [],
    )
    const operations = childOf(root, 'portType')?.children ?? []
    assert.deepEqual(
      operations.map((one) => named(one, 'name')),
      OPERATIONS.map(({ name }) => name.charAt(0).toLowerCase() + name.slice(1)),
    )
    const sent = operations.flatMap(({ children }) => children.map((one) => named(one, 'message')))
    const names = messages.map((one) => named(one, 'name'))
    assert.deepEqual(
      sent.filter((one) => !names.includes(one)),
      [],
    )
  }
  assert.equal((await repository.ask('/soap?wsdl=3')).status, 404)
  assert.equal((await repository.ask('/soap')).status, 404)
})
