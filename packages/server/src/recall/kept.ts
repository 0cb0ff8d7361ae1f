import type { JsonObject } from '@suyuan/core/event/event'
import { after, stateAfter, type RecallState, type StepKind } from '@suyuan/core/recall/steps'
import type { Level } from '@suyuan/core/recall/rules'
import type { Tx, Work } from '../db/engine.ts'
import { sql } from '../db/sql.ts'
import { captorId } from '../store/append.ts'
import { advance, endOfLog } from '../store/follow.ts'
import type { Viewer } from '../store/viewer.ts'

/** A suspect as it is kept: an identifier, canonical, or a selection of events. */
export type Given = { readonly found?: string } & (
  | { readonly id: string }
  | { readonly made: JsonObject }
)

/** A case as it was opened. */
export type Opening = {
  readonly suspects: readonly Given[]
  readonly reason: string
  readonly level: Level
  readonly knownAt: number
  readonly drill: boolean
}

export type KeptStep = {
  readonly number: number
  readonly kind: StepKind
  readonly body: JsonObject
  readonly at: number
  readonly by: string
}

/** A case and all that happened to it since. */
export type Kept = Opening & {
  readonly number: number
  readonly position: number
  readonly openedAt: number
  readonly by: string
  readonly steps: readonly KeptStep[]
}

export type Who = {
  readonly by: string
  readonly viewer: Viewer
  /** Microseconds since 1970. */
  readonly now: number
  /** Idempotency-Key. */
  readonly key?: string
}

/** Where the watch of open cases has come to, among the followers. */
export const WATCH = 'recall'

/** Opens a case; the same key with the same content is the case that is there. `other`: the key was used for something else. */
export const openCase: Work<
  Who & { readonly opening: Opening },
  { readonly number: number; readonly again: boolean } | 'other'
> = { run: insertCase, module: import.meta.url, name: 'insertCase' }

export async function insertCase(
  tx: Tx,
  { opening, by, viewer, now, key }: Who & { readonly opening: Opening },
): Promise<{ readonly number: number; readonly again: boolean } | 'other'> {
  await tx.lock('recall')
  const body = JSON.stringify(opening)
  const [there] =
    key === undefined
      ? []
      : await tx.all<{ number: number; body: string }>(
          sql`select number, body from recall where key = ${key}`,
        )
  if (there !== undefined) {
    return there.body === body ? { number: there.number, again: true } : 'other'
  }
  const captor = await captorId(tx, viewer.party, viewer.credential)
  const position = await endOfLog(tx)
  if ((await findOpen(tx)).length === 0) await advance(tx, WATCH, position)
  const [row] = await tx.all<{ number: number }>(sql`
    insert into recall (key, body, position, opened_at, person, captor)
    values (${key ?? null}, ${body}, ${position}, ${now}, ${by}, ${captor}) returning number`)
  if (row === undefined) throw new Error('the database gave the recall no number')
  return { number: row.number, again: false }
}

/** Steps whose content is found here, and may be another when the same is asked for again. */
const MADE_HERE: ReadonlySet<StepKind> = new Set(['closed', 'noticed'])

/** Keeps a step, unless its key was used; its number, and whether it was there. */
export const keepStep: Work<
  Who & { readonly recall: number; readonly kind: StepKind; readonly body: JsonObject },
  KeptAs
> = { run: insertStep, module: import.meta.url, name: 'insertStep' }

/** `other`: the key was used for something else; a state: in it this step cannot be taken. */
export type KeptAs =
  | { readonly number: number; readonly again: boolean }
  | { readonly state: RecallState }
  | 'other'

export async function insertStep(
  tx: Tx,
  {
    recall,
    kind,
    body: told,
    by,
    viewer,
    now,
    key,
  }: Who & { readonly recall: number; readonly kind: StepKind; readonly body: JsonObject },
): Promise<KeptAs> {
  await tx.lock('recall')
  const body = JSON.stringify(told)
  const [there] =
    key === undefined
      ? []
      : await tx.all<{ number: number; kind: string; body: string }>(sql`
          select number, kind, body from recall_step where recall = ${recall} and key = ${key}`)
  if (there !== undefined) {
    const same = there.kind === kind && (MADE_HERE.has(kind) || there.body === body)
    return same ? { number: there.number, again: true } : 'other'
  }
  const before = await tx.all<{ kind: StepKind }>(sql`
    select kind from recall_step where recall = ${recall} order by number`)
  const state = stateAfter(before.map((step) => step.kind))
  if (!after(state, kind).ok) return { state }
  // Nothing was watched while no case was open; the case is traced anew.
  if (kind === 'reopened' && (await findOpen(tx)).length === 0) {
    await advance(tx, WATCH, await endOfLog(tx))
  }
  const captor = await captorId(tx, viewer.party, viewer.credential)
  const [row] = await tx.all<{ number: number }>(sql`
    insert into recall_step (recall, kind, key, body, at, person, captor)
    values (${recall}, ${kind}, ${key ?? null}, ${body}, ${now}, ${by}, ${captor})
    returning number`)
  if (row === undefined) throw new Error('the database gave the step no number')
  return { number: row.number, again: false }
}

type CaseRow = {
  readonly number: number
  readonly body: string
  readonly position: number
  readonly opened_at: number
  readonly person: string
}

type StepRow = {
  readonly number: number
  readonly recall: number
  readonly kind: StepKind
  readonly body: string
  readonly at: number
  readonly person: string
}

/** Cases at once, the newest first, before one; `one`: that alone. */
export type Which = { readonly one: number } | { readonly before: number; readonly limit: number }

/** Cases with their steps. */
export const cases: Work<Which, readonly Kept[]> = {
  run: listCases,
  module: import.meta.url,
  name: 'listCases',
}

export async function listCases(tx: Tx, which: Which): Promise<readonly Kept[]> {
  const rows = await tx.all<CaseRow>(
    'one' in which
      ? sql`select number, body, position, opened_at, person from recall where number = ${which.one}`
      : sql`select number, body, position, opened_at, person from recall
          where number < ${which.before} order by number desc limit ${which.limit}`,
  )
  return withSteps(tx, rows)
}

async function withSteps(tx: Tx, rows: readonly CaseRow[]): Promise<readonly Kept[]> {
  const numbers = rows.map(({ number }) => number)
  const steps = await tx.all<StepRow>(sql`
    select number, recall, kind, body, at, person from recall_step
    where ${tx.dialect.among(sql`recall`, numbers)} order by number`)
  const of = Map.groupBy(steps, ({ recall }) => recall)
  return rows.map(({ number, body, position, opened_at: openedAt, person: by }) => ({
    number,
    position,
    openedAt,
    by,
    ...(JSON.parse(body) as Opening),
    steps: (of.get(number) ?? []).map((step) => ({
      number: step.number,
      kind: step.kind,
      body: JSON.parse(step.body) as JsonObject,
      at: step.at,
      by: step.person,
    })),
  }))
}

/** All cases that are open. */
export const openCases: Work<undefined, readonly Kept[]> = {
  run: findOpen,
  module: import.meta.url,
  name: 'findOpen',
}

export async function findOpen(tx: Tx): Promise<readonly Kept[]> {
  const rows = await tx.all<CaseRow>(sql`
    select number, body, position, opened_at, person from recall
    where coalesce((select kind from recall_step where recall_step.recall = recall.number
      and kind in ('closed', 'reopened') order by number desc limit 1), 'reopened') = 'reopened'
    order by number`)
  return withSteps(tx, rows)
}
