import { isoOf } from '@suyuan/core/event/micros'
import { exceptionElement, wrapped } from '@suyuan/core/soap/write-answer'
import { escapeText } from '@suyuan/core/xml/escape'
import { STANDING } from '../http/answer.ts'
import { isXml } from '../http/form.ts'
import { problemBody } from '../http/problem.ts'
import type { Letter } from './post.ts'
import { signatureHeaders } from './signature.ts'
import { messageId, type Run, type Subscription } from './subscription.ts'

/** What every message says, whatever is in it. */
type Sending = {
  readonly id: string
  /** Microseconds since 1970: now, for the receiver to tell an old copy by. */
  readonly now: number
  readonly body: string
  readonly type: string
}

/** A document of events as it is posted to a subscriber. */
export function letterOf(
  subscription: Subscription,
  { id, now, body }: Omit<Sending, 'type'>,
): Letter {
  const { epcFormat, mediaType } = subscription.form
  const format = epcFormat === 'No_Preference' ? 'Never_Translates' : epcFormat
  const letter = letterFor(subscription, { id, now, body, type: mediaType })
  return { ...letter, headers: { ...letter.headers, 'GS1-EPC-Format': format } }
}

/** What could not be told, and why. */
export type Untold = {
  readonly refusal:
    | 'QueryTooLargeException'
    | 'QueryTooComplexException'
    | 'ImplementationException'
  readonly says: string
}

/**
 * What could not be told: in JSON in the form of every refusal (EPCIS 2.0 OpenAPI, callbacks); in XML as the exception that
 * the callback interface has for it.
 */
export function problemLetter(
  subscription: Subscription,
  { run, now }: { readonly run: Run; readonly now: number },
  untold: Untold,
): Letter {
  const id = messageId(run)
  const { mediaType, version } = subscription.form
  if (isXml(mediaType)) {
    const manner = { wrapping: 'document', edition: version } as const
    const { refusal: name, says: reason } = untold
    const about = { queryName: subscription.queryName, subscriptionID: subscription.id }
    const exception = exceptionElement(manner, { name, reason, ...about }, escapeText)
    const body = wrapped(manner, exception, isoOf(run.at))
    return letterFor(subscription, { id, now, body, type: mediaType })
  }
  const problems = [{ at: '', rule: 'subscription', says: untold.says }]
  const body = JSON.stringify(problemBody(untold.refusal, problems))
  return letterFor(subscription, { id, now, body, type: 'application/problem+json' })
}

function letterFor({ dest, token }: Subscription, { id, now, body, type }: Sending): Letter {
  const at = Math.floor(now / 1e6)
  return {
    dest,
    body,
    headers: {
      ...STANDING,
      'content-type': type,
      'user-agent': 'Suyuan',
      ...signatureHeaders({ id, at, body }, token),
    },
  }
}
