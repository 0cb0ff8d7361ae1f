import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { identify } from './identify.ts'
import { prefixOf, toUrn } from './urn.ts'
import { URN_SCHEMES } from './urn-schemes.ts'

const URNS = URN_SCHEMES.map(({ name, like }) => `urn:epc:${name}:${like}`)

test('every scheme comes back as the URN it was, but a class of UPUIs is a class of GTINs', () => {
  for (const urn of URNS) {
    const back = toUrn(identify(urn).canonical, () => 7)
    assert.equal(back, urn.replace('idpat:upui', 'idpat:sgtin'))
  }
})

test('any SGTIN, SSCC, SGLN or GRAI comes back with the prefix length it was written with', () => {
  const serial = fc.string({
    unit: fc.constantFrom(...'A/%?a.0'.split('')),
    minLength: 1,
    maxLength: 16,
  })
  fc.assert(
    fc.property(
      fc.stringMatching(/^\d{17}$/),
      fc.integer({ min: 6, max: 12 }),
      serial,
      (digits, length, raw) => {
        const last = raw.replaceAll(/[/%?]/g, encodeURIComponent)
        const cut = (count: number): string =>
          `${digits.slice(0, length)}.${digits.slice(length, count)}`
        for (const urn of [
          `urn:epc:id:sgtin:${cut(13)}.${last}`,
          `urn:epc:id:sscc:${cut(17)}`,
          `urn:epc:id:sgln:${cut(12)}.${last}`,
          `urn:epc:id:grai:${cut(12)}.${last}`,
        ]) {
          assert.equal(
            toUrn(identify(urn).canonical, () => length),
            urn,
          )
          assert.equal(prefixOf(urn), digits.slice(0, length))
        }
      },
    ),
  )
})

test('the prefix length is asked with the number from its prefix on, and never guessed', () => {
  const asked: string[] = []
  const links = [
    '01/04012345111118/21/1',
    '00/340123451111111111',
    '8003/04012345000221334455',
    '8004/4012345ABC',
  ]
  for (const path of links) {
    const urn = toUrn(`https://id.gs1.org/${path}`, (digits) => {
      asked.push(digits)
      return undefined
    })
    assert.equal(urn, undefined)
  }
  assert.deepEqual(asked, ['401234511111', '4012345111111111', '401234500022', '4012345ABC'])
})

test('there is no URN with a prefix of 5 or 13 digits, of a wrong check digit, or of a key that has none', () => {
  const link = 'https://id.gs1.org/01/04012345111118/21/1'
  assert.equal(
    toUrn(link, () => 5),
    undefined,
  )
  assert.equal(
    toUrn(link, () => 13),
    undefined,
  )
  assert.equal(
    toUrn('https://id.gs1.org/8004/401234', () => 6),
    undefined,
  )
  assert.equal(
    toUrn('https://id.gs1.org/01/04012345111119/21/1', () => 7),
    undefined,
  )
  assert.equal(
    toUrn('https://id.gs1.org/8006/040123451234560102/10/L', () => 7),
    undefined,
  )
  assert.equal(
    toUrn('https://id.gs1.org/8013/4012345ABC', () => 7),
    undefined,
  )
  assert.equal(
    toUrn('urn:uuid:374d95fc-9457-4a51-bd6a-0bba133845a8', () => 7),
    undefined,
  )
})

test('a prefix is learned from any well-formed EPC URN and from nothing else', () => {
  for (const urn of URNS) assert.equal(prefixOf(urn), '4012345', urn)
  assert.equal(prefixOf('urn:epc:id:sgtin:4012345.1.1'), undefined)
  assert.equal(prefixOf('urn:epc:id:gid:95100000.12345.400'), undefined)
  assert.equal(prefixOf('https://id.gs1.org/01/04012345111118'), undefined)
})
