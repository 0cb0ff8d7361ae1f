import assert from 'node:assert/strict'
import { test } from 'node:test'
import { document, EVENT, object, read, TIMES, told } from './document.fixture.ts'
import { createXmlSplitter } from './split.ts'

test('byte-order mark, CRLF, comments, CDATA, references and white space say nothing', () => {
  const text = document(
    '<!-- a -->\r\n<ObjectEvent>\r\n<eventTime> 2024-05-01T08:00:00+08:00\r\n</eventTime><?x y?><eventTimeZoneOffset><![CDATA[+08:00]]></eventTimeZoneOffset>' +
      '<epcList><epc>urn:<!-- b -->x:&#49;</epc></epcList><action>OBSERVE</action></ObjectEvent>',
    { before: '\uFEFF<?xml version="1.0" encoding="utf-8"?>\r\n' },
  )
  const whole = read([text])
  assert.deepEqual(whole.problems, [])
  assert.deepEqual(whole.events, [EVENT])
  assert.deepEqual(read(text.split('')), whole)
})

test('standard words are bare in any spelling, numbers keep their digits, and nil says nothing', () => {
  const { events, problems } = read([
    document(
      object(
        '<bizStep>urn:epcglobal:cbv:bizstep:packing</bizStep><disposition>c:Disp-active</disposition>' +
          '<quantityList><quantityElement><epcClass>urn:x:c</epcClass><quantity>+0200.50</quantity><uom>KGM</uom></quantityElement>' +
          '<quantityElement><epcClass>urn:x:d</epcClass><quantity xsi:nil="true"/></quantityElement></quantityList>' +
          '<sensorElementList><sensorElement><sensorReport type="gs1:Temperature" value=".5" booleanValue="1" x:y="z"/></sensorElement></sensorElementList>',
      ),
      {
        xmlns:
          ' xmlns:c="https://ref.gs1.org/cbv/" xmlns:x="https://x.example/" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"',
      },
    ),
  ])
  assert.deepEqual(problems, [])
  assert.deepEqual(events, [
    {
      ...EVENT,
      bizStep: 'packing',
      disposition: 'active',
      quantityList: [{ epcClass: 'urn:x:c', quantity: 200.5, uom: 'KGM' }, { epcClass: 'urn:x:d' }],
      sensorElementList: [
        { sensorReport: [{ type: 'Temperature', value: 0.5, booleanValue: true, 'x:y': 'z' }] },
      ],
    },
  ])
  const splitter = createXmlSplitter()
  const [event] = splitter.push(
    document(
      object(
        '<quantityList><quantityElement><epcClass>urn:x:c</epcClass><quantity>12345678901234567890.10</quantity></quantityElement></quantityList>',
      ),
    ),
  )
  assert.match(event?.text ?? '', /"quantity":12345678901234567890\.10\}/)
})

test('prefixes of the root are the document’s context, later ones the event’s, and none loses its meaning', () => {
  const { events, context } = read([
    document(
      object(
        '<a:n xmlns:a="https://a.example/">1</a:n><b:n xmlns:b="https://other.example">2</b:n><n xmlns="https://c.example/"><m a:x="3" xmlns:a="https://a.example/"/></n>',
      ),
      { xmlns: ' xmlns:b="https://b.example/" xmlns:cbvmda="urn:epcglobal:cbv:mda"' },
    ),
  ])
  assert.deepEqual(context, [
    'https://ref.gs1.org/standards/epcis/2.0.0/epcis-context.jsonld',
    { b: 'https://b.example/' },
  ])
  assert.deepEqual(events, [
    {
      ...EVENT,
      '@context': {
        a: 'https://a.example/',
        b2: { '@id': 'https://other.example', '@prefix': true },
        ns: 'https://c.example/',
      },
      'a:n': '1',
      'b2:n': '2',
      'ns:n': { 'ns:m': { '@a:x': '3' } },
    },
  ])
})

