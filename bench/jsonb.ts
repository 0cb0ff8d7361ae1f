import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { Pool } from 'pg'
import { epcsOf } from '../packages/core/src/event/epcs.ts'
import type { EpcisEvent } from '../packages/core/src/event/event.ts'

/*
 * What a team would write instead: one JSONB table with a GIN index on its EPCs, multi-row inserts, one transaction a
 * document, answered when it is committed. Nothing is checked, and an event sent twice is there twice.
 *
 * The EPCs are a `text[]` beside the document. The other way, the document itself under `jsonb_path_ops` and the document
 * split in SQL, captured as fast (250,000 events: 12,800 events/s either way, beside other work) and answered 19 look-ups
 * a second instead of 974, for each is five containments. GIN's settings are left as they are: each way that was tried gives
 * one for the other. With a pending list of 64 MB capture took 22,000 events/s and look-ups, which read the list, fell to
 * 212 (250,000 events); with none, 8,300 events/s instead of 11,000 and 928 look-ups instead of 459 (400,000 events).
 *
 *   node bench/jsonb.ts postgres://…
 */
const [connectionString] = process.argv.slice(2)
if (connectionString === undefined) throw new Error('name a database: node bench/jsonb.ts URL')

const pool = new Pool({ connectionString, max: 10 })
await pool.query(`
  create table event (position bigint generated always as identity primary key, body jsonb not null, epcs text[] not null);
  create index on event using gin (epcs)`)

const server = createServer((request, response) => {
  answer(request, response).catch((error: unknown) => {
    response.writeHead(500).end(String(error))
  })
})
server.listen(0, '127.0.0.1')
await once(server, 'listening')
process.stdout.write(`listens at http://127.0.0.1:${(server.address() as AddressInfo).port}\n`)
process.once('SIGTERM', () => process.exit(0))

async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
  if (request.method === 'POST') {
    await keep(Buffer.concat(await request.toArray()).toString())
    response.writeHead(201).end()
    return
  }
  const epc = new URL(request.url ?? '', 'http://localhost').searchParams.get('MATCH_anyEPC')
  if (epc === null) {
    response.writeHead(404).end()
    return
  }
  const events = (await eventsOf(epc)).join(',')
  response.writeHead(200, { 'content-type': 'application/json' })
  response.end(
    `{"type":"EPCISQueryDocument","epcisBody":{"queryResults":{"resultsBody":{"eventList":[${events}]}}}}`,
  )
}

async function keep(text: string): Promise<void> {
  const document = JSON.parse(text) as {
    readonly epcisBody: { readonly eventList: readonly EpcisEvent[] }
  }
  const { eventList } = document.epcisBody
  if (eventList.length === 0) return
  const rows = eventList.map((_, i) => `($${i * 2 + 1}, $${i * 2 + 2}::text[])`)
  await pool.query({
    name: `insert ${rows.length}`,
    text: `insert into event (body, epcs) values ${rows.join(',')}`,
    values: eventList.flatMap((event) => [JSON.stringify(event), arrayOf(event)]),
  })
}

/** As PostgreSQL writes an array; GS1 keys have nothing in them that must be escaped there. */
function arrayOf(event: EpcisEvent): string {
  return `{${epcsOf(event)
    .map(({ id }) => `"${id}"`)
    .join(',')}}`
}

async function eventsOf(epc: string): Promise<readonly string[]> {
  const { rows } = await pool.query<[string]>({
    name: 'events',
    rowMode: 'array',
    text: 'select body::text from event where epcs @> array[$1] order by position',
    values: [epc],
  })
  return rows.map(([body]) => body)
}
