import { captured } from '../capturing.ts'
import type { Trial } from '../case.ts'
import { hasStatus, type Json } from '../judge.ts'
import { openReceiver, type Delivery, type Receiver } from '../receiver.ts'
import type { Answer } from '../talk.ts'
import { hold, NotTried, shown } from '../verdict.ts'
import { documentOf, type World } from '../world.ts'
import { withQuery } from './named.ts'
import { newEvent } from './new-event.ts'

/** So long a delivery may take. */
export const SOON_MS: number = 10_000

/** What a run's own events are told by: a place that no others have. */
export function somewhere(world: World): { readonly query: Json; readonly event: () => Json } {
  const place = `urn:x-conformance:place:${world.fresh()}`
  return {
    query: { EQ_bizLocation: [place] },
    event: () => newEvent(world, { bizLocation: { id: place } }),
  }
}

/** A target may rightly refuse to call an address of the local machine; then nothing can be said. */
export function subscribed(answer: Answer): void {
  if (
    [400, 403].includes(answer.status) &&
    /dest|address|URI|loopback|private/i.test(answer.text)
  ) {
    throw new NotTried(
      `the target does not call this machine (${answer.status} ${shown(answer.text)}); name an address it calls with --callback, or allow this one`,
    )
  }
  hasStatus(answer, 201)
}

/** Whether a delivery has this event. */
export const names = (event: Json, { body }: Delivery): boolean =>
  body.includes(String(event['eventID']))

export type Subscribed = {
  readonly receiver: Receiver
  readonly queryName: string
  readonly event: () => Json
  readonly send: (event: Json) => Promise<void>
}

/** Subscribes to a query of its own, and takes both away again. */
export async function subscribing(
  trial: Trial,
  controls: Json,
  use: (subscribed: Subscribed) => Promise<void>,
): Promise<void> {
  await using receiver = await openReceiver(trial.world.callback)
  const { query, event } = somewhere(trial.world)
  await withQuery(trial, query, async (queryName) => {
    const at = `/queries/${queryName}/subscriptions`
    subscribed(await trial.talk.post(at, { dest: receiver.url, ...controls }))
    const send = async (sent: Json): Promise<void> => {
      const { success, says } = await captured(trial.talk, documentOf([sent]))
      if (!success) throw new NotTried(`the event was not taken: ${says}`)
    }
    await use({ receiver, queryName, event, send })
  })
}

/** The delivery that has the event. @throws Failed when none comes. */
export async function delivered(
  receiver: Receiver,
  event: Json,
  within: number = SOON_MS,
): Promise<Delivery> {
  const found = await receiver.until((one) => names(event, one), within)
  hold(
    found !== undefined,
    `a delivery of ${String(event['eventID'])} within ${within / 1000} s`,
    `${receiver.deliveries.length} deliveries without it`,
  )
  return found
}
