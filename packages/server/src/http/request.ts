import { microsOf } from '@suyuan/core/event/micros'
import { remembering } from '@suyuan/core/id/remember'
import type { Problem } from '@suyuan/core/problem'
import { choosing } from './accept.ts'
import { refuse, Refused } from './problem.ts'

/** One segment of the raw path, decoded: an identifier may hold an escaped `/`, so nothing is decoded before routing. */
export function segment(request: Request, number: number): string {
  return decoded(segmentsOf(request)[number] ?? '')
}

/** All from a segment on, decoded: an identifier whose slashes were left unescaped. */
export function rest(request: Request, from: number): string {
  return decoded(segmentsOf(request).slice(from).join('/'))
}

const segmentsOf = (request: Request): readonly string[] =>
  new URL(request.url).pathname.slice(1).split('/')

/** What stands between the first segment and an ending, decoded: `{id}` of `/epcs/{id}/events`, whatever slashes it has. */
export function between(request: Request, ending: string): string {
  const segments = segmentsOf(request).slice(1)
  return decoded((ending === '' ? segments : segments.slice(0, -1)).join('/'))
}

function decoded(raw: string): string {
  try {
    const once = decodeURIComponent(raw)
    // Clients escape twice what holds an escape already: no scheme ends in `%3A`, and no `http:` goes on with `%2F`.
    return /^[a-z]+%3a|^https?:%2f/i.test(once) ? decodeURIComponent(once) : once
  } catch {
    const says = `${raw} is not percent-encoded UTF-8`
    throw refuse('QueryParameterException', raw, 'escape', says)
  }
}

/** How the parameters of an address are read: a name, whether it must be there, and its reader. */
export type Reader<T> = (text: string) => T | undefined

/** Reads the parameters of an address by a table; all problems at once, unknown names among them. */
export class Parameters {
  readonly #params: URLSearchParams
  readonly #problems: Problem[] = []
  readonly #known = new Set<string>()

  constructor(request: Request) {
    this.#params = new URL(request.url).searchParams
  }

  required<T>(name: string, reader: Reader<T>, says: string): T {
    if (!this.#params.has(name)) this.#problem(name, 'missing', `is missing; ${says}`)
    return this.optional(name, reader, says) as T
  }

  optional<T>(name: string, reader: Reader<T>, says: string): T | undefined {
    this.#known.add(name)
    const given = this.#params.getAll(name)
    if (given.length > 1) this.#problem(name, 'repeated', 'is given twice')
    const [text] = given
    if (text === undefined) return undefined
    const value = reader(text)
    if (value === undefined) this.#problem(name, 'value', `${text}: ${says}`)
    return value
  }

  /** @throws Refused when anything was wrong, or a parameter is there that was not read. */
  done(): void {
    for (const name of new Set(this.#params.keys())) {
      if (!this.#known.has(name)) {
        this.#problem(
          name,
          'unknown-parameter',
          `no such parameter; known are ${[...this.#known].join(', ')}`,
        )
      }
    }
    if (this.#problems.length > 0) throw new Refused('QueryParameterException', this.#problems)
  }

  #problem(name: string, rule: string, says: string): void {
    this.#problems.push({ at: `?${name}`, rule, says })
  }
}

/** A moment as microseconds; a `+` of the zone that arrived as a space is taken for what it was. */
export const moment: Reader<number> = (text) => microsOf(text.replace(/ (\d\d:\d\d)$/, '+$1'))

export const wholeNumber: Reader<number> = (text) =>
  /^\d{1,9}$/.test(text) ? Number(text) : undefined

export const fromOne: Reader<number> = (text) => (text === '0' ? undefined : wholeNumber(text))

export function oneOfWords<T extends string>(...words: readonly T[]): Reader<T> {
  return (text) => words.find((word) => word === text)
}

/** Whether the client would rather have this media type than JSON. */
export function prefers({ headers }: Request, type: string): boolean {
  return choosingOver(type)(headers.get('accept')) === type
}

const choosingOver = remembering(10, (type) => choosing(['application/json', type]))

const chooseJson = choosing(['application/json', 'application/ld+json', 'application/problem+json'])

/** @throws Refused (NotAcceptable) when the client takes neither JSON nor anything. */
export function acceptsJson({ headers }: Request): void {
  const accept = headers.get('accept')
  if (chooseJson(accept) !== undefined) return
  throw refuse(
    'NotAcceptableException',
    'Accept',
    'not-acceptable',
    `${accept}: answers are application/json`,
  )
}

export const JSON_TYPES = ['application/json', 'application/ld+json'] as const

/** @throws Refused (UnsupportedMediaType) when the body is declared as anything but plain JSON. */
export function sendsJson(request: Request): void {
  sends(request, JSON_TYPES)
}

export const EPCIS_TYPES = [
  'application/json',
  'application/ld+json',
  'application/xml',
  'text/xml',
] as const

/**
 * The binding an EPCIS body is declared to be in.
 *
 * @throws Refused (UnsupportedMediaType) when it is declared as anything else.
 */
export function sendsEpcis(request: Request): 'json' | 'xml' {
  return sends(request, EPCIS_TYPES).endsWith('xml') ? 'xml' : 'json'
}

/**
 * What the body is declared as, one of these types; its encoding is left to whoever reads it but for JSON, which is UTF-8.
 *
 * @throws Refused (UnsupportedMediaType) when it is none of them, or is compressed.
 */
export function sends<T extends string>({ headers }: Request, types: readonly [T, ...T[]]): T {
  const coding = headers.get('content-encoding') ?? 'identity'
  if (coding.toLowerCase() !== 'identity') {
    const says = `${coding}: send it uncompressed, without a content encoding`
    throw refuse('UnsupportedMediaTypeException', 'Content-Encoding', 'media-type', says)
  }
  const declared = headers.get('content-type')?.trim().toLowerCase() ?? ''
  const [name = '', ...parameters] = declared.split(';').map((part) => part.trim())
  const type = types.find((one) => one === name)
  if (type === undefined) {
    const [first, ...others] = types
    const says = `${name || 'no content type'}: send ${first} (or ${others.join(', ')})`
    throw refuse('UnsupportedMediaTypeException', 'Content-Type', 'media-type', says)
  }
  const charset = parameters.find((one) => one.startsWith('charset='))?.slice('charset='.length)
  if (charset !== undefined && type.endsWith('json') && !/^"?(utf-?8|us-ascii)"?$/.test(charset)) {
    const says = `${charset}: JSON is sent in UTF-8`
    throw refuse('UnsupportedMediaTypeException', 'Content-Type', 'charset', says)
  }
  return type
}
