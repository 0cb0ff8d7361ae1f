import { randomBytes } from 'node:crypto'
import type { Engine } from '../db/engine.ts'
import { markOf, openToken, sealToken } from '../http/page-token.ts'
import { refuse, type Refused } from '../http/problem.ts'
import { isReleased, release } from '../store/released.ts'
import { settle, TOKEN_KEY } from '../store/setting.ts'

export type PagesOptions = {
  readonly engine: Engine
  /** Microseconds since 1970. */
  readonly now: () => number
  /** How long a token is good for. */
  readonly seconds: number
}

/** A day: nothing is held for a token, so it costs nothing to let a reader sleep. */
export const TOKEN_SECONDS = 86_400

/**
 * The tokens by which long answers come in pages: sealed with a key of the store, good for one question, on every server of
 * that store, until they expire or are released.
 */
export class Pages {
  readonly #options: PagesOptions
  #key: Promise<string> | undefined

  constructor(options: PagesOptions) {
    this.#options = options
  }

  /** The place that a token stands for. @throws Refused when it is not for this question, has expired, or was released. */
  async placeIn<P>(question: string, token: string): Promise<P> {
    const sealed = openToken(await this.#keyed(), token)
    if (sealed === undefined || sealed.mark !== markOf(question)) {
      throw unfit('token', 'this token was not given for this question; begin again without it')
    }
    if (sealed.expires < this.#seconds()) {
      const until = new Date(sealed.expires * 1000).toISOString()
      throw unfit('expired', `this token was good until ${until}; begin again without it`)
    }
    if (await this.#options.engine.read(isReleased, token)) {
      throw unfit('released', 'this token was released; begin again without it')
    }
    return sealed.place as P
  }

  /** The headers that lead to the next page of an answer, which begins behind a place. */
  async next(
    url: URL,
    question: string,
    place: unknown,
  ): Promise<Readonly<Record<string, string>>> {
    const expires = this.#seconds() + this.#options.seconds
    const sealed = { expires, mark: markOf(question), place }
    const next = new URL(url)
    next.searchParams.set('nextPageToken', sealToken(await this.#keyed(), sealed))
    return {
      link: `<${next.href}>; rel="next"`,
      'gs1-next-page-token-expires': new Date(expires * 1000).toISOString(),
    }
  }

  /** From now on the token is refused; one that never was a token is as good as released. */
  async release(token: string): Promise<void> {
    const sealed = openToken(await this.#keyed(), token)
    const now = this.#seconds()
    if (sealed === undefined || sealed.expires < now) return
    await this.#options.engine.write(release, { token, expires: sealed.expires, now })
  }

  #seconds(): number {
    return Math.floor(this.#options.now() / 1e6)
  }

  /** Asked for once it is needed; asked again where the store did not answer. */
  #keyed(): Promise<string> {
    const value = randomBytes(32).toString('base64url')
    this.#key ??= this.#options.engine
      .write(settle, { name: TOKEN_KEY, value })
      .catch((error: unknown) => {
        this.#key = undefined
        throw error
      })
    return this.#key
  }
}

const unfit = (rule: string, says: string): Refused =>
  refuse('QueryParameterException', '?nextPageToken', rule, says)
