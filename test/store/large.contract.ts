import assert from 'node:assert/strict'
import { after, before, suite, test } from 'node:test'
import type { EpcisEvent } from '@suyuan/core/event/event'
import type { Engine } from '../../packages/server/src/db/engine.ts'
import { openStore } from '../../packages/server/src/store/open.ts'
import { documentOf } from '../server.ts'
import { ask, event, keep, mentions, tin } from './events.ts'
import { appOver } from './written-by/asked.ts'

const NOTE = 'https://example.com/ns/note'

/** Big and odd values are kept to the last character, and found. */
export function largeContract(name: string, place: () => Promise<string>): void {
  suite(`big values in ${name}`, () => {
    let engine: Engine
    before(async () => {
      engine = await openStore(await place())
    })
    after(() => engine[Symbol.asyncDispose]())

    const bodiesOf = async (thing: string): Promise<readonly string[]> =>
      (await ask(engine, { where: [mentions(thing)] })).map(({ body }) => body)

    const survives = async (one: EpcisEvent, thing: string): Promise<void> => {
      assert.deepEqual(await keep(engine, [one]), { added: 1, conflicts: [] })
      assert.deepEqual(await bodiesOf(thing), [JSON.stringify(one)])
      assert.deepEqual(await keep(engine, [one]), { added: 0, conflicts: [] })
    }

    test('an event of 6 MB, among small ones', async () => {
      const big = event(2, { [NOTE]: text(6_000_000) })
      await keep(engine, [event(1), big, event(3)])
      assert.deepEqual(await bodiesOf(tin(2)), [JSON.stringify(big)])
      assert.deepEqual(await bodiesOf(tin(3)), [JSON.stringify(event(3))])
      assert.equal((await keep(engine, [big])).added, 0)
    })

    test('names of things, of the event, of its step and of its place, of 9,000 characters each', async () => {
      const long = (what: string): string => `https://example.com/${what}/${text(9000)}`
      await survives(
        event(10, {
          eventID: long('event'),
          epcList: [long('thing')],
          bizStep: long('step'),
          readPoint: { id: long('place') },
        }),
        long('thing'),
      )
      const byStep = { kind: 'oneOf', field: 'bizStep', values: [long('step')] } as const
      assert.equal((await ask(engine, { where: [byStep] })).length, 1)
      const byName = { kind: 'named', eventIDs: [long('event')] } as const
      assert.equal((await ask(engine, { where: [byName] })).length, 1)
      const wrong = event(10, {
        eventID: long('event'),
        epcList: [long('thing')],
        errorDeclaration: { declarationTime: '2026-03-02T08:00:00Z' },
      })
      await keep(engine, [wrong])
      assert.equal((await bodiesOf(long('thing'))).length, 2)
    })

    test('20,000 things in one event, each of which finds it', async () => {
      const things = Array.from({ length: 20_000 }, (_, i) => tin(`${(i * 7919) % 1_000_003}M`))
      await keep(engine, [event(20, { epcList: things })])
      for (const i of [0, 1, 9999, 19_998, 19_999]) {
        const found = await ask(engine, { where: [mentions(things[i] ?? '')] })
        assert.deepEqual(
          found.map(({ eventID }) => eventID),
          [event(20).eventID],
        )
      }
      const all = await ask(engine, { where: [mentions(...things)] })
      assert.equal(all.length, 1)
      assert.equal((await keep(engine, [event(20, { epcList: things })])).added, 0)
    })

    test('20,000 things asked for at once, most of them never seen', async () => {
      const asked = Array.from({ length: 20_000 }, (_, i) => tin(`N${i}`))
      const found = await ask(engine, { where: [mentions(tin(1), ...asked, tin(3))] })
      assert.deepEqual(
        found.map(({ eventID }) => eventID),
        [event(1).eventID, event(3).eventID],
      )
    })

    test('extensions 60 deep', async () => {
      let deep: object = { 'ex:end': 1 }
      for (let level = 0; level < 60; level++) deep = { 'https://example.com/ns/in': deep }
      await survives(event(30, { [NOTE]: deep }), tin(30))
    })

    test('text beyond the first plane, control characters and NUL, escaped as they came', async () => {
      const odd = '\u{1F95B}\u{20000}\u0000\u0001\u001f\u2028"\\\ufeff'
      await survives(event(40, { [NOTE]: { [`https://example.com/${'k'}`]: odd } }), tin(40))
      const [body = ''] = await bodiesOf(tin(40))
      assert.ok(body.includes(String.raw`\u0000`))
    })

    test('NUL in a question, or in a document, is refused', async () => {
      const asked = appOver(engine, () => Date.now() * 1000)
      for (const path of [
        '/events?MATCH_epc=urn:example:%00',
        '/events?EQ_bizStep=%00',
        '/events?EQ_readPoint=urn:%00',
        '/events?EQ_eventID=%00',
        '/events?EQ_transformationID=%00',
        '/events/%00',
        '/epcs/%2500/events',
        '/search?q=%00',
        '/capture/%00',
        '/trace?of=urn:%00&direction=backward',
        '/where?of=%00',
        '/history?of=%00',
        '/admin/masterdata?nextPageToken=AA',
      ]) {
        const { status } = await asked(path)
        assert.equal(status, 400, path)
      }
      const headers = { 'content-type': 'application/json' }
      const ids = JSON.stringify({ ids: ['urn:\0', tin(1)] })
      const labels = await asked('/labels', { method: 'POST', headers, body: ids })
      assert.deepEqual(await labels.json(), { labels: {} })
      const NUL = 'urn:example:a\u0000b'
      for (const more of [
        { eventID: NUL },
        { epcList: [NUL] },
        { bizStep: NUL },
        { disposition: NUL },
        { readPoint: { id: NUL } },
        { bizLocation: { id: NUL } },
        { 'https://example.com/\u0000': 1 },
        { certificationInfo: NUL },
        { errorDeclaration: { declarationTime: '2026-03-02T08:00:00Z', reason: NUL } },
      ]) {
        const body = documentOf([event(50, more)])
        const { status } = await asked('/capture', { method: 'POST', headers, body })
        assert.equal(status, 400, JSON.stringify(more))
      }
    })
  })
}

/** No two places of it look alike, and it holds more than ASCII. */
function text(length: number): string {
  const parts: string[] = []
  for (let n = 0, size = 0; size < length; n++) {
    const part = n % 10 === 0 ? '\u725B' : ((n * 2_654_435_761) % 2 ** 32).toString(36)
    parts.push(part)
    size += part.length
  }
  return parts.join('').slice(0, length)
}
