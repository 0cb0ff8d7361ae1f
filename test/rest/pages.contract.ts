import assert from 'node:assert/strict'
import { after, before, suite, test } from 'node:test'
import { openAccess } from '../../packages/server/src/access/access.ts'
import { createApp } from '../../packages/server/src/app.ts'
import type { Engine } from '../../packages/server/src/db/engine.ts'
import { refusal } from '../bad-input/refusal.ts'
import { seen } from '../samples.ts'
import { documentOf } from '../server.ts'

type Ask = (path: string, init?: RequestInit) => Promise<Response>

const HOUR = 3600

const nextOf = (answer: Response): string | undefined =>
  /<([^>]+)>; rel="next"/.exec(answer.headers.get('link') ?? '')?.[1]

const item = (serial: number): string => `https://id.gs1.org/01/10614141073464/21/${serial}`

const UNDER: readonly (readonly [path: string, events: number])[] = [
  ['/bizSteps/inspecting', 5],
  ['/bizSteps/urn:epcglobal:cbv:bizstep:inspecting', 5],
  [`/bizSteps/${encodeURIComponent('https://ref.gs1.org/cbv/BizStep-inspecting')}`, 5],
  ['/bizSteps/cbv:BizStep-inspecting', 5],
  ['/bizSteps/my:own', 1],
  ['/bizSteps/packing', 0],
  [`/epcs/${encodeURIComponent(item(2))}`, 2],
  [`/epcs/${encodeURIComponent(encodeURIComponent(item(2)))}`, 2],
  [`/epcs/https:%2F%2Fid.gs1.org%2F01%2F10614141073464%2F21%2F2`, 2],
  [`/epcs/https:%252F%252Fid.gs1.org%252F01%252F10614141073464%252F21%252F2`, 2],
  [`/epcs/${item(2)}`, 2],
  ['/epcs/urn:epc:id:sgtin:0614141.107346.2', 2],
  ['/readPoints/urn:epc:id:sgln:0614141.00777.0', 1],
  [`/readPoints/${encodeURIComponent('https://id.gs1.org/414/0614141007776')}`, 1],
  ['/dispositions/my:odd', 1],
  ['/eventTypes/ObjectEvent', 6],
  ['/eventTypes/epcis:ObjectEvent', 6],
  ['/eventTypes/TransformationEvent', 0],
]

