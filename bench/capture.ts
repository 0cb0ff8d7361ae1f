import { createReadStream, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs'
import { request } from 'node:http'
import { cpus, tmpdir, totalmem } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { writeChain } from '../packages/server/src/chain/write.ts'
import { startServer } from '../test/server.ts'
import { bareInserts } from './bare.ts'
import { Client } from 'pg'

/*
 * Capture over HTTP of the demo chain, against bare inserts of the same events in the same run.
 *
 *   npm run bench                        100,000 and 1,000,000 tins
 *   npm run bench -- --tins 100000       one size
 *   npm run bench -- --short             2,000 tins: does it run at all
 *
 * With DATABASE_URL ours is captured into that PostgreSQL database, which is to be empty; one size at a time.
 */
const { values } = parseArgs({
  options: {
    tins: { type: 'string' },
    short: { type: 'boolean' },
    connections: { type: 'string' },
    'events-per-document': { type: 'string' },
  },
})
const sizes =
  values.short === true
    ? [2000]
    : values.tins === undefined
      ? [100_000, 1_000_000]
      : [Number(values.tins)]
const connections = Number(values.connections ?? 2)
const eventsPerDocument = Number(values['events-per-document'] ?? 1000)

const database = process.env['DATABASE_URL']

const say = (line: string): void => void process.stdout.write(`${line}\n`)

say(
  `Node ${process.version}, SQLite ${process.versions['sqlite'] ?? '?'}, ${cpus().length} × ${cpus()[0]?.model ?? '?'}, ${Math.round(totalmem() / 2 ** 30)} GiB`,
)
say(`${connections} connections, documents of ${eventsPerDocument} events`)
for (const tins of sizes) await measure(tins)

async function measure(tins: number): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'suyuan-bench-'))
  try {
    const out = join(folder, 'chain')
    await writeChain({ seed: 7, tins, out, eventsPerDocument })
    const files = readdirSync(join(out, 'documents'))
      .sort()
      .map((file) => join(out, 'documents', file))
    const bytes = files.reduce((sum, file) => sum + statSync(file).size, 0)
    const bare = await bareInserts(folder, texts(files))
    const ours = await overHttp(database ?? join(folder, 'data'), files)
    const [bareRate, rate] = [bare.events / bare.seconds, bare.events / ours.seconds]
    say(`${tins} tins: ${bare.events} events, ${(bytes / 2 ** 20).toFixed(0)} MiB of JSON-LD`)
    say(`  bare inserts      ${Math.round(bareRate)} events/s (${bare.seconds.toFixed(1)} s)`)
    say(
      `  POST /capture     ${Math.round(rate)} events/s (${ours.seconds.toFixed(1)} s), first fifth ${Math.round(ours.first)}, last fifth ${Math.round(ours.last)}`,
    )
    say(`  ratio             ${(rate / bareRate).toFixed(2)}`)
    say(
      `  on disk           ${Math.round(ours.disk / bare.events)} bytes an event (bare ${Math.round(statSync(join(folder, 'bare.db')).size / bare.events)})`,
    )
  } finally {
    rmSync(folder, { recursive: true })
  }
}

async function* texts(files: readonly string[]): AsyncGenerator<string> {
  for (const file of files) yield readFileSync(file, 'utf8')
}

async function overHttp(
  data: string,
  files: readonly string[],
): Promise<{
  readonly seconds: number
  readonly first: number
  readonly last: number
  readonly disk: number
}> {
  const server = await startServer({ folder: data })
  const at: number[] = []
  let next = 0
  const from = performance.now()
  await Promise.all(
    Array.from({ length: connections }, async () => {
      while (next < files.length) {
        await send(`${server.url}/capture`, files[next++] ?? '')
        at.push((performance.now() - from) / 1000)
      }
    }),
  )
  const seconds = (performance.now() - from) / 1000
  await server.stop()
  const fifth = Math.max(1, Math.floor(files.length / 5))
  const first = (fifth * eventsPerDocument) / (at[fifth - 1] ?? seconds)
  const last = (fifth * eventsPerDocument) / (seconds - (at[files.length - fifth - 1] ?? 0))
  const disk = database === undefined ? sizeOf(data) : await databaseSize(database)
  return { seconds, first, last, disk }
}

function sizeOf(folder: string): number {
  return readdirSync(folder).reduce((sum, file) => sum + statSync(join(folder, file)).size, 0)
}

async function databaseSize(url: string): Promise<number> {
  const client = new Client(url)
  await client.connect()
  const { rows } = await client.query<{ size: string }>(
    'select pg_database_size(current_database()) as size',
  )
  await client.end()
  return Number(rows[0]?.size)
}

function send(url: string, file: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const headers = { 'content-type': 'application/json', 'content-length': statSync(file).size }
    const sent = request(url, { method: 'POST', headers }, (answer) => {
      answer.resume()
      answer.on('end', () =>
        answer.statusCode === 202 ? resolve() : reject(new Error(`${file}: ${answer.statusCode}`)),
      )
    })
    sent.on('error', reject)
    createReadStream(file).pipe(sent)
  })
}
