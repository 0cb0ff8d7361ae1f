import { connect, type Socket } from 'node:net'
import { connect as connectTls } from 'node:tls'
import { AnswerReader, type Answer } from './answer.ts'

/** A connection that is silent for this long while it owes an answer is given up. */
const SILENCE_MS = 300_000

type Waiting = {
  readonly resolve: (answer: Answer) => void
  readonly reject: (error: Error) => void
}

/**
 * One keep-alive connection, one request at a time. It is opened when first needed, and again after it was closed.
 * Plain sockets, because the driver shares the machine with what it measures: a request takes 27 µs of CPU
 * and with `fetch` 257.
 */
export class Connection {
  readonly #to: URL
  #socket: Socket | undefined
  #reader = new AnswerReader()
  #waiting: Waiting | undefined

  constructor(to: URL) {
    this.#to = to
  }

  /** Sends a request, its head up to and with the empty line. Rejects when the connection breaks before the answer. */
  ask(head: string, body?: Uint8Array): Promise<Answer> {
    return new Promise((resolve, reject) => {
      if (this.#waiting !== undefined) throw new Error('a request is still under way')
      this.#waiting = { resolve, reject }
      const socket = this.#open()
      if (body === undefined) {
        socket.write(head, 'latin1')
        return
      }
      socket.cork()
      socket.write(head, 'latin1')
      socket.write(body)
      socket.uncork()
    })
  }

  close(): void {
    this.#socket?.destroy()
    this.#socket = undefined
  }

  #open(): Socket {
    if (this.#socket !== undefined) return this.#socket
    const socket = dial(this.#to)
    socket.setNoDelay(true)
    socket.setTimeout(SILENCE_MS, () => {
      if (this.#waiting !== undefined) socket.destroy(new Error('no answer within 300 s'))
    })
    this.#reader = new AnswerReader()
    socket.on('data', (piece) => this.#take(socket, () => this.#reader.push(piece)))
    socket.on('end', () => this.#take(socket, () => this.#reader.end()))
    socket.on('error', (error) => this.#lost(socket, error))
    socket.on('close', () => this.#lost(socket, new Error('the connection was closed unanswered')))
    this.#socket = socket
    return socket
  }

  #take(socket: Socket, read: () => Answer | undefined): void {
    if (socket !== this.#socket) return
    try {
      const answer = read()
      if (answer === undefined) return
      const waiting = this.#waiting
      this.#waiting = undefined
      if (!answer.keep) this.close()
      waiting?.resolve(answer)
    } catch (error) {
      socket.destroy(error as Error)
    }
  }

  #lost(socket: Socket, error: Error): void {
    if (socket !== this.#socket) return
    this.#socket = undefined
    const waiting = this.#waiting
    this.#waiting = undefined
    waiting?.reject(error)
  }
}

function dial({ protocol, hostname, port }: URL): Socket {
  const host = hostname.replace(/^\[|\]$/g, '')
  if (protocol !== 'https:') return connect(Number(port || 80), host)
  return connectTls({ host, port: Number(port || 443), servername: host })
}
