import assert from 'node:assert/strict'
import { test } from 'node:test'

import fc from 'fast-check'

import { readContext } from '../event/context.ts'
import type { Json, JsonObject } from '../event/event.ts'
import { prehash, type HashAlgorithm } from './prehash.ts'

const CONTEXT = readContext([
  'https://ref.gs1.org/standards/epcis/2.0.0/epcis-context.jsonld',
  { ex: 'https://ns.example.com/epcis/' },
])
const EX = '{https://ns.example.com/epcis/}'
const hash = (event: JsonObject, algorithm: HashAlgorithm = '2026') =>
  prehash(event, CONTEXT, algorithm)

/** One thing in two spellings the hash must not tell apart. */
type Spellings = readonly [Json, Json]

const EPCS: readonly Spellings[] = [
  [
    'urn:epc:id:sgtin:4012345.011111.9876',
    'https://dl.example.com/x/01/04012345111118/21/9876?17=261231',
  ],
  ['urn:epc:id:sgtin:4012345.011111.98%22', 'https://id.gs1.org/01/04012345111118/21/98%22'],
  [
    'urn:epc:id:sgtin:4012345.011111.a!(b)*',
    'https://id.gs1.org/01/04012345111118/21/a%21%28b%29%2A',
  ],
  ['urn:epc:id:sscc:4012345.0000000111', 'https://example.org/00/040123450000001112'],
  ['urn:epc:id:grai:4012345.00022.334455', 'http://id.gs1.org/8003/04012345000221334455'],
  ['urn:example:opaque:1', 'urn:example:opaque:1'],
]
const CLASSES: readonly Spellings[] = [
  [
    'urn:epc:class:lgtin:4012345.012345.Lot987',
    'https://id.gs1.org/gtin/04012345123456/lot/Lot987',
  ],
  ['urn:epc:idpat:sgtin:4012345.012345.*', 'https://id.gs1.org/01/4012345123456'],
]
const PLACES: readonly Spellings[] = [
  ['urn:epc:id:sgln:4012345.00005.0', 'https://id.gs1.org/414/4012345000054'],
  ['urn:epc:id:sgln:4012345.00005.122', 'https://example.com/gln/4012345000054/254/122'],
  ['geo:47.506694,11.104301', 'geo:47.506694,11.104301'],
]
const terms = (web: string, urn: string, words: readonly string[]): readonly Spellings[] =>
  words.flatMap((word): Spellings[] => [
    [word, `https://ref.gs1.org/cbv/${web}-${word}`],
    [`cbv:${web}-${word}`, `urn:epcglobal:cbv:${urn}:${word}`],
  ])
const STEPS = [
  ...terms('BizStep', 'bizstep', ['packing', 'shipping']),
  ['ex:myStep', 'https://ns.example.com/epcis/myStep'] as const,
]
const DISPOSITIONS = terms('Disp', 'disp', ['damaged', 'recalled'])
const TYPES = terms('BTT', 'btt', ['po', 'desadv'])
const MEASURES: readonly Spellings[] = [
  ['Temperature', 'gs1:Temperature'],
  ['https://gs1.org/voc/Speed', 'https://ref.gs1.org/voc/Speed'],
]
const NUMBERS: readonly Spellings[] = [
  [1, '1.00'],
  [0.123, '.123000'],
  [-20, '-20.0'],
  [1500, '+1.5e3'],
  ['12345678901234567890.1230', '12345678901234567890.123'],
]
const TIMES: readonly Spellings[] = [
  ['2026-03-04T11:00:30.000+01:00', '2026-03-04T10:00:30Z'],
  ['2026-12-31T23:59:59.9995Z', '2027-01-01T08:00:00.0+08:00'],
  ['2026-02-28T16:30:00-08:00', '2026-03-01T00:30:00.0004Z'],
]

/** A pair of values that must hash alike, built from pairs of pieces. */
type Pair = fc.Arbitrary<Spellings>
const one = (spellings: readonly Spellings[]): Pair => fc.constantFrom(...spellings)

/** The second list in another order than the first. */
const listOf = (piece: Pair): Pair =>
  fc
    .array(fc.tuple(piece, fc.nat()), { maxLength: 5 })
    .map((rows) => [
      rows.map(([[first]]) => first),
      rows.toSorted((a, b) => a[1] - b[1]).map(([[, second]]) => second),
    ])

/** The keys of the second object in reverse order; what a piece leaves undefined is no key. */
const objectOf = (pieces: { readonly [key: string]: Pair }, needed: readonly string[] = []): Pair =>
  fc.record(pieces, { requiredKeys: [...needed] }).map((record) => {
    const entries = Object.entries(record).filter((entry) => entry[1] !== undefined)
    return [
      Object.fromEntries(entries.map(([key, [first]]) => [key, first])),
      Object.fromEntries(entries.toReversed().map(([key, [, second]]) => [key, second])),
    ]
  })
const same = (value: Json): Pair => fc.constant([value, value])
const word = fc
  .constantFrom('a', 'B', 'Zürich', '呼和浩特', ' spaced ')
  .map((text): Spellings => [text, text.trim()])
