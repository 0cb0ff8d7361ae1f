import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { readContext } from '@suyuan/core/event/context'
import type { Json, JsonObject } from '@suyuan/core/event/event'
import { prehash } from '@suyuan/core/hash/prehash'
import { createConverter } from '@suyuan/core/xml/convert'

const CONTEXT: Json = [
  'https://ref.gs1.org/standards/epcis/2.0.0/epcis-context.jsonld',
  { ex: 'https://ns.example.com/epcis/', plain: { '@id': 'urn:example:plain', '@prefix': true } },
]

/** Texts as XML can hold them: what it cannot, and white space around a value, is lost by decision 022. */
const text = fc
  .string({ unit: 'grapheme', maxLength: 12 })
  .filter((one) => /^[\t\n\r\u0020-\uD7FF\uE000-\uFFFD]*$/.test(one) && one === one.trim())
const name = fc.oneof(
  fc.constantFrom(
    'ex:a',
    'ex:b',
    'plain:c',
    'cbvmda:lotNumber',
    'gs1:x',
    'undeclared:d',
    'ex:_x0041_',
  ),
  fc
    .string({ minLength: 1, maxLength: 5 })
    .map((one) => `ex:${one.replaceAll(/[^A-Za-z0-9._-]/g, '-')}`),
)
const inner = fc.oneof(name, fc.constantFrom('bare', '7 dwarfs', 'with/slash', '@attribute'))
const scalar = fc.oneof(text, fc.double({ noNaN: true, noDefaultInfinity: true }), fc.boolean())

const { value } = fc.letrec<{ value: Json }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 4, depthSize: 'small' },
    scalar,
    fc.array(tie('value'), { minLength: 2, maxLength: 3 }),
    fc.dictionary(inner, tie('value'), { minKeys: 1, maxKeys: 3 }),
  ),
}))

const number = fc.double({ noNaN: true, noDefaultInfinity: true })
const events = fc.record(
  {
    epcList: fc.uniqueArray(
      fc.integer().map((n) => `urn:example:thing:${n}`),
      { maxLength: 3 },
    ),
    bizStep: fc.constantFrom('packing', 'ex:own', 'urn:epcglobal:cbv:bizstep:receiving'),
    certificationInfo: fc.array(fc.webUrl(), { minLength: 2, maxLength: 3 }),
    persistentDisposition: fc.record({
      set: fc.constant(['active']),
      unset: fc.constant(['expired']),
    }),
    quantityList: fc.array(
      fc.record({ epcClass: fc.constant('urn:example:class:1'), quantity: number }),
      { minLength: 1, maxLength: 2 },
    ),
    readPoint: fc.record({ id: fc.constant('urn:example:loc:1'), 'ex:more': value }),
    sensorElementList: fc.array(
      fc.record({
        sensorReport: fc.array(
          fc.record({ type: fc.constant('Temperature'), value: number, 'ex:deep': value }),
          { minLength: 1, maxLength: 2 },
        ),
        'ex:beside': value,
      }),
      { minLength: 1, maxLength: 2 },
    ),
    ilmd: fc.dictionary(name, value, { maxKeys: 3 }),
    'ex:own': value,
    'plain:own': value,
  },
  { requiredKeys: ['epcList'] },
)

/** Scalars of one's own come back as text (decision 022), and a number may be written in more digits than JSON needs. */
function asText(one: Json): Json {
  if (one === null) return one
  if (typeof one !== 'object') {
    const text = String(one)
    return /^-?\d+(?:\.\d+)?(?:e[-+]?\d+)?$/.test(text) ? String(Number(text) + 0) : text
  }
  if (Array.isArray(one)) return (one as readonly Json[]).map(asText)
  return Object.fromEntries(
    Object.entries(one as JsonObject).map(([key, inside]) => [key, asText(inside)]),
  )
}

function there(document: string, from: 'json' | 'xml', to: 'json' | 'xml' | 'xml-1.2'): string {
  const converter = createConverter({ from, to })
  const list = converter.push(document)
  const end = converter.end()
  assert.ok(end.ok, `${JSON.stringify(end)}\n${document}`)
  return end.value.before + list + end.value.after
}

test('JSON → XML of 2.0 or 1.2 → JSON loses nothing, and never the event hash', () => {
  fc.assert(
    fc.property(events, fc.constantFrom('xml' as const, 'xml-1.2' as const), (fields, to) => {
      const event: JsonObject = {
        type: 'ObjectEvent',
        eventTime: '2024-05-01T08:00:00+08:00',
        eventTimeZoneOffset: '+08:00',
        action: 'ADD',
        ...(JSON.parse(JSON.stringify(fields)) as JsonObject),
      }
      const document = {
        '@context': CONTEXT,
        type: 'EPCISDocument',
        schemaVersion: '2.0',
        creationDate: '2024-05-01T10:00:00Z',
        epcisBody: { eventList: [event] },
      }
      const xml = there(JSON.stringify(document), 'json', to)
      const back = JSON.parse(there(xml, 'xml', 'json')) as {
        readonly '@context': Json
        readonly epcisBody: { readonly eventList: readonly [JsonObject] }
      }
      const [came] = back.epcisBody.eventList
      const context = readContext(back['@context'], came['@context'])
      assert.equal(prehash(came, context), prehash(event, readContext(CONTEXT)), xml)
      for (const [key, wanted] of Object.entries(event)) {
        const own = key.includes(':')
        if (own) assert.deepEqual(asText(came[key] ?? null), asText(wanted), `${key}\n${xml}`)
        else if (!['bizStep', 'ilmd', 'readPoint', 'sensorElementList'].includes(key)) {
          assert.deepEqual(came[key], wanted, `${key}\n${xml}`)
        }
      }
    }),
    { numRuns: 400 },
  )
})
