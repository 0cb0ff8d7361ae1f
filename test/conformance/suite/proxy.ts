import { createServer, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'

/** A request on its way, as a rule may change it. */
export type Passing = {
  readonly method: string
  readonly path: string
  readonly query: URLSearchParams
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
}

/** An answer on its way back. */
export type Returning = {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
}

/** One rule of the standard, switched off. */
export type Break = {
  readonly asked?: (asked: Passing) => Passing
  readonly answered?: (answered: Returning, asked: Passing) => Returning
}

export type Proxy = AsyncDisposable & { readonly url: string }

/** Stands before a server and breaks one rule; without one it changes nothing that a client may rely on. */
export async function openProxy(to: string, { asked, answered }: Break = {}): Promise<Proxy> {
  const server = createServer({ maxHeaderSize: 65_536 }, (request, response) => {
    void (async () => {
      const came = await passing(request)
      const passed = asked?.(came) ?? came
      const answer = await forward(to, passed)
      const { status, headers, body } = answered?.(answer, came) ?? answer
      response.writeHead(status, headers).end(body)
    })()
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    [Symbol.asyncDispose]: () =>
      new Promise((resolve) => {
        server.closeAllConnections()
        server.close(() => resolve())
      }),
  }
}

async function passing(request: IncomingMessage): Promise<Passing> {
  const pieces: Buffer[] = []
  for await (const piece of request) pieces.push(piece as Buffer)
  const [path = '/', query = ''] = (request.url ?? '/').split('?')
  const { host: _, connection: __, 'content-length': ___, ...headers } = request.headers
  return {
    method: request.method ?? 'GET',
    path,
    query: new URLSearchParams(query),
    headers: Object.fromEntries(
      Object.entries(headers).map(([name, value]) => [name, String(value)]),
    ),
    body: Buffer.concat(pieces).toString(),
  }
}

async function forward(
  to: string,
  { method, path, query, headers, body }: Passing,
): Promise<Returning> {
  const search = query.size === 0 ? '' : `?${query.toString()}`
  const response = await fetch(`${to}${path}${search}`, {
    method,
    headers,
    redirect: 'manual',
    ...(body !== '' && { body }),
  })
  const kept = [...response.headers].filter(
    ([name]) =>
      !['connection', 'content-length', 'keep-alive', 'transfer-encoding', 'date'].includes(name),
  )
  // A next page is to be asked for here, too.
  const headersBack = kept.map(([name, value]) => [name, value.replaceAll(to, '')] as const)
  return {
    status: response.status,
    headers: Object.fromEntries(headersBack),
    body: await response.text(),
  }
}
