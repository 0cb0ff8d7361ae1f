import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { locateFault } from './locate.ts'
import { parseJson, mayLoseDigits, parseKeepingDigits } from './parse.ts'

function faultOf(text: string, line = 1, column = 1): string {
  const parsed = parseJson(text, '/epcisBody/eventList/3', { line, column })
  if (parsed.ok) return ''
  assert.equal(parsed.problems[0]?.at, '/epcisBody/eventList/3')
  assert.equal(parsed.problems[0]?.rule, 'not-json')
  return parsed.problems[0]?.says ?? ''
}

test('a fault is named by its line and column in the whole document', () => {
  assert.match(
    faultOf('{"a":1,\n "b":tru}', 7, 5),
    /line 8, column 6: a value should stand here, not “t”/,
  )
  assert.match(faultOf('{"a" 1}', 7, 5), /line 7, column 10: a colon should follow/)
})

test('every kind of fault has its own sentence', () => {
  assert.match(
    faultOf('{"a":1,}'),
    /column 8: a name in quotation marks should stand here, not “}”/,
  )
  assert.match(faultOf('[1 2]'), /“,” or “]” should stand here, not “2”/)
  assert.match(faultOf('{"a":"\t"}'), /must be written \\n or \\t/)
  assert.match(faultOf('["\\x"]'), /after “\\”/)
  assert.match(faultOf('{"a":[1'), /ends too early: “,” or “]” is missing/)
  assert.match(faultOf('["a'), /closing quotation mark/)
  assert.match(faultOf('{} {}'), /should end here, but “{” follows/)
  assert.match(faultOf('01'), /should end here/)
  assert.match(faultOf('[NaN]'), /not “N”/)
})

test('a fault is found exactly where JSON.parse finds one', () => {
  const soup = fc.string({
    unit: fc.constantFrom(...'{}[]:,"\\ truefalsn01-+.eE\n'.split(''), '"a"', '{"a":', 'null'),
  })
  const almost = fc.tuple(fc.json(), fc.nat(), soup).map(([json, at, put]) => {
    const i = at % (json.length + 1)
    return json.slice(0, i) + put + json.slice(i)
  })
  fc.assert(
    fc.property(fc.oneof(soup, almost), (text) => {
      let refused = false
      try {
        JSON.parse(text)
      } catch {
        refused = true
      }
      assert.equal(locateFault(text) !== undefined, refused, text)
    }),
    { numRuns: 3000 },
  )
})

test('a hundred thousand open brackets do not overflow the stack', () => {
  assert.match(faultOf('['.repeat(100_000)), /ends too early/)
})

test('digits that a double cannot hold survive as text, and only those', () => {
  const text =
    '{"a":12345678901234567890.123,"b":-0.1234567890123456789,"c":1.50,"d":100000000000000000000,"e":"1234567890123456789"}'
  assert.deepEqual(parseKeepingDigits(text), {
    a: '12345678901234567890.123',
    b: '-0.1234567890123456789',
    c: 1.5,
    d: 100000000000000000000,
    e: '1234567890123456789',
  })
})

test('any number that JavaScript wrote is read back as a number', () => {
  fc.assert(
    fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), (number) => {
      assert.deepEqual(
        parseKeepingDigits(`{"padding": 1111111111111111, "n": ${JSON.stringify(number)}}`),
        {
          padding: 1111111111111111,
          n: number === 0 ? 0 : number,
        },
      )
    }),
  )
})

test('a number of sixteen digits or more is noticed wherever it stands, and an EPC URN is none', () => {
  const number = fc
    .integer({ min: 10, max: 40 })
    .chain((digits) =>
      fc.tuple(
        fc.constantFrom('', '-'),
        fc.bigInt({ min: 10n ** 15n, max: 10n ** BigInt(digits + 6) }).map(String),
        fc.constantFrom('', '.5', 'e3', 'E-2'),
      ),
    )
  const padding = fc.stringMatching(/^[a-z ]{0,40}$/)
  fc.assert(
    fc.property(number, padding, fc.constantFrom('', ' ', '\n'), (parts, text, space) => {
      const json = `{"p":"${text}","n":${space}${parts.join('')}${space},"q":[${parts.join('')}]}`
      assert.ok(mayLoseDigits(json), json)
    }),
  )
  for (const at of [0, 3, 8, 13]) {
    const pad = ' '.repeat(at)
    assert.ok(!mayLoseDigits(`${pad}["urn:epc:id:sscc:9521001.2900000004"]`))
    assert.ok(!mayLoseDigits(`${pad}[123456789012345, "https://id.gs1.org/00/395212345000000015"]`))
  }
})
