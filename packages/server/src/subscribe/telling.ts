import type { Zone } from '@suyuan/core/query/schedule'
import { Away, type Engine } from '../db/engine.ts'
import type { Guard } from './guard.ts'
import { letterOf, problemLetter } from './letter.ts'
import { nextMessage, type Message, type NoMessage } from './message.ts'
import { post, type Letter } from './post.ts'
import { messageId, type Run, type Told } from './subscription.ts'
import {
  afterDead,
  afterFailure,
  afterNothing,
  afterTaken,
  begun,
  nextRunOf,
  type Retries,
  type Sent,
} from './tell.ts'
import { takeStep, type DeadLetter, type Due } from './told.ts'

export type Delivering = {
  readonly engine: Engine
  /** Microseconds since 1970. */
  readonly now: () => number
  readonly guard: Guard
  /** Of schedules. */
  readonly zone: Zone
  readonly retries?: Retries
  /** Milliseconds that a receiver may take; {@link TIMEOUT} unless told. */
  readonly timeout?: number
  /** Hears of our own faults. */
  readonly log: (fault: unknown) => void
}

/** Milliseconds that a receiver may take. */
export const TIMEOUT = 15_000

/** Microseconds for which a subscriber is left to the server that tells it: longer than a receiver may take. */
const HELD = 30_000_000

/** A stream for which nothing came is noted only so often: each note is forced to disk. */
const NOTED_EVERY = 10_000

/** One subscriber, while it is told. */
export type Telling = {
  readonly how: Required<Delivering>
  readonly holder: string
  readonly due: Due
  /** Where the log ends. */
  readonly end: number
  /** Aborted when it is over. */
  readonly signal: AbortSignal
}

/**
 * Tells one subscriber, message by message, until it has been told all, or does not take one. Resolves with the position
 * up to which the log was read, where there was nothing to tell.
 */
export async function tell(telling: Telling): Promise<number | undefined> {
  const { how, due, end, signal } = telling
  let kept = due.told
  let claimed = false
  while (!signal.aborted) {
    const found = await search(telling, kept, kept.run ?? begun(end, how.now()))
    if (found === undefined) return undefined
    const { message, run } = found
    if (isEmpty(message) && !isReported(due, run)) return tellNothing(telling, kept, run)
    const held = { ...kept, run }
    if (!claimed && !(await step(telling, kept, held))) return undefined
    claimed = true
    const becomes = await send(telling, held, message)
    if (becomes === undefined || becomes.run === null || becomes.retryAt > how.now()) {
      return undefined
    }
    kept = becomes
  }
  return undefined
}

type Searched = { readonly message: Message; readonly run: Run }

/** Reads on in the log until there is something to tell, or it ends. */
async function search(telling: Telling, kept: Told, from: Run): Promise<Searched | undefined> {
  let run = from
  while (!telling.signal.aborted) {
    const message = await readFor(telling, kept, run)
    if (message === undefined) return undefined
    if (!isEmpty(message) || message.next === undefined) return { message, run }
    run = { ...run, place: message.next }
  }
  return undefined
}

type Events = Exclude<Message, NoMessage>

const isEmpty = (message: Message): message is Events =>
  !('refusal' in message) && message.positions.length === 0

/** A run of a schedule that found nothing is told when that was asked for. */
function isReported({ subscription }: Due, run: Run): boolean {
  const { stream, reportIfEmpty } = subscription.controls
  return stream !== true && reportIfEmpty && run.events === 0
}