test('extensions: the element again is a list, attributes are @name, text beside them #text, xsi:type nothing', () => {
  const xmlns =
    ' xmlns:x="https://x.example/" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"'
  const { events } = read([
    document(
      object(
        '<x:a xsi:type="xsd:int">1</x:a><x:b u="KGM">2</x:b><x:a>3</x:a><x:c><in>4</in><x:d/></x:c>',
      ),
      { xmlns },
    ),
  ])
  assert.deepEqual(events, [
    {
      ...EVENT,
      'x:a': ['1', '3'],
      'x:b': { '@u': 'KGM', '#text': '2' },
      'x:c': { in: '4', 'x:d': '' },
    },
  ])
})

test('the wrappers of 1.x are gone, and a QuantityEvent observes a quantity', () => {
  const list =
    `<ObjectEvent>${TIMES}<baseExtension><eventID>urn:x:e</eventID></baseExtension><epcList/><action>ADD</action>` +
    '<extension><sourceList><source type="urn:epcglobal:cbv:sdt:location">urn:x:s</source></sourceList><extension><future>1</future></extension></extension></ObjectEvent>' +
    `<QuantityEvent>${TIMES}<epcClass>urn:x:c</epcClass><quantity>7</quantity><bizStep>urn:epcglobal:cbv:bizstep:storing</bizStep></QuantityEvent>` +
    `<extension><TransformationEvent>${TIMES}</TransformationEvent></extension><extension><extension><AssociationEvent>${TIMES}</AssociationEvent></extension></extension>`
  const text = document(list).replaceAll('xsd:2', 'xsd:1').replace('"2.0"', '"1.2"')
  const { events, problems, shell } = read([text])
  assert.deepEqual(problems, [])
  assert.equal(shell['schemaVersion'], '2.0')
  const { eventTime, eventTimeZoneOffset } = EVENT
  const times = { eventTime, eventTimeZoneOffset }
  assert.deepEqual(events, [
    {
      type: 'ObjectEvent',
      ...times,
      eventID: 'urn:x:e',
      epcList: [],
      action: 'ADD',
      sourceList: [{ type: 'location', source: 'urn:x:s' }],
      'epcis:future': '1',
    },
    {
      type: 'ObjectEvent',
      ...times,
      bizStep: 'storing',
      action: 'OBSERVE',
      quantityList: [{ epcClass: 'urn:x:c', quantity: 7 }],
    },
    { type: 'TransformationEvent', ...times },
    { type: 'AssociationEvent', ...times },
  ])
})

test('the header comes to sender, receiver, identifier and master data', () => {
  const head =
    '<EPCISHeader><s:StandardBusinessDocumentHeader xmlns:s="http://www.unece.org/cefact/namespaces/StandardBusinessDocumentHeader">' +
    '<s:HeaderVersion>1.0</s:HeaderVersion><s:Sender><s:Identifier Authority="GS1">urn:x:from</s:Identifier></s:Sender><s:Receiver><s:Identifier>urn:x:to</s:Identifier></s:Receiver>' +
    '<s:DocumentIdentification><s:InstanceIdentifier>77</s:InstanceIdentifier></s:DocumentIdentification></s:StandardBusinessDocumentHeader>' +
    '<extension><EPCISMasterData><VocabularyList><Vocabulary type="urn:epcglobal:epcis:vtype:BusinessLocation"><VocabularyElementList>' +
    '<VocabularyElement id="urn:x:place"><attribute id="urn:epcglobal:cbv:mda#name">Barn</attribute><attribute id="urn:x:at"><x:geo xmlns:x="https://x.example/"><lat>1</lat></x:geo></attribute>' +
    '<children><id>urn:x:room</id></children></VocabularyElement></VocabularyElementList></Vocabulary></VocabularyList></EPCISMasterData></extension></EPCISHeader>'
  const { shell, problems } = read([document('', { head })])
  assert.deepEqual(problems, [])
  const { sender, receiver, instanceIdentifier, epcisHeader } = shell
  assert.deepEqual(
    { sender, receiver, instanceIdentifier },
    {
      sender: 'urn:x:from',
      receiver: 'urn:x:to',
      instanceIdentifier: '77',
    },
  )
  assert.deepEqual(epcisHeader, {
    epcisMasterData: {
      vocabularyList: [
        {
          type: 'urn:epcglobal:epcis:vtype:BusinessLocation',
          vocabularyElementList: [
            {
              id: 'urn:x:place',
              attributes: [
                { id: 'urn:epcglobal:cbv:mda#name', attribute: 'Barn' },
                { id: 'urn:x:at', attribute: { 'x:geo': { lat: '1' } } },
              ],
              children: ['urn:x:room'],
            },
          ],
        },
      ],
    },
  })
})

