import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import fc from 'fast-check'
import { OPERATIONS } from '@suyuan/core/soap/protocol'
import { openRepository, type Repository } from '../repository.ts'
import { envelope, operation, Q1, Q2, rootOf, S11, S12 } from './soap.ts'

let repository: Repository
before(async () => {
  repository = await openRepository()
})
after(() => repository[Symbol.asyncDispose]())

const NAMES = [
  'eventType',
  'EQ_bizStep',
  'GE_eventTime',
  'MATCH_anyEPC',
  'EQ_INNER_ILMD_urn:x#a',
  'GE_value_CEL',
  'orderBy',
  'eventCountLimit',
  'maxElementCount',
  'includeAttributes',
  'EQATTR_urn:x',
  'WD_name',
]
const escaped = (text: string): string =>
  text.replace(/[&<>]/g, (one) => `&#${one.charCodeAt(0)};`).replaceAll(/[^\t\n -\uD7FF]/g, '?')
const word = fc.oneof(
  fc.string(),
  fc.constantFrom('true', '-1', '9e99', '*', '|', 'urn:epc:idpat:sgtin:*.*.*', '2026-03-01T00:00Z'),
)
const value = fc.oneof(
  word.map(escaped),
  fc
    .array(
      word.map((one) => `<string>${escaped(one)}</string>`),
      { maxLength: 3 },
    )
    .map((all) => all.join('')),
)
const params = fc
  .array(fc.tuple(fc.oneof(fc.constantFrom(...NAMES), fc.string()), value), { maxLength: 4 })
  .map((all) =>
    all
      .map(([name, given]) => `<param><name>${escaped(name)}</name><value>${given}</value></param>`)
      .join(''),
  )
const member = fc.oneof(
  params.map((inside) => `<params>${inside}</params>`),
  fc
    .tuple(
      fc.constantFrom(
        'queryName',
        'dest',
        'controls',
        'subscriptionID',
        'schedule',
        'trigger',
        'x',
      ),
      fc.oneof(
        fc.constantFrom(
          'SimpleEventQuery',
          'SimpleMasterDataQuery',
          '<schedule><second>0</second></schedule>',
          '<trigger>urn:a</trigger>',
        ),
        value,
      ),
    )
    .map(([name, inside]) => `<${name}>${inside}</${name}>`),
)
const request = fc
  .record({
    name: fc.constantFrom(...OPERATIONS.map((one) => one.name)),
    members: fc.array(member, { maxLength: 6 }),
    query: fc.constantFrom(Q1, Q2),
    soap: fc.constantFrom(S11, S12),
  })
  .map(({ name, members, query, soap }) => envelope(operation(name, members.join(''), query), soap))

/** A request as it is, or cut, doubled or changed somewhere. */
const harmed = fc
  .tuple(request, fc.nat(), fc.constantFrom('', '<', '&', ']]>', '\0', '</q:Poll>'))
  .map(([text, at, what]) => {
    const place = at % text.length
    return what === '' ? text : text.slice(0, place) + what + text.slice(place + 1)
  })

test('whatever is sent to /soap is answered in XML, and no fault of ours', async () => {
  await fc.assert(
    fc.asyncProperty(harmed, async (body) => {
      const answer = await repository.ask('/soap', {
        method: 'POST',
        headers: { 'content-type': 'text/xml' },
        body,
      })
      const text = await answer.text()
      rootOf(text)
      assert.doesNotMatch(text, /ImplementationException/)
      assert.deepEqual(repository.faults, [])
    }),
    { numRuns: 400 },
  )
})
