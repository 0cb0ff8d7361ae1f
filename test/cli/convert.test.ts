import assert from 'node:assert/strict'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { openRepository } from '../repository.ts'
import { suyuan } from './suyuan.ts'

const CONTEXT = [
  'https://ref.gs1.org/standards/epcis/2.0.0/epcis-context.jsonld',
  { ex: 'https://ns.example.com/epcis/' },
]
const EVENT = {
  type: 'ObjectEvent',
  eventTime: '2024-05-01T08:00:00+08:00',
  eventTimeZoneOffset: '+08:00',
  eventID: 'urn:uuid:374d95fc-9457-4a51-bd6a-0bba133845a8',
  epcList: ['urn:epc:id:sgtin:0614141.107346.2017', 'https://id.gs1.org/01/10614141073464/21/2018'],
  action: 'OBSERVE',
  bizStep: 'receiving',
  'ex:shift': { 'ex:name': 'night' },
}
const DOCUMENT = {
  '@context': CONTEXT,
  type: 'EPCISDocument',
  schemaVersion: '2.0',
  creationDate: '2024-05-01T10:00:00Z',
  sender: 'urn:epc:id:sgln:0614141.00001.0',
  epcisBody: {
    eventList: [EVENT, { ...EVENT, eventID: 'urn:uuid:374d95fc-9457-4a51-bd6a-0bba133845a9' }],
  },
}

async function inFolder(work: (folder: string) => Promise<void>): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'suyuan-convert-'))
  try {
    await work(folder)
  } finally {
    await rm(folder, { recursive: true })
  }
}

test('suyuan convert turns a document into XML of both editions and back, and says what it says', () =>
  inFolder(async (folder) => {
    const [json, xml, old] = ['a.json', 'a.xml', 'a12.xml'].map((name) => join(folder, name)) as [
      string,
      string,
      string,
    ]
    await writeFile(json, JSON.stringify(DOCUMENT))
    assert.equal((await suyuan(['convert', json, '--out', xml])).code, 0)
    assert.equal((await suyuan(['convert', xml, '--to', 'xml-1.2', '--out', old])).code, 0)
    const older = await readFile(old, 'utf8')
    assert.match(older, /schemaVersion="1.2"[^]*<bizStep>urn:epcglobal:cbv:bizstep:receiving</)
    // its company prefix is known from the other EPC
    assert.match(older, /<epc>urn:epc:id:sgtin:0614141.107346.2018<\/epc>/)
    for (const file of [xml, json]) {
      const back = await suyuan(['convert', file, '--to', 'json'])
      assert.equal(back.code, 0, back.err)
      const document = JSON.parse(back.out) as object
      assert.deepEqual(document, DOCUMENT, file)
    }
    const hashes = await Promise.all([json, xml, old].map((file) => suyuan(['hash', file])))
    assert.deepEqual(new Set(hashes.map(({ out }) => out)).size, 1)
  }))

test('suyuan convert names every problem by its place, and exits 1; what it does not understand, 2', () =>
  inFolder(async (folder) => {
    const file = join(folder, 'wrong.json')
    const wrong = { ...EVENT, action: 'LOOK', eventTime: 'noon' }
    await writeFile(file, JSON.stringify({ ...DOCUMENT, epcisBody: { eventList: [EVENT, wrong] } }))
    const { code, out, err } = await suyuan(['convert', file])
    assert.equal(code, 1)
    assert.equal(out, '')
    assert.match(err, /wrong.json \/epcisBody\/eventList\/1\/action: /)
    assert.match(err, /wrong.json \/epcisBody\/eventList\/1\/eventTime: /)
    assert.equal((await suyuan(['convert'])).code, 2)
    assert.equal((await suyuan(['convert', file, '--to', 'csv'])).code, 2)
    assert.equal((await suyuan(['convert', join(folder, 'none.xml')])).code, 2)
    assert.equal((await suyuan(['convert', file, '--out', join(folder, 'no/such')])).code, 1)
    assert.equal((await suyuan(['convert', '--help'])).code, 0)
  }))

test('POST /convert turns what Content-Type says into what Accept asks for, and keeps nothing', async () => {
  await using repository = await openRepository()
  const ask = (body: string, type: string, headers: Record<string, string>): Promise<Response> =>
    repository.ask('/convert', {
      method: 'POST',
      headers: { 'content-type': type, ...headers },
      body,
    })
  const xml = await ask(JSON.stringify(DOCUMENT), 'application/json', { accept: 'application/xml' })
  assert.equal(xml.status, 200)
  assert.equal(xml.headers.get('content-type'), 'application/xml')
  const text = await xml.text()
  assert.match(text, /<bizStep>https:\/\/ref.gs1.org\/cbv\/BizStep-receiving</)
  const json = await ask(text, 'text/xml', { accept: 'application/ld+json' })
  assert.deepEqual(await json.json(), DOCUMENT)
  const old = await ask(text, 'application/xml', {
    accept: 'application/xml',
    'GS1-EPCIS-Max': '1.2',
  })
  assert.match(await old.text(), /epcis:xsd:1[^]*cbv:bizstep:receiving/)
  const urns = await ask(text, 'application/xml', {
    accept: 'text/xml',
    'GS1-CBV-XML-Format': 'Always_URN',
  })
  assert.match(await urns.text(), /epcis:xsd:2[^]*cbv:bizstep:receiving/)
  const bad = await ask('<a>', 'application/xml', { accept: 'application/json' })
  assert.equal(bad.status, 400)
  assert.equal(bad.headers.get('content-type'), 'application/problem+json')
  assert.equal((await ask('a', 'text/csv', {})).status, 415)
  assert.equal((await ask('{}', 'application/json', { accept: 'image/png' })).status, 406)
  const events = (await (await repository.ask('/events')).json()) as typeof DOCUMENT
  assert.ok(!JSON.stringify(events).includes('urn:uuid:'))
  assert.deepEqual(repository.faults, [])
})
