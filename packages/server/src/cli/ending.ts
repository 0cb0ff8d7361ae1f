import { once } from 'node:events'
import type { ServerType } from '@hono/node-server'

/** Uploads that have not ended this long after the signal are cut off: nothing of them is kept. */
const GRACE_MS = 10_000

/** Aborted when we are told to end, by SIGTERM or SIGINT. */
export function stopping(): AbortSignal {
  const controller = new AbortController()
  for (const signal of ['SIGTERM', 'SIGINT'] as const) {
    process.once(signal, () => controller.abort())
  }
  return controller.signal
}

/** Resolves when we are told to end; with an Error when the engine can keep no more. */
export async function ending(stop: AbortSignal, failed?: AbortSignal): Promise<Error | undefined> {
  const either = AbortSignal.any(failed === undefined ? [stop] : [stop, failed])
  if (!either.aborted) await once(either, 'abort')
  return failed?.aborted === true ? (failed.reason as Error) : undefined
}

/** Takes no more, and waits for what was accepted; a connection that has had its last answer is not waited for. */
export function closed(server: ServerType): Promise<void> {
  return new Promise((resolve) => {
    if (!('closeIdleConnections' in server)) return void server.close(() => resolve())
    const idle = setInterval(() => server.closeIdleConnections(), 50)
    const late = setTimeout(() => server.closeAllConnections(), GRACE_MS)
    server.close(() => {
      clearInterval(idle)
      clearTimeout(late)
      resolve()
    })
  })
}
