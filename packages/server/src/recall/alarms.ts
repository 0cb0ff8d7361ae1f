import type { JsonObject } from '@suyuan/core/event/event'
import { isoOf } from '@suyuan/core/event/micros'
import { flowEventOf } from '@suyuan/core/flow/read'
import { commissionedIn, namesIn } from '@suyuan/core/flow/names'
import type { Alarm } from '@suyuan/core/recall/case'
import type { Tx, Work } from '../db/engine.ts'
import { sql } from '../db/sql.ts'
import { advance, follow, OURSELVES, placeOf } from '../store/follow.ts'
import { readStored } from '../store/read-stored.ts'
import { positionsOf, storedAt, type Stored } from '../store/stored.ts'
import { tokenOf, TRANSFORMATION_INPUT, TRANSFORMATION_OUTPUT } from '../store/token.ts'
import { WATCH } from './kept.ts'
import type { News, Raised } from './raising.ts'

/** Events judged at once. */
const AT_ONCE = 500

/** What the watch has yet to judge. */
export const nextNews: Work<undefined, { readonly from: number; readonly news: readonly News[] }> =
  {
    run: readNews,
    module: import.meta.url,
    name: 'readNews',
  }

export async function readNews(
  tx: Tx,
): Promise<{ readonly from: number; readonly news: readonly News[] }> {
  const from = await placeOf(tx, WATCH)
  const news: News[] = []
  for (const stored of await follow(tx, WATCH, AT_ONCE)) news.push(await newsOf(tx, stored))
  return { from, news }
}

const flowOf = (stored: Stored): ReturnType<typeof flowEventOf> => {
  const { event, context } = readStored(stored)
  const { eventTime: time, position: order, eventID, declares } = stored
  return flowEventOf(event, context, { time, order, eventID, void: declares })
}

async function newsOf(tx: Tx, stored: Stored): Promise<News> {
  const flow = flowOf(stored)
  const { bizStep, disposition, place, transformationID } = flow
  return {
    position: stored.position,
    eventID: stored.eventID,
    time: stored.eventTime,
    eventTime: flow.eventTime,
    recordTime: stored.recordTime,
    type: flow.type,
    ...(bizStep !== undefined && { bizStep }),
    ...(disposition !== undefined && { disposition }),
    ...(place !== undefined && { place }),
    declares: stored.declares,
    makes: commissionedIn(flow).length > 0,
    things: [...new Set(namesIn(flow))],
    partners: transformationID === undefined ? [] : await partnersOf(tx, transformationID),
  }
}

async function partnersOf(tx: Tx, transformation: string): Promise<readonly string[]> {
  const sides = [TRANSFORMATION_INPUT, TRANSFORMATION_OUTPUT]
  const positions = await positionsOf(
    tx,
    sides.map((side) => tokenOf(side, transformation)),
  )
  const events = await storedAt(tx, OURSELVES, positions)
  return [...new Set(events.flatMap((stored) => [...namesIn(flowOf(stored))]))]
}

/** An event that touches a case; with an alarm where it must be told. */
export type Judged = {
  readonly recall: number
  readonly position: number
  readonly alarm?: Raised
}

type Judging = {
  readonly from: number
  readonly to: number
  readonly judged: readonly Judged[]
  readonly now: number
}

/** Keeps what was judged, and how far; nothing where another server was faster. */
export const keepJudged: Work<Judging, void> = {
  run: insertJudged,
  module: import.meta.url,
  name: 'insertJudged',
}

export async function insertJudged(tx: Tx, { from, to, judged, now }: Judging): Promise<void> {
  await tx.lock('recall')
  if ((await placeOf(tx, WATCH)) !== from) return
  for (const { recall, position, alarm } of judged) {
    await tx.run(sql`insert into recall_alarm (recall, position, body, raised_at)
      values (${recall}, ${position}, ${JSON.stringify(alarm ?? {})}, ${now})
      on conflict do nothing`)
  }
  await advance(tx, WATCH, to)
}

type Row = {
  readonly number: number
  readonly recall: number
  readonly body: string
  readonly raised_at: number
  readonly opening: string
}

type StepRow = { readonly body: string; readonly at: number; readonly person: string }

export type WhichAlarms = {
  /** Of one case; of all unless given. */
  readonly recall?: number
  /** Behind this one. */
  readonly after: number
  readonly limit: number
}

/** Alarms, the earliest first. */
export const alarms: Work<WhichAlarms, readonly Alarm[]> = {
  run: listAlarms,
  module: import.meta.url,
  name: 'listAlarms',
}

export async function listAlarms(
  tx: Tx,
  { recall, after, limit }: WhichAlarms,
): Promise<readonly Alarm[]> {
  const of = recall === undefined ? sql`1 = 1` : sql`recall_alarm.recall = ${recall}`
  const rows = await tx.all<Row>(sql`
    select recall_alarm.number, recall_alarm.recall, recall_alarm.body, raised_at,
      recall.body as opening
    from recall_alarm join recall on recall.number = recall_alarm.recall
    where ${of} and recall_alarm.number > ${after} and recall_alarm.body <> '{}'
    order by recall_alarm.number limit ${limit}`)
  const recalls = [...new Set(rows.map((row) => row.recall))]
  const steps = await tx.all<StepRow>(sql`
    select body, at, person from recall_step where kind = 'alarm-acknowledged'
      and ${tx.dialect.among(sql`recall`, recalls)} order by number`)
  const acknowledged = new Map(
    steps.map(({ body, at, person: by }) => {
      const { alarm, note } = JSON.parse(body) as { readonly alarm: number; readonly note?: string }
      return [alarm, { at: isoOf(at), by, ...(note !== undefined && { note }) }] as const
    }),
  )
  return rows.map((row) => {
    const ack = acknowledged.get(row.number)
    return {
      alarm: row.number,
      recall: String(row.recall),
      drill: (JSON.parse(row.opening) as { readonly drill: boolean }).drill,
      ...(JSON.parse(row.body) as JsonObject & Raised),
      raisedAt: isoOf(row.raised_at),
      ...(ack && { acknowledged: ack }),
    }
  })
}
