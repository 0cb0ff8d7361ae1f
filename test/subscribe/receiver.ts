import assert from 'node:assert/strict'
import { createServer, type IncomingHttpHeaders, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { setTimeout } from 'node:timers/promises'

/** A message as a receiver got it. */
export type Got = {
  readonly headers: IncomingHttpHeaders
  readonly body: string
  /** The names of its events. */
  readonly events: readonly string[]
}

export type Receiver = AsyncDisposable & {
  readonly url: string
  /** What it was sent, taken or not. */
  readonly got: Got[]
  /** Names of events in messages that it took. */
  readonly taken: () => readonly string[]
  /** Resolves when something holds of what it was sent; fails when it does not within 20 s. */
  readonly until: (says: string, holds: () => boolean) => Promise<void>
  /** How it answers: a status, or what it does; 200 unless told. */
  answer: (got: Got, response: ServerResponse) => number | undefined
}

/** A receiver of deliveries, as a subscriber has one: a real server on a port of its own. */
export async function startReceiver(port = 0): Promise<Receiver> {
  const took: string[] = []
  const server = createServer((request, response) => {
    void request.toArray().then((chunks) => {
      const body = Buffer.concat(chunks as readonly Buffer[]).toString()
      const got = { headers: request.headers, body, events: namesIn(body) }
      receiver.got.push(got)
      const status = receiver.answer(got, response)
      if (status === undefined) return
      if (status < 300) took.push(...got.events)
      response.writeHead(status).end()
    })
  })
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve))
  const receiver: Receiver = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook`,
    got: [],
    taken: () => took,
    answer: () => 200,
    until: async (says, holds) => {
      for (let waited = 0; waited < 20_000; waited += 20) {
        if (holds()) return
        await setTimeout(20)
      }
      assert.fail(`${says}, but it got ${JSON.stringify(receiver.got.map(({ events }) => events))}`)
    },
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
  return receiver
}

type Document = {
  readonly epcisBody?: {
    readonly queryResults: {
      readonly resultsBody: { readonly eventList: readonly { readonly eventID: string }[] }
    }
  }
}

export function namesIn(body: string): readonly string[] {
  if (!body.startsWith('{')) return []
  const { epcisBody } = JSON.parse(body) as Document
  return epcisBody?.queryResults.resultsBody.eventList.map(({ eventID }) => eventID) ?? []
}
