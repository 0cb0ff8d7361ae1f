import { ask } from './api.ts'

/** How a subscription stands, as the server tells its operator. */
export type Subscription = {
  readonly subscriptionID: string
  readonly queryName: string
  readonly dest: string
  readonly stream: boolean
  readonly schedule?: Readonly<Record<string, string>>
  readonly behind: number
  readonly lastNotifiedAt?: string
  readonly nextRun?: string
  readonly failures: number
  readonly failure?: string
  readonly retryAt?: string
  readonly deadLetters: number
}

/** A message that its receiver did not take. */
export type DeadLetter = {
  readonly id: string
  readonly queryName: string
  readonly dest: string
  readonly events: number
  readonly attempts: number
  readonly failure: string
  readonly diedAt: string
}

export type Told = {
  readonly subscriptions: readonly Subscription[]
  readonly letters: readonly DeadLetter[]
}

const JSON_ONLY = { accept: 'application/json' }

export async function fetchTold(signal: AbortSignal): Promise<Told> {
  const [first, second] = await Promise.all([
    ask('/admin/subscriptions', { headers: JSON_ONLY, signal }),
    ask('/admin/dead-letters', { headers: JSON_ONLY, signal }),
  ])
  const { subscriptions } = (await first.json()) as Pick<Told, 'subscriptions'>
  const { deadLetters } = (await second.json()) as { readonly deadLetters: readonly DeadLetter[] }
  return { subscriptions, letters: deadLetters }
}

const pathOf = (id: string): string => `/admin/dead-letters/${encodeURIComponent(id)}`

/** Sends a dead letter again; why it was not taken, if it was not. */
export async function sendAgain(id: string): Promise<string | undefined> {
  const answer = await ask(`${pathOf(id)}/send`, { method: 'POST', headers: JSON_ONLY })
  const { taken, says } = (await answer.json()) as {
    readonly taken: boolean
    readonly says?: string
  }
  return taken ? undefined : (says ?? '')
}

/** Gives a dead letter up. */
export async function giveUp(id: string): Promise<undefined> {
  await ask(pathOf(id), { method: 'DELETE', headers: JSON_ONLY })
}
