import type { IncomingMessage } from 'node:http'
import type { Duplex } from 'node:stream'
import { WebSocketServer } from 'ws'
import { isoOf } from '@suyuan/core/event/micros'
import { Away, type Tx, type Work } from '../db/engine.ts'
import { sql } from '../db/sql.ts'
import { formOf } from '../http/form.ts'
import { refuse, Refused, toResponse } from '../http/problem.ts'
import { known } from '../named/endpoints.ts'
import { SIMPLE_EVENT_QUERY } from '../named/named-query.ts'
import { endOfLog } from '../store/follow.ts'
import { socketControls } from './controls.ts'
import { initialTime, startOf } from './kept.ts'
import { Listener, type Listening } from './listener.ts'
import { begun, nextRunOf } from './tell.ts'

/** Whether a request is to become a WebSocket: asked before it is answered as any other is. */
export function wantsSocket({ url = '', headers }: IncomingMessage): boolean {
  return /^\/queries\/[^/?]+\/events(\?|$)/.test(url) && /^websocket$/i.test(headers.upgrade ?? '')
}

export type Upgrading = {
  on(
    event: 'upgrade',
    told: (request: IncomingMessage, socket: Duplex, head: Buffer) => void,
  ): unknown
}

/** Sockets at most: each costs memory, and a look at the log when something was captured. */
const MOST = 1000

/** Milliseconds between two looks at the log, and whether a query is still kept. */
const LOOK = 1000

/** Milliseconds between two signs of life that are asked for. */
const PING = 30_000

/** Bytes that a client may send: it has nothing to say. */
const HEARD = 1024

/**
 * Subscriptions that last as long as a connection: `GET /queries/{queryName}/events` as a WebSocket (EPCIS 2.0 OpenAPI). What
 * is told is a text frame a message; nothing of them is kept.
 */
