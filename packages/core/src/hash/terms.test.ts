import assert from 'node:assert/strict'
import { test } from 'node:test'
import { readContext } from '../event/context.ts'
import type { Json, JsonObject } from '../event/event.ts'
import { prehash } from './prehash.ts'

const GS1 = 'https://ref.gs1.org/standards/epcis/2.0.0/epcis-context.jsonld'
const EVENT: JsonObject = {
  type: 'ObjectEvent',
  eventTime: '2024-05-01T02:00:00Z',
  eventTimeZoneOffset: '+08:00',
  action: 'OBSERVE',
}
const hashed = (more: JsonObject, own: Json, algorithm?: '2025'): string =>
  prehash({ ...EVENT, ...more }, readContext([GS1, own]), algorithm)

test('a term hashes as the CURIE that stands for the same IRI, at every level', () => {
  const prefix = { ex: 'https://e.example/ns#' }
  const curies = {
    'ex:farm': { 'ex:no': '1' },
    ilmd: { 'ex:farm': 'x' },
    readPoint: { id: 'urn:x:loc:1', 'ex:gate': '2' },
  }
  const names = {
    farm: { no: '1' },
    ilmd: { farm: 'x' },
    readPoint: { id: 'urn:x:loc:1', gate: '2' },
  }
  const terms = {
    farm: 'https://e.example/ns#farm',
    no: { '@id': 'https://e.example/ns#no' },
    gate: 'https://e.example/ns#gate',
  }
  const nested = {
    farm: { '@id': 'https://e.example/ns#farm', '@context': { no: terms.no } },
    gate: terms.gate,
  }
  for (const algorithm of [undefined, '2025'] as const) {
    const want = hashed(curies, prefix, algorithm)
    assert.match(want, /\{https:\/\/e\.example\/ns#\}farm\{https:\/\/e\.example\/ns#\}no=1/)
    assert.equal(hashed(names, terms, algorithm), want)
    assert.equal(hashed(names, nested, algorithm), want)
    assert.equal(hashed(names, { '@vocab': 'https://e.example/ns#' }, algorithm), want)
    const within = { ...names, ilmd: { '@context': terms, farm: 'x' } }
    assert.equal(
      hashed(within, { farm: terms.farm, no: terms.no, gate: terms.gate }, algorithm),
      want,
    )
    const embedded = {
      ...curies,
      ilmd: { '@context': { y: 'https://e.example/ns#' }, 'y:farm': 'x' },
    }
    assert.equal(hashed(embedded, prefix, algorithm), want)
    const place = {
      ...curies,
      readPoint: { '@context': { y: prefix.ex }, id: 'urn:x:loc:1', 'y:gate': '2' },
    }
    assert.equal(hashed(place, prefix, algorithm), want)
  }
})
