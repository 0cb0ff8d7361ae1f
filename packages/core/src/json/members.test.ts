import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { withMembers } from './members.ts'

test('a member that is there is replaced, one that is not is added, and numbers keep their digits', () => {
  const text = '{ "recordTime": "old", "value": 12345678901234567.50, "b": [1.0, 2] }'
  assert.equal(
    withMembers(text, { recordTime: 'new', eventID: 'urn:x' }),
    '{"recordTime":"new","eventID":"urn:x","value": 12345678901234567.50,"b": [1.0, 2] }',
  )
})

test('when nothing is cut every character between the braces stays', () => {
  assert.equal(withMembers('{ "a" : 1e5 ,\n"b":2 }', { c: 'x' }), '{"c":"x", "a" : 1e5 ,\n"b":2 }')
  assert.equal(withMembers('{ }', { c: 'x' }), '{"c":"x"}')
  assert.equal(withMembers(' {"a":1} ', {}), ' {"a":1} ')
})

test('members of the same name inside other values are not touched, nor names inside texts', () => {
  const text =
    '{"a":{"eventID":"in","x":"},\\"eventID\\":1"},"\\u0065ventID":"out","eventID":"twice"}'
  assert.deepEqual(JSON.parse(withMembers(text, { eventID: 'new' })), {
    eventID: 'new',
    a: { eventID: 'in', x: '},"eventID":1' },
  })
})

test('for any object it is what assigning the members would be', () => {
  const objects = fc.dictionary(
    fc.constantFrom('a', 'b"', 'eventID', '__proto__', 'é\\'),
    fc.jsonValue(),
  )
  const members = fc.dictionary(fc.constantFrom('a', 'b"', 'eventID', 'z'), fc.string())
  fc.assert(
    fc.property(objects, members, fc.constantFrom(0, 2), (object, set, indent) => {
      const text = JSON.stringify(object, null, indent)
      const wanted = { ...JSON.parse(text), ...set }
      assert.deepEqual(JSON.parse(withMembers(text, set)), wanted)
    }),
  )
})
