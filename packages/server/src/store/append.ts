import { Undo, type Tx, type Work } from '../db/engine.ts'
import { sql, type Sql, type Value } from '../db/sql.ts'
import { writeBodies } from './body.ts'
import { insertPlaced, readAt } from './bucket.ts'
import { noteSeen } from './company-prefix.ts'
import { nameOf, type Fresh } from './fresh.ts'
import { indexOf } from './indexed.ts'
import { lastEnd, noteEnd } from './log-end.ts'
import { noteOccurring } from './occurring.ts'
import { writeMasterData, type MasterDataRow } from './master-data.ts'
import { unpack } from './pack.ts'
import { takeStaged } from './stage.ts'
import { termIds } from './term.ts'
import { IDENTITY, tokenOf } from './token.ts'

export type Append = {
  readonly party: string
  readonly credential: string
  /** Microseconds since 1970: the clock of the server, which set it when the capture came in. */
  readonly now: number
  /** The events, packed; of a large capture the last part. */
  readonly packed: Uint8Array
  /** Name of parts staged before by {@link stage}, which come first. */
  readonly staged?: string
  readonly masterData: readonly MasterDataRow[]
  /** GS1 Company Prefixes that the events show. */
  readonly prefixes?: readonly string[]
  /** `rollback`: one conflict and nothing is kept; `proceed`: all the rest is kept. */
  readonly behaviour: 'rollback' | 'proceed'
  readonly job?: {
    readonly id: string
    readonly createdAt: number
    readonly errors: readonly JobError[]
  }
}

export type JobError = {
  readonly type: string
  readonly title: string
  readonly status: number
  readonly detail: string
  readonly instance: string
}

export type Conflict = { readonly at: string; readonly eventID: string }

export type Appended = {
  /** How many were new; the others were kept already. */
  readonly added: number
  /** Events whose eventID is kept with other content. */
  readonly conflicts: readonly Conflict[]
}

const EVENT_COLUMNS = [
  'position',
  'record_time',
  'event_time',
  'type',
  'action',
  'biz_step',
  'disposition',
  'read_point',
  'biz_location',
  'identity',
  'hash',
  'content',
  'declaration',
  'captor',
  'job',
  'context',
  'block',
] as const

/**
 * Appends to the log what it does not hold yet, with its job and master data, all or nothing. Under the lock `log`:
 * positions come in order of commit, without gaps, so one is final when it is seen.
 */
export const append: Work<Append, Appended> = {
  run: appendTo,
  module: import.meta.url,
  name: 'appendTo',
}

export async function appendTo(tx: Tx, argument: Append): Promise<Appended> {
  await tx.lock('log')
  const captor = await captorId(tx, argument.party, argument.credential)
  const job =
    argument.job === undefined ? null : await openJob(tx, argument.job, { ...argument, captor })
  const place = await nextPlace(tx, argument.now)
  const conflicts: Conflict[] = []
  let added = 0
  for await (const part of partsOf(tx, argument)) {
    const sifted = await sift(tx, part)
    conflicts.push(...sifted.conflicts)
    if (conflicts.length > 0 && argument.behaviour === 'rollback') continue
    for (const chunk of chunksOf(sifted.fresh)) {
      await writeEvents(tx, chunk, { ...place, position: place.position + added, captor, job })
      added += chunk.length
      await indexOf(tx).tidy(tx)
    }
  }
  if (conflicts.length > 0 && argument.behaviour === 'rollback') {
    throw new Undo<Appended>({ added: 0, conflicts })
  }
  if (added > 0) await noteEnd(tx, { ...place, position: place.position + added - 1 })
  await writeMasterData(tx, argument.masterData, { now: argument.now, captor })
  await noteSeen(tx, argument.prefixes ?? [], argument.now)
  if (job !== null) await closeJob(tx, job, argument, { added, conflicts })
  return { added, conflicts }
}

/** A large capture comes in parts that were staged before; what is given inline is the last. */
async function* partsOf(tx: Tx, { staged, packed }: Append): AsyncGenerator<readonly Fresh[]> {
  if (staged !== undefined) yield* takeStaged(tx, staged)
  yield unpack(packed)
}

