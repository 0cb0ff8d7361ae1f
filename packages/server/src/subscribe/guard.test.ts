import assert from 'node:assert/strict'
import { test } from 'node:test'
import { readDestination } from './destination.ts'
import { guardOf } from './guard.ts'

const PUBLIC = guardOf([])

const refusal = (text: string, guard = PUBLIC): string | undefined => {
  const read = readDestination(text, guard, '/dest')
  return read.ok ? undefined : read.problems[0]?.rule
}

for (const address of ['93.184.216.34', '1.1.1.1', '[2606:4700::1111]', '[64:ff9b::101:101]']) {
  test(`${address} is of the public Internet`, () => {
    assert.equal(refusal(`https://${address}/hook`), undefined)
  })
}

const REFUSED = [
  // As it is, and as it may be spelt.
  '127.0.0.1',
  '127.1',
  '2130706433',
  '0x7f000001',
  '0x7f.0.0.1',
  '0177.0.0.1',
  '127.0.0.1.',
  '１２７.0.0.1',
  '0.0.0.0',
  '10.0.0.1',
  '172.16.0.1',
  '172.31.255.255',
  '192.168.1.1',
  '100.64.0.1',
  '169.254.169.254',
  '100.100.100.200',
  '192.0.0.192',
  '168.63.129.16',
  '224.0.0.1',
  '255.255.255.255',
  '[::]',
  '[::1]',
  '[0:0:0:0:0:0:0:1]',
  '[fe80::1]',
  '[fc00::1]',
  '[fd00:ec2::254]',
  '[ff02::1]',
  '[::ffff:127.0.0.1]',
  '[::ffff:7f00:1]',
  '[::ffff:0:127.0.0.1]',
  '[::127.0.0.1]',
  '[64:ff9b::7f00:1]',
  '[64:ff9b::169.254.169.254]',
  '[64:ff9b:1::7f00:1]',
  '[2002:7f00:1::]',
  '[2001:0:7f00:1::]',
  '[2001:db8::1]',
]

for (const address of REFUSED) {
  test(`${address} is refused`, () => {
    assert.equal(refusal(`https://${address}/hook`), 'address')
  })
}

test('what the operator names is allowed, and only that', () => {
  const guard = guardOf(['10.1.0.0/16', '::1', 'hooks.corp', '*.lab.corp'])
  assert.equal(refusal('http://10.1.2.3/', guard), undefined)
  assert.equal(refusal('http://[::ffff:10.1.2.3]/', guard), undefined)
  assert.equal(refusal('http://10.2.0.1/', guard), 'address')
  assert.equal(refusal('http://[::1]:8000/', guard), undefined)
  const names = [
    'hooks.corp',
    'HOOKS.corp.',
    'a.lab.corp',
    'a.b.lab.corp',
    'lab.corp',
    'x.hooks.corp',
  ]
  assert.deepEqual(
    names.filter((name) => guard.allowsName(name)),
    ['hooks.corp', 'HOOKS.corp.', 'a.lab.corp', 'a.b.lab.corp'],
  )
})

test('a network that is none is refused', () => {
  for (const entry of [
    '10.0.0.0/33',
    '::1/129',
    '10.0.0.0/8/8',
    'a b',
    'http://a',
    '*',
    '10.0.0.0/',
  ]) {
    assert.throws(() => guardOf([entry]), RangeError, entry)
  }
})

test('only http and https without credentials are sent to', () => {
  assert.equal(refusal('ftp://example.com/'), 'scheme')
  assert.equal(refusal('file:///etc/passwd'), 'scheme')
  assert.equal(refusal('https://user:secret@example.com/'), 'credentials')
  assert.equal(refusal('example.com/hook'), 'not-a-url')
  assert.equal(refusal('http://exa mple/'), 'not-a-url')
  assert.equal(refusal(`https://example.com/${'x'.repeat(2000)}`), 'too-long')
})
