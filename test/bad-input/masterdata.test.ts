import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { openRepository, type Repository } from '../repository.ts'
import { seen } from '../samples.ts'
import { documentOf } from '../server.ts'
import { refusal } from './refusal.ts'

let repository: Repository
before(async () => {
  repository = await openRepository()
})
after(async () => {
  assert.deepEqual(repository.faults, [])
  await repository[Symbol.asyncDispose]()
})

const LOCATION = 'urn:epcglobal:epcis:vtype:BusinessLocation'

const post = (body: string, type = 'application/json'): Promise<Response> =>
  repository.ask('/masterdata', { method: 'POST', headers: { 'content-type': type }, body })

const vocabularies = (...elements: readonly unknown[]): string =>
  JSON.stringify({ vocabularyList: [{ type: LOCATION, vocabularyElementList: elements }] })

const document = (inside: string, more = ''): string => `<e:EPCISDocument
  xmlns:e="urn:epcglobal:epcis:xsd:2" schemaVersion="2.0" creationDate="2026-03-01T08:00:00Z">
  ${more}<EPCISBody><EventList>${inside}</EventList></EPCISBody></e:EPCISDocument>`

const list = (id: string): string => `<VocabularyList><Vocabulary type="${LOCATION}">
  <VocabularyElementList><VocabularyElement id="${id}">
    <attribute id="urn:epcglobal:cbv:mda#name">Silo</attribute>
    <children><id>urn:xml:hatch</id></children>
  </VocabularyElement></VocabularyElementList></Vocabulary></VocabularyList>`

test('master data comes in XML of any edition, alone or in a header', async () => {
  const alone = (edition: number): string => `<m:EPCISMasterDataDocument
    xmlns:m="urn:epcglobal:epcis-masterdata:xsd:${edition}" schemaVersion="1.0"
    creationDate="2006-06-27T09:30:47Z"><EPCISBody>${list(`urn:xml:${edition}`)}</EPCISBody>
    </m:EPCISMasterDataDocument>`
  const header = `<EPCISHeader><extension><EPCISMasterData>${list('urn:xml:3')}</EPCISMasterData>
    </extension></EPCISHeader>`
  for (const [i, body] of [alone(1), alone(2), document('', header)].entries()) {
    const answer = await post(body, i === 0 ? 'text/xml' : 'application/xml')
    assert.equal(answer.status, 201, await answer.clone().text())
    assert.deepEqual(await answer.json(), { elements: 1, kept: 1 })
    const thing = (await (await repository.ask(`/masterdata/urn:xml:${i + 1}`)).json()) as {
      readonly descriptions: readonly { readonly attributes: readonly { attribute: unknown }[] }[]
      readonly below: readonly string[]
    }
    assert.deepEqual(thing.descriptions[0]?.attributes[0]?.attribute, 'Silo')
    assert.deepEqual(thing.below, ['urn:xml:hatch'])
  }
})

test('master data is answered in XML of either edition, and taken back as it was answered', async () => {
  for (const [version, edition] of [
    ['2.0.0', 2],
    ['1.2', 1],
  ] as const) {
    const headers = { accept: 'application/xml', 'GS1-EPCIS-Max': version }
    const answer = await repository.ask('/masterdata?EQ_name=urn:xml:1', { headers })
    assert.equal(answer.status, 200, await answer.clone().text())
    assert.equal(answer.headers.get('content-type'), 'application/xml')
    const text = await answer.text()
    assert.match(text, new RegExp(`xmlns:epcisq="urn:epcglobal:epcis-query:xsd:${edition}"`))
    assert.match(text, /<attribute id="urn:epcglobal:cbv:mda#name">Silo<\/attribute>/)
    const back = await post(text, 'application/xml')
    assert.equal(back.status, 201, await back.clone().text())
    assert.deepEqual(await back.json(), { elements: 1, kept: 0 })
  }
})

const EVENT = '<ObjectEvent><eventTime>2026-03-01T08:00:00Z</eventTime></ObjectEvent>'
const BOMB = '<!DOCTYPE a [<!ENTITY b "bbbbbbbb"><!ENTITY c "&b;&b;&b;">]><a>&c;</a>'

const JSON_BODIES: readonly (readonly [string, string, readonly string[]])[] = [
  ['nothing', '', [' not-json']],
  ['a list', '[]', [' wrong-type']],
  ['an object of no kind', '{}', [' document-type']],
  ['a vocabulary without type', '{"vocabularyList":[{}]}', ['/vocabularyList/0 required']],
  [
    'elements that are none',
    vocabularies({}, 7, { id: 'no uri' }, { id: 'urn:a', children: ['b'], attributes: [{}] }),
    [
      '/vocabularyList/0/vocabularyElementList/0 required',
      '/vocabularyList/0/vocabularyElementList/1 wrong-type',
      '/vocabularyList/0/vocabularyElementList/2/id not-a-uri',
      '/vocabularyList/0/vocabularyElementList/3/children/0 not-a-uri',
      '/vocabularyList/0/vocabularyElementList/3/attributes/0 required',
    ],
  ],
  ['a document with an event', documentOf([seen(1)]), ['/epcisBody/eventList events']],
  ['a master data document without any', '{"type":"EPCISMasterDataDocument"}', [' required']],
  ['a value nested 200 deep', `${'['.repeat(200)}${']'.repeat(200)}`, [' too-deep']],
]

for (const [name, body, problems] of JSON_BODIES) {
  test(`${name} is refused as master data, and where it is wrong is said`, async () => {
    assert.deepEqual((await refusal(await post(body), 400)).toSorted(), problems.toSorted())
  })
}

test('XML that is none, declares entities or has events is refused as master data', async () => {
  const first = async (body: string): Promise<string | undefined> =>
    (await refusal(await post(body, 'text/xml'), 400))[0]?.split(' ').at(-1)
  assert.equal(await first(document('<x></y>')), 'not-xml')
  assert.equal(await first(BOMB), 'document-type')
  assert.equal(await first(document(EVENT)), 'events')
  assert.equal(await first(`<a xmlns="urn:x"/>`), 'document-type')
  assert.equal((await post(document(''), 'text/xml')).status, 201)
})

const QUESTIONS: readonly (readonly [string, readonly string[]])[] = [
  ['EQ_nam=urn:a', ['?EQ_nam unknown-parameter']],
  ['EQ_name=x', ['?EQ_name value']],
  ['EQ_name=urn:a&EQ_name=urn:b', ['?EQ_name repeated']],
  ['includeAttributes=yes', ['?includeAttributes value']],
  ['maxElementCount=0&perPage=1', ['?maxElementCount value']],
  ['maxElementCount=1.5&EQATTR_=a', ['?EQATTR_ unknown-parameter', '?maxElementCount value']],
  ['perPage=0', ['?perPage value']],
  ['nextPageToken=x', ['?nextPageToken value']],
]

for (const [query, problems] of QUESTIONS) {
  test(`the question ${query} about master data is refused, and every fault in it is named`, async () => {
    const answer = await repository.ask(`/masterdata?${query}`)
    assert.deepEqual((await refusal(answer, 400)).toSorted(), problems.toSorted())
  })
}

test('a thing that nothing describes, and a path that is no escape, are refused', async () => {
  await refusal(await repository.ask('/masterdata/urn:nowhere'), 404)
  await refusal(await repository.ask('/masterdata/%zz'), 400)
  await refusal(await repository.ask('/masterdata/urn:a?before=x'), 400)
  await refusal(await repository.ask('/masterdata/vocabularies?x=1'), 400)
  await refusal(await post('{}', 'text/plain'), 415)
})