const extension = (depth: number): Pair =>
  depth === 0
    ? fc.oneof(word, one(NUMBERS), one(EPCS))
    : fc.oneof(
        word,
        listOf(extension(depth - 1)),
        objectOf({ 'ex:a': extension(depth - 1), 'ex:b': listOf(word), 'gs1:c': word }),
      )

const events: Pair = objectOf(
  {
    type: same('ObjectEvent'),
    eventTime: one(TIMES),
    eventTimeZoneOffset: same('+08:00'),
    action: same('OBSERVE'),
    epcList: listOf(one(EPCS)),
    quantityList: listOf(
      objectOf({ epcClass: one(CLASSES), quantity: one(NUMBERS), uom: same('KGM') }, ['epcClass']),
    ),
    bizStep: one(STEPS),
    persistentDisposition: objectOf({ set: listOf(one(DISPOSITIONS)), unset: one(DISPOSITIONS) }),
    readPoint: objectOf({ id: one(PLACES), 'ex:x': extension(1) }, ['id']),
    bizTransactionList: listOf(
      objectOf({ type: one(TYPES), bizTransaction: word }, ['bizTransaction']),
    ),
    sensorElementList: listOf(
      objectOf(
        {
          sensorMetadata: objectOf({ time: one(TIMES), deviceID: one(EPCS), 'ex:m': extension(1) }),
          sensorReport: listOf(
            objectOf({ type: one(MEASURES), value: one(NUMBERS), 'ex:r': extension(1) }, ['type']),
          ),
          'ex:e': extension(1),
        },
        ['sensorReport'],
      ),
    ),
    ilmd: objectOf({ 'ex:i': extension(2), 'cbvmda:lotNumber': word }),
    'ex:own': extension(2),
  },
  ['type', 'eventTime', 'eventTimeZoneOffset', 'action'],
)

test('no spelling of an event changes its hash: order, identifiers, vocabulary, zone of a time, numbers', () => {
  fc.assert(
    fc.property(events, ([a, b]) => {
      assert.equal(hash(b as JsonObject), hash(a as JsonObject))
    }),
    { numRuns: 300 },
  )
})

const EVENT: JsonObject = {
  type: 'ObjectEvent',
  eventTime: '2026-03-04T11:00:30+01:00',
  eventTimeZoneOffset: '+01:00',
  epcList: ['urn:epc:id:sgtin:4012345.011111.9876', 'urn:epc:id:sgtin:4012345.011111.9877'],
  parentID: 'urn:epc:id:sscc:4012345.0000000111',
  action: 'ADD',
  bizStep: 'packing',
  disposition: 'in_progress',
  readPoint: { id: 'urn:epc:id:sgln:4012345.00005.0', 'ex:door': '3' },
  quantityList: [{ epcClass: 'urn:epc:class:lgtin:4012345.012345.L', quantity: 2.5, uom: 'KGM' }],
  sourceList: [{ type: 'owning_party', source: 'urn:epc:id:pgln:4012345.00000' }],
  sensorElementList: [
    {
      sensorMetadata: { bizRules: 'https://r.example' },
      sensorReport: [{ type: 'Count', value: 7 }],
    },
  ],
  ilmd: { 'cbvmda:lotNumber': 'L7' },
  'ex:line': { 'ex:shift': ['day', 'night'] },
}

test('any value changed or taken away changes the hash, wherever it stands', () => {
  const before = hash(EVENT)
  let changes = 0
  for (const changed of changedCopies(EVENT)) {
    assert.notEqual(hash(changed as JsonObject), before, JSON.stringify(changed))
    changes++
  }
  assert.ok(changes > 50, `${changes}`)
})

/** The value with each leaf of it in turn changed, and each in turn taken away. */
function* changedCopies(value: Json): Generator<Json | undefined> {
  if (typeof value === 'string') yield `${value}1`
  else if (typeof value === 'number') yield value + 1
  else if (Array.isArray(value)) {
    for (const [i, entry] of (value as readonly Json[]).entries()) {
      yield value.toSpliced(i, 1)
      for (const copy of changedCopies(entry)) if (copy !== undefined) yield value.with(i, copy)
    }
  } else {
    for (const [key, entry] of Object.entries(value as JsonObject)) {
      const { [key]: _, ...rest } = value as JsonObject
      yield rest
      for (const copy of changedCopies(entry))
        if (copy !== undefined) yield { ...rest, [key]: copy }
    }
  }
}

test('what a repository adds, an error declaration, and comments leave the hash alone', () => {
  const told = {
    ...EVENT,
    '@context': { ex: 'https://ns.example.com/epcis/' },
    eventID: 'urn:uuid:374d95fc-9457-4a51-bd6a-0bba133845a8',
    recordTime: '2026-03-05T00:00:00Z',
    certificationInfo: 'https://c.example/1',
    errorDeclaration: { declarationTime: '2026-03-06T00:00:00Z' },
    'rdfs:comment': 'packed by hand',
    readPoint: { ...(EVENT['readPoint'] as JsonObject), 'rdfs:comment': 'the left one' },
    quantityList: EVENT['quantityList'] ?? null,
    inputEPCList: [],
    childQuantityList: [],
    persistentDisposition: { set: [] },
    bizLocation: {},
    destinationList: null,
  }
  assert.equal(hash(told), hash(EVENT))
})

