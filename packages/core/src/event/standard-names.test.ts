import assert from 'node:assert/strict'
import { test } from 'node:test'
import { readContext } from './context.ts'
import { contextIn, withRemoteContexts } from './remote-contexts.ts'
import { judge, OBJECT, without } from './sample-events.ts'
import { withStandardNames } from './standard-names.ts'

const GS1 = 'https://ref.gs1.org/standards/epcis/2.0.0/epcis-context.jsonld'

test('names that mean a member of the standard become its name, wherever the standard has it', () => {
  const context = readContext([
    GS1,
    { kind: '@type', step: { '@id': 'epcis:bizStep', '@type': '@vocab' }, ex: 'https://e/' },
  ])
  const event = {
    kind: 'ObjectEvent',
    '@id': 'urn:uuid:1',
    step: 'shipping',
    readPoint: { '@id': 'urn:x:loc:1', 'ex:kind': 'a' },
    bizTransactionList: [{ '@type': 'po', '@id': 'urn:x:bt:1' }],
    ilmd: { 'ex:a': { '@type': 'kept', kind: 'kept' } },
  }
  assert.deepEqual(withStandardNames(event, context), {
    type: 'ObjectEvent',
    eventID: 'urn:uuid:1',
    bizStep: 'shipping',
    readPoint: { id: 'urn:x:loc:1', 'ex:kind': 'a' },
    bizTransactionList: [{ type: 'po', bizTransaction: 'urn:x:bt:1' }],
    ilmd: { 'ex:a': { '@type': 'kept', kind: 'kept' } },
  })
  const standard = { type: 'ObjectEvent', readPoint: { id: 'urn:x:loc:1' } }
  assert.equal(withStandardNames(standard, context), standard)
})

test('what is said twice, under both names, stays for the judge', () => {
  const event = { type: 'ObjectEvent', '@type': 'AggregationEvent' }
  assert.deepEqual(withStandardNames(event, readContext(GS1)), event)
  assert.deepEqual(judge({ ...OBJECT, '@type': 'AggregationEvent' }), ['/e/@type unknown-field'])
})

test('an event may use its own terms, and an object within it a context of its own', () => {
  const own = { farm: 'https://e.example/farm', mine: 'https://e.example/mine' }
  assert.deepEqual(judge({ ...OBJECT, '@context': own, farm: 1, bizStep: 'mine' }), [])
  assert.deepEqual(judge({ ...OBJECT, farm: 1 }), ['/e/farm unknown-field'])
  const ilmd = { '@context': own, farm: { any: 1 }, barn: 2 }
  assert.deepEqual(judge({ ...OBJECT, ilmd }), ['/e/ilmd/barn unknown-field'])
  assert.deepEqual(judge({ ...OBJECT, ilmd: without(ilmd, 'barn') }), [])
  const wrong = { ...OBJECT, ilmd: { '@context': { ilmd: 'https://e/' }, 'ex:y': 1 } }
  assert.deepEqual(judge(wrong), ['/e/ilmd/@context/ilmd protected-term'])
})

test('a remote context that the operator gave stands in place of its URL, wherever it is named', () => {
  const given = new Map([
    ['https://a.example/c', contextIn({ '@context': { a: 'https://a/' } })],
    ['https://b.example/c', ['https://a.example/c', { b: 'https://b/' }]],
    ['https://round.example/c', 'https://round.example/c'],
  ])
  assert.deepEqual(withRemoteContexts([GS1, 'https://b.example/c'], given), [
    GS1,
    { a: 'https://a/' },
    { b: 'https://b/' },
  ])
  assert.deepEqual(
    withRemoteContexts({ '@import': 'https://a.example/c', x: 'https://x/' }, given),
    [{ a: 'https://a/' }, { x: 'https://x/' }],
  )
  assert.equal(withRemoteContexts('https://round.example/c', given), 'https://round.example/c')
  const unknown = [GS1, 'https://other.example/c']
  assert.equal(withRemoteContexts(unknown, given), unknown)
})
