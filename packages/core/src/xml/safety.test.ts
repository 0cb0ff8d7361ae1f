import assert from 'node:assert/strict'
import { test } from 'node:test'
import { document, object, OPEN, read, told } from './document.fixture.ts'
import { createXmlSplitter, type XmlSplitLimits } from './split.ts'

function refusedFor(text: string, limits: XmlSplitLimits = {}): string {
  const [first] = read([text], limits).problems
  return first === undefined ? '' : first.rule
}

test('a document type may name the root; one that declares or refers to anything is refused', () => {
  assert.equal(refusedFor(document(object(''), { before: '<!DOCTYPE project>' })), '')
  for (const type of [
    '<!DOCTYPE e [<!ENTITY a "b">]>',
    '<!DOCTYPE e [ ]>',
    '<!DOCTYPE e [<!ENTITY % x SYSTEM "file:///etc/passwd"> %x;]>',
    '<!DOCTYPE e SYSTEM "http://127.0.0.1/x.dtd">',
    '<!DOCTYPE e PUBLIC "-//x" "x.dtd">',
  ]) {
    assert.equal(refusedFor(document('', { before: type })), 'document-type', type)
  }
})

test('a bomb of entities is refused before any of it is expanded', () => {
  const lines = Array.from({ length: 20 }, (_, i) => `<!ENTITY a${i + 1} "&a${i};&a${i};&a${i};">`)
  const bomb = `<!DOCTYPE e [<!ENTITY a0 "ha">${lines.join('')}]><e>&a20;</e>`
  assert.equal(refusedFor(bomb), 'document-type')
  assert.equal(refusedFor(document(object('<bizStep>&a;</bizStep>'))), 'not-xml')
})

test('ten thousand levels, an event or one text over the limit are refused before they are whole', () => {
  assert.equal(refusedFor(document('<ObjectEvent>' + '<a>'.repeat(10_000))), 'too-deep')
  const long = { maxEventChars: 500 }
  assert.equal(refusedFor(document(`<ObjectEvent><a>${'x'.repeat(600)}`), long), 'too-large')
  const wide = document(`<ObjectEvent>${'<a/>'.repeat(600)}`)
  assert.equal(refusedFor(wide, long), 'too-large')
  const splitter = createXmlSplitter(long)
  splitter.push(`${OPEN} a="`)
  for (let i = 0; i < 4; i++) splitter.push('x'.repeat(400))
  assert.deepEqual(
    splitter.problems.map(({ rule }) => rule),
    ['too-large'],
  )
})

test('what is not XML is named by line and column, and what broke off as such', () => {
  assert.match(told(read([document('<a></b>')])).join(), /^\S+ not-xml .* line 1, column \d+/)
  assert.match(told(read(['{"type":"EPCISDocument"}'])).join(), /not-xml/)
  assert.match(told(read([''])).join(), /truncated/)
  const broken = document(object('')).slice(0, -60)
  assert.match(told(read([broken])).join(), /truncated/)
  const latin = document('', { before: '<?xml version="1.0" encoding="ISO-8859-1"?>' })
  assert.match(told(read([latin])).join(), /encoding/)
})

test('a hundred thousand namespaces under one prefix, or wrong elements in one list, cost no square of that', () => {
  const many = Array.from({ length: 100_000 }, (_, i) => `<a:b xmlns:a="urn:x:${i}"/>`)
  const [event] = read([document(object(many.join('')))]).events
  assert.equal(Object.keys(event ?? {}).length, 100_000 + 6)
  const wrong = read([document(object(`<quantityList>${'<w/>'.repeat(100_000)}</quantityList>`))])
  assert.equal(wrong.problems.length, 100)
})
