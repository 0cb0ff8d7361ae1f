import type { Answer } from './answer.ts'
import { headerOf } from './answer.ts'
import { Connection } from './connection.ts'

/** An EPCIS 2.0 server, and how it wants to be spoken to. */
export type Target = {
  readonly url: URL
  /** Lines of HTTP headers, each with its end. */
  readonly headers: string
  readonly capturePath: string
  /** `{epc}` stands for the escaped EPC. */
  readonly lookupPath: string
  /** 202 is the acknowledgement itself; otherwise the capture job is asked until it has ended. */
  readonly trust202: boolean
}

/** What came of a capture: nothing to say when it was kept. */
export type Outcome = string | undefined

const POLL_MS = 5

/** One connection to a target. */
export class Client {
  readonly #target: Target
  readonly #connection: Connection
  readonly #common: string

  constructor(target: Target) {
    this.#target = target
    this.#connection = new Connection(target.url)
    this.#common = `Host: ${target.url.host}\r\nAccept: application/json\r\n${target.headers}`
  }

  /** Sends a document; resolves when the target says that it is kept, or with what it says against it. */
  async capture(body: Uint8Array): Promise<Outcome> {
    const { capturePath, trust202 } = this.#target
    const head = `POST ${this.#path(capturePath)} HTTP/1.1\r\n${this.#common}Content-Type: application/json\r\nContent-Length: ${body.length}\r\n\r\n`
    const answer = await this.#connection.ask(head, body)
    if (answer.status < 200 || answer.status > 299) return refusal(answer)
    const job = headerOf(answer, 'location')
    if (answer.status !== 202 || trust202 || job === undefined) return undefined
    return this.#ended(new URL(job, new URL(this.#path(capturePath), this.#target.url)))
  }

  lookUp(epc: string): Promise<Answer> {
    return this.#get(this.#path(this.#target.lookupPath.replace('{epc}', encodeURIComponent(epc))))
  }

  /** The events of this name. */
  event(eventID: string): Promise<Answer> {
    return this.#get(this.#path(`/events?EQ_eventID=${encodeURIComponent(eventID)}`))
  }

  #get(path: string): Promise<Answer> {
    return this.#connection.ask(`GET ${path} HTTP/1.1\r\n${this.#common}\r\n`)
  }

  close(): void {
    this.#connection.close()
  }

  /** EPCIS 2.0 §12.6.1: the capture job tells whether it is running, and whether it succeeded. */
  async #ended({ pathname, search }: URL): Promise<Outcome> {
    for (;;) {
      const answer = await this.#get(pathname + search)
      if (answer.status !== 200) return `its capture job: ${refusal(answer)}`
      const job = JSON.parse(answer.body.toString()) as { running?: boolean; success?: boolean }
      if (job.running !== true) return job.success === false ? refusal(answer) : undefined
      await new Promise((resolve) => setTimeout(resolve, POLL_MS))
    }
  }

  /** A target may lie under a path of its own. */
  #path(path: string): string {
    return this.#target.url.pathname.replace(/\/$/, '') + path
  }
}

/** What a target says against a request, on one line. */
export function refusal({ status, body }: Answer): string {
  return `${status} ${body.toString('utf8', 0, 300).replaceAll(/\s+/g, ' ')}`.trim()
}
