import type { WebSocket } from 'ws'
import type { Zone } from '@suyuan/core/query/schedule'
import type { Access } from '../access/access.ts'
import { Away, type Engine } from '../db/engine.ts'
import { problemBody } from '../http/problem.ts'
import { nextMessage, type Message } from './message.ts'
import type { Run, Subscription } from './subscription.ts'
import { begun, nextRunOf } from './tell.ts'

export type Listening = {
  readonly engine: Engine
  readonly access: Access
  /** Microseconds since 1970. */
  readonly now: () => number
  /** Of schedules. */
  readonly zone: Zone
  readonly log: (fault: unknown) => void
}

export type Heard = Listening & {
  readonly subscription: Subscription
  /** What stands up to here is not told. */
  readonly position: number
  /** When its schedule first runs; null: a stream. */
  readonly nextRun: number | null
}

/** Events of a message. */
const BATCH = 200

/** Milliseconds in which a client must take a message; one that does not is let go. */
const SLOW = 30_000

/** One open WebSocket: told at its own pace, and of each event once. */
export class Listener {
  readonly queryName: string
  readonly #socket: WebSocket
  readonly #heard: Heard
  #position: number
  #nextRun: number | null
  #end: number
  #telling: Promise<void> | undefined
  #alive = true

  constructor(socket: WebSocket, heard: Heard) {
    this.queryName = heard.subscription.queryName
    this.#socket = socket
    this.#heard = heard
    this.#position = heard.position
    this.#nextRun = heard.nextRun
    this.#end = heard.position
    socket.on('pong', () => (this.#alive = true))
    socket.on('error', () => socket.terminate())
  }

  /** The log ends here now, and time has passed: what is due is told. */
  told(end: number): void {
    this.#end = end
    const due = this.#nextRun === null ? this.#position < end : this.#nextRun <= this.#heard.now()
    if (!due || this.#telling !== undefined || this.#socket.readyState !== this.#socket.OPEN) return
    this.#telling = this.#tell()
      .catch((error: unknown) => {
        if (error instanceof Away) return
        this.#heard.log(error)
        this.close(1011, 'the events could not be read')
      })
      .finally(() => {
        this.#telling = undefined
        // More may have come meanwhile.
        if (this.#nextRun === null && this.#position < this.#end)
          setImmediate(() => this.told(this.#end))
      })
  }

  /** Asks for a sign of life; who gave none since the last time is let go. */
  ping(): void {
    if (!this.#alive) return this.#socket.terminate()
    this.#alive = false
    this.#socket.ping()
  }

  /** Says goodbye, and does not wait long for the answer. */
  close(code: number, reason: string): void {
    this.#socket.close(code, reason)
    setTimeout(() => this.#socket.terminate(), 1000).unref()
  }

  /** Resolves when nothing is under way. */
  async idle(): Promise<void> {
    await this.#telling
  }

  async #tell(): Promise<void> {
    const { engine, now, subscription, zone } = this.#heard
    let run = begun(this.#end, now())
    let told = 0
    while (this.#socket.readyState === this.#socket.OPEN) {
      const asked = { subscription, run, behind: this.#position, batch: BATCH }
      const message = await engine.read(nextMessage, asked)
      if (this.#isSent(message, told)) await this.#send(textOf(message))
      if ('refusal' in message || message.next === undefined) break
      told += message.positions.length
      run = { ...run, place: message.next }
    }
    this.#done(run)
    this.#nextRun = nextRunOf(subscription.controls, run.at, zone)
  }

  #isSent(message: Message, told: number): boolean {
    if ('refusal' in message || message.positions.length > 0) return true
    const { stream, reportIfEmpty } = this.#heard.subscription.controls
    return stream !== true && reportIfEmpty && told === 0 && message.next === undefined
  }

  #done(run: Run): void {
    this.#position = run.upTo
  }

  #send(text: string): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>()
    const late = setTimeout(() => this.#socket.terminate(), SLOW)
    this.#socket.send(text, () => {
      clearTimeout(late)
      resolve()
    })
    return promise
  }
}

function textOf(message: Message): string {
  if (!('refusal' in message)) return message.document
  const { refusal, says } = message
  return JSON.stringify(problemBody(refusal, [{ at: '', rule: 'subscription', says }]))
}
