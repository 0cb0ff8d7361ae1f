import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Json, JsonObject } from '../event/event.ts'
import { readShell } from './document.ts'

const CONTEXT = [
  'https://ref.gs1.org/standards/epcis/epcis-context.jsonld',
  { ex: 'https://e.example/' },
]

const CAPTURE: JsonObject = {
  '@context': CONTEXT,
  type: 'EPCISDocument',
  schemaVersion: '2.0',
  creationDate: '2024-05-01T10:00:00Z',
  epcisBody: { eventList: [] },
}

const ANSWER: JsonObject = {
  '@context': CONTEXT,
  type: 'EPCISQueryDocument',
  epcisBody: { queryResults: { queryName: 'SimpleEventQuery', resultsBody: { eventList: [] } } },
}

function refusals(shell: Json): string[] {
  const read = readShell(shell)
  return read.ok ? [] : read.problems.map(({ at, rule }) => `${at} ${rule}`)
}

function without(shell: JsonObject, name: string): JsonObject {
  return Object.fromEntries(Object.entries(shell).filter(([key]) => key !== name))
}

test('a capture document, a query document and a bare event are told apart', () => {
  const kind = (shell: Json): string => {
    const read = readShell(shell)
    return read.ok ? read.value.kind : ''
  }
  assert.equal(
    kind({ ...CAPTURE, sender: 'a', receiver: 'b', instanceIdentifier: 'c', 'ex:a': 1 }),
    'EPCISDocument',
  )
  assert.equal(kind({ ...ANSWER, schemaVersion: '2.0.1' }), 'EPCISQueryDocument')
  assert.equal(kind({ '@context': CONTEXT, type: 'ObjectEvent' }), 'event')
  assert.deepEqual(refusals({ type: 'ObjectEvent' }), [' required'])
})

test('what a document must have is named, each thing that is missing', () => {
  for (const name of ['@context', 'type', 'schemaVersion', 'creationDate', 'epcisBody']) {
    assert.deepEqual(refusals(without(CAPTURE, name)), [' required'], name)
  }
  assert.deepEqual(refusals({ ...CAPTURE, epcisBody: {} }), ['/epcisBody required'])
  assert.deepEqual(refusals({ ...ANSWER, epcisBody: { queryResults: {} } }), [
    '/epcisBody/queryResults required',
    '/epcisBody/queryResults required',
  ])
})

test('what is no document at all is refused', () => {
  for (const value of [null, 1, 'x', []]) assert.deepEqual(refusals(value), [' wrong-type'])
})

test('wrong values are named where they stand', () => {
  const wrong = {
    schemaVersion: 2,
    creationDate: '2024-05-01T10:00:00',
    id: '_:document1',
    note: 'x',
    epcisBody: { eventList: {} },
  }
  assert.deepEqual(refusals({ ...CAPTURE, ...wrong }), [
    '/schemaVersion wrong-type',
    '/creationDate time-zone',
    '/epcisBody/eventList wrong-type',
    '/id not-a-uri',
    '/note unknown-field',
  ])
  assert.deepEqual(refusals({ ...CAPTURE, '@context': [3] }), ['/@context/0 wrong-type'])
  assert.deepEqual(refusals({ ...ANSWER, sender: 'x' }), ['/sender unknown-field'])
})

test('master data comes with its names spelt out, from a query document too', () => {
  const epcisHeader = {
    epcisMasterData: {
      vocabularyList: [
        {
          type: 'urn:epcglobal:epcis:vtype:BusinessLocation',
          vocabularyElementList: [
            {
              id: 'https://id.gs1.org/414/4012345000054',
              attributes: [
                { id: 'cbvmda:site', attribute: '4012345000054' },
                { id: 'ex:address', attribute: { city: '呼和浩特' } },
                { id: 'ex:empty' },
              ],
              children: ['ex:room'],
            },
            { id: 'urn:x:y' },
          ],
        },
        { type: 'ex:Herd' },
      ],
    },
  }
  for (const shell of [CAPTURE, ANSWER]) {
    const read = readShell({ ...shell, epcisHeader })
    assert.ok(read.ok)
    assert.deepEqual(read.value.masterData, [
      {
        type: 'urn:epcglobal:epcis:vtype:BusinessLocation',
        id: 'https://id.gs1.org/414/4012345000054',
        attributes: [
          { id: 'urn:epcglobal:cbv:mda:site', attribute: '4012345000054' },
          { id: 'https://e.example/address', attribute: { city: '呼和浩特' } },
          { id: 'https://e.example/empty', attribute: null },
        ],
        children: ['https://e.example/room'],
      },
      {
        type: 'urn:epcglobal:epcis:vtype:BusinessLocation',
        id: 'urn:x:y',
        attributes: [],
        children: [],
      },
    ])
  }
})

test('master data that cannot be filed is refused by its place', () => {
  const header = (vocabulary: JsonObject): JsonObject => ({
    ...CAPTURE,
    epcisHeader: { epcisMasterData: { vocabularyList: [vocabulary] } },
  })
  const at = '/epcisHeader/epcisMasterData/vocabularyList/0'
  assert.deepEqual(refusals(header({})), [`${at} required`])
  assert.deepEqual(
    refusals(
      header({
        type: 'x',
        vocabularyElementList: [{ attributes: [{ attribute: 1 }], children: [{}] }],
      }),
    ),
    [
      `${at}/type not-a-uri`,
      `${at}/vocabularyElementList/0/attributes/0 required`,
      `${at}/vocabularyElementList/0/children/0 wrong-type`,
      `${at}/vocabularyElementList/0 required`,
    ],
  )
  assert.deepEqual(refusals({ ...CAPTURE, epcisHeader: { EPCISMasterData: {} } }), [
    '/epcisHeader/EPCISMasterData unknown-field',
  ])
})
