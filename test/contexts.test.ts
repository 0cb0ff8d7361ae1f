import assert from 'node:assert/strict'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { suyuan } from './cli/suyuan.ts'
import { startServer } from './server.ts'

const GS1 = 'https://ref.gs1.org/standards/epcis/2.0.0/epcis-context.jsonld'
const REMOTE = 'https://contexts.example/dairy.jsonld'

const folder = mkdtempSync(join(tmpdir(), 'suyuan-contexts-'))
after(() => rmSync(folder, { recursive: true, force: true }))
const file = join(folder, 'dairy.jsonld')
writeFileSync(
  file,
  JSON.stringify({
    '@context': { dairy: 'https://dairy.example/ns/', fat: 'dairy:fat', kind: '@type' },
  }),
)

const event = (more: object): object => ({
  eventTime: '2026-03-01T08:00:00.000+08:00',
  eventTimeZoneOffset: '+08:00',
  action: 'OBSERVE',
  epcList: ['urn:epc:id:sgtin:0614141.112345.1'],
  ...more,
})

const document = (context: unknown, ...eventList: readonly object[]): string =>
  JSON.stringify({
    '@context': context,
    '@type': 'EPCISDocument',
    schemaVersion: '2.0',
    creationDate: '2026-03-01T00:00:00Z',
    epcisBody: { eventList },
  })

test('documents with terms and aliases of a remote context that the operator gave are read by it, and kept without it', async (t) => {
  const server = await startServer({ args: ['--context', `${REMOTE}=${file}`] })
  t.after(() => server.stop())
  const send = (body: string, path = '/capture'): Promise<Response> =>
    fetch(server.url + path, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body,
    })
  const sent = document(
    [GS1, REMOTE],
    event({ kind: 'ObjectEvent', '@id': 'urn:uuid:1', fat: 3.1 }),
    event({ '@type': 'ObjectEvent', eventID: 'urn:uuid:2', 'dairy:fat': 3.1 }),
  )
  const answer = await send(sent)
  assert.equal(answer.status, 202, await answer.text())
  const asked = await fetch(`${server.url}/events?EQ_fat=3.1`)
  const found = (await (await fetch(`${server.url}/events`)).json()) as {
    readonly '@context': unknown
    readonly epcisBody: {
      readonly queryResults: {
        readonly resultsBody: { readonly eventList: Record<string, unknown>[] }
      }
    }
  }
  await asked.body?.cancel()
  const [first, second] = found.epcisBody.queryResults.resultsBody.eventList
  assert.deepEqual(
    [first?.['type'], first?.['eventID'], first?.['fat'], first?.['kind']],
    ['ObjectEvent', 'urn:uuid:1', 3.1, undefined],
  )
  assert.equal(second?.['type'], 'ObjectEvent')
  assert.ok(!JSON.stringify(found['@context']).includes(REMOTE))
  const alone = { ...event({ kind: 'ObjectEvent', fat: 4 }), '@context': [GS1, REMOTE] }
  const single = await send(JSON.stringify(alone), '/events')
  assert.equal(single.status, 201)
  const { eventID } = (await single.json()) as { readonly eventID: string }

  const bare = join(folder, 'event.json')
  writeFileSync(bare, JSON.stringify(alone))
  const hashed = await suyuan(['hash', bare, '--context', `${REMOTE}=${file}`])
  assert.equal(hashed.out.trim(), eventID)
})

test('a remote context nobody gave declares nothing; a term of EPCIS redefined is refused and told where', async (t) => {
  const server = await startServer()
  t.after(() => server.stop())
  const capture = async (body: string): Promise<{ status: number; text: string }> => {
    const answer = await fetch(`${server.url}/capture`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body,
    })
    return { status: answer.status, text: await answer.text() }
  }
  const unknown = await capture(document([GS1, REMOTE], event({ type: 'ObjectEvent', fat: 3 })))
  assert.equal(unknown.status, 400)
  assert.match(unknown.text, /has no field “fat”/)
  const other = await capture(
    document([GS1, { disposition: 'https://e.example/d' }], event({ type: 'ObjectEvent' })),
  )
  assert.equal(other.status, 400)
  assert.match(other.text, /"at":"\/@context\/1\/disposition","rule":"protected-term"/)
  const own = await capture(
    document(GS1, event({ type: 'ObjectEvent', '@context': { action: 'https://e.example/a' } })),
  )
  assert.match(own.text, /"at":"\/epcisBody\/eventList\/0\/@context\/action"/)
})
