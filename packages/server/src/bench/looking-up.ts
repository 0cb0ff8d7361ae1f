import { epcsOf } from '@suyuan/core/event/epcs'
import type { EpcisEvent } from '@suyuan/core/event/event'
import { identify } from '@suyuan/core/id/identify'
import { createRandom } from '../chain/random.ts'
import type { Answer } from './answer.ts'
import type { Sample, Watched } from './sample.ts'
import { Client, refusal, type Target } from './target.ts'
import { Faults, Timings, type Latency } from './timings.ts'

export type LookedUp = {
  /** Right answers; they alone are timed. */
  readonly lookups: number
  readonly seconds: number
  /** Right answers a second. */
  readonly rate: number
  readonly bytes: number
  readonly latency: Latency
  readonly wrong: number
  readonly wrongs: readonly string[]
}

export type Asking = {
  readonly connections: number
  readonly sample: Sample
  readonly seed: number
  /** Whether to ask on, after so many. */
  readonly goOn: (asked: number) => boolean
}

/** Asks for the events of one watched EPC after another, drawn by lot, one after another on each connection. */
export async function lookUpAll(target: Target, asking: Asking): Promise<LookedUp> {
  const { connections, sample, seed, goOn } = asking
  const { next } = createRandom(seed, 'look-ups')
  const latency = new Timings()
  const wrongs = new Faults()
  const from = performance.now()
  let asked = 0
  let bytes = 0
  const connection = async (): Promise<void> => {
    const client = new Client(target)
    try {
      while (goOn(asked)) {
        const watched = sample.pick(next())
        if (watched === undefined) return
        asked += 1
        const [least, sent] = [watched.kept, performance.now()]
        const answer = await client.lookUp(watched.epc).catch((error: Error) => error.message)
        const took = performance.now() - sent
        const wrong = typeof answer === 'string' ? answer : faultOf(answer, watched, least)
        if (wrong !== undefined) wrongs.add(wrong, watched.epc)
        else latency.add(took)
        if (typeof answer !== 'string') bytes += answer.body.length
      }
    } finally {
      client.close()
    }
  }
  await Promise.all(Array.from({ length: connections }, connection))
  const seconds = (performance.now() - from) / 1000
  return {
    lookups: latency.count,
    seconds,
    rate: latency.count / Math.max(seconds, 1e-9),
    bytes,
    latency: latency.summary(),
    wrong: wrongs.count,
    wrongs: wrongs.samples(),
  }
}

const EVENT_TIME = Buffer.from('"eventTime"')

/**
 * What is wrong with an answer: it must have every event that was acknowledged before it was asked for, and none that was
 * not sent. The first answer about each EPC is read, and its events must name the EPC; in later ones events are counted by
 * their eventTime, which each has once: 1 µs instead of 4 and more.
 */
function faultOf(answer: Answer, watched: Watched, least: number): string | undefined {
  const { epc } = watched
  if (answer.status !== 200) return refusal(answer)
  const right = (count: number): boolean => count >= least && count <= watched.sent
  if (watched.read && right(occurrences(answer.body, EVENT_TIME))) return undefined
  const events = eventsOf(answer)
  if (events === undefined) return `no list of events: ${refusal(answer)}`
  if (!right(events.length)) {
    const wanted = least === watched.sent ? `${least}` : `${least} to ${watched.sent}`
    return `${events.length} events instead of ${wanted}`
  }
  if (!events.every((event) => names(event, epc))) return 'an event that does not name it'
  watched.read = true
  return undefined
}

function occurrences(body: Buffer, of: Buffer): number {
  let count = 0
  for (let at = body.indexOf(of); at >= 0; at = body.indexOf(of, at + of.length)) count += 1
  return count
}

type Answered = {
  readonly epcisBody?: {
    readonly eventList?: readonly EpcisEvent[]
    readonly queryResults?: {
      readonly resultsBody?: { readonly eventList?: readonly EpcisEvent[] }
    }
  }
}

/** The events of an EPCIS query document, or of an EPCIS document. */
export function eventsOf({ body }: Answer): readonly EpcisEvent[] | undefined {
  try {
    const { epcisBody } = JSON.parse(body.toString()) as Answered
    return epcisBody?.queryResults?.resultsBody?.eventList ?? epcisBody?.eventList
  } catch {
    return undefined
  }
}

/** In whatever spelling. */
function names(event: EpcisEvent, epc: string): boolean {
  const { canonical } = identify(epc)
  return epcsOf(event).some(({ id }) => id === epc || identify(id).canonical === canonical)
}
