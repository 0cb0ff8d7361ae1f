import * as fc from 'fast-check'

/** An event with something of everything, to be spoilt. */
const EVENT = {
  type: 'ObjectEvent',
  action: 'ADD',
  eventTime: '2026-03-01T08:00:00Z',
  eventTimeZoneOffset: '+08:00',
  eventID: 'urn:uuid:0a8d0e0a-0000-4000-8000-000000000001',
  epcList: ['urn:epc:id:sgtin:0614141.107346.1', 'https://id.gs1.org/01/10614141073464/21/2'],
  quantityList: [{ epcClass: 'urn:epc:class:lgtin:0614141.300001.a', quantity: 2.5, uom: 'KGM' }],
  bizStep: 'commissioning',
  disposition: 'active',
  persistentDisposition: { set: ['completeness_verified'] },
  readPoint: { id: 'urn:epc:id:sgln:0614141.00001.0', 'ex:gate': 1 },
  bizLocation: { id: 'urn:epc:id:sgln:0614141.00002.0' },
  bizTransactionList: [{ type: 'po', bizTransaction: 'urn:x:po:1' }],
  sourceList: [{ type: 'owning_party', source: 'urn:epc:id:pgln:0614141.00006' }],
  destinationList: [{ type: 'owning_party', destination: 'urn:epc:id:pgln:0614141.00007' }],
  ilmd: { 'cbvmda:lotNumber': 'L1', 'ex:deep': { 'ex:deeper': [1, 'two', null] } },
  sensorElementList: [
    {
      sensorMetadata: { time: '2026-03-01T07:59:00Z', deviceID: 'urn:epc:id:giai:0614141.1' },
      sensorReport: [{ type: 'Temperature', value: 4.5, uom: 'CEL', 'ex:probe': true }],
    },
  ],
  errorDeclaration: { declarationTime: '2026-03-02T08:00:00Z', reason: 'incorrect_data' },
  'ex:own': { 'ex:inner': 'x' },
}

const DOCUMENT = {
  '@context': [
    'https://ref.gs1.org/standards/epcis/2.0.0/epcis-context.jsonld',
    { ex: 'https://ns.example.com/fuzz/' },
  ],
  type: 'EPCISDocument',
  schemaVersion: '2.0',
  creationDate: '2026-03-01T08:00:00Z',
  epcisHeader: {
    epcisMasterData: {
      vocabularyList: [
        {
          type: 'urn:epcglobal:epcis:vtype:BusinessLocation',
          vocabularyElementList: [
            {
              id: 'urn:epc:id:sgln:0614141.00002.0',
              attributes: [{ id: 'urn:epcglobal:cbv:mda#name', attribute: 'Dairy' }],
              children: ['urn:epc:id:sgln:0614141.00001.0'],
            },
          ],
        },
      ],
    },
  },
  epcisBody: { eventList: [EVENT] },
}

type Path = readonly (string | number)[]

function pathsOf(value: unknown, at: Path = []): readonly Path[] {
  if (typeof value !== 'object' || value === null) return [at]
  return [at, ...Object.entries(value).flatMap(([key, inner]) => pathsOf(inner, [...at, key]))]
}

/** What people and programs put where something else belongs. */
const odd: fc.Arbitrary<unknown> = fc.oneof(
  fc.constantFrom<unknown>(
    null,
    true,
    0,
    -1,
    1e308,
    -0,
    1e-320,
    '',
    ' ',
    '\u0000',
    '\ud800',
    '\u202e',
    '__proto__',
    'constructor',
    [],
    {},
    [[]],
    [null],
    { id: null },
    { '@id': 'x' },
    { '@context': 'x' },
    { '@type': '@id' },
    '2026-02-30T25:61:61Z',
    '+99:99',
    'urn:epc:id:sgtin:0614141.107346.',
    'urn:epc:idpat:sgtin:*.*.*',
    'https://id.gs1.org/01/%/21/%zz',
    'ni:///sha-256;zz?ver=CBV2.0',
    'x'.repeat(5000),
  ),
  fc.jsonValue({ maxDepth: 3 }),
  fc.string({ unit: 'binary', maxLength: 40 }),
  fc.double(),
)

