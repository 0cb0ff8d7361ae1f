import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { checkDigit } from './check-digit.ts'
import { identify } from './identify.ts'
import { parseIdentifier } from './parse.ts'
import { URN_SCHEMES } from './urn-schemes.ts'

const STEM = 'https://id.gs1.org'
const SET_82 = `!"%&'()*+,-./0123456789:;<=>?ABCXYZ_abcxyz`

const serial = fc.string({
  unit: fc.constantFrom(...SET_82.split('')),
  minLength: 1,
  maxLength: 20,
})
const gtin = fc.stringMatching(/^\d{13}$/).map((body) => body + checkDigit(body))
/** Percent escapes anyone may choose: none but what must be, all, or lower case. */
const escaping = fc.constantFrom(
  encodeURIComponent,
  (raw: string) => raw.replaceAll(/./g, (c) => `%${c.charCodeAt(0).toString(16)}`),
  (raw: string) => encodeURIComponent(raw).replaceAll(/%../g, (hex) => hex.toLowerCase()),
)

function row(text: string): string {
  const { canonical, scheme, kind, reusable } = identify(text)
  return `${canonical.replace(STEM, '')} ${scheme} ${kind}${reusable ? ' reusable' : ''}`
}

test('each scheme has its name, its kind, and is used again or not', () => {
  const rows = {
    'urn:epc:id:sgtin:4012345.011111.987': '/01/04012345111118/21/987 sgtin item',
    'urn:epc:class:lgtin:4012345.012345.998877': '/01/04012345123456/10/998877 lgtin lot',
    'urn:epc:idpat:sgtin:4012345.011111.*': '/01/04012345111118 gtin class',
    'urn:epc:id:sscc:4012345.0000000111': '/00/040123450000001112 sscc item',
    'urn:epc:id:sgln:4012345.00005.0': '/414/4012345000054 sgln place reusable',
    'urn:epc:id:sgln:4012345.00005.122': '/414/4012345000054/254/122 sgln place reusable',
    'https://x.example/414/4012345000054/254/0': '/414/4012345000054 sgln place reusable',
    'urn:epc:id:pgln:4012345.00005': '/417/4012345000054 pgln other',
    'urn:epc:id:grai:4012345.00022.334455': '/8003/04012345000221334455 grai item reusable',
    'urn:epc:idpat:grai:4012345.00022.*': '/8003/04012345000221 grai class',
    'urn:epc:id:giai:4012345.ABC345': '/8004/4012345ABC345 giai item reusable',
    'urn:epc:id:gsrn:4012345.9876540000': '/8018/401234598765400000 gsrn item',
    'urn:epc:id:gsrnp:4012345.0000000007': '/8017/401234500000000074 gsrnp item',
    'urn:epc:id:gdti:987659999999..9': '/253/98765999999929 gdti item',
    'urn:epc:idpat:gdti:4012345.11111.*': '/253/4012345111118 gdti class',
    'urn:epc:id:sgcn:4012345.67890.04711': '/255/401234567890104711 sgcn item',
    'urn:epc:idpat:sgcn:4012345.67890.*': '/255/4012345678901 sgcn class',
    'urn:epc:id:cpi:4012345.AB%2F12.123': '/8010/4012345AB%2F12/8011/123 cpi item',
    'urn:epc:idpat:cpi:4012345.AB12.*': '/8010/4012345AB12 cpi class',
    'urn:epc:id:ginc:4012345.xyz47%2F11': '/401/4012345xyz47%2F11 ginc item',
    'urn:epc:id:gsin:4012345.999987654': '/402/40123459999876541 gsin item',
    'urn:epc:id:itip:4012345.012345.01.02.9': '/8006/040123451234560102/21/9 itip item',
    'urn:epc:idpat:itip:4012345.012345.01.02.*': '/8006/040123451234560102 itip class',
    'https://x.example/8006/040123451234560102/10/L': '/8006/040123451234560102/10/L itip lot',
    'urn:epc:id:upui:4012345.012345.AB12': '/01/04012345123456/235/AB12 upui item',
    'urn:epc:id:gid:95100000.12345.400': 'urn:epc:id:gid:95100000.12345.400 gid item',
    'urn:epc:id:usdod:2S194.12345678901': 'urn:epc:id:usdod:2S194.12345678901 usdod item',
    'urn:epc:id:adi:2S194..%2f1': 'urn:epc:id:adi:2S194..%2F1 adi item',
    'urn:epc:id:bic:CSQU3054383': 'urn:epc:id:bic:CSQU3054383 bic item',
    'urn:epc:id:imovn:9176187': 'urn:epc:id:imovn:9176187 imovn item',
    'geo:47.5,11.1': 'geo:47.5,11.1 uri place reusable',
    'urn:gdst:x:location:loc:1': 'urn:gdst:x:location:loc:1 uri place reusable',
    'https://farm.example/loc/7': 'https://farm.example/loc/7 uri place reusable',
    'urn:uuid:374d95fc-9457-4a51-bd6a-0bba133845a8':
      'urn:uuid:374d95fc-9457-4a51-bd6a-0bba133845a8 uri other',
  }
  assert.deepEqual(Object.fromEntries(Object.keys(rows).map((text) => [text, row(text)])), rows)
})

