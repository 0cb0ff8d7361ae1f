import { once } from 'node:events'
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { Worker } from 'node:worker_threads'
import { Away, CannotOpen, type Engine, type Work } from './engine.ts'
import { missingIn } from './mark.ts'
import { cannotUse, errorOf } from './sqlite-faults.ts'
import type { Closing, Reply, Request, ThreadOptions } from './embedded-thread.ts'

type Named = { readonly module: string; readonly name: string }

export type EmbeddedOptions = {
  /** Run in the writer before anything else: brings the tables up to date. */
  readonly prepare: Work<undefined, unknown>
  /** Reader threads; 2 unless told: a long trace in one leaves the other to look-ups. */
  readonly readers?: number
}

/**
 * The embedded engine: SQLite in WAL mode in `folder` (made if missing), one thread that writes and others that read,
 * so that neither a capture nor a long trace holds up the other or the event loop.
 *
 * @throws CannotOpen when another process has the folder open, or the folder cannot be used.
 */
export async function openEmbedded(folder: string, options: EmbeddedOptions): Promise<Engine> {
  const release = lock(folder)
  refuseLoss(folder, release)
  const file = join(folder, 'suyuan.db')
  const failure = new AbortController()
  const fail = (reason: Error): void => failure.abort(reason)
  const writer = thread({ file, role: 'writer' }, fail)
  try {
    await writer.ask(options.prepare, undefined)
  } catch (error) {
    await writer.stop()
    release()
    throw new CannotOpen(cannotUse(folder, error), { cause: error })
  }
  const readers = Array.from({ length: options.readers ?? READERS }, () =>
    thread({ file, role: 'reader' }, fail),
  )
  return {
    read: (work, argument) => {
      const [first, ...others] = readers
      if (first === undefined) throw new Error('the engine has no reader thread')
      const idlest = others.reduce((a, b) => (b.waiting() < a.waiting() ? b : a), first)
      return idlest.ask(work, argument)
    },
    write: (work, argument) => writer.ask(work, argument),
    syncs: () => Promise.resolve(writer.syncs()),
    failed: failure.signal,
    [Symbol.asyncDispose]: async () => {
      await Promise.all(readers.map((each) => each.stop()))
      await writer.stop()
      release()
    },
  }
}

function refuseLoss(folder: string, release: () => void): void {
  let says: string | undefined
  try {
    says = missingIn(folder)
  } catch (error) {
    says = cannotUse(folder, error)
  }
  if (says === undefined) return
  release()
  throw new CannotOpen(says)
}

/**
 * Holds a data folder (made if missing) for this process; returns what lets go of it. The operating system drops this
 * lock when the process dies, however it dies.
 *
 * @throws CannotOpen when another process has it, or it cannot be used.
 */
export function lock(folder: string): () => void {
  try {
    mkdirSync(folder, { recursive: true })
    const held = new DatabaseSync(join(folder, 'lock'))
    held.exec('pragma locking_mode = exclusive; begin exclusive')
    return () => held.close()
  } catch (cause) {
    const locked = cause instanceof Error && cause.message.includes('locked')
    throw new CannotOpen(
      locked
        ? `${folder} is already open in another suyuan; stop that one, or give another --data folder`
        : cannotUse(folder, cause),
      { cause },
    )
  }
}

type Thread = {
  ask<A, R>(work: Named & { run?: unknown } & Work<A, R>, argument: A): Promise<R>
  syncs(): number
  /** How many of its requests are not answered yet. */
  waiting(): number
  stop(): Promise<void>
}

/** What the thread could say only in plain words. */
function errorIn({ broken, fault }: Reply, error: Error): Error {
  if (broken !== undefined) return new Away(broken, { cause: error })
  return fault === undefined ? error : errorOf(fault)
}

const READERS = 2

/**
 * Megabytes of what has just been made. Left alone each thread takes 134 and captures no faster: a server that took in
 * 117,000 events had 630 MB resident, and with this 408.
 */
const YOUNG = { maxYoungGenerationSizeMb: 12 }

type Waiting = { resolve(result: unknown): void; reject(error: Error): void }

/** `fail` hears when it can do no more. */
function thread(options: ThreadOptions, fail: (reason: Error) => void): Thread {
  const worker = new Worker(new URL('./embedded-thread.ts', import.meta.url), {
    workerData: options,
    resourceLimits: YOUNG,
  })
  const waiting = new Map<number, Waiting>()
  let last = 0
  let syncs = 0
  let idleWaiter: (() => void) | undefined
  let dead: Error | undefined
  worker.on('message', (replies: readonly Reply[]) => {
    for (const reply of replies) {
      const asked = waiting.get(reply.id)
      waiting.delete(reply.id)
      syncs = reply.syncs
      if (reply.error === undefined) asked?.resolve(reply.result)
      else asked?.reject(errorIn(reply, reply.error))
      if (reply.broken !== undefined) fail(new Error(reply.broken))
    }
    if (waiting.size === 0) idleWaiter?.()
  })
  worker.on('error', (error: Error) => {
    dead = error
    fail(error)
    for (const asked of waiting.values()) asked.reject(error)
    waiting.clear()
    idleWaiter?.()
  })
  // A message costs more than what is in it: all that is asked in one turn of the loop goes in one.
  const unsent: Request[] = []
  const send = (): void => worker.postMessage(unsent.splice(0))
  return {
    ask: <A, R>(work: Work<A, R>, argument: A) =>
      new Promise<R>((resolve, reject) => {
        if (dead !== undefined) return reject(dead)
        const id = ++last
        waiting.set(id, { resolve: resolve as (result: unknown) => void, reject })
        unsent.push({ id, module: work.module, name: work.name, argument })
        if (unsent.length === 1) setImmediate(send)
      }),
    syncs: () => syncs,
    waiting: () => waiting.size,
    stop: async () => {
      dead ??= new Error('the engine is closed')
      if (waiting.size > 0) await new Promise<void>((resolve) => (idleWaiter = resolve))
      await close(worker)
    },
  }
}

async function close(worker: Worker): Promise<void> {
  // One that failed has ended already.
  if (worker.threadId < 0) return
  const gone = once(worker, 'exit')
  worker.postMessage('close' satisfies Closing)
  await gone
}
