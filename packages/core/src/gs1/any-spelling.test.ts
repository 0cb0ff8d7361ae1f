import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { digitalLinkOf, readDigitalLink } from './digital-link.ts'
import { faultOfLabel } from './associations.ts'
import { messageOf, readBracketedStrictly, readMessage } from './elements.ts'
import { LINTS } from './lint.ts'
import { readScan } from './scan.ts'
import { checkDigit } from '../id/check-digit.ts'
import { classOf, keysOf } from '../id/class-and-lot.ts'
import { compressed, fromCompressed, fromEpcHex, toEpcHex } from '../id/epc-binary.ts'
import { identify } from '../id/identify.ts'
import { KEYS } from '../id/keys.ts'
import { parseIdentifier } from '../id/parse.ts'
import { collectPrefixes, prefixBook } from '../id/prefix-book.ts'
import { parseSearch } from '../id/search.ts'
import { prefixOf, toUrn } from '../id/urn.ts'

const SET_82 = Array.from(
  '!"%&\'()*+,-./0123456789:;<=>?ABCDEFGHIJKLMNOPQRSTUVWXYZ_abcdefghijklmnopqrstuvwxyz',
)
const digitsOf = (length: number): fc.Arbitrary<string> =>
  fc.string({
    unit: fc.constantFrom(...Array.from('0123456789')),
    minLength: length,
    maxLength: length,
  })
const serialOf = (longest: number, unit: readonly string[] = SET_82): fc.Arbitrary<string> =>
  fc.string({ unit: fc.constantFrom(...unit), minLength: 1, maxLength: longest })

/** A key with its finest qualifier, as raw elements. */
const elements: fc.Arbitrary<readonly (readonly [ai: string, value: string])[]> = fc.oneof(
  ...KEYS.filter(({ ai }) => ai !== '8013').map(({ ai, digits, checked, tail, longest, finer }) => {
    const body = checked === 0 ? digits : checked
    const start = ai === '8003' ? digitsOf(12).map((rest) => `0${rest}`) : digitsOf(body)
    const key = fc
      .tuple(
        start,
        tail === 0 || longest === digits ? fc.constant('') : tailOf(ai, longest - digits),
      )
      .map(([number, rest]) =>
        ai === '8006'
          ? `${number}${checkDigit(number)}0102`
          : `${number}${checked === 0 ? '' : checkDigit(number)}${rest}`,
      )
    const qualifiers = finer.map(({ ai: name }) =>
      (name === '8011' ? serialOf(12, Array.from('123456789')) : serialOf(20))
        // An extension of 0 says nothing, and the place alone is meant.
        .filter((value) => !(name === '254' && value === '0'))
        .map((value) => [name, value] as const),
    )
    return fc
      .tuple(key, fc.oneof(fc.constant(undefined), ...qualifiers))
      .map(([value, finest]) => [[ai, value] as const, ...(finest === undefined ? [] : [finest])])
  }),
)

function tailOf(ai: string, longest: number): fc.Arbitrary<string> {
  const unit =
    ai === '255' ? Array.from('0123456789') : ai === '8010' ? Array.from('0A-/#Z9') : SET_82
  return fc.oneof(fc.constant(''), serialOf(longest, unit))
}

test('an identifier has one canonical form, whatever it is written as', () => {
  let urns = 0
  fc.assert(
    fc.property(
      elements,
      fc.constantFrom('https://id.gs1.org', 'http://x.example:8080/a/b', 'HTTPS://SHOP.EXAMPLE'),
      fc.constantFrom('', '?17=261231', '#top', '?linkType=gs1:pip#x'),
      fc.integer({ min: 6, max: 12 }),
      (given, stem, end, length) => {
        const written = digitalLinkOf(
          given.map(([ai, value]) => ({ ai, value })),
          stem,
        )
        assert.ok(written.ok)
        const link = written.link + end
        const { canonical, scheme } = identify(link)
        assert.notEqual(scheme, 'uri', link)
        assert.deepEqual(keysOf(canonical), given)
        assert.equal(identify(canonical).canonical, canonical)
        assert.ok(parseIdentifier(link, '').ok, link)
        const label = given.map(([ai, value]) => `(${ai})${value.replaceAll('(', '\\(')}`).join('')
        assert.equal(parseSearch(label)?.canonical, canonical, label)
        const message = messageOf(given.map(([ai, value]) => ({ ai, value })))
        assert.equal(parseSearch(`]C1${message.slice(1)}`)?.canonical, canonical, message)
        const urn = toUrn(canonical, () => length)
        if (urn === undefined) return
        urns++
        assert.equal(identify(urn).canonical, canonical, urn)
        assert.equal(prefixOf(urn)?.length, length)
        const found = new Set<string>()
        collectPrefixes(`{"epcList":["${urn.replaceAll('"', '')}"]}`, found)
        assert.deepEqual([...found], [prefixOf(urn)], urn)
        const { hex, base64 } = compressed(urn) ?? {}
        for (const segment of [hex, base64]) {
          if (segment === undefined) continue
          assert.equal(identify(`${stem}/${segment}`).canonical, canonical, segment)
        }
      },
    ),
    { numRuns: 5000 },
  )
  assert.ok(urns > 1000, `${urns} URNs`)
})

const bits = [
  'urn:',
  'epc:',
  'id:',
  'sgtin:',
  '4012345.',
  '*',
  '.',
  ':',
  'https://',
  'id.gs1.org',
  '/01/',
  '04012345111118',
  '/21/',
  '/10/',
  '%',
  '%2',
  '%2F',
  '?',
  '#',
  '(01)',
  '(',
  ')',
  '\\(',
  '^',
  '\u001D',
  ']C1',
  ']E0',
  'eh30',
  'exMB',
  '8003',
  '00',
  'é',
  '\ud800',
  ' ',
  '\0',
  '{',
  '}',
]

test('no text makes any of these throw', () => {
  const text = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 60 }),
    fc.array(fc.constantFrom(...bits), { maxLength: 12 }).map((parts) => parts.join('')),
  )
  const readers: readonly ((text: string) => unknown)[] = [
    identify,
    classOf,
    keysOf,
    prefixOf,
    toEpcHex,
    fromEpcHex,
    fromCompressed,
    compressed,
    parseSearch,
    readBracketedStrictly,
    readMessage,
    readDigitalLink,
    readScan,
    (given) => parseIdentifier(given, ''),
    (given) => toUrn(given, () => 7),
    (given) => collectPrefixes(given, new Set()),
    (given) => prefixBook([{ prefix: given, length: 7, source: 'seen' }])(given),
    (given) => faultOfLabel([{ ai: given, value: given }]),
    ...LINTS.values(),
  ]
  fc.assert(
    fc.property(text, (given) => {
      for (const reader of readers) reader(given)
    }),
    { numRuns: 5000 },
  )
})
