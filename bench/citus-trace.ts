import { createHash } from 'node:crypto'
import { cpus, loadavg } from 'node:os'
import { parseArgs } from 'node:util'
import { Client } from 'pg'
import type { Trace } from '@suyuan/core/flow/trace'
import { checkDigit } from '@suyuan/core/id/check-digit'
import { openAccess } from '../packages/server/src/access/access.ts'
import { createApp } from '../packages/server/src/app.ts'
import { openStore } from '../packages/server/src/store/open.ts'
import { distribute } from '../packages/server/src/upkeep/distribute.ts'

/**
 * A trace of many links on a Citus cluster against the same on one PostgreSQL, by hand:
 *
 *   npx node bench/citus-trace.ts --postgres URL --citus URL [--tins 200000] [--rounds 5] [--shards 32]
 *
 * Both databases are to be empty, on one machine, with the same settings; the second on the coordinator of a cluster
 * with the extension and its workers. One lot of milk becomes lots of powder, each 20 runs of 25 tins of random codes, and
 * the tins are packed 12 to a case. Both capture the same, then each round asks both what became of the lot, each by a server that has
 * just been opened.
 */
const { values } = parseArgs({
  options: {
    postgres: { type: 'string' },
    citus: { type: 'string' },
    tins: { type: 'string', default: '200000' },
    rounds: { type: 'string', default: '5' },
    shards: { type: 'string', default: '32' },
  },
})

const TINS = Number(values.tins)
/** Tins of a run of the filling line, and runs that a lot of powder lasts for. */
const RUN = 25
const RUNS = 20
const CASE = 12
const LOT = 'https://id.gs1.org/01/09521234000013/10/MILK'

const powder = (lot: number): string => `https://id.gs1.org/01/09521234000068/10/P${lot}`

const tin = (n: number): string => {
  const code = createHash('sha256').update(String(n)).digest('base64url').slice(0, 12)
  return `https://id.gs1.org/01/09521234000020/21/${code}`
}

const lots = (): readonly object[] =>
  Array.from({ length: Math.ceil(TINS / (RUN * RUNS)) }, (_, lot) => ({
    type: 'TransformationEvent',
    ...at(lot),
    bizStep: 'creating_class_instance',
    inputQuantityList: [{ epcClass: LOT, quantity: 1000, uom: 'KGM' }],
    outputQuantityList: [{ epcClass: powder(lot), quantity: 200, uom: 'KGM' }],
  }))

const fillings = (): readonly object[] =>
  Array.from({ length: Math.ceil(TINS / RUN) }, (_, run) => ({
    type: 'TransformationEvent',
    ...at(TINS + run),
    bizStep: 'creating_class_instance',
    inputQuantityList: [{ epcClass: powder(Math.floor(run / RUNS)), quantity: 10, uom: 'KGM' }],
    outputEPCList: tinsFrom(run * RUN, RUN),
  }))

const packings = (): readonly object[] =>
  Array.from({ length: Math.ceil(TINS / CASE) }, (_, one) => ({
    type: 'AggregationEvent',
    ...at(2 * TINS + one),
    action: 'ADD',
    bizStep: 'packing',
    parentID: caseOf(one),
    childEPCs: tinsFrom(one * CASE, CASE),
  }))

const caseOf = (n: number): string => {
  const body = `09521234${String(n).padStart(9, '0')}`
  return `https://id.gs1.org/00/${body}${checkDigit(body)}`
}

const at = (second: number): object => ({
  eventTime: new Date(Date.UTC(2026, 2, 1) + second * 1000).toISOString(),
  eventTimeZoneOffset: '+08:00',
})

const tinsFrom = (from: number, count: number): readonly string[] =>
  Array.from({ length: Math.min(count, TINS - from) }, (_, i) => tin(from + i))

const tell = (line: string): void => void process.stdout.write(`${line}\n`)

type Ask = (path: string, init?: RequestInit) => Promise<Response>

