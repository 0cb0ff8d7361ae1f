import { DatabaseSync } from 'node:sqlite'
import { partOf } from '@suyuan/core/flow/read'
import type { FlowEvent, Part } from '@suyuan/core/flow/flow-event'
import { tallyOver } from '@suyuan/core/flow/tally'
import { walkFrom } from '@suyuan/core/flow/walk-from'
import type { Ask } from '@suyuan/core/flow/world'
import { AllEvents } from '../packages/server/src/trace/all-events.ts'
import { Client } from 'pg'
import { startPostgres } from './postgres.ts'

/** What a lineage in memory does with one oil lot that went into all tins, and what recursive SQL does with the same links. */
export type OneLot = {
  readonly tins: number
  readonly events: number
  /** Links as trace-semantics counts them: an input and an output, an item and its lot, a child and its parent. */
  readonly links: number
  readonly things: number
  readonly bytes: number
  /** All in milliseconds of processor time. */
  readonly takenIn: number
  readonly walked: number
  readonly tallied: number
  readonly backward: { readonly p50: number; readonly p99: number; readonly things: number }
  /** Milliseconds by the clock, the second time of two. */
  readonly sqlite: number
  readonly postgres: number
}

const OIL = 'https://id.gs1.org/01/09521008003035/10/OIL'
const TIN = 'https://id.gs1.org/01/09521001000109'
const START = Date.parse('2026-03-01T00:00:00Z') * 1000
const MINUTE = 60_000_000
/** Tins of one filling event, of a case, of a pallet; fillings of a lot; ingredients of a blend beside the oil. */
const [FILLED, CASED, PALLET, LOTS, OTHERS] = [600, 6, 60, 20, 300]
const PLACES = 200

type Write = (event: Partial<FlowEvent>) => void

export async function oneLot(tins: number): Promise<OneLot> {
  const all = new AllEvents()
  const links: [string, string][] = []
  const work: FlowEvent[] = []
  let order = 0
  const write: Write = (event) => {
    const told = { ...EMPTY, ...event, time: START + order * MINUTE, order: ++order }
    work.push(told)
    if (work.length >= 1000) takeIn()
  }
  let takenIn = 0
  const takeIn = (): void => {
    takenIn += milliseconds(() => {
      for (const flow of work.splice(0)) all.take({ flow, declares: false })
    })
  }
  let packed = 0
  for (let made = 0; made < tins; made += FILLED) packed += fill(made / FILLED, write, links)
  takeIn()
  const ask = askOf(all)
  const question = { of: [OIL], direction: 'forward' } as const
  const walked = await median(() => walkFrom(ask(), question))
  const tallied = await median(() => tallyOver(ask(), question))
  return {
    tins,
    events: order,
    links: links.length + tins + packed,
    things: all.names.size,
    bytes: all.bytes,
    takenIn,
    walked,
    tallied,
    backward: await backward(ask, tins),
    sqlite: bySqlite(links, tins),
    postgres: await byPostgres(links, tins),
  }
}

const EMPTY: FlowEvent = {
  time: 0,
  order: 0,
  eventID: '',
  eventTime: '',
  type: 'TransformationEvent',
  things: [],
  children: [],
  inputs: [],
  outputs: [],
  void: false,
}

const tinOf = (number: number): string =>
  `${TIN}/21/${((number * 2_654_435_761) % 4_294_967_296).toString(36)}x${number.toString(36)}`

const lotPart = (id: string): Part => ({ id, kind: 'lot', reusable: false })

/** One filling: its blend, its tins with their lot, their cases, pallet and way to a shop. Returns how much was packed. */
function fill(number: number, write: Write, links: [string, string][]): number {
  const blend = `https://id.gs1.org/01/09521001000093/10/B${Math.floor(number / LOTS)}`
  if (number % LOTS === 0) {
    const others = Array.from({ length: OTHERS }, (_, i) => `${OIL}${number}-${i}`)
    const made = number === 0 ? [OIL, ...others] : others
    write({ type: 'ObjectEvent', action: 'ADD', things: made.map(lotPart) })
    write({ inputs: [OIL, ...others].map(lotPart), outputs: [lotPart(blend)] })
    for (const from of [OIL, ...others]) links.push([from, blend])
  }
  const lot = `${TIN}/10/L${Math.floor(number / LOTS)}`
  const tins = Array.from({ length: FILLED }, (_, i): Part => {
    return { id: tinOf(number * FILLED + i), kind: 'item', reusable: false, lot }
  })
  write({ inputs: [lotPart(blend)], outputs: tins, place: 'https://id.gs1.org/414/9521001000017' })
  for (const { id } of tins) links.push([blend, id])
  const cases: Part[] = []
  for (let at = 0; at < FILLED; at += CASED) {
    const box = partOf(
      `https://id.gs1.org/00/${String(952100100000000000n + BigInt(number * 1000 + at))}`,
    )
    cases.push(box)
    pack(box, tins.slice(at, at + CASED), write)
  }
  const pallets = Math.ceil(cases.length / PALLET)
  for (let at = 0; at < cases.length; at += PALLET) {
    const pallet = partOf(
      `https://id.gs1.org/00/${String(952100200000000000n + BigInt(number * 1000 + at))}`,
    )
    pack(pallet, cases.slice(at, at + PALLET), write)
    const shop = `https://id.gs1.org/414/9521009${String(number % PLACES).padStart(6, '0')}`
    write({ type: 'ObjectEvent', action: 'OBSERVE', bizStep: 'shipping', things: [pallet] })
    write({
      type: 'ObjectEvent',
      action: 'OBSERVE',
      bizStep: 'receiving',
      things: [pallet],
      place: shop,
    })
  }
  return FILLED + cases.length + pallets
}

