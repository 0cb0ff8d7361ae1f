import { createHmac } from 'node:crypto'

/** What a delivery says of itself (Standard Webhooks 1.0.0). */
export type Signed = {
  /** Of the message: the same each time that it is sent. */
  readonly id: string
  /** Seconds since 1970: of this time of sending. */
  readonly at: number
  readonly body: string
}

/**
 * The headers that name a delivery and, where the subscriber gave a token, prove who sent it: HMAC-SHA256 over
 * `id.timestamp.body`. EPCIS leaves the scheme of `GS1-Signature` open; it says the same.
 */
export function signatureHeaders(
  { id, at, body }: Signed,
  token: string | undefined,
): Readonly<Record<string, string>> {
  const named = { 'webhook-id': id, 'webhook-timestamp': String(at) }
  if (token === undefined) return named
  const mac = createHmac('sha256', keyOf(token)).update(`${id}.${at}.${body}`).digest('base64')
  return { ...named, 'webhook-signature': `v1,${mac}`, 'GS1-Signature': `v1,${mac}` }
}

const WHSEC = 'whsec_'

/** A token is its own key; one that is written as Standard Webhooks writes keys is base64. */
function keyOf(token: string): Buffer {
  return token.startsWith(WHSEC)
    ? Buffer.from(token.slice(WHSEC.length), 'base64')
    : Buffer.from(token, 'utf8')
}
