import assert from 'node:assert/strict'
import { test } from 'node:test'
import { expand, gs1VocabularyOf, iriOfKey, isIri, isOwnName, readContext } from './context.ts'

const NEWEST = 'https://ref.gs1.org/standards/epcis/epcis-context.jsonld'
const FIRST = 'https://ref.gs1.org/standards/epcis/2.0.0/epcis-context.jsonld'

test('gs1: means the vocabulary of the edition whose context is named', () => {
  assert.equal(expand(readContext(FIRST), 'gs1:x'), 'https://gs1.org/voc/x')
  assert.equal(expand(readContext(NEWEST), 'gs1:x'), 'https://ref.gs1.org/voc/x')
  assert.equal(
    expand(readContext([NEWEST, { gs1: 'https://gs1.org/voc/' }]), 'gs1:x'),
    'https://gs1.org/voc/x',
  )
})

test('an event’s own context lies on top of the document’s', () => {
  const context = readContext([FIRST, { ex: 'https://a.example/' }], { ex: 'https://b.example/' })
  assert.equal(expand(context, 'ex:x'), 'https://b.example/x')
  assert.equal(expand(context, 'cbvmda:lotNumber'), 'urn:epcglobal:cbv:mda:lotNumber')
})

test('every event of a document shares one context', () => {
  const document = [FIRST, { ex: 'https://a.example/' }]
  assert.equal(readContext(document), readContext(document))
  assert.equal(readContext(FIRST), readContext(FIRST))
})

test('what is no CURIE of a declared prefix stays as it is', () => {
  const context = readContext({ ex: 'https://a.example/', 'a+b': 'x:' })
  for (const name of [
    'shipping',
    'urn:epc:id:sscc:1',
    'ex://host/path',
    'other:x',
    ':x',
    'https://x',
  ]) {
    assert.equal(expand(context, name), name)
  }
})

test('a prefix may be written with another, whatever the order, and a circle ends', () => {
  const context = readContext({ b: 'a:b/', a: { '@id': 'https://a.example/' }, c: 'd:', d: 'c:' })
  assert.equal(expand(context, 'b:x'), 'https://a.example/b/x')
  assert.equal(typeof expand(context, 'c:x'), 'string')
})

test('null takes a prefix away; keywords and their aliases are no prefixes', () => {
  const context = readContext([
    { ex: 'https://a.example/', '@vocab': 'https://v/', id: '@id' },
    { ex: null },
  ])
  assert.equal(expand(context, 'ex:x'), 'ex:x')
  assert.equal(expand(context, 'id:x'), 'id:x')
})

test('names that every object has are prefixes like any other', () => {
  const context = readContext(JSON.parse('{"__proto__":"https://p/","constructor":"https://c/"}'))
  assert.equal(expand(context, '__proto__:x'), 'https://p/x')
  assert.equal(expand(context, 'constructor:x'), 'https://c/x')
  assert.equal(expand(readContext({}), 'constructor:x'), 'constructor:x')
})

test('a context that would rename every EPC, or is none at all, is a problem', () => {
  const rules = (context: Parameters<typeof readContext>[0]): string[] =>
    readContext(context).problems.map(({ at, rule }) => `${at} ${rule}`)
  assert.deepEqual(rules({ urn: 'https://evil.example/' }), ['/@context/urn reserved-prefix'])
  assert.equal(expand(readContext({ urn: 'https://e/' }), 'urn:x'), 'urn:x')
  assert.deepEqual(rules([FIRST, 7]), ['/@context/1 wrong-type'])
  assert.deepEqual(rules('epcis-context.jsonld'), ['/@context not-a-uri'])
  assert.deepEqual(rules([FIRST, FIRST]), ['/@context not-unique'])
  assert.deepEqual(rules([FIRST, 'https://unknown.example/context', { ex: 'https://e/' }]), [])
})

