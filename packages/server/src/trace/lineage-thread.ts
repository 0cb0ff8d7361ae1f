import { parentPort, workerData } from 'node:worker_threads'
import { trace } from '@suyuan/core/flow/answer'
import { partOf } from '@suyuan/core/flow/read'
import { whereabouts } from '@suyuan/core/flow/whereabouts'
import { reachOver } from '@suyuan/core/flow/reaching'
import { tallyOver } from '@suyuan/core/flow/tally'
import type { Tx } from '../db/engine.ts'
import { lastErasure } from '../store/erased.ts'
import { AllEvents } from './all-events.ts'
import { openLog, type Log } from './log-tx.ts'
import { askingAll } from './over-all.ts'
import { takeNext } from './read-log.ts'
import { Streams } from './streams.ts'
import type { Asked, Question, ThreadOptions, Told, Walking } from './lineage-messages.ts'

const { place, memory } = workerData as ThreadOptions
const port = parentPort
if (port === null) throw new Error('lineage-thread runs as a worker')

/** Events taken in between two looks at what was asked. */
const AT_ONCE = 500
/** A question waits for so many events to be taken in; when there are more, the store answers. */
const WORTH_WAITING = 20_000
/** How often the log is looked at, in milliseconds, when nothing is asked. */
const EVERY = 200
/** Names kept at hand from question to question. */
const MOST_NAMES = 200_000

/** How long it waits after the log could not be read, in milliseconds. */
const AFTER_FAULT = 1000

let all = new AllEvents()
let erasure = 0
let full = false
let closing = false
let log: Log | undefined
const streams = new Streams()
const waiting: Asked[] = []
let wake: (() => void) | undefined

port.on('message', (message: Asked | 'close') => {
  if (message === 'close') closing = true
  else waiting.push(message)
  wake?.()
})

let well = true
while (!closing) {
  const more = await follow()
  const asked = waiting.splice(0)
  for (const one of asked) port.postMessage(await answered(one))
  if (more !== true && waiting.length === 0 && !closing) await idle(more)
}
await log?.[Symbol.asyncDispose]()
process.exit()

function idle(more: false | 'fault'): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, more === 'fault' ? AFTER_FAULT : EVERY)
    wake = () => {
      clearTimeout(timer)
      resolve()
    }
  })
}

async function reading<T>(work: (tx: Tx) => Promise<T>): Promise<T> {
  log ??= await openLog(place)
  return log.read(work)
}

/** A connection that failed may never work again, nor ever say that it has ended: nobody waits for that. */
function reconnect(): void {
  const before = log
  log = undefined
  Promise.resolve(before?.[Symbol.asyncDispose]()).catch(() => undefined)
}

/** Takes in what comes; the first fault of several is told. */
async function follow(): Promise<boolean | 'fault'> {
  try {
    const more = await reading(takeIn)
    well = true
    return more
  } catch (cause) {
    if (well) port?.postMessage({ fault: errorOf(cause) } satisfies Told)
    well = false
    reconnect()
    return 'fault'
  }
}

/** Takes in some of what it does not have; false: it has all, or can hold no more. */
async function takeIn(tx: Tx): Promise<boolean> {
  const erased = await lastErasure(tx)
  if (erased !== erasure) {
    all = new AllEvents()
    erasure = erased
    full = false
  }
  if (full) return false
  try {
    const more = await takeNext(tx, all, AT_ONCE)
    if (all.bytes <= memory) return more
    full = true
  } catch (cause) {
    // An event may be in, and not what it declares wrong.
    all = new AllEvents()
    throw cause
  }
  all = new AllEvents()
  return false
}

async function answered({ id, question }: Asked): Promise<Told> {
  try {
    return await reading((tx) => answerTo(tx, id, question))
  } catch (cause) {
    reconnect()
    // What was begun cannot be gone on with by another; all else the store answers.
    return question.what === 'more' ? { id, error: errorOf(cause) } : { id, behind: true }
  }
}

function errorOf(cause: unknown): Error {
  return cause instanceof Error ? cause : new Error(String(cause))
}

async function answerTo(tx: Tx, id: number, question: Question): Promise<Told> {
  if (question.what === 'more') return { id, answer: await streams.next(tx, question.stream) }
  if (question.what === 'end') return { id, answer: streams.end(question.stream) }
  for (let taken = 0; await takeIn(tx); taken += AT_ONCE) {
    if (taken > WORTH_WAITING) return { id, behind: true }
  }
  if (full) return { id, behind: true }
  all.names.forget(MOST_NAMES)
  return { id, answer: await walked(tx, question) }
}

async function walked(tx: Tx, question: Walking): Promise<unknown> {
  const ask = await askingAll(tx, all, question.asked.knownBefore)
  switch (question.what) {
    case 'where':
      return whereabouts(ask, question.asked)
    case 'trace':
      return trace(ask, { ...question.asked, of: partOf(question.asked.of) })
    case 'stream':
      return streams.begin(ask, all, question.asked)
    case 'tally':
      return tallyOver(ask, question.asked)
    case 'reach':
      return { ...(await reachOver(ask, question.asked)), position: all.position }
  }
}