test('an empty entry of a list is as no entry', () => {
  const list = EVENT['epcList'] as readonly Json[]
  const sources = EVENT['sourceList'] as readonly Json[]
  const padded = { ...EVENT, epcList: ['', ...list, ' ', null], sourceList: [...sources, {}] }
  assert.equal(hash(padded), hash(EVENT))
})

test('extensions inside fields follow ilmd, each after the path to it, before those of the event', () => {
  const event = {
    type: 'ObjectEvent',
    readPoint: { id: 'geo:1,2', 'ex:b': '2', 'ex:a': '1' },
    sensorElementList: [
      {
        sensorMetadata: { deviceID: 'urn:x:1', 'ex:m': 'M' },
        sensorReport: [
          { type: 'Count', value: 9, 'ex:r': 'second' },
          { type: 'Angle', value: 1, 'ex:r': 'zuerst' },
        ],
        'ex:e': 'E',
      },
    ],
    ilmd: { 'cbvmda:lotNumber': 'L' },
    'ex:own': 'O',
  }
  const main =
    'sensorElementsensorMetadatadeviceID=urn:x:1' +
    'sensorReporttype=https://ref.gs1.org/voc/Anglevalue=1' +
    'sensorReporttype=https://ref.gs1.org/voc/Countvalue=9'
  assert.equal(
    hash(event),
    `eventType=ObjectEventreadPointid=geo:1,2${main}` +
      `ilmd{urn:epcglobal:cbv:mda}lotNumber=L` +
      `readPoint${EX}a=1${EX}b=2` +
      `sensorElementsensorMetadata${EX}m=MsensorReport${EX}r=zuerstsensorReport${EX}r=second${EX}e=E` +
      `${EX}own=O`,
  )
  assert.equal(
    hash(event, '2025'),
    `eventType=ObjectEventreadPointid=geo:1,2${EX}a=1${EX}b=2` +
      `sensorElementListsensorElementsensorMetadatadeviceID=urn:x:1${EX}m=M` +
      `sensorReporttype=https://gs1.org/voc/Anglevalue=1${EX}r=zuerst` +
      `sensorReporttype=https://gs1.org/voc/Countvalue=9${EX}r=second${EX}e=E` +
      `ilmd{urn:epcglobal:cbv:mda:}lotNumber=L${EX}own=O`,
  )
})

/** A global model number: a GS1 key, but none of those the algorithm names. */
const MODEL = 'https://a.example/8013/1987654Ad4X4bL5ttr2310c2K'

test('values of extensions are read as those of fields, but for times and bare words', () => {
  const value = (given: Json) => hash({ type: 'ObjectEvent', 'ex:x': given }).split(`${EX}x`)[1]
  assert.equal(value('007.50'), '=7.5')
  assert.equal(value('urn:epcglobal:cbv:disp:recalled'), '=https://ref.gs1.org/cbv/Disp-recalled')
  assert.equal(
    value('https://a.example/gtin/4012345123456'),
    '=https://id.gs1.org/01/04012345123456',
  )
  assert.equal(value(MODEL), `=${MODEL}`)
  assert.equal(value('ex:y'), '=https://ns.example.com/epcis/y')
  assert.equal(value('other:y'), '=other:y')
  assert.equal(value('2026-03-04T11:00:30+01:00'), '=2026-03-04T11:00:30+01:00')
  assert.equal(value('packing'), '=packing')
  assert.equal(value(true), '=true')
  assert.equal(value(''), '')
  assert.equal(value({ '#text': '1.0', '@unit': 'KGM' }), '=1@unit=KGM')
  assert.equal(value(null), undefined)
})

test('keys without a declared prefix stay as they are, and an own event type is written out', () => {
  const event = { type: 'ex:Milking', 'other:a': 1, bare: 2, 'https://ns.example.com/b': 3 }
  assert.equal(
    hash(event),
    'eventType=https://ns.example.com/epcis/Milkingbare=2https://ns.example.com/b=3other:a=1',
  )
})

test('siblings are sorted by code points, where JavaScript would put U+1F42E before U+FF4D', () => {
  const event = { type: 'ObjectEvent', epcList: ['urn:x:\u{1F42E}', 'urn:x:ｍ'] }
  assert.equal(hash(event), 'eventType=ObjectEventepcListepc=urn:x:ｍepc=urn:x:\u{1F42E}')
})

test('a key called __proto__ is hashed as any other', () => {
  const event = JSON.parse('{"type":"ObjectEvent","ex:x":{"__proto__":{"ex:y":"1"}}}') as JsonObject
  assert.equal(hash(event), `eventType=ObjectEvent${EX}x__proto__${EX}y=1`)
})