test('an IRI has a scheme and no spaces; its letters may be of any script', () => {
  for (const iri of [
    'urn:x',
    'https://例え.jp/溯源',
    'ex:y',
    'ni:///sha-256;00?ver=CBV2.0',
    'a:%2F',
  ]) {
    assert.ok(isIri(iri), iri)
  }
  for (const text of [
    '',
    'x',
    'a b:c',
    'urn:a b',
    'ex:',
    '1a:b',
    'a:%2',
    'a:<b>',
    'a:\u0007',
    'a:\ud800',
    '_:b',
  ]) {
    assert.ok(!isIri(text), text)
  }
})

const rulesOf = (document: Parameters<typeof readContext>[0], own?: typeof document): string[] =>
  readContext(document, own).problems.map(({ at, rule }) => `${at} ${rule}`)

test('a term of one’s own stands for its IRI, by itself, by another term or by @vocab', () => {
  const context = readContext([
    FIRST,
    {
      ex: 'https://e.example/',
      farm: { '@id': 'ex:farm', '@type': '@id' },
      barn: 'farm',
      'ex:direct': { '@type': 'xsd:decimal' },
    },
  ])
  assert.equal(expand(context, 'farm'), 'https://e.example/farm')
  assert.equal(expand(context, 'barn'), 'https://e.example/farm')
  assert.equal(expand(context, 'ex:direct'), 'https://e.example/direct')
  assert.equal(iriOfKey(context, 'stable'), undefined)
  assert.ok(!isOwnName(context, 'stable'))
  const open = readContext([FIRST, { '@vocab': 'https://v.example/' }])
  assert.equal(iriOfKey(open, 'stable'), 'https://v.example/stable')
  assert.ok(isOwnName(open, 'stable'))
  assert.equal(expand(open, 'stable'), 'stable')
})

test('a term of EPCIS keeps its meaning: another is refused, and so is taking it away', () => {
  assert.deepEqual(rulesOf([FIRST, { bizStep: 'https://e.example/step' }]), [
    '/@context/1/bizStep protected-term',
  ])
  assert.deepEqual(rulesOf([FIRST, { bizStep: null, epcis: 'https://e.example/' }]), [
    '/@context/1/bizStep protected-term',
    '/@context/1/epcis protected-term',
  ])
  assert.deepEqual(rulesOf(FIRST, { type: 'https://e.example/kind' }), [
    '/@context/type protected-term',
  ])
  assert.match(readContext([FIRST, { ilmd: 'ex:y' }]).problems[0]?.says ?? '', /another name/)
})

test('to say of a term of EPCIS what it means already is no fault, nor what GS1 says after it', () => {
  const same = {
    bizStep: { '@id': 'epcis:bizStep', '@type': '@vocab' },
    type: '@type',
    gs1: 'https://ref.gs1.org/voc/',
    cbvmda: 'urn:epcglobal:cbv:mda',
  }
  assert.deepEqual(rulesOf([FIRST, same]), [])
  assert.deepEqual(rulesOf([{ bizStep: 'https://e.example/step' }, FIRST]), [])
})

test('a term that an own context protects holds against the contexts after it', () => {
  const first = { '@protected': true, ex: 'https://a.example/' }
  const other = { ex: 'https://b.example/' }
  assert.deepEqual(rulesOf([FIRST, first, other]), ['/@context/2/ex protected-term'])
  assert.deepEqual(rulesOf([FIRST, first], other), ['/@context/ex protected-term'])
  assert.deepEqual(rulesOf([FIRST, first, { ex: 'https://a.example/', y: null }]), [])
  const one = { ex: { '@id': 'https://a.example/', '@protected': true }, y: 'https://y/' }
  assert.deepEqual(rulesOf([FIRST, one, { y: 'https://z/' }]), [])
})

test('later editions of GS1’s context are GS1’s too', () => {
  const later = 'https://ref.gs1.org/standards/epcis/2.1.0/epcis-context.jsonld'
  assert.equal(expand(readContext(later), 'gs1:x'), 'https://ref.gs1.org/voc/x')
  assert.equal(gs1VocabularyOf('https://evil.example/epcis-context.jsonld'), undefined)
})
