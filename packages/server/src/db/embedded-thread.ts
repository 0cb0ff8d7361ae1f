import { fdatasyncSync, fsyncSync, openSync } from 'node:fs'
import { dirname } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { parentPort, workerData } from 'node:worker_threads'
import { Undo, type Tx } from './engine.ts'
import { next, openMark } from './mark.ts'
import { speaking } from './sqlite.ts'
import { faultOf, type Fault } from './sqlite-faults.ts'

/** What the thread is told when it starts. */
export type ThreadOptions = {
  readonly file: string
  readonly role: 'writer' | 'reader'
}

export type Request = {
  readonly id: number
  readonly module: string
  readonly name: string
  readonly argument: unknown
}

export type Reply = {
  readonly id: number
  readonly result?: unknown
  readonly error?: Error
  /** What the disk did, when that is why. */
  readonly fault?: Fault
  /** Why this thread writes no more: its last sync failed. */
  readonly broken?: string
  readonly syncs: number
}

const { file, role } = workerData as ThreadOptions
const port = parentPort
if (port === null) throw new Error('embedded-thread runs as a worker')

const db = new DatabaseSync(file, { readOnly: role === 'reader', timeout: 10_000 })
const tx = speaking(db)
let syncs = 0
let written: unknown
let broken: string | undefined
const writing = role === 'writer' ? openForWriting() : undefined
if (role === 'reader') db.exec('pragma cache_size = -8192; pragma query_only = on')

type Writing = {
  readonly sync: () => void
  readonly note: (count: number) => void
  /** How many writes the database has counted. */
  count: number
}

/**
 * WAL with synchronous = normal writes a commit without forcing it to disk; `sync` then forces the WAL once for
 * all writes of a batch, before any of them is answered. One fsync for many, and one place where it can be counted.
 */
function openForWriting(): Writing {
  db.exec(`
    pragma page_size = 8192;
    pragma journal_mode = wal;
    pragma synchronous = normal;
    pragma wal_autocheckpoint = 4000;
    pragma cache_size = -32768;
    pragma temp_store = memory`)
  db.exec('begin immediate; commit')
  // What a process left that could not force it to disk is written anew, and forced.
  db.exec('pragma wal_checkpoint(truncate)')
  const wal = openSync(`${file}-wal`, 'r+')
  fsyncSync(openSync(dirname(file), 'r'))
  return {
    sync: () => {
      fdatasyncSync(wal)
      syncs++
    },
    note: openMark(dirname(file)).note,
    count: Number(db.prepare('pragma user_version').get()?.['user_version']),
  }
}

type Run = (tx: Tx, argument: unknown) => Promise<unknown>
const known = new Map<string, Run>()

async function workOf(module: string, name: string): Promise<Run> {
  const key = `${module}#${name}`
  const found = known.get(key)
  if (found !== undefined) return found
  const loaded = (await import(module)) as Record<string, Run>
  const run = loaded[name]
  if (run === undefined) throw new Error(`${module} exports no ${name}`)
  known.set(key, run)
  return run
}

const waiting: Request[] = []
let busy = false

/** The last message: nothing comes after it. */
export type Closing = 'close'

port.on('message', (requests: readonly Request[] | Closing) => {
  if (requests === 'close') return close()
  waiting.push(...requests)
  if (!busy) {
    busy = true
    setImmediate(() => void drain())
  }
})

/** The writer goes last, and leaves one file: what the WAL holds is copied into it. */
function close(): void {
  try {
    if (role === 'writer' && db.isOpen) db.exec('pragma wal_checkpoint(truncate)')
    if (db.isOpen) db.close()
  } catch {
    // The WAL keeps what could not be copied; the next start does it.
  }
  process.exit()
}

async function drain(): Promise<void> {
  const batch = waiting.splice(0)
  const replies = role === 'writer' ? await writeAll(batch) : await readAll(batch)
  port?.postMessage(replies)
  if (waiting.length > 0) setImmediate(() => void drain())
  else busy = false
}

/** All that waits sees one state of the database, which is later than each request. */
async function readAll(batch: readonly Request[]): Promise<readonly Reply[]> {
  try {
    db.exec('begin')
    const replies: Reply[] = []
    for (const request of batch) replies.push(await answer(request))
    if (db.isTransaction) db.exec('commit')
    return replies
  } catch (error) {
    if (db.isTransaction) db.exec('rollback')
    return batch.map((request) => failed(request, error))
  }
}

/** All that waits shares one transaction and one fsync; each request stands or falls alone, by its savepoint. */
async function writeAll(batch: readonly Request[]): Promise<readonly Reply[]> {
  if (broken !== undefined) return batch.map((request) => failed(request, new Error(broken)))
  const replies: Reply[] = []
  try {
    db.exec('begin immediate')
    for (const request of batch) {
      db.exec('savepoint request')
      const reply = await answer(request)
      if (reply.error !== undefined) {
        // A full disk may have taken back all of it.
        if (!db.isTransaction) throw reply.error
        db.exec('rollback to request')
        tx.forget()
      }
      db.exec('release request')
      replies.push(reply)
    }
    const changed = db.prepare('select total_changes() as n').get()?.['n']
    const counted = changed !== written && writing !== undefined
    if (counted) db.exec(`pragma user_version = ${next(writing.count)}`)
    db.exec('commit')
    if (counted) forceToDisk(writing)
    written = changed
  } catch (cause) {
    if (db.isOpen && db.isTransaction) db.exec('rollback')
    tx.forget()
    return batch.map((request) => failed(request, cause))
  }
  return replies.map((reply) =>
    reply.error instanceof Undo
      ? { id: reply.id, result: reply.error.result, syncs }
      : { ...reply, syncs },
  )
}

/**
 * After a sync that failed the system may take pages for clean that never reached the disk: the next sync would succeed,
 * and mean nothing. So this thread writes no more, and lets the database go while the readers still have it, for who is
 * last would copy the WAL into it. At the next start what is read is what the disk has.
 */
function forceToDisk(to: Writing): void {
  to.count = next(to.count)
  try {
    to.sync()
    to.note(to.count)
  } catch (cause) {
    broken = `what was written could not be forced to disk (${cause instanceof Error ? cause.message : String(cause)}); nothing of it was acknowledged, and nothing more can be kept: look at the disk, then start again`
    db.close()
    throw cause
  }
}

async function answer(request: Request): Promise<Reply> {
  try {
    const run = await workOf(request.module, request.name)
    return { id: request.id, result: await run(tx, request.argument), syncs }
  } catch (error) {
    return failed(request, error)
  }
}

function failed({ id }: Request, cause: unknown): Reply {
  const error = cause instanceof Error ? cause : new Error(String(cause))
  const fault = faultOf(error)
  return {
    id,
    error,
    syncs,
    ...(fault !== undefined && { fault }),
    ...(broken !== undefined && { broken }),
  }
}
