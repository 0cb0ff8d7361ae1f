import { parentPort, workerData } from 'node:worker_threads'
import { trace } from '@suyuan/core/flow/answer'
import { partOf } from '@suyuan/core/flow/read'
import { whereabouts } from '@suyuan/core/flow/whereabouts'
import { reachOver } from '@suyuan/core/flow/reaching'
import { tallyOver } from '@suyuan/core/flow/tally'
import type { Tx } from '../db/engine.ts'
import { lastErasure } from '../store/erased.ts'
import { AllEvents } from './all-events.ts'
import { openLog } from './log-tx.ts'
import { askingAll } from './over-all.ts'
import { takeNext } from './read-log.ts'
import { Streams } from './streams.ts'
import type { Answered, Asked, Question, ThreadOptions } from './lineage-messages.ts'

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

let all = new AllEvents()
let erasure = 0
let full = false
let closing = false
const streams = new Streams()
const waiting: Asked[] = []
let wake: (() => void) | undefined

const log = await openLog(place)

port.on('message', (message: Asked | 'close') => {
  if (message === 'close') closing = true
  else waiting.push(message)
  wake?.()
})

while (!closing) {
  const more = await log.read(takeIn).catch(() => false)
  const asked = waiting.splice(0)
  for (const one of asked) port.postMessage(await answered(one))
  if (!more && waiting.length === 0 && !closing) await idle()
}
await log[Symbol.asyncDispose]()
process.exit()

function idle(): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, EVERY)
    wake = () => {
      clearTimeout(timer)
      resolve()
    }
  })
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
  const more = await takeNext(tx, all, AT_ONCE)
  if (all.bytes > memory) {
    all = new AllEvents()
    full = true
  }
  return more && !full
}

async function answered({ id, question }: Asked): Promise<Answered> {
  try {
    return await log.read(async (tx): Promise<Answered> => {
      for (let taken = 0; await takeIn(tx); taken += AT_ONCE) {
        if (taken > WORTH_WAITING) return { id, behind: true }
      }
      if (full) return { id, behind: true }
      all.names.forget(MOST_NAMES)
      return { id, answer: await answerTo(tx, question) }
    })
  } catch (cause) {
    return { id, error: cause instanceof Error ? cause : new Error(String(cause)) }
  }
}

async function answerTo(tx: Tx, question: Question): Promise<unknown> {
  if (question.what === 'more') return streams.next(tx, question.stream)
  if (question.what === 'end') return streams.end(question.stream)
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
