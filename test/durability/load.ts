import { setTimeout } from 'node:timers/promises'
import { seen } from '../samples.ts'
import { capture, documentOf, type Server } from '../server.ts'

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

const CONNECTIONS = 6
const EVENTS = 60
/** Makes a document of 6 MB, which is put aside in parts on its way in. */
const LONG = { 'example:note': 'x'.repeat(100_000) }

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
 * Sends from several connections, each as fast as it is answered, until the server dies; first again what `before` had
 * no answer to, as a client does that cannot know. All that was sent, in `before` too.
 */
export async function sendUntilItDies(
  server: Server,
  { round, before }: { readonly round: number; readonly before: readonly Sent[] },
): Promise<readonly Sent[]> {
  const again = before.filter(({ acknowledged }) => !acknowledged)
  const sent = [...before]
  let number = 0
  let alive = true
  const connection = async (): Promise<void> => {
    while (alive) {
      const repeated = again.shift()
      const one = repeated ?? next(`r${round}`, number++)
      if (repeated === undefined) sent.push(one)
      try {
        await send(server.url, one)
      } catch {
        alive = false
      }
    }
  }
  const reading = async (): Promise<void> => {
    while (alive) {
      await fetch(`${server.url}/catalogue`)
        .then((answer) => answer.text())
        .catch(() => {})
      await setTimeout(20)
    }
  }
  await Promise.all([...Array.from({ length: CONNECTIONS }, connection), reading()])
  return sent
}

async function send(url: string, one: Sent): Promise<void> {
  const headers = { 'content-type': 'application/json' }
  const answer = one.alone
    ? await fetch(`${url}/events`, { method: 'POST', headers, body: one.body })
    : await capture(url, one.body)
  if (answer.status !== (one.alone ? 201 : 202))
    throw new Error(`refused with ${answer.status}: ${await answer.text()}`)
  one.acknowledged = true
  const job = answer.headers.get('location')
  if (!one.alone && job !== null) one.job = job
}