function set(value: unknown, [step, ...rest]: Path, to: unknown): unknown {
  if (step === undefined) return to
  if (Array.isArray(value))
    return value.map((one, i) => (String(i) === step ? set(one, rest, to) : one))
  return { ...(value as object), [step]: set((value as Record<string, unknown>)[step], rest, to) }
}

function cut(value: unknown, [step, ...rest]: Path): unknown {
  if (Array.isArray(value)) {
    return rest.length === 0
      ? value.filter((_, i) => String(i) !== step)
      : value.map((one, i) => (String(i) === step ? cut(one, rest) : one))
  }
  const all = Object.entries(value as object)
  return Object.fromEntries(
    rest.length === 0
      ? all.filter(([key]) => key !== step)
      : all.map(([key, one]) => [key, key === step ? cut(one, rest) : one]),
  )
}

const spoiling = (whole: unknown): fc.Arbitrary<(value: unknown) => unknown> => {
  const path = fc.constantFrom(...pathsOf(whole).filter((at) => at.length > 0))
  return fc.oneof(
    fc.tuple(path, odd).map(
      ([at, to]) =>
        (value: unknown) =>
          set(value, at, to),
    ),
    path.map((at) => (value: unknown) => cut(value, at)),
    fc.tuple(path, fc.string({ maxLength: 12 }), odd).map(
      ([at, key, to]) =>
        (value: unknown) =>
          set(value, [...at.slice(0, -1), key], to),
    ),
  )
}

function spoilt(whole: unknown): fc.Arbitrary<string> {
  return fc.array(spoiling(whole), { minLength: 1, maxLength: 4 }).map((all) => {
    let value = whole
    for (const spoil of all) {
      try {
        value = spoil(value)
      } catch {
        // An earlier one took away what this one spoils.
      }
    }
    return JSON.stringify(value) ?? ''
  })
}

/** Text with pieces doubled, lost, swapped and put in. */
function torn(text: string, bits: readonly string[]): fc.Arbitrary<string> {
  const at = fc.nat({ max: text.length })
  const bit = fc.oneof(fc.constantFrom(...bits), fc.string({ unit: 'binary', maxLength: 8 }))
  const tear = fc.tuple(at, fc.nat({ max: 60 }), bit, fc.boolean())
  return fc.array(tear, { minLength: 1, maxLength: 5 }).map((tears) => {
    let all = text
    for (const [from, length, put, twice] of tears) {
      const piece = all.slice(from, from + length)
      all = all.slice(0, from) + (twice ? piece + piece : '') + put + all.slice(from + length)
    }
    return all
  })
}

const JSON_BITS = [
  '{',
  '}',
  '[',
  ']',
  ',',
  ':',
  '"',
  '\\',
  '\\u',
  '\\ud800',
  'null',
  '1e999',
  '-',
  '00',
  '\ufeff',
  '/*',
  '"__proto__":',
  '{"a":'.repeat(400),
  '['.repeat(3000),
]

/** Documents as JSON: fields spoilt, or the text torn. */
export const jsonDocuments: fc.Arbitrary<string> = fc.oneof(
  { weight: 4, arbitrary: spoilt(DOCUMENT) },
  { weight: 2, arbitrary: torn(JSON.stringify(DOCUMENT), JSON_BITS) },
  { weight: 1, arbitrary: fc.json() },
  { weight: 1, arbitrary: fc.string({ unit: 'binary', maxLength: 200 }) },
)

/** Bare events as JSON. */
export const jsonEvents: fc.Arbitrary<string> = fc.oneof(
  { weight: 4, arbitrary: spoilt({ '@context': DOCUMENT['@context'], ...EVENT }) },
  { weight: 1, arbitrary: torn(JSON.stringify(EVENT), JSON_BITS) },
)