test('host, stem, letter case, words, attributes, lot beside a serial and short GTINs do not change what is named', () => {
  const canonical = `${STEM}/01/00614141000036/21/S1`
  for (const spelling of [
    canonical,
    'HTTPS://ID.MILK.EXAMPLE/01/00614141000036/21/S1',
    'http://milk.example:8080/a/b/01/00614141000036/21/S1?17=280523&linkType=gs1:epcis#top',
    'https://milk.example/gtin/614141000036/cpv/2A/lot/L1/ser/S1',
    'https://milk.example/01/614141000036/10/L1/21/S1',
    'https://milk.example/01/0614141000036/21/%53%31',
  ]) {
    assert.equal(identify(spelling).canonical, canonical, spelling)
  }
})

test('a path that is not a key is the URI it is', () => {
  for (const text of [
    `${STEM}/01/04012345111118/21/S1/`,
    `${STEM}/01/04012345111118/21/`,
    `${STEM}/01/04012345111118/21/S/10/L`,
    `${STEM}/01/04012345111118/10/L/235/T`,
    `${STEM}/01/04012345111118/99/x`,
    `${STEM}/01/04012345111118/21/123456789012345678901`,
    `${STEM}/01/04012345111118/21/%E6%89%B9`,
    `${STEM}/01/04012345111118/21/%2`,
    `${STEM}/01/04012345111118/21/a~`,
    `${STEM}/01/040123451111188`,
    'https://x.example/01/02/03/04',
    'https://x.example/?/01/04012345111118/21/S1',
    'https:///01/04012345111118/21/S1',
    'Https://x.example/01/04012345111118/21/S1',
    'ftp://x.example/01/04012345111118/21/S1',
    'urn:epc:id:sgtin:4012345.11111.987',
    'urn:epc:id:sgtin:4012345.011111.',
    'urn:epc:id:sgtin:4012345.011111.a/b',
    'urn:epc:id:sgtin:4012345.011111.a%2',
    'urn:epc:id:sscc:4012345.0000000111.1',
    'urn:epc:idpat:sgtin:4012345.011111.9',
    'urn:epc:id:itip:4012345.012345.1.02.9',
    'urn:epc:id:cpi:4012345.ab.1',
    'urn:epc:id:toString:1',
    '__proto__',
    '',
  ]) {
    const { canonical, scheme } = identify(text)
    assert.deepEqual({ canonical, scheme }, { canonical: text, scheme: 'uri' })
  }
})

test('an EPC URN and a Digital Link of any host and any escaping of one serial are one thing', () => {
  fc.assert(
    fc.property(
      fc.stringMatching(/^\d{13}$/),
      fc.integer({ min: 6, max: 12 }),
      serial,
      escaping,
      (body, length, raw, escape) => {
        const urnSerial = raw.replaceAll(/["%&/<>?]/g, encodeURIComponent)
        const urn = `urn:epc:id:sgtin:${body.slice(1, 1 + length)}.${body[0]}${body.slice(1 + length)}.${urnSerial}`
        const link = `https://x.example/s/01/${body}${checkDigit(body)}/21/${escape(raw)}`
        assert.equal(identify(urn).scheme, 'sgtin')
        assert.deepEqual(identify(urn), identify(link))
      },
    ),
  )
})

test('two serials that differ are two things', () => {
  fc.assert(
    fc.property(gtin, serial, serial, escaping, (number, one, other, escape) => {
      const link = (raw: string): string => `https://x.example/01/${number}/21/${escape(raw)}`
      return (identify(link(one)).canonical === identify(link(other)).canonical) === (one === other)
    }),
  )
})

test('what is canonical stays as it is', () => {
  const likes = URN_SCHEMES.map(({ name, like }) => `urn:epc:${name}:${like}`)
  const anyLink = fc
    .tuple(gtin, fc.constantFrom('21', '10', '235'), serial)
    .map(([number, ai, raw]) => `http://x.example/01/${number}/${ai}/${encodeURIComponent(raw)}`)
  fc.assert(
    fc.property(fc.oneof(fc.constantFrom(...likes), anyLink, fc.webUrl(), fc.string()), (text) => {
      const once = identify(text)
      assert.deepEqual(identify(once.canonical), once)
    }),
  )
})

test('reading takes time in proportion to the length of a text, not to its square', () => {
  const read = (size: number): void => {
    const long = 'a/'.repeat(Math.round(12_500 * size))
    const keys = '/01/04012345111118/10/L'.repeat(Math.round(1000 * size))
    for (const text of [long, `https://x.example/${long}`, `urn:epc:id:sgtin:${long}`]) {
      identify(text)
    }
    for (const host of ['https://x.example', STEM]) parseIdentifier(`${host}${keys}/21/`, '')
  }
  const fastest = (size: number): number =>
    Math.min(
      ...[1, 2, 3].map((round) => {
        const started = performance.now()
        // Another size each time, for what was read is remembered.
        read(size + round / 1000)
        return performance.now() - started
      }),
    )
  // 10 times as long: 10 if in proportion, 100 if squared.
  assert.ok(fastest(100) < 50 * fastest(10))
})