/** Bounded in events and in index entries: what is sorted at once stays under 2^20. */
export function* chunksOf(events: readonly Fresh[]): Generator<readonly Fresh[]> {
  let from = 0
  let entries = 0
  for (const [i, event] of events.entries()) {
    const more = event.mentions.length / 2
    if (i > from && (i - from >= 2000 || entries + more > 500_000)) {
      yield events.slice(from, i)
      from = i
      entries = 0
    }
    entries += more
  }
  if (from < events.length) yield events.slice(from)
}

type Sifted = { readonly fresh: readonly Fresh[]; readonly conflicts: readonly Conflict[] }

/** Leaves out what is kept already, in the log or earlier in the same capture, and names what contradicts it. */
async function sift(tx: Tx, events: readonly Fresh[]): Promise<Sifted> {
  const kept = await keptUnder(tx, events)
  const fresh: Fresh[] = []
  const conflicts: Conflict[] = []
  events.forEach((event) => {
    const name = nameOf(event)
    const others = kept.get(name) ?? []
    const same = others.filter((other) => other.declaration === (event.declaration ?? null))
    if (same.some((other) => other.hashID === event.hashID && other.content === event.content))
      return
    if (same.length > 0 && event.declaration === undefined) {
      conflicts.push({ at: event.at, eventID: name })
      return
    }
    fresh.push(event)
    kept.set(name, [...others, { ...event, declaration: event.declaration ?? null }])
  })
  return { fresh, conflicts }
}

type Kept = {
  readonly hashID: string
  readonly content: string
  readonly declaration: string | null
}

type KeptRow = {
  readonly identity: string | null
  readonly hash: Uint8Array
  readonly content: string
  readonly declaration: string | null
}

/** Rows read at once. */
const AT_ONCE = 1000

/** What the log holds under the names of these events. */
async function keptUnder(tx: Tx, events: readonly Fresh[]): Promise<Map<string, Kept[]>> {
  const kept = new Map<string, Kept[]>()
  const names = new Set(events.map(nameOf))
  const tokens = [...names].map((name) => tokenOf(IDENTITY, name))
  const positions = [...new Set(await indexOf(tx).named(tx, tokens))]
  for (let from = 0; from < positions.length; from += AT_ONCE) {
    const these = positions.slice(from, from + AT_ONCE)
    const rows = await readAt<KeptRow>(
      tx,
      'event',
      these,
      (there) => sql`select identity, hash, content, declaration from event where ${there}`,
    )
    for (const { identity, hash, content, declaration } of rows) {
      const hashID = hashIdOf(hash)
      const name = identity ?? hashID
      if (!names.has(name)) continue
      kept.set(name, [...(kept.get(name) ?? []), { hashID, content, declaration }])
    }
  }
  return kept
}

/** The `ni:` name that the event hash is written as (CBV 2.0). */
export function hashIdOf(hash: Uint8Array): string {
  return `ni:///sha-256;${Buffer.from(hash).toString('hex')}?ver=CBV2.0`
}

/** The 32 bytes of a `ni:///sha-256;…` name. */
export function hashBytesOf(hashID: string): Uint8Array {
  return Buffer.from(hashID.slice('ni:///sha-256;'.length, 'ni:///sha-256;'.length + 64), 'hex')
}

/** The number of who proved to be allowed to write, and by what. */
export async function captorId(tx: Tx, party: string, credential: string): Promise<number> {
  const known = sql`select id from captor where party = ${party} and credential = ${credential}`
  return idOf(
    tx,
    known,
    sql`
    insert into captor (party, credential) values (${party}, ${credential}) on conflict do nothing`,
  )
}

/** The id of a row, written if it is not there. */
async function idOf(tx: Tx, known: Sql, write: Sql): Promise<number> {
  const [before] = await tx.all<{ id: number }>(known)
  if (before !== undefined) return before.id
  await tx.run(write)
  const [row] = await tx.all<{ id: number }>(known)
  if (row === undefined) throw new Error('what was written is not found')
  return row.id
}

