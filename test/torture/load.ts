import { setTimeout } from 'node:timers/promises'
import { seen } from '../samples.ts'
import { capture, documentOf } from '../server.ts'

/** A document, or with `alone` a single event, that was sent at least once. */
export type Sent = {
  readonly serials: readonly string[]
  readonly alone: boolean
  readonly body: string
  /** Whether an answer came that it is on disk. */
  acknowledged: boolean
  /** Where its capture job is told of, if it was acknowledged as a document. */
  job?: string
}

/** Documents that come in from several connections, each as fast as it is answered. */
export type Load = {
  /** All that was sent, in earlier rounds too. */
  readonly sent: readonly Sent[]
  /** How many answers were of this kind since the load began. */
  readonly acknowledged: () => number
  readonly refused: () => number
  /** Answers that no client should ever get. */
  readonly strange: readonly string[]
  /** Resolves when every connection has had its last answer, or lost it. */
  readonly stop: () => Promise<void>
}

const CONNECTIONS = 6
const EVENTS = 60
/** Makes a document of 6 MB, which is put aside in parts on its way in. */
const LONG = { 'example:note': 'x'.repeat(100_000) }

/** What a server may say that cannot keep anything now; and nothing at all. */
const CANNOT_NOW: ReadonlySet<number> = new Set([0, 503, 507])

/** An event that commissions one tin; every other one brings an eventID, the others are known by their hash. */
function commissioned(serial: string, number: number): object {
  const eventID = `urn:example:event:${serial}`
  return seen(serial, {
    action: 'ADD',
    bizStep: 'commissioning',
    ...(number % 2 === 0 && { eventID }),
  })
}

function next(name: string, number: number): Sent {
  const alone = number % 5 === 4
  const serials = Array.from({ length: alone ? 1 : EVENTS }, (_, i) => `${name}.${number}.${i}`)
  const long = number % 25 === 7
  const events = serials.map((serial, i) => ({
    ...commissioned(serial, i + number),
    ...(long && LONG),
  }))
  const body = alone ? JSON.stringify({ '@context': [], ...events[0] }) : documentOf(events)
  return { serials, alone, body, acknowledged: false }
}

/**
 * Sends until it is stopped; first again what `before` had no answer to, as a client does that cannot know. What is
 * refused for now, or breaks off, is sent again too.
 */
export function beginLoad(
  url: string,
  { round, before }: { readonly round: number; readonly before: readonly Sent[] },
): Load {
  const again = before.filter(({ acknowledged }) => !acknowledged)
  const sent = [...before]
  const strange: string[] = []
  const counted = { acknowledged: 0, refused: 0 }
  let number = 0
  let going = true
  const connection = async (): Promise<void> => {
    while (going) {
      const repeated = again.shift()
      const one = repeated ?? next(`r${round}`, number++)
      if (repeated === undefined) sent.push(one)
      const { status, says } = await send(url, one)
      if (one.acknowledged) {
        counted.acknowledged++
        continue
      }
      again.push(one)
      if (status !== 0) counted.refused++
      if (!CANNOT_NOW.has(status)) strange.push(`${status} ${says}`)
      await setTimeout(50)
    }
  }
  const reading = async (): Promise<void> => {
    while (going) {
      await fetch(`${url}/catalogue`)
        .then((answer) => answer.text())
        .catch(() => {})
      await setTimeout(20)
    }
  }
  const ended = Promise.all([...Array.from({ length: CONNECTIONS }, connection), reading()])
  return {
    sent,
    strange,
    acknowledged: () => counted.acknowledged,
    refused: () => counted.refused,
    stop: async () => {
      going = false
      await ended
    },
  }
}

type Answer = { readonly status: number; readonly says: string }

/** Status 0: no answer came. */
async function send(url: string, one: Sent): Promise<Answer> {
  try {
    const headers = { 'content-type': 'application/json' }
    const answer = one.alone
      ? await fetch(`${url}/events`, { method: 'POST', headers, body: one.body })
      : await capture(url, one.body)
    if (answer.status === (one.alone ? 201 : 202)) {
      one.acknowledged = true
      const job = answer.headers.get('location')
      if (!one.alone && job !== null) one.job = job
    }
    return { status: answer.status, says: await answer.text() }
  } catch {
    return { status: 0, says: '' }
  }
}