/** Lists that come in pages, on an engine. */
export function pagesContract(name: string, open: () => Promise<Engine>): void {
  suite(`lists in pages, on ${name}`, () => {
    let clock = Date.parse('2026-05-01T00:00:00Z') * 1000
    let engine: Engine
    let ask: Ask

    function appOver(over: Engine): Ask {
      const log = (fault: unknown): never => {
        throw fault
      }
      const app = createApp({
        engine: over,
        access: openAccess,
        now: () => clock,
        tokenSeconds: HOUR,
        log,
      })
      return async (path, init) => app.request(path, init)
    }

    before(async () => {
      engine = await open()
      ask = appOver(engine)
      const link = (serial: number): string => `https://id.gs1.org/01/10614141073464/21/${serial}`
      const events = [
        seen(1),
        seen(2, { epcList: [link(1), link(2)] }),
        seen(3, { epcList: [link(3), link(2), link(4)], bizStep: 'https://example.com/steps/own' }),
        seen(4, { readPoint: { id: 'urn:epc:id:sgln:0614141.00777.0' } }),
        seen(5, { readPoint: { id: 'https://example.com/places/door' }, disposition: 'ex:odd' }),
      ]
      const context = [
        'https://ref.gs1.org/standards/epcis/2.0.0/epcis-context.jsonld',
        { ex: 'https://example.com/steps/' },
      ]
      await captured(documentOf(events, { '@context': context }))
    })
    after(async () => {
      await engine[Symbol.asyncDispose]()
    })

    async function captured(body: string): Promise<void> {
      const headers = { 'content-type': 'application/json' }
      const answer = await ask('/capture', { method: 'POST', headers, body })
      assert.equal(answer.status, 202, await answer.text())
    }

    async function allOf(path: string, headers: Record<string, string> = {}): Promise<string[]> {
      const all: string[] = []
      for (let next: string | undefined = path; next !== undefined;) {
        const answer = await ask(next, { headers })
        assert.equal(answer.status, 200, await answer.clone().text())
        const { member } = (await answer.json()) as { readonly member: readonly string[] }
        all.push(...member)
        next = nextOf(answer)
      }
      return all
    }

    for (const perPage of [1, 2, 3, 30]) {
      test(`every EPC is listed once, in the order of its first event, ${perPage} a page`, async () => {
        const all = await allOf(`/epcs?perPage=${perPage}`)
        assert.deepEqual(all, [item(1), item(2), item(3), item(4), item(5)])
      })
    }

    test('EPCs are listed as captured, or as EPC URNs, for who asks so', async () => {
      const captured = await allOf('/epcs', { 'gs1-epc-format': 'Never_Translates' })
      assert.equal(captured[0], 'urn:epc:id:sgtin:0614141.107346.1')
      assert.equal(captured[2], item(3))
      const urns = await allOf('/epcs', { 'gs1-epc-format': 'Always_EPC_URN' })
      assert.deepEqual(urns[2], 'urn:epc:id:sgtin:0614141.107346.3')
    })

    test('a capture between two pages does not change the answer', async () => {
      const first = await ask('/epcs?perPage=4')
      await captured(documentOf([seen(6, { readPoint: { id: 'https://example.com/places/new' } })]))
      const second = await ask(nextOf(first) ?? '')
      assert.deepEqual(((await second.json()) as { member: unknown }).member, [item(5)])
      assert.equal(nextOf(second), undefined)
    })

    test('words of the standard come first, then those that occur, page by page each once', async () => {
      const all = await allOf('/bizSteps?perPage=7')
      assert.equal(all.length, 42)
      assert.equal(new Set(all).size, 42)
      assert.equal(all.at(-1), 'https://example.com/steps/own')
      assert.deepEqual(await allOf('/bizSteps'), all)
      const odd = await allOf('/dispositions?perPage=1000', {
        'gs1-extensions': 'my=https://example.com/steps/',
      })
      assert.equal(odd.at(-1), 'my:odd')
    })

    test('places are listed that occur, and no others', async () => {
      const all = await allOf('/readPoints?perPage=1')
      assert.deepEqual(all.slice(0, 2), [
        'https://id.gs1.org/414/0614141007776',
        'https://example.com/places/door',
      ])
      assert.deepEqual(await allOf('/bizLocations'), [])
      assert.equal((await allOf('/eventTypes')).length, 5)
    })

    for (const [path, count] of UNDER) {
      test(`${path} leads to its events`, async () => {
        const headers = { 'gs1-extensions': 'my=https://example.com/steps/' }
        const one = await ask(path, { headers })
        assert.deepEqual(((await one.json()) as { member: unknown }).member, ['events'])
        const events = await ask(`${path}/events?LT_recordTime=2027-01-01T00:00:00Z`, { headers })
        assert.equal(events.status, 200)
        assert.equal((await events.text()).split('"eventTime"').length - 1, count)
      })
    }

    for (const path of [
      '/epcs/urn:x:none',
      '/bizSteps/none',
      '/readPoints/urn:x:none',
      '/eventTypes/None',
    ]) {
      test(`${path} and its events are 404`, async () => {
        for (const there of [path, `${path}/events`]) {
          const told = await refusal(await ask(there), 404)
          assert.match(told[0] ?? '', /no-(epc|bizStep|readPoint|eventType)$/)
        }
      })
    }

    test('a token is good for an hour, as the answer says, and then no more', async () => {
      const first = await ask('/events?perPage=2')
      const next = nextOf(first) ?? ''
      const expires = Date.parse(first.headers.get('gs1-next-page-token-expires') ?? '')
      assert.equal(expires, clock / 1000 + HOUR * 1000)
      assert.equal((await ask(next)).status, 200)
      const before = clock
      clock += (HOUR + 1) * 1e6
      assert.deepEqual(await refusal(await ask(next), 400), ['?nextPageToken expired'])
      clock = before
    })

    test('a token that was released is refused; releasing it again, or none, is no fault', async () => {
      const next = nextOf(await ask('/events?perPage=2')) ?? ''
      const token = new URL(next).searchParams.get('nextPageToken') ?? ''
      for (const one of [token, token, 'none']) {
        const answer = await ask(`/nextPageToken/${one}`, { method: 'DELETE' })
        assert.equal(answer.status, 204)
      }
      assert.deepEqual(await refusal(await ask(next), 400), ['?nextPageToken released'])
    })

    test('a token is good in an app that was begun anew, and not when it was changed', async () => {
      const next = nextOf(await ask('/capture?perPage=1')) ?? ''
      const again = appOver(engine)
      assert.equal((await again(next)).status, 200)
      const url = new URL(next)
      const [payload = '', mac] = (url.searchParams.get('nextPageToken') ?? '').split('.')
      const fields = JSON.parse(Buffer.from(payload, 'base64url').toString()) as [
        number,
        ...unknown[],
      ]
      const longer = Buffer.from(JSON.stringify([fields[0] + 1, ...fields.slice(1)])).toString(
        'base64url',
      )
      url.searchParams.set('nextPageToken', `${longer}.${mac}`)
      assert.deepEqual(await refusal(await ask(url.href), 400), ['?nextPageToken token'])
    })
  })
}