test('problems have the place and line of their element', () => {
  const text = document(
    `\n${object('')}\n<ObjectEvent>${TIMES}\n<action>ADD</action>\n<epcList><epc>a</epc></epcList></ObjectEvent>`,
  )
  assert.deepEqual(told(read([text])), [
    '/e:EPCISDocument/EPCISBody/EventList/ObjectEvent[2]/epcList element-order In XML the order counts: epcList stands before action. (line 5)',
  ])
  assert.deepEqual(read([text], { ordered: false }).problems, [])
  const wrong = [
    document(
      object(
        '<quantityList><quantityElement><epcClass>urn:x:1</epcClass><quantity>ten</quantity></quantityElement></quantityList>',
      ),
    ),
    document(object('<bizStep>a</bizStep><bizStep>b</bizStep>')),
    document(object('<persistentDisposition><st>a</st></persistentDisposition>')),
    document(object('') + 'text'),
    document('').replace('<EventList>', '<Events/><EventList>'),
    document('').replace('</EventList>', '</EventList><EventList/>'),
    document('').replace('schemaVersion="2.0" ', ''),
    document('').replace('10:00:00Z', '25:00:00Z'),
    document('').replaceAll('xsd:2', 'xsd:3'),
  ].flatMap((one) => told(read([one])))
  assert.deepEqual(
    wrong.map((one) => one.split(' ').slice(0, 2).join(' ')),
    [
      '/e:EPCISDocument/EPCISBody/EventList/ObjectEvent[1]/quantityList/quantityElement/quantity number',
      '/e:EPCISDocument/EPCISBody/EventList/ObjectEvent[1]/bizStep[2] twice',
      '/e:EPCISDocument/EPCISBody/EventList/ObjectEvent[1]/persistentDisposition/st unknown-field',
      '/e:EPCISDocument/EPCISBody/EventList wrong-type',
      '/e:EPCISDocument/EPCISBody/Events unknown-field',
      '/e:EPCISDocument/EPCISBody/EventList[2] twice',
      '/e:EPCISDocument required',
      '/e:EPCISDocument/@creationDate date-time',
      '/e:EPCISDocument document-type',
    ],
  )
})

test('a bare event and a master data document are read by themselves', () => {
  const bare = read([
    `<ObjectEvent xmlns:x="urn:x:ns:" schemaVersion="2.0">${TIMES}<action>ADD</action><x:a>1</x:a></ObjectEvent>`,
  ])
  assert.equal(bare.events[0]?.['x:a'], '1')
  assert.deepEqual(bare.events[0]?.['@context'], { x: 'urn:x:ns:' })
  const data = read([
    '<m:EPCISMasterDataDocument xmlns:m="urn:epcglobal:epcis-masterdata:xsd:1" schemaVersion="1" creationDate="2024-05-01T10:00:00Z"><EPCISBody><VocabularyList><Vocabulary type="urn:x:v"/></VocabularyList></EPCISBody></m:EPCISMasterDataDocument>',
  ])
  assert.deepEqual(data.problems, [])
  assert.deepEqual(data.shell['epcisHeader'], {
    epcisMasterData: { vocabularyList: [{ type: 'urn:x:v' }] },
  })
})