export class Sockets implements AsyncDisposable {
  readonly #how: Listening
  readonly #server = new WebSocketServer({
    noServer: true,
    perMessageDeflate: false,
    maxPayload: HEARD,
  })
  readonly #listeners = new Set<Listener>()
  readonly #timers: readonly NodeJS.Timeout[]
  #looking: Promise<void> | undefined
  #again = false
  #stopped = false

  constructor(how: Listening) {
    this.#how = how
    const look = setInterval(() => this.captured(), LOOK)
    const ping = setInterval(() => {
      for (const listener of this.#listeners) listener.ping()
    }, PING)
    this.#timers = [look.unref(), ping.unref()]
  }

  /** Takes the upgrades of a server that was made with {@link wantsSocket} as its `shouldUpgradeCallback`. */
  attach(server: Upgrading): void {
    server.on('upgrade', (request, socket, head) => {
      socket.on('error', () => socket.destroy())
      this.#upgrade(request, socket, head).catch((error: unknown) => {
        void refused(error, this.#how.log).then((text) => socket.end(text))
      })
    })
  }

  /** There may be something to tell. */
  captured(): void {
    if (this.#listeners.size === 0 || this.#stopped) return
    if (this.#looking !== undefined) {
      this.#again = true
      return
    }
    this.#looking = this.#look().finally(() => {
      this.#looking = undefined
      if (this.#again) this.captured()
      this.#again = false
    })
  }

  /** A query is gone: its listeners are let go. */
  gone(queryName: string): void {
    for (const listener of this.#listeners) {
      if (listener.queryName === queryName) listener.close(1000, 'the query was deleted')
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#stopped = true
    for (const timer of this.#timers) clearInterval(timer)
    for (const listener of this.#listeners) listener.close(1001, 'the server is stopped')
    await Promise.all([...this.#listeners].map((listener) => listener.idle()))
    this.#server.close()
  }

  async #look(): Promise<void> {
    const names = [...new Set([...this.#listeners].map(({ queryName }) => queryName))]
    try {
      const { end, kept } = await this.#how.engine.read(lookFor, names)
      for (const name of names) if (!kept.includes(name)) this.gone(name)
      for (const listener of this.#listeners) listener.told(end)
    } catch (error) {
      this.#how.log(error instanceof Away ? error.message : error)
    }
  }

  async #upgrade(incoming: IncomingMessage, socket: Duplex, head: Buffer): Promise<void> {
    const { engine, access, now, zone } = this.#how
    const request = requestOf(incoming)
    sameOrigin(request)
    const viewer = access(request)
    const { name: queryName, body } = await known({ engine }, { request, viewer })
    const controls = socketControls(new URL(request.url))
    const form = formOf(new Request(request.url, { headers: withoutAccept(request.headers) }))
    if (this.#listeners.size >= MOST || this.#stopped) {
      throw refuse('UnavailableException', '', 'too-many', `${MOST} WebSockets are open already`)
    }
    const createdAt = now()
    const from = initialTime(controls) ?? createdAt
    const position = await engine.read(startOf, { from, now: createdAt })
    const about = {
      id: begun(0, 0).id,
      queryName,
      body,
      dest: '',
      controls,
      form,
      createdAt,
      viewer,
    }
    const nextRun = nextRunOf(controls, createdAt, zone)
    if (socket.destroyed) return
    const told = (headers: string[]): void => {
      headers.push(`GS1-Query-Min-Record-Time: ${isoOf(from)}`)
    }
    this.#server.once('headers', told)
    this.#server.handleUpgrade(incoming, socket, head, (open) => {
      const listener = new Listener(open, { ...this.#how, subscription: about, position, nextRun })
      this.#listeners.add(listener)
      open.on('close', () => this.#listeners.delete(listener))
      this.captured()
    })
    this.#server.off('headers', told)
  }
}

function requestOf(incoming: IncomingMessage): Request {
  const encrypted = 'encrypted' in incoming.socket
  const host = incoming.headers.host ?? ''
  const url = `${encrypted ? 'https' : 'http'}://${host}${incoming.url ?? ''}`
  if (!URL.canParse(url)) throw refuse('ValidationException', 'Host', 'host', 'is missing')
  const headers = new Headers()
  for (const [name, value] of Object.entries(incoming.headers)) {
    if (typeof value === 'string') headers.set(name, value)
  }
  return new Request(url, { headers })
}

/** A page of another site may open a WebSocket to us, and the browser sends our cookie with it: that is refused here. */
function sameOrigin(request: Request): void {
  const origin = request.headers.get('origin')
  if (origin === null) return
  const { host } = new URL(request.url)
  if (URL.canParse(origin) && new URL(origin).host === host) return
  throw refuse('ForbiddenException', 'Origin', 'origin', `${origin} is another site`)
}

function withoutAccept(headers: Headers): Headers {
  const others = new Headers(headers)
  others.delete('accept')
  return others
}

/** What says no to an upgrade, as bytes of HTTP. */
async function refused(error: unknown, log: Listening['log']): Promise<string> {
  const response = toResponse(
    error instanceof Away ? new Refused('UnavailableException', []) : error,
    log,
  )
  const body = await response.text()
  const headers = [...response.headers].map(([name, value]) => `${name}: ${value}\r\n`).join('')
  return `HTTP/1.1 ${response.status} Refused\r\n${headers}content-length: ${Buffer.byteLength(body)}\r\nconnection: close\r\n\r\n${body}`
}

/** Where the log ends, and which of these queries are still kept. */
const lookFor: Work<readonly string[], { readonly end: number; readonly kept: readonly string[] }> =
  {
    run: look,
    module: import.meta.url,
    name: 'look',
  }

export async function look(
  tx: Tx,
  names: readonly string[],
): Promise<{ readonly end: number; readonly kept: readonly string[] }> {
  const rows = await tx.all<{ name: string }>(sql`
    select name from named_query where ${tx.dialect.among(sql`name`, names)}`)
  const kept = [SIMPLE_EVENT_QUERY, ...rows.map(({ name }) => name)]
  return { end: await endOfLog(tx), kept }
}
