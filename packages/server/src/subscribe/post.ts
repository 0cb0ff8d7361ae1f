import { request as overHttp, type RequestOptions } from 'node:http'
import { request as overHttps } from 'node:https'
import { lookupBy, refusedAddress } from './destination.ts'
import type { Guard } from './guard.ts'

/** Something to be sent. */
export type Letter = {
  readonly dest: string
  readonly body: string
  readonly headers: Readonly<Record<string, string>>
}

/** What became of it: taken (2xx), or not and why. */
export type Outcome =
  | { readonly taken: true }
  | {
      readonly taken: false
      readonly says: string
      /** What the receiver answered; undefined when there was no answer. */
      readonly status?: number
      /** Seconds that the receiver asks us to wait. */
      readonly retryAfter?: number
    }

export type Posting = {
  readonly guard: Guard
  /** Milliseconds for all of it: the name, the connection, the body, and the answer's head. */
  readonly timeout: number
  readonly signal?: AbortSignal
}

/**
 * Posts a letter over a connection of its own to an address that the guard allows. Redirects are not followed, and of the
 * answer only its head is read: a receiver can neither lead us elsewhere nor keep us.
 */
export function post(letter: Letter, { guard, timeout, signal }: Posting): Promise<Outcome> {
  const url = new URL(letter.dest)
  const refused = refusedAddress(url, guard)
  if (refused !== undefined) return Promise.resolve({ taken: false, says: refused })
  const late = AbortSignal.timeout(timeout)
  const body = Buffer.from(letter.body)
  const options: RequestOptions = {
    method: 'POST',
    agent: false,
    lookup: lookupBy(guard),
    signal: signal === undefined ? late : AbortSignal.any([late, signal]),
    headers: { ...letter.headers, 'content-length': body.byteLength },
  }
  return new Promise((resolve) => {
    const sending = (url.protocol === 'https:' ? overHttps : overHttp)(url, options)
    sending.once('response', (answer) => {
      resolve(outcomeOf(answer.statusCode ?? 0, answer.headers['retry-after']))
      answer.on('error', () => undefined)
      answer.destroy()
    })
    sending.on('error', (error: Error) => {
      const says = late.aborted ? `no answer within ${timeout / 1000} s` : error.message
      resolve({ taken: false, says })
    })
    sending.end(body)
  })
}

function outcomeOf(status: number, retryAfter: string | undefined): Outcome {
  if (status >= 200 && status < 300) return { taken: true }
  const moved = status >= 300 && status < 400 ? ', and redirects are not followed' : ''
  const seconds = /^\d{1,6}$/.test(retryAfter ?? '') ? Number(retryAfter) : undefined
  return {
    taken: false,
    status,
    says: `the receiver answered ${status}${moved}`,
    ...(seconds !== undefined && { retryAfter: seconds }),
  }
}
