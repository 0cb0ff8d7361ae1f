import { answer, json } from './answer.ts'
import { acceptsJson, prefers } from './request.ts'

/** Tells how far a long work is: what is done, and how far that is. */
export type Telling = (line: object) => void

/** The client went away: the work ends at the next step. */
class Left extends Error {}

/**
 * A long work as an answer: one JSON object when it is done, or, to who asks for `application/x-ndjson`, a line each
 * time it tells how far it is, and last its result or the problem that ended it.
 */
export async function working(
  request: Request,
  refusal: (error: unknown) => Response,
  work: (tell: Telling) => Promise<object>,
): Promise<Response> {
  if (!prefers(request, 'application/x-ndjson')) {
    acceptsJson(request)
    return json(await work(() => {}))
  }
  const encoder = new TextEncoder()
  let left = false
  const body = new ReadableStream<Uint8Array>({
    start: (stream) => {
      const send = (line: object): void => {
        if (left) throw new Left('nobody listens any more')
        stream.enqueue(encoder.encode(`${JSON.stringify(line)}\n`))
      }
      // Not awaited: a stream is not read before it has started.
      void run(send, refusal, work).then(() => (left ? undefined : stream.close()))
    },
    cancel: () => {
      left = true
    },
  })
  const headers = { 'content-type': 'application/x-ndjson', 'cache-control': 'no-store' }
  return answer(body, { headers })
}

async function run(
  send: Telling,
  refusal: (error: unknown) => Response,
  work: (tell: Telling) => Promise<object>,
): Promise<void> {
  try {
    send({ done: await work(send) })
  } catch (error) {
    if (error instanceof Left) return
    const problem = (await refusal(error).json()) as object
    try {
      send({ problem })
    } catch {
      // Nobody is left to hear it.
    }
  }
}