function pack(parent: Part, children: readonly Part[], write: Write): void {
  const inside = children.map(({ id, kind, reusable }) => ({ id, kind, reusable }))
  write({ type: 'AggregationEvent', action: 'ADD', parent, children: inside })
}

function askOf(all: AllEvents): () => Ask {
  const nothing = (): Promise<never> => Promise.reject(new Error('nothing is asked for'))
  return () => ({
    about: nothing,
    transformations: nothing,
    isPlace: () => Promise.resolve(false),
    lineage: all.lineage,
    whole: {
      ...all.standing(Infinity),
      tell: () => Promise.resolve([]),
      spell: (things) => Promise.resolve(things.forEach((thing) => all.names.spell(thing, ''))),
    },
  })
}

function milliseconds(work: () => void): number {
  const from = process.cpuUsage()
  work()
  return since(from)
}

function since(from: NodeJS.CpuUsage): number {
  const { user, system } = process.cpuUsage(from)
  return (user + system) / 1000
}

async function median(work: () => Promise<unknown>): Promise<number> {
  const times: number[] = []
  for (let i = 0; i < 5; i++) {
    const from = process.cpuUsage()
    await work()
    times.push(since(from))
  }
  return times.toSorted((a, b) => a - b)[2] ?? 0
}

async function backward(ask: () => Ask, tins: number): Promise<OneLot['backward']> {
  const times: number[] = []
  let things = 0
  for (let i = 0; i < 1000; i++) {
    const of = [tinOf((i * 7919) % tins)]
    const from = performance.now()
    const walk = await walkFrom(ask(), { of, direction: 'backward' })
    times.push(performance.now() - from)
    things = walk.all.size
  }
  const sorted = times.toSorted((a, b) => a - b)
  return { p50: sorted[500] ?? 0, p99: sorted[990] ?? 0, things }
}

const RECURSIVE = `with recursive reached(thing) as (
  select $1 union select link.into_ from link join reached on link.from_ = reached.thing
) select count(*) as n from reached`

function bySqlite(links: readonly [string, string][], tins: number): number {
  const db = new DatabaseSync(':memory:')
  db.exec('create table link (from_ text not null, into_ text not null)')
  const insert = db.prepare('insert into link values (?, ?)')
  db.exec('begin')
  for (const [from, into] of links) insert.run(from, into)
  db.exec('commit; create index by_from on link (from_, into_); analyze')
  const ask = db.prepare(RECURSIVE.replace('$1', '?'))
  return secondTime(() => holds(ask.get(OIL)?.['n'], tins))
}

async function byPostgres(links: readonly [string, string][], tins: number): Promise<number> {
  await using postgres = await startPostgres()
  const client = new Client(postgres.url)
  await client.connect()
  try {
    await client.query('create table link (from_ text not null, into_ text not null)')
    for (let at = 0; at < links.length; at += 50_000) {
      const some = links.slice(at, at + 50_000)
      await client.query('insert into link select * from unnest($1::text[], $2::text[])', [
        some.map(([from]) => from),
        some.map(([, into]) => into),
      ])
    }
    await client.query('create index by_from on link (from_, into_)')
    await client.query('vacuum analyze link')
    let took = 0
    for (let i = 0; i < 2; i++) {
      const from = performance.now()
      const { rows } = await client.query<{ n: string }>(RECURSIVE.replace('$1', '$1::text'), [OIL])
      took = performance.now() - from
      holds(Number(rows[0]?.n), tins)
    }
    return took
  } finally {
    await client.end()
  }
}

function secondTime(work: () => void): number {
  work()
  const from = performance.now()
  work()
  return performance.now() - from
}

function holds(count: unknown, tins: number): void {
  if (!(Number(count) > tins))
    throw new Error(`recursive SQL reached ${String(count)} of ${tins} tins`)
}