async function served<R>(url: string, run: (ask: Ask) => Promise<R>): Promise<R> {
  await using engine = await openStore(url)
  const log = (fault: unknown): void => tell(String(fault))
  const app = createApp({ engine, access: openAccess, now: () => Date.now() * 1000, log })
  const result = await run(async (path, init) => app.request(path, init))
  return result
}

/** Seconds it took to capture it all. */
function capture(url: string): Promise<number> {
  return served(url, async (ask) => {
    const began = performance.now()
    for (const [events, together] of [
      [lots(), 1000],
      [fillings(), 1000],
      [packings(), 1000],
    ] as const) {
      for (let from = 0; from < events.length; from += together) {
        const body = JSON.stringify({
          '@context': ['https://ref.gs1.org/standards/epcis/2.0.0/epcis-context.jsonld'],
          type: 'EPCISDocument',
          schemaVersion: '2.0',
          creationDate: '2026-03-01T00:00:00Z',
          epcisBody: { eventList: events.slice(from, from + together) },
        })
        const headers = { 'content-type': 'application/json' }
        const answer = await ask('/capture', { method: 'POST', headers, body })
        if (answer.status !== 202) throw new Error((await answer.text()).slice(0, 500))
      }
    }
    return (performance.now() - began) / 1000
  })
}

type Timed = { readonly seconds: number; readonly links: number; readonly things: number }

/** What became of the lot, asked of a server that has just been opened, over its HTTP interface. */
function trace(url: string): Promise<Timed> {
  return served(url, async (ask) => {
    const began = performance.now()
    const answer = await ask(`/trace?direction=forward&of=${encodeURIComponent(LOT)}`)
    const { links, things } = (await answer.json()) as Trace
    return {
      seconds: (performance.now() - began) / 1000,
      links: links.length,
      things: things.length,
    }
  })
}

async function say(url: string, question: string): Promise<readonly string[]> {
  const client = new Client(url)
  await client.connect()
  const { rows } = await client.query<Record<string, string>>(question)
  await client.end()
  return rows.map((row) => Object.values(row).join(' '))
}

const median = (numbers: readonly number[]): number =>
  numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)] ?? NaN

const load = (): string => `load ${loadavg()[0]?.toFixed(2)}`

const { postgres, citus } = values
if (postgres === undefined || citus === undefined) {
  throw new Error('name two empty databases: --postgres URL --citus URL')
}
const told = (line: string): void => tell(`  ${line}`)
await distribute(citus, { shards: Number(values.shards), told })
tell(`Node ${process.version}, ${cpus().length} × ${cpus()[0]?.model}, ${load()}`)
tell(`one: ${(await say(postgres, 'select version()')).join()}`)
tell(`cluster: ${(await say(citus, 'select citus_version()')).join()}
  ${(
    await say(
      citus,
      `select nodename || ':' || nodeport || ' ' || (select count(*) from citus_shards s
    where s.nodename = n.nodename and s.nodeport = n.nodeport) || ' shards' from pg_dist_node n`,
    )
  ).join(', ')}`)
tell(
  `captured: one ${(await capture(postgres)).toFixed(1)} s, cluster ${(await capture(citus)).toFixed(1)} s`,
)
await say(postgres, 'vacuum analyze')
await say(citus, 'vacuum analyze')
const times = { one: [] as number[], cluster: [] as number[] }
for (let round = 1; round <= Number(values.rounds); round++) {
  const one = await trace(postgres)
  const cluster = await trace(citus)
  if (one.links !== cluster.links || one.things !== cluster.things) {
    throw new Error(`they differ: ${JSON.stringify({ one, cluster })}`)
  }
  times.one.push(one.seconds)
  times.cluster.push(cluster.seconds)
  tell(
    `round ${round}: ${one.links} links, ${one.things} things: one ${one.seconds.toFixed(2)} s, cluster ${cluster.seconds.toFixed(2)} s, ${load()}`,
  )
}
const [one, cluster] = [median(times.one), median(times.cluster)]
tell(
  `median: one ${one.toFixed(2)} s, cluster ${cluster.toFixed(2)} s; the cluster takes ${(cluster / one).toFixed(2)} times as long`,
)
