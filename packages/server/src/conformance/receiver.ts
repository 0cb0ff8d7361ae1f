import { createServer, type IncomingHttpHeaders, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'

export type Delivery = { readonly headers: IncomingHttpHeaders; readonly body: string }

/** What a target calls back: a web server on a port of its own, that keeps what comes. */
export type Receiver = AsyncDisposable & {
  /** What a subscription names as `dest`. */
  readonly url: string
  readonly deliveries: readonly Delivery[]
  /** Answers the next `times` deliveries with this status instead of 200. */
  readonly refuse: (times: number, status: number) => void
  /** Resolves when a delivery holds, or with nothing after so long. */
  readonly until: (
    holds: (delivery: Delivery) => boolean,
    within: number,
  ) => Promise<Delivery | undefined>
}

const POLL_MS = 50

/** @param callback How the target reaches this machine, like `http://192.168.1.5:9000`; loopback unless given. */
export async function openReceiver(callback: URL | undefined): Promise<Receiver> {
  const deliveries: Delivery[] = []
  let refusals = { times: 0, status: 200 }
  const server = createServer((request, response) => {
    const pieces: Buffer[] = []
    request.on('data', (piece: Buffer) => pieces.push(piece))
    request.on('end', () => {
      deliveries.push({ headers: request.headers, body: Buffer.concat(pieces).toString() })
      const refused = refusals.times > 0
      if (refused) refusals = { ...refusals, times: refusals.times - 1 }
      response.writeHead(refused ? refusals.status : 200).end()
    })
  })
  await listening(server, callback)
  const { port } = server.address() as AddressInfo
  return {
    url: new URL('/events', callback ?? `http://127.0.0.1:${port}`).href,
    deliveries,
    refuse: (times, status) => {
      refusals = { times, status }
    },
    until: async (holds, within) => {
      for (const end = Date.now() + within; ;) {
        const found = deliveries.find(holds)
        if (found !== undefined || Date.now() > end) return found
        await new Promise((resolve) => setTimeout(resolve, POLL_MS))
      }
    },
    [Symbol.asyncDispose]: () =>
      new Promise((resolve) => {
        server.closeAllConnections()
        server.close(() => resolve())
      }),
  }
}

function listening(server: Server, callback: URL | undefined): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject)
    if (callback === undefined) server.listen(0, '127.0.0.1', resolve)
    else server.listen(Number(callback.port || 80), '0.0.0.0', resolve)
  })
}
