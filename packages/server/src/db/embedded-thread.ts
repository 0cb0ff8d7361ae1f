import { fdatasyncSync, fsyncSync, openSync } from 'node:fs'
import { dirname } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { parentPort, workerData } from 'node:worker_threads'
import { Undo, type Tx } from './engine.ts'
import { speaking } from './sqlite.ts'

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
  readonly syncs: number
}

const { file, role } = workerData as ThreadOptions
const port = parentPort
if (port === null) throw new Error('embedded-thread runs as a worker')

const db = new DatabaseSync(file, { readOnly: role === 'reader', timeout: 10_000 })
const tx = speaking(db)
let syncs = 0
let written: unknown
const sync = role === 'writer' ? openForWriting() : () => undefined
if (role === 'reader') db.exec('pragma cache_size = -65536; pragma query_only = on')

/**
 * WAL with synchronous = normal writes a commit without forcing it to disk; {@link sync} then forces the WAL once for
 * all writes of a batch, before any of them is answered. One fsync for many, and one place where it can be counted.
 */
function openForWriting(): () => void {
  db.exec(`
    pragma page_size = 8192;
    pragma journal_mode = wal;
    pragma synchronous = normal;
    pragma wal_autocheckpoint = 4000;
    pragma cache_size = -131072;
    pragma temp_store = memory`)
  db.exec('begin immediate; commit')
  const wal = openSync(`${file}-wal`, 'r+')
  fsyncSync(openSync(dirname(file), 'r'))
  return () => {
    fdatasyncSync(wal)
    syncs++
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

port.on('message', (requests: readonly Request[]) => {
  waiting.push(...requests)
  if (!busy) {
    busy = true
    setImmediate(() => void drain())
  }
})

async function drain(): Promise<void> {
  const batch = waiting.splice(0)
  const replies = role === 'writer' ? await writeAll(batch) : await readAll(batch)
  port?.postMessage(replies)
  if (waiting.length > 0) setImmediate(() => void drain())
  else busy = false
}

/** All that waits sees one state of the database, which is later than each request. */
async function readAll(batch: readonly Request[]): Promise<readonly Reply[]> {
  const replies: Reply[] = []
  db.exec('begin')
  for (const request of batch) replies.push(await answer(request))
  db.exec('commit')
  return replies
}

/** All that waits shares one transaction and one fsync; each request stands or falls alone, by its savepoint. */
async function writeAll(batch: readonly Request[]): Promise<readonly Reply[]> {
  const replies: Reply[] = []
  try {
    db.exec('begin immediate')
    for (const request of batch) {
      db.exec('savepoint request')
      const reply = await answer(request)
      if (reply.error !== undefined) {
        db.exec('rollback to request')
        tx.forget()
      }
      db.exec('release request')
      replies.push(reply)
    }
    const changed = db.prepare('select total_changes() as n').get()?.['n']
    db.exec('commit')
    if (changed !== written) sync()
    written = changed
  } catch (cause) {
    if (db.isTransaction) db.exec('rollback')
    tx.forget()
    const error = new Error('the database could not keep this; nothing of it was kept', { cause })
    return batch.map(({ id }) => ({ id, error, syncs }))
  }
  return replies.map((reply) =>
    reply.error instanceof Undo
      ? { id: reply.id, result: reply.error.result, syncs }
      : { ...reply, syncs },
  )
}

async function answer({ id, module, name, argument }: Request): Promise<Reply> {
  try {
    const run = await workOf(module, name)
    return { id, result: await run(tx, argument), syncs }
  } catch (error) {
    return { id, error: error instanceof Error ? error : new Error(String(error)), syncs }
  }
}
