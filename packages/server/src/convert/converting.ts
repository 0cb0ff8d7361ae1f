import { prefixBook, type PrefixRow } from '@suyuan/core/id/prefix-book'
import {
  createConverter,
  type Around,
  type Converter,
  type ConvertOptions,
} from '@suyuan/core/xml/convert'
import { refuse, Refused } from '../http/problem.ts'

/** Plain data, so that it can go to another thread. */
export type ConvertingOptions = Omit<ConvertOptions, 'prefixLength'> & {
  /** What is known of company prefixes: readers of 1.2 get EPC URNs. */
  readonly prefixes?: readonly PrefixRow[]
}

/** A document on its way from bytes to bytes. Throws {@link Refused} when it is not UTF-8, and at the end naming all problems. */
export class Converting {
  readonly #decoder = new TextDecoder('utf-8', { fatal: true })
  readonly #converter: Converter

  constructor({ prefixes, ...options }: ConvertingOptions) {
    this.#converter = createConverter({
      ...options,
      ...(prefixes !== undefined && { prefixLength: prefixBook(prefixes) }),
    })
  }

  push(chunk: Uint8Array): string {
    return this.#converter.push(this.#decoded(() => this.#decoder.decode(chunk, { stream: true })))
  }

  end(): Around & { readonly last: string } {
    const last = this.#converter.push(this.#decoded(() => this.#decoder.decode()))
    const end = this.#converter.end()
    if (!end.ok) throw new Refused('ValidationException', end.problems)
    return { ...end.value, last }
  }

  #decoded(decode: () => string): string {
    try {
      return decode()
    } catch {
      throw refuse('ValidationException', '', 'not-utf-8', 'the document is not UTF-8 text')
    }
  }
}