async function openJob(
  tx: Tx,
  job: NonNullable<Append['job']>,
  { behaviour, captor }: Pick<Append, 'behaviour'> & { readonly captor: number },
): Promise<number> {
  const [row] = await tx.all<{ number: number }>(sql`
    insert into job (id, created_at, success, behaviour, captor, events, errors)
    values (${job.id}, ${job.createdAt}, 1, ${behaviour}, ${captor}, 0, '[]') returning number`)
  return row?.number ?? 0
}

async function closeJob(
  tx: Tx,
  number: number,
  { job, now }: Append,
  { added, conflicts }: Appended,
): Promise<void> {
  const errors = [...(job?.errors ?? []), ...conflicts.map(conflictError)]
  await tx.run(sql`update job set finished_at = ${now}, events = ${added},
    success = ${errors.length === 0 ? 1 : 0}, errors = ${JSON.stringify(errors)}
    where number = ${number}`)
}

export function conflictError({ at, eventID }: Conflict): JobError {
  return {
    type: 'epcisException:ResourceAlreadyExistsException',
    title: 'An event with this eventID and other content is kept already',
    status: 409,
    detail: `${eventID}: capture it with an errorDeclaration to declare it wrong, and the right event under an eventID of its own`,
    instance: at,
  }
}

type Place = { readonly position: number; readonly recordTime: number }

/** What all events of one capture share. */
type Common = Place & { readonly captor: number; readonly job: number | null }

/** The next position, and a record time that never falls behind the one before, even when the clock does. */
async function nextPlace(tx: Tx, now: number): Promise<Place> {
  const last = await lastEnd(tx)
  return { position: last.position + 1, recordTime: Math.max(now, last.recordTime) }
}

async function writeEvents(
  tx: Tx,
  events: readonly Fresh[],
  { position: first, recordTime, captor, job }: Common,
): Promise<void> {
  const term = await termIds(tx, wordsOf(events))
  const contexts = new Map<string, number>()
  for (const { context } of events) {
    if (!contexts.has(context)) contexts.set(context, await contextId(tx, context))
  }
  const word = (value: string | undefined): number | null =>
    value === undefined ? null : (term.get(value) ?? null)
  await noteOccurring(tx, events, (value) => term.get(value))
  const texts = events.map(({ body }) => body)
  const blocks = await writeBodies(tx, texts, first)
  await insertPlaced(tx, 'event', EVENT_COLUMNS, rowsOf())
  await tx.insert('declared', ['identity', 'position'], declaredOf(events, first))
  await indexOf(tx).append(tx, events, first)

  function* rowsOf(): Generator<readonly Value[]> {
    let position = first
    for (const e of events) {
      yield [
        position++,
        recordTime,
        e.eventTime,
        word(e.type),
        word(e.action),
        word(e.bizStep),
        word(e.disposition),
        word(e.readPoint),
        word(e.bizLocation),
        e.eventID ?? null,
        hashBytesOf(e.hashID),
        e.content,
        e.declaration ?? null,
        captor,
        job,
        contexts.get(e.context) ?? 0,
        blocks[position - first - 1] ?? first,
      ]
    }
  }
}

function wordsOf(events: readonly Fresh[]): Set<string> {
  const words = new Set<string>()
  for (const e of events) {
    for (const word of [e.type, e.action, e.bizStep, e.disposition, e.readPoint, e.bizLocation]) {
      if (word !== undefined) words.add(word)
    }
  }
  return words
}

function* declaredOf(events: readonly Fresh[], first: number): Generator<readonly Value[]> {
  for (const [i, event] of events.entries()) {
    if (event.declaration !== undefined) yield [nameOf(event), first + i]
  }
}

function contextId(tx: Tx, body: string): Promise<number> {
  const known = sql`select id from context where body = ${body}`
  return idOf(tx, known, sql`insert into context (body) values (${body}) on conflict do nothing`)
}
