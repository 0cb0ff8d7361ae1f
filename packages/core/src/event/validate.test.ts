import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import type { JsonObject } from './event.ts'
import {
  ATTACHED,
  BASE,
  judge,
  MADE,
  OBJECT,
  PACKED,
  saysOf,
  TRANSACTION,
  without,
} from './sample-events.ts'

describe('an event', () => {
  test('of each kind is valid with what it must have', () => {
    for (const event of [OBJECT, PACKED, TRANSACTION, MADE, ATTACHED])
      assert.deepEqual(judge(event), [])
  })

  test('that is none is refused, whatever it is', () => {
    for (const value of [null, 1, 'x', [], true]) assert.deepEqual(judge(value), ['/e wrong-type'])
  })

  test('must have its time, its offset and its type, each named', () => {
    assert.deepEqual(judge(without(OBJECT, 'eventTime', 'eventTimeZoneOffset')), [
      '/e required',
      '/e required',
    ])
    assert.deepEqual(judge(without(OBJECT, 'type')), ['/e required'])
    assert.deepEqual(judge({ ...OBJECT, type: 7 }), ['/e/type wrong-type'])
  })

  test('of a type that is not known is asked what was meant', () => {
    assert.deepEqual(judge({ ...OBJECT, type: 'Objectevent' }), ['/e/type event-type'])
    assert.match(saysOf({ ...OBJECT, type: 'Objectevent' }), /Write ObjectEvent/)
    assert.match(saysOf({ ...OBJECT, type: 'epcis:ObjectEvent' }), /Write ObjectEvent/)
  })

  test('of someone’s own type needs only what every event needs', () => {
    assert.deepEqual(judge({ ...BASE, type: 'ex:WeighingEvent', 'ex:weight': 3 }), [])
    assert.deepEqual(judge({ ...BASE, type: 'ex:WeighingEvent', weight: 3 }), [])
    assert.deepEqual(
      judge(
        JSON.parse(`{${JSON.stringify({ ...BASE, type: 'ex:E' }).slice(1, -1)},"__proto__":1}`),
      ),
      ['/e/__proto__ unknown-field'],
    )
    assert.deepEqual(judge({ type: 'ex:WeighingEvent' }), ['/e required', '/e required'])
    assert.deepEqual(judge({ ...BASE, type: 'ex:W', epcList: 'x' }), ['/e/epcList wrong-type'])
  })

  test('has all its problems named at once', () => {
    assert.deepEqual(
      judge({ ...OBJECT, action: 'add', bizStep: 'shiping', epcList: ['x'], 'a/b~c': 1 }),
      [
        '/e/action action',
        '/e/epcList/0 not-a-uri',
        '/e/bizStep unknown-term',
        '/e/a~1b~0c unknown-field',
      ],
    )
  })

  test('with a million problems has a thousand named', () => {
    const problems = judge({ ...OBJECT, epcList: Array.from({ length: 5000 }, (_, i) => i) })
    assert.equal(problems.length, 1001)
    assert.equal(problems.at(-1), '/e too-many-problems')
  })
})

describe('a field', () => {
  test('stands only on the events that know it', () => {
    assert.deepEqual(judge({ ...MADE, action: 'ADD' }), ['/e/action misplaced-field'])
    assert.deepEqual(judge({ ...OBJECT, parentID: 'urn:x:p' }), ['/e/parentID misplaced-field'])
    assert.deepEqual(judge({ ...PACKED, ilmd: {} }), ['/e/ilmd misplaced-field'])
  })

  test('of one’s own is named by a URI or prefix:name, and may hold anything', () => {
    assert.deepEqual(judge({ ...OBJECT, 'ex:a': { b: [null, { c: 1 }] }, 'https://e/x': 'y' }), [])
    assert.deepEqual(judge({ ...OBJECT, note: 'x' }), ['/e/note unknown-field'])
    assert.match(saysOf({ ...OBJECT, bizstep: 'x' }), /Did you mean bizStep\?/)
  })

  test('that every object has is refused, at the top and within', () => {
    const sly = JSON.parse(
      `{${JSON.stringify(OBJECT).slice(1, -1)},"__proto__":{"x":1},"constructor":1,"ex:a":{"__proto__":1,"b":{"constructor":1}}}`,
    )
    assert.deepEqual(judge(sly), [
      '/e/__proto__ unknown-field',
      '/e/constructor unknown-field',
      '/e/ex:a/__proto__ unknown-field',
      '/e/ex:a/b/constructor unknown-field',
    ])
    assert.equal(({} as JsonObject)['x'], undefined)
  })

  test('nested ten thousand deep is refused, and the stack holds', () => {
    const deep = JSON.parse(`${'['.repeat(10_000)}${']'.repeat(10_000)}`)
    const [problem, ...more] = judge({ ...OBJECT, 'ex:a': deep })
    assert.match(problem ?? '', /^\/e\/ex:a\/0\/0.* too-deep$/)
    assert.deepEqual(more, [])
  })

  test('holds the type of value it is for', () => {
    assert.deepEqual(
      judge({ ...OBJECT, epcList: {}, bizStep: 3, readPoint: 'urn:x', eventID: null }),
      [
        '/e/epcList wrong-type',
        '/e/bizStep wrong-type',
        '/e/readPoint wrong-type',
        '/e/eventID wrong-type',
        '/e objects',
      ],
    )
  })
})

test('a context of an event’s own is judged at the event', () => {
  assert.deepEqual(judge({ ...OBJECT, '@context': [{ urn: 'https://e/' }] }), [
    '/e/@context/0/urn reserved-prefix',
  ])
  assert.deepEqual(judge({ ...OBJECT, '@context': 5 }), ['/e/@context wrong-type'])
})

test('no value makes the judge stumble', () => {
  const names = fc.constantFrom(
    'type',
    'action',
    'eventTime',
    'epcList',
    'parentID',
    'ilmd',
    'quantityList',
    'sensorElementList',
    'errorDeclaration',
    'persistentDisposition',
    '__proto__',
    'toString',
    'ex:a',
  )
  const types = fc.constantFrom(
    'ObjectEvent',
    'AggregationEvent',
    'TransactionEvent',
    'TransformationEvent',
    'AssociationEvent',
    'ex:E',
  )
  fc.assert(
    fc.property(fc.dictionary(names, fc.jsonValue()), types, (fields, type) => {
      judge({ ...fields, type } as JsonObject)
      judge(fields as JsonObject)
    }),
  )
})
