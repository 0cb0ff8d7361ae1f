import assert from 'node:assert/strict'
import { test } from 'node:test'
import { signatureHeaders } from './signature.ts'

test('the example of Standard Webhooks is signed as it says', () => {
  const signed = {
    id: 'msg_p5jXN8AQM9LWM0D4loKWxJek',
    at: 1614265330,
    body: '{"test": 2432232314}',
  }
  const headers = signatureHeaders(signed, 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw')
  assert.equal(headers['webhook-signature'], 'v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=')
})

test('without a token a delivery is named, and not signed', () => {
  assert.deepEqual(signatureHeaders({ id: 'a', at: 1, body: '' }, undefined), {
    'webhook-id': 'a',
    'webhook-timestamp': '1',
  })
})