/** What stands in the log is asked for; that it cannot be read is told to the receiver once, and tried again later. */
async function readFor(telling: Telling, told: Told, run: Run): Promise<Message | undefined> {
  const { how, due } = telling
  const { subscription } = due
  try {
    const asked = { subscription, run, behind: told.position, batch: told.batch }
    return await how.engine.read(nextMessage, asked)
  } catch (error) {
    if (error instanceof Away || telling.signal.aborted) throw error
    how.log(error)
    const says = 'the events of this subscription could not be read; they are tried again'
    if (!(await step(telling, told, { ...told, run }))) return undefined
    const refusal = { refusal: 'ImplementationException', says } as const
    const about = { run, now: how.now() }
    if (told.failures === 0) await posted(telling, problemLetter(subscription, about, refusal))
    // A fault of ours is no reason to give a message up: it stays until it can be read.
    const retries = { ...how.retries, attempts: Infinity }
    const failed = failure(
      { how: { ...how, retries } },
      { ...told, run },
      { taken: false, says },
      2,
    )
    if (failed !== 'dead') await step(telling, { ...told, run }, failed)
    return undefined
  }
}

async function tellNothing(telling: Telling, kept: Told, run: Run): Promise<number | undefined> {
  const stream = telling.due.subscription.controls.stream === true
  if (!stream || kept.run !== null || run.upTo - kept.position >= NOTED_EVERY) {
    await step(telling, kept, afterNothing(kept, run, sentOf(telling, run, 0)))
  }
  return stream ? run.upTo : undefined
}

/** Sends a message, and notes what became of it; undefined when that is no longer ours to note. */
async function send(telling: Telling, held: Told, message: Message): Promise<Told | undefined> {
  const { how, due, signal } = telling
  const run = held.run ?? begun(telling.end, how.now())
  const outcome = await posted(telling, letterWith(telling, run, message))
  if (signal.aborted && !outcome.taken) return undefined
  const positions = 'refusal' in message ? [] : message.positions
  const next = 'refusal' in message ? undefined : message.next
  const sent = { ...sentOf(telling, run, positions.length), next }
  if (outcome.taken) return noted(telling, held, afterTaken(held, run, sent))
  const failed = failure(telling, held, outcome, positions.length)
  if (failed !== 'dead') return noted(telling, held, failed)
  how.log(`${due.subscription.id}: ${messageId(run)} is a dead letter: ${outcome.says}`)
  const becomes = afterDead(held, run, sent)
  if ('refusal' in message) return noted(telling, held, becomes)
  const attempts = held.failures + 1
  const dead = { id: messageId(run), positions, attempts, failure: outcome.says, createdAt: run.at }
  return noted(telling, held, becomes, dead)
}

async function noted(
  telling: Telling,
  held: Told,
  becomes: Told,
  dead?: DeadLetter,
): Promise<Told | undefined> {
  return (await step(telling, held, becomes, dead)) ? becomes : undefined
}

function letterWith({ how, due }: Telling, run: Run, message: Message): Letter {
  const { subscription } = due
  const now = how.now()
  if (!('refusal' in message)) {
    return letterOf(subscription, { id: messageId(run), now, body: message.document })
  }
  return problemLetter(subscription, { run, now }, message)
}

const posted = ({ how, signal }: Telling, letter: Letter): ReturnType<typeof post> =>
  post(letter, { guard: how.guard, timeout: how.timeout, signal })

function failure(
  { how }: Pick<Telling, 'how'>,
  held: Told,
  outcome: Exclude<Awaited<ReturnType<typeof post>>, { readonly taken: true }>,
  events: number,
): ReturnType<typeof afterFailure> {
  const run = held.run
  if (run === null) return held
  const chance = Math.random()
  return afterFailure(held, run, { outcome, events, now: how.now(), retries: how.retries, chance })
}

function sentOf({ how, due }: Telling, run: Run, events: number): Sent {
  const nextRun = nextRunOf(due.subscription.controls, run.at, how.zone)
  return { events, next: undefined, now: how.now(), nextRun }
}

async function step(
  { how, holder, due }: Telling,
  was: Told,
  becomes: Told,
  dead?: DeadLetter,
): Promise<boolean> {
  const now = how.now()
  const { id } = due.subscription
  const taken = { id, holder, now, heldUntil: now + HELD, was, becomes }
  return how.engine.write(takeStep, { ...taken, ...(dead && { dead }) })
}
