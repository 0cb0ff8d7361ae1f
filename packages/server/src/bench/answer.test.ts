import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { AnswerReader, headerOf, type Answer } from './answer.ts'

const LENGTH = 'HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello'
const CHUNKED =
  'HTTP/1.1 202 Accepted\r\nLocation: /capture/1\r\nTransfer-Encoding: chunked\r\n\r\n4;x=y\r\nmilk\r\nA\r\n powder ok\r\n0\r\nX-Sum: 1\r\n\r\n'
const EMPTY = 'HTTP/1.1 204 No Content\r\n\r\n'
const ONE_CHUNK = 'HTTP/1.0 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nok\r\n0\r\n\r\n'
const CONTINUE = 'HTTP/1.1 100 Continue\r\n\r\n'
const CLOSE = 'HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 2\r\n\r\nok'

/** One request at a time: what has come is read until nothing more can be. */
function readAll(pieces: readonly Buffer[]): readonly Answer[] {
  const reader = new AnswerReader()
  const answers: Answer[] = []
  for (const piece of pieces) {
    let answer = reader.push(piece)
    while (answer !== undefined) {
      answers.push(answer)
      answer = reader.push(Buffer.alloc(0))
    }
  }
  return answers
}

const told = (answers: readonly Answer[]): readonly (readonly [number, string, boolean])[] =>
  answers.map(({ status, body, keep }) => [status, body.toString(), keep])

test('answers are the same however the network cuts them', () => {
  const whole = Buffer.from(LENGTH + CHUNKED + EMPTY + CONTINUE + ONE_CHUNK + CLOSE)
  const expected = [
    [200, 'hello', true],
    [202, 'milk powder ok', true],
    [204, '', true],
    [200, 'ok', false],
    [200, 'ok', false],
  ]
  fc.assert(
    fc.property(fc.array(fc.nat(whole.length), { maxLength: 40 }), (cuts) => {
      const places = [0, ...cuts.toSorted((a, b) => a - b), whole.length]
      const pieces = places.slice(1).map((to, i) => whole.subarray(places[i], to))
      assert.deepEqual(told(readAll(pieces)), expected)
    }),
  )
  assert.equal(headerOf(readAll([whole])[1]!, 'location'), '/capture/1')
})

test('an answer without a length ends with its connection', () => {
  const reader = new AnswerReader()
  assert.equal(reader.push(Buffer.from('HTTP/1.1 200 OK\r\n\r\nhel')), undefined)
  assert.equal(reader.push(Buffer.from('lo')), undefined)
  assert.equal(reader.end()?.body.toString(), 'hello')
  const cutOff = new AnswerReader()
  cutOff.push(Buffer.from(LENGTH.slice(0, -1)))
  assert.equal(cutOff.end(), undefined)
})

test('what is no HTTP/1.1 is said to be none', () => {
  assert.throws(
    () => readAll([Buffer.from('220 mail.example ESMTP\r\n\r\n')]),
    /no HTTP\/1\.1 answer/,
  )
})
