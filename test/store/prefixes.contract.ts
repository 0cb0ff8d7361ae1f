import assert from 'node:assert/strict'
import { test } from 'node:test'
import { openAccess } from '../../packages/server/src/access/access.ts'
import { createApp } from '../../packages/server/src/app.ts'
import type { Engine } from '../../packages/server/src/db/engine.ts'
import { prefixLengths } from '../../packages/server/src/store/company-prefix.ts'
import { event } from './events.ts'

type Said = { readonly prefixes: readonly { prefix: string; length: number; source: string }[] }

/** Lengths of company prefixes: learnt, told, forgotten, and never guessed. */
export function prefixesContract(name: string, open: () => Promise<Engine>): void {
  const appOn = (engine: Engine): ReturnType<typeof createApp> =>
    createApp({
      engine,
      access: openAccess,
      now: () => Date.now() * 1000,
      log: (fault) => assert.fail(String(fault)),
    })

  const post = (app: ReturnType<typeof createApp>, path: string, body: unknown) =>
    app.request(path, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    })

  const listed = async (app: ReturnType<typeof createApp>): Promise<readonly string[]> => {
    const { prefixes } = (await (await app.request('/admin/company-prefixes')).json()) as Said
    return prefixes.map(({ prefix, length, source }) => `${prefix} ${length} ${source}`)
  }

  test(`company prefixes are learnt from EPC URNs as they are captured, once, on ${name}`, async () => {
    await using engine = await open()
    const app = appOn(engine)
    const document = (...events: readonly unknown[]): unknown => ({
      '@context': 'https://ref.gs1.org/standards/epcis/2.0.0/epcis-context.jsonld',
      type: 'EPCISDocument',
      schemaVersion: '2.0',
      creationDate: '2026-03-01T00:00:00Z',
      epcisBody: { eventList: events },
    })
    const urns = event(1, {
      epcList: ['urn:epc:id:sgtin:0614141.112345.1', 'urn:epc:id:sgtin:0614141.112345.2'],
      readPoint: { id: 'urn:epc:id:sgln:952123450.001.0' },
      bizLocation: { id: 'urn:epc:id:sgln:95212345.00.0' },
    })
    assert.equal((await post(app, '/capture', document(urns, event(2)))).status, 202)
    assert.deepEqual(await listed(app), ['0614141 7 seen', '952123450 9 seen'])
    const lengthOf = await prefixLengths(engine)
    assert.equal(lengthOf('061414112345'), 7)
    assert.equal(lengthOf('952123450001'), 9)
    assert.equal(lengthOf('400638133393'), undefined)
    const alone = event(3, { epcList: ['urn:epc:id:sscc:4006381.0000000001'] })
    assert.equal((await post(app, '/events', alone)).status, 201)
    assert.equal((await prefixLengths(engine))('400638133393'), 7)
    const again = event(4, { epcList: ['urn:epc:id:sscc:4006381.0000000002'] })
    assert.equal((await post(app, '/events', again)).status, 201)
    assert.equal((await listed(app)).length, 3)
    await app.request('/admin/company-prefixes/4006381', { method: 'DELETE' })
    assert.equal((await listed(app)).length, 2)
    assert.equal((await post(app, '/admin/company-prefixes/learn', {})).status, 200)
    assert.deepEqual(await listed(app), ['0614141 7 seen', '4006381 7 seen', '952123450 9 seen'])
  })

  test(`a refused capture teaches nothing, on ${name}`, async () => {
    await using engine = await open()
    const app = appOn(engine)
    const epcList = ['urn:epc:id:sgtin:0614141.112345.1']
    assert.equal((await post(app, '/events', event(1))).status, 201)
    assert.equal((await post(app, '/events', event(1, { epcList }))).status, 409)
    assert.deepEqual(await listed(app), [])
    assert.equal((await post(app, '/events', event(2, { epcList }))).status, 201)
    assert.deepEqual(await listed(app), ['0614141 7 seen'])
  })

  test(`what the operator tells of prefixes counts before what was seen; the wrong is named, on ${name}`, async () => {
    await using engine = await open()
    const app = appOn(engine)
    for (const [n, prefix] of [
      [1, '061414'],
      [2, '0614141'],
    ] as const) {
      const epcList = [`urn:epc:id:sscc:${prefix}.${'1'.padEnd(17 - prefix.length, '0')}`]
      assert.equal((await post(app, '/events', event(n, { epcList }))).status, 201)
    }
    assert.equal((await prefixLengths(engine))('061414112345'), undefined, 'two lengths seen')
    const table = {
      entry: [
        { prefix: '06', gcpLength: 8 },
        { prefix: '07', gcpLength: 0 },
      ],
    }
    const imported = await post(app, '/admin/company-prefixes', { GCPPrefixFormatList: table })
    assert.deepEqual(await imported.json(), { told: 1 })
    assert.equal((await prefixLengths(engine))('061414112345'), 8)
    await post(app, '/admin/company-prefixes', { prefixes: [{ prefix: '0614141' }] })
    assert.equal((await prefixLengths(engine))('061414112345'), 7)
    const wrong = { prefixes: [{ prefix: '12a' }, { prefix: '0614141', length: 6 }, '123'] }
    const refused = await post(app, '/admin/company-prefixes', wrong)
    assert.equal(refused.status, 400)
    const { problems } = (await refused.json()) as { problems: readonly { at: string }[] }
    assert.deepEqual(
      problems.map(({ at }) => at),
      ['/prefixes/0', '/prefixes/1', '/prefixes/2'],
    )
    const gone = await app.request('/admin/company-prefixes/9999999', { method: 'DELETE' })
    assert.equal(gone.status, 404)
  })
}
