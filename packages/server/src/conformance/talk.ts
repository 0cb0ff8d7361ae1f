import { hold, NotSupported, NotTried, shown } from './verdict.ts'

/** Whom the suite asks, and how. */
export type Target = {
  readonly url: URL
  /** Sent with every request. */
  readonly headers: Readonly<Record<string, string>>
  /** Where the SOAP query interface is. */
  readonly soapPath: string
  /** How the target reaches this machine; by loopback unless given. */
  readonly callback?: URL
  /** How parameters name fields of one's own: with a prefix, as the OpenAPI has it, or by the namespace, as 1.x. */
  readonly fields?: 'prefix' | 'uri'
}

export type Sent = {
  readonly method: string
  readonly url: string
  readonly headers: Readonly<Record<string, string>>
  readonly body?: string
}

/** One request with its answer, for the report. */
export type Exchange = Sent & {
  readonly status: number
  readonly answerHeaders: Readonly<Record<string, string>>
  readonly answerBody: string
}

export type Request = {
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: string
  readonly query?: Readonly<Record<string, string>>
}

/** An answer, with the readings of it that cases need. */
export class Answer {
  readonly status: number
  readonly headers: Headers
  readonly text: string
  readonly url: string

  constructor(url: string, response: Response, text: string) {
    this.url = url
    this.status = response.status
    this.headers = response.headers
    this.text = text
  }

  /** The body as JSON. @throws Failed when it is none. */
  json(): unknown {
    try {
      return JSON.parse(this.text)
    } catch {
      hold(false, 'a JSON body', shown(this.text))
    }
  }

  /** The media type, without parameters. */
  get type(): string {
    return (this.headers.get('content-type') ?? '').replace(/;.*$/, '').trim().toLowerCase()
  }
}

const LONGEST_ANSWER_MS = 30_000

/** A conversation with the target that remembers what was said. Credentials are not remembered. */
export class Talk {
  readonly target: Target
  readonly exchanges: Exchange[] = []

  constructor(target: Target) {
    this.target = target
  }

  /** Below the target's own path. A path may bring its query; `query` is escaped and put behind. */
  url(path: string, query: Readonly<Record<string, string>> = {}): URL {
    const url = new URL(this.target.url.pathname.replace(/\/$/, '') + path, this.target.url)
    const pairs = Object.entries(query).map(
      ([name, value]) => `${encodeURIComponent(name)}=${encodeURIComponent(value)}`,
    )
    if (pairs.length > 0)
      url.search = [url.search.replace(/^\?/, ''), ...pairs].filter(Boolean).join('&')
    return url
  }

  /**
   * Asks the target. @throws NotSupported on 501, by which it says that it has nothing of the kind; NotTried when no
   * answer comes.
   */
  async ask(method: string, path: string | URL, request: Request = {}): Promise<Answer> {
    const url = typeof path === 'string' ? this.url(path, request.query) : path
    const headers = { accept: 'application/json', ...request.headers }
    const sent = {
      method,
      url: url.href,
      headers,
      ...(request.body !== undefined && { body: request.body }),
    }
    const response = await fetch(url, {
      method,
      headers: { ...this.target.headers, ...headers },
      redirect: 'manual',
      signal: AbortSignal.timeout(LONGEST_ANSWER_MS),
      ...(request.body !== undefined && { body: request.body }),
    }).catch((error: Error) => {
      const cause = error.cause instanceof Error ? `: ${error.cause.message}` : ''
      throw new NotTried(`${method} ${url.pathname} had no answer (${error.message}${cause})`)
    })
    const answer = new Answer(url.href, response, await response.text())
    this.exchanges.push({
      ...sent,
      status: answer.status,
      answerHeaders: Object.fromEntries(answer.headers),
      answerBody: answer.text,
    })
    if (answer.status === 501) throw new NotSupported(`${method} ${url.pathname} is answered 501`)
    return answer
  }

  get(path: string | URL, request: Request = {}): Promise<Answer> {
    return this.ask('GET', path, request)
  }

  post(path: string, body: unknown, request: Request = {}): Promise<Answer> {
    return this.ask('POST', path, {
      ...request,
      headers: { 'content-type': 'application/json', ...request.headers },
      body: typeof body === 'string' ? body : JSON.stringify(body),
    })
  }
}
