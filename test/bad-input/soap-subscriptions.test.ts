import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { openRepository, type Repository } from '../repository.ts'
import { envelope, fault, operation, param } from './soap.ts'

let repository: Repository
before(async () => {
  repository = await openRepository()
})
after(async () => {
  assert.deepEqual(repository.faults, [])
  await repository[Symbol.asyncDispose]()
})

const post = (body: string): Promise<Response> =>
  repository.ask('/soap', { method: 'POST', headers: { 'content-type': 'text/xml' }, body })

const subscribe = (
  controls: string,
  { dest = 'https://receiver.example/', name = 'SimpleEventQuery', id = 'one', params = '' } = {},
): string =>
  envelope(
    operation(
      'Subscribe',
      `<queryName>${name}</queryName><params>${params}</params><dest>${dest}</dest><controls>${controls}</controls><subscriptionID>${id}</subscriptionID>`,
    ),
  )

const SCHEDULE = '<schedule><minute>0</minute></schedule><reportIfEmpty>false</reportIfEmpty>'

const SUBSCRIPTIONS: readonly (readonly [string, string, string, RegExp])[] = [
  [
    'to master data',
    subscribe(SCHEDULE, { name: 'SimpleMasterDataQuery' }),
    'SubscribeNotPermittedException',
    /poll/,
  ],
  ['to no query', subscribe(SCHEDULE, { name: 'Other' }), 'NoSuchNameException', /Other/],
  [
    'with a parameter misspelt',
    subscribe(SCHEDULE, { params: param('EQ_actio', 'ADD') }),
    'QueryParameterException',
    /EQ_actio/,
  ],
  ['to no address', subscribe(SCHEDULE, { dest: 'nowhere' }), 'InvalidURIException', /URL/],
  [
    'to a file',
    subscribe(SCHEDULE, { dest: 'file:///etc/passwd' }),
    'InvalidURIException',
    /file:/,
  ],
  [
    'into the operator’s network',
    subscribe(SCHEDULE, { dest: 'http://10.0.0.1/' }),
    'InvalidURIException',
    /Internet/,
  ],
  [
    'by nothing',
    subscribe('<reportIfEmpty>true</reportIfEmpty>'),
    'SubscriptionControlsException',
    /schedule or a trigger/,
  ],
  [
    'by schedule and trigger',
    subscribe(`${SCHEDULE}<trigger>urn:a</trigger>`),
    'SubscriptionControlsException',
    /not both/,
  ],
  ['by minute 61', subscribe(SCHEDULE.replace('0', '61')), 'SubscriptionControlsException', /61/],
  ['by no URI', subscribe('<trigger>now</trigger>'), 'SubscriptionControlsException', /now/],
  [
    'by a thing that is not asked for',
    subscribe('<trigger>urn:a:b</trigger>', { params: param('MATCH_anyEPC', 'urn:x:y') }),
    'SubscriptionControlsException',
    /MATCH_anyEPC/,
  ],
  [
    'from no time',
    subscribe(`${SCHEDULE}<initialRecordTime>now</initialRecordTime>`),
    'SubscriptionControlsException',
    /zone/,
  ],
  ['under no ID', subscribe(SCHEDULE, { id: '' }), 'ValidationException', /ID/],
  [
    'with a control that there is not',
    subscribe(`${SCHEDULE}<often/>`),
    'ValidationException',
    /often/,
  ],
]

for (const [name, body, exception, says] of SUBSCRIPTIONS) {
  test(`a subscription ${name} is refused with ${exception}`, async () => {
    const told = await fault(await post(body))
    assert.equal(told.name, exception)
    assert.match(told.reason, says)
  })
}

test('a subscription is kept under its ID, once, until it is ended', async () => {
  const ids = async (): Promise<readonly string[]> => {
    const asked = operation('GetSubscriptionIDs', '<queryName>SimpleEventQuery</queryName>')
    const text = await (await post(envelope(asked))).text()
    return [...text.matchAll(/<string>([^<]*)/g)].map(([, id = '']) => id)
  }
  assert.deepEqual(await ids(), [])
  for (const id of ['Query A', 'b'])
    assert.equal((await post(subscribe(SCHEDULE, { id }))).status, 200)
  assert.equal(
    (await fault(await post(subscribe(SCHEDULE, { id: 'b' })))).name,
    'DuplicateSubscriptionException',
  )
  assert.deepEqual(await ids(), ['Query A', 'b'])
  const end = envelope(operation('Unsubscribe', '<subscriptionID>Query A</subscriptionID>'))
  assert.equal((await post(end)).status, 200)
  assert.equal((await fault(await post(end))).name, 'NoSuchSubscriptionException')
  assert.deepEqual(await ids(), ['b'])
})