const XML = `<?xml version="1.0" encoding="UTF-8"?>
<epcis:EPCISDocument xmlns:epcis="urn:epcglobal:epcis:xsd:2" xmlns:ex="https://ns.example.com/fuzz/" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" schemaVersion="2.0" creationDate="2026-03-01T08:00:00Z">
<EPCISHeader><extension><EPCISMasterData><VocabularyList><Vocabulary type="urn:epcglobal:epcis:vtype:BusinessLocation"><VocabularyElementList><VocabularyElement id="urn:epc:id:sgln:0614141.00002.0"><attribute id="urn:epcglobal:cbv:mda#name">Dairy</attribute><children><id>urn:epc:id:sgln:0614141.00001.0</id></children></VocabularyElement></VocabularyElementList></Vocabulary></VocabularyList></EPCISMasterData></extension></EPCISHeader>
<EPCISBody><EventList><ObjectEvent><eventTime>2026-03-01T08:00:00Z</eventTime><eventTimeZoneOffset>+08:00</eventTimeZoneOffset><epcList><epc>urn:epc:id:sgtin:0614141.107346.1</epc></epcList><action>ADD</action><bizStep>urn:epcglobal:cbv:bizstep:commissioning</bizStep><readPoint><id>urn:epc:id:sgln:0614141.00001.0</id></readPoint><quantityList><quantityElement><epcClass>urn:epc:class:lgtin:0614141.300001.a</epcClass><quantity>2.5</quantity><uom>KGM</uom></quantityElement></quantityList><sensorElementList><sensorElement><sensorMetadata time="2026-03-01T07:59:00Z"/><sensorReport type="Temperature" value="4.5" uom="CEL"/></sensorElement></sensorElementList><ilmd><ex:fat xsi:type="xs:decimal">3.5</ex:fat></ilmd><ex:own a="b"><ex:inner><![CDATA[x]]></ex:inner></ex:own></ObjectEvent></EventList></EPCISBody></epcis:EPCISDocument>`
const XML_BITS = [
  '<',
  '>',
  '/>',
  '&',
  '&amp;',
  '&#0;',
  '&#x110000;',
  '&lol;',
  '<!--',
  '-->',
  '<![CDATA[',
  ']]>',
  '<?pi',
  '<!DOCTYPE x [<!ENTITY a "b">]>',
  '<ex:a>',
  '</ex:a>',
  ' xmlns:ex=""',
  ' xmlns="urn:x"',
  '<extension>',
  '\u0000',
  '\ufffe',
  '\ufeff',
  '<a>'.repeat(2000),
]

/** Documents as XML, torn. */
export const xmlDocuments: fc.Arbitrary<string> = torn(XML, XML_BITS)

const PARAMS: readonly string[] = [
  'EQ_bizStep',
  'MATCH_epc',
  'GE_eventTime',
  'maxEventCount',
  'EQ_https://ns.example.com/fuzz/#own',
  'includeAttributes',
  'EQ_name',
  '',
]
const call = fc
  .tuple(
    fc.constantFrom('SimpleEventQuery', 'SimpleMasterDataQuery', 'x', ''),
    fc.array(fc.tuple(fc.constantFrom(...PARAMS), fc.string({ maxLength: 20 })), { maxLength: 3 }),
  )
  .map(([name, params]) => {
    const all = params.map(
      ([key, value]) =>
        `<param><name>${key}</name><value><string>${value}</string></value></param>`,
    )
    return `<q:Poll><queryName>${name}</queryName><params>${all.join('')}</params></q:Poll>`
  })
const SUBSCRIBE =
  '<q:Subscribe><queryName>SimpleEventQuery</queryName><params/><dest>https://receiver.example.com/</dest><controls><schedule><second>61</second></schedule><reportIfEmpty>maybe</reportIfEmpty></controls><subscriptionID>s</subscriptionID></q:Subscribe>'

/** SOAP requests, torn or of odd parameters. */
export const soapEnvelopes: fc.Arbitrary<string> = fc
  .oneof(call, torn(SUBSCRIBE, XML_BITS), torn('<q:GetQueryNames/>', XML_BITS))
  .map(
    (inside) =>
      `<s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/" xmlns:q="urn:epcglobal:epcis-query:xsd:1"><s:Body>${inside}</s:Body></s:Envelope>`,
  )
