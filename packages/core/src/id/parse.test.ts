import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { checkDigit } from './check-digit.ts'
import { identify } from './identify.ts'
import { parseIdentifier } from './parse.ts'
import { URN_SCHEMES } from './urn-schemes.ts'

function ruleOf(text: string): string {
  const parsed = parseIdentifier(text, '/epcList/0')
  return parsed.ok ? 'taken' : parsed.problems.map(({ rule }) => rule).join()
}

test('a wrong check digit is refused on any host, and the sentence names the right one', () => {
  const text = 'https://milk.example/x/01/9521234001011/21/S1'
  assert.deepEqual(parseIdentifier(text, '/epcList/0'), {
    ok: false,
    problems: [
      {
        at: '/epcList/0',
        rule: 'check-digit',
        says: `The check digit of GTIN 09521234001011 in "${text}" is 1 and should be 0.`,
      },
    ],
  })
})

test('one wrong digit in any key with a check digit is refused', () => {
  const keys = URN_SCHEMES.filter(({ key }) => key.checked > 0).map(({ name, like }) =>
    identify(`urn:epc:${name}:${like}`),
  )
  fc.assert(
    fc.property(
      fc.constantFrom(...keys),
      fc.nat(11),
      fc.integer({ min: 1, max: 9 }),
      (key, i, shift) => {
        const from = key.canonical.indexOf('/', 'https://id.gs1.org/'.length) + 2 + i
        const other = String((Number(key.canonical[from]) + shift) % 10)
        const broken = key.canonical.slice(0, from) + other + key.canonical.slice(from + 1)
        assert.equal(ruleOf(key.canonical), 'taken')
        assert.equal(ruleOf(broken), 'check-digit')
      },
    ),
  )
})

test('a GRAI on a foreign host is not held to its check digit, on id.gs1.org it is', () => {
  const path = '/8003/030013450007718765'
  assert.equal(ruleOf(`https://id.example.com${path}`), 'taken')
  assert.equal(ruleOf(`https://id.gs1.org${path}`), 'check-digit')
})

test('a body that TDS does not allow is refused with what is wrong and one that is right', () => {
  const refused = {
    'urn:epc:id:sgtin:40123450.011111.987': /must be 13 digits together.*4012345\.011111\.987/,
    'urn:epc:id:sgtin:40123.45011111.987': /prefix.*6 to 12 digits/,
    'urn:epc:id:sgtin:4012345.011111': /too few or too many parts/,
    'urn:epc:id:sgtin:4012345.011111.123456789012345678901': /too long/,
    'urn:epc:id:sscc:4012345.000000011': /must be 17 digits/,
    'urn:epc:id:itip:4012345.012345.1.02.9': /two digits each/,
    'urn:epc:id:bic:CSQU305438': /CSQU3054383/,
    'urn:epc:id:sgtn:4012345.011111.987': /there is no scheme id:sgtn; known are id:sgtin/,
    'urn:epc:idpat:sgtin:4012345.011111.9': /ends in \.\*/,
    'urn:epc:id:': /comes a scheme/,
  }
  for (const [text, says] of Object.entries(refused)) {
    const parsed = parseIdentifier(text, '')
    assert.equal(ruleOf(text), 'epc-syntax', text)
    assert.match(parsed.ok ? '' : (parsed.problems[0]?.says ?? ''), says)
  }
})

test('patterns wider than a class, other URNs and other hosts are taken as they stand', () => {
  for (const text of [
    'urn:epc:idpat:sgtin:*.*.*',
    'urn:epc:idpat:sgtin:4012345.*.*',
    'urn:epc:idpat:sscc:4012345.*',
    'urn:epc:tag:sgtin-96:3.0614141.812345.6789',
    'urn:epcglobal:cbv:bt:4012345123456:4711',
    'https://shop.example/01/02/03/04',
    'https://shop.example/01/09521234001010/about',
    'https://shop.example/01/09521234001010/about/us',
    'ext:foo',
  ]) {
    assert.deepEqual(parseIdentifier(text, ''), { ok: true, value: identify(text) })
  }
})

test('a link that claims to be a key and is none is refused', () => {
  const gtin = 'https://milk.example/01/09521234001010'
  for (const text of [
    `${gtin}/21/S/10/L`,
    `${gtin}/10/L/10/L`,
    `${gtin}/10/%E6%89%B91`,
    `${gtin}/21/`,
    `${gtin}/21/123456789012345678901`,
    'https://id.gs1.org/01/095212340010100',
    'https://id.gs1.org/00/1',
    'https://id.gs1.org/414/4226350800008/',
    'https://id.gs1.org/about',
  ]) {
    assert.equal(ruleOf(text), 'digital-link-syntax', text)
  }
})

test('what has no scheme, or white space in it, is not a URI', () => {
  for (const text of ['', '42', '/01/09521234001010', 'tin 7', 'urn:x:a b', 'urn:x:a\u0000']) {
    assert.equal(ruleOf(text), 'not-a-uri', text)
  }
})

test('whatever is taken is read as identify reads it, and whatever canonical has a right check digit is taken', () => {
  fc.assert(
    fc.property(fc.oneof(fc.webUrl(), fc.string()), (text) => {
      const parsed = parseIdentifier(text, '')
      if (parsed.ok) assert.deepEqual(parsed.value, identify(text))
    }),
  )
  fc.assert(
    fc.property(fc.stringMatching(/^\d{17}$/), (body) => {
      assert.equal(ruleOf(`https://id.gs1.org/00/${body}${checkDigit(body)}`), 'taken')
    }),
  )
})
