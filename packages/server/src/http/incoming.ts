import type { IncomingMessage } from 'node:http'
import type { Context } from 'hono'
import { refuse, type Refused } from './problem.ts'

/**
 * The body of a request, piece by piece. Node's own stream where there is one: through a web stream the same body took
 * twice the time. Who stops reading leaves the connection open, for the answer still has to reach the client.
 *
 * @throws Refused when the client goes away in the middle: an upload cut off is never an end.
 */
export async function* bodyOf(c: Context): AsyncGenerator<Uint8Array> {
  const { incoming } = (c.env ?? {}) as { readonly incoming?: IncomingMessage }
  if (incoming !== undefined) yield* sent(incoming)
  else if (c.req.raw.body !== null) {
    for await (const chunk of c.req.raw.body) yield chunk
  }
}

async function* sent(incoming: IncomingMessage): AsyncGenerator<Uint8Array> {
  const chunks = incoming.iterator({ destroyOnReturn: false }) as AsyncIterable<Uint8Array>
  try {
    for await (const chunk of chunks) yield chunk
  } catch {
    throw cutOff()
  }
  if (!incoming.complete) throw cutOff()
}

function cutOff(): Refused {
  const says = 'the connection ended in the middle of the document; send it again'
  return refuse('ValidationException', '', 'truncated', says)
}

/** What is read and thrown away of a refused body, so that the refusal arrives. */
const DRAINED_BYTES = 64 * 2 ** 20
const DRAINED_MS = 1000

/**
 * Waits until a client has sent what it was sending, within limits: closing a connection on unread data makes the
 * client's system throw away the answer too.
 */
export function drained(c: Context): Promise<void> {
  const { incoming } = (c.env ?? {}) as { readonly incoming?: IncomingMessage }
  if (incoming === undefined || incoming.complete || incoming.destroyed) return Promise.resolve()
  const { promise, resolve } = Promise.withResolvers<void>()
  const timer = setTimeout(resolve, DRAINED_MS)
  let bytes = 0
  const count = (chunk: Uint8Array): void => {
    bytes += chunk.byteLength
    if (bytes > DRAINED_BYTES) resolve()
  }
  incoming.on('data', count).once('end', resolve).once('close', resolve).once('error', resolve)
  return promise.finally(() => {
    clearTimeout(timer)
    incoming.off('data', count)
  })
}
