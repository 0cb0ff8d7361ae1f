import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { judge, OBJECT, saysOf } from './sample-events.ts'

describe('a standard word', () => {
  test('is known in every spelling, and one’s own must be a URI', () => {
    for (const bizStep of [
      'shipping',
      'urn:epcglobal:cbv:bizstep:shipping',
      'https://ref.gs1.org/cbv/BizStep-shipping',
      'cbv:BizStep-shipping',
      'https://ns.gs1.org/cbv/BizStep-shipping',
      'ex:milking',
      'https://e/milking',
    ]) {
      assert.deepEqual(judge({ ...OBJECT, bizStep }), [], bizStep)
    }
    for (const bizStep of [
      'milking',
      'Shipping',
      'active',
      '',
      'urn:epcglobal:cbv:bizstep:milking',
      'urn:epcglobal:cbv:disp:active',
    ]) {
      assert.deepEqual(judge({ ...OBJECT, bizStep }), ['/e/bizStep unknown-term'], bizStep)
    }
  })

  test('that is nearly right is suggested', () => {
    assert.match(
      saysOf({ ...OBJECT, bizStep: 'sensor-reporting' }),
      /did you mean sensor_reporting\?/,
    )
    assert.match(
      saysOf({ ...OBJECT, bizStep: 'urn:epcglobal:cbv:bizstep:recieving' }),
      /did you mean receiving\?/,
    )
    assert.match(saysOf({ ...OBJECT, disposition: 'xyzzyxyzzy' }), /it knows active, available,/)
  })

  test('is a bare word to who is strict', () => {
    assert.deepEqual(judge({ ...OBJECT, bizStep: 'urn:epcglobal:cbv:bizstep:shipping' }, true), [
      '/e/bizStep spelling',
    ])
  })
})
