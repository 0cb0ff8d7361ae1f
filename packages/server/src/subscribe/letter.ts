import { STANDING } from '../http/answer.ts'
import { problemBody, type Refusal } from '../http/problem.ts'
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

/** What could not be told, in the form of every refusal (EPCIS 2.0 OpenAPI: the error in place of the events). */
export function problemLetter(
  subscription: Subscription,
  { run, now }: { readonly run: Run; readonly now: number },
  { refusal, says }: { readonly refusal: Refusal; readonly says: string },
): Letter {
  const body = JSON.stringify(problemBody(refusal, [{ at: '', rule: 'subscription', says }]))
  const sending = { id: messageId(run), now, body, type: 'application/problem+json' }
  return letterFor(subscription, sending)
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
