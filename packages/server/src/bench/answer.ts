/** An HTTP/1.1 answer, whole. */
export type Answer = {
  readonly status: number
  /** Status line and headers as they came. */
  readonly head: string
  readonly body: Buffer
  /** Whether the connection may be used again. */
  readonly keep: boolean
}

/** The value of a header of an answer; undefined when there is none. */
export function headerOf({ head }: Pick<Answer, 'head'>, name: string): string | undefined {
  return new RegExp(`\r\n${name}:[ \t]*([^\r\n]*)`, 'i').exec(head)?.[1]
}

const HEAD_END = Buffer.from('\r\n\r\n')
const NOTHING = Buffer.alloc(0)

/** What ends a body: its length, its last chunk, or the connection's end (RFC 9112 §6.3). */
type Open = {
  readonly status: number
  readonly head: string
  readonly keep: boolean
  readonly length: number | 'chunked' | 'end'
}

/** Puts answers together, one after another, out of the pieces that a socket gives. */
export class AnswerReader {
  #held: Buffer = NOTHING
  #open: Open | undefined
  #chunks: Buffer[] = []

  /** Takes a piece; gives the answer once it is whole. @throws Error where it is no HTTP/1.1 answer. */
  push(piece: Buffer): Answer | undefined {
    this.#held = this.#held.length === 0 ? piece : Buffer.concat([this.#held, piece])
    if (this.#open === undefined && !this.#readHead()) return undefined
    return this.#readBody()
  }

  /** The connection has ended: an answer that ends with it is whole now. */
  end(): Answer | undefined {
    if (this.#open?.length !== 'end') return undefined
    return this.#whole(this.#held)
  }

  #readHead(): boolean {
    const end = this.#held.indexOf(HEAD_END)
    if (end < 0) return false
    const head = this.#held.toString('latin1', 0, end)
    this.#held = this.#held.subarray(end + 4)
    const [, minor, code] = /^HTTP\/1\.([01]) (\d{3})/.exec(head) ?? []
    if (code === undefined) throw new Error(`no HTTP/1.1 answer: ${head.slice(0, 80)}`)
    const status = Number(code)
    // 100 Continue and its like come before the answer
    if (status < 200) return this.#readHead()
    const connection = headerOf({ head }, 'connection')?.toLowerCase()
    const keep = minor === '1' ? connection !== 'close' : connection === 'keep-alive'
    this.#open = { status, head, keep, length: lengthOf(status, head) }
    return true
  }

  #readBody(): Answer | undefined {
    const length = this.#open?.length
    if (length === 'end') return undefined
    if (length === 'chunked') return this.#readChunks()
    if (length === undefined || this.#held.length < length) return undefined
    return this.#whole(this.#held.subarray(0, length), length)
  }

  #readChunks(): Answer | undefined {
    for (;;) {
      const line = this.#held.indexOf('\r\n')
      if (line < 0) return undefined
      const size = Number.parseInt(this.#held.toString('latin1', 0, line), 16)
      if (Number.isNaN(size)) throw new Error('a chunk of the answer has no size')
      const from = line + 2
      if (size === 0) return this.#readTrailers(from)
      if (this.#held.length < from + size + 2) return undefined
      this.#chunks.push(this.#held.subarray(from, from + size))
      this.#held = this.#held.subarray(from + size + 2)
    }
  }

  /** Header lines may follow the last chunk; an empty line ends them. */
  #readTrailers(from: number): Answer | undefined {
    const lone = this.#held.subarray(from, from + 2).equals(HEAD_END.subarray(0, 2))
    const end = lone ? from + 2 : this.#held.indexOf(HEAD_END, from) + 4
    if (end < from + 2) return undefined
    const [only = NOTHING] = this.#chunks
    const body = this.#chunks.length > 1 ? Buffer.concat(this.#chunks) : only
    return this.#whole(body, end)
  }

  #whole(body: Buffer, taken: number = this.#held.length): Answer | undefined {
    if (this.#open === undefined) return undefined
    const { status, head, keep } = this.#open
    this.#held = this.#held.subarray(taken)
    this.#open = undefined
    this.#chunks = []
    return { status, head, body, keep }
  }
}

function lengthOf(status: number, head: string): Open['length'] {
  if (status === 204 || status === 304) return 0
  if (headerOf({ head }, 'transfer-encoding')?.toLowerCase().endsWith('chunked') === true) {
    return 'chunked'
  }
  const length = headerOf({ head }, 'content-length')
  return length === undefined ? 'end' : Number(length)
}
