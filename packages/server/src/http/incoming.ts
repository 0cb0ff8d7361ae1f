import type { IncomingMessage } from 'node:http'
import type { Context } from 'hono'

/**
 * The body of a request, piece by piece. Node's own stream where there is one: through a web stream the same body took
 * twice the time. A client that goes away in the middle is an error, never an end.
 */
export async function* bodyOf(c: Context): AsyncGenerator<Uint8Array> {
  const { incoming } = (c.env ?? {}) as { readonly incoming?: IncomingMessage }
  if (incoming !== undefined) {
    for await (const chunk of incoming) yield chunk as Uint8Array
    if (!incoming.complete) throw new Error('the client went away in the middle of its document')
  } else if (c.req.raw.body !== null) {
    for await (const chunk of c.req.raw.body) yield chunk
  }
}
