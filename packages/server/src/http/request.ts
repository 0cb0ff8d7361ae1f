import { microsOf } from '@suyuan/core/event/micros'
import type { Problem } from '@suyuan/core/problem'
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

function decoded(raw: string): string {
  try {
    const once = decodeURIComponent(raw)
    // Clients escape twice what holds an escape already: an identifier has no `%3A` where its scheme ends.
    return /^[a-z]+%3a/i.test(once) ? decodeURIComponent(once) : once
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
export function prefers(request: Request, type: string): boolean {
  const accepted = (request.headers.get('accept') ?? '')
    .split(',')
    .map((one) => one.split(';')[0]?.trim())
  const at = accepted.indexOf(type)
  const json = accepted.findIndex((one) => one === 'application/json')
  return at >= 0 && (json < 0 || at < json)
}

/** @throws Refused (NotAcceptable) when the client takes neither JSON nor anything. */
export function acceptsJson(request: Request): void {
  const accept = request.headers.get('accept')
  if (accept === null || /\*\/\*|application\/(\*|json|ld\+json|problem\+json)/.test(accept)) return
  throw refuse(
    'NotAcceptableException',
    'Accept',
    'not-acceptable',
    `${accept}: answers are application/json`,
  )
}

/** @throws Refused (UnsupportedMediaType) when the body is declared as anything but plain JSON. */
export function sendsJson(request: Request): void {
  if (mediaTypeOf(request) !== 'json') throw unsupported(request, JSON_TYPES)
}

/**
 * The binding an EPCIS body is declared to be in.
 *
 * @throws Refused (UnsupportedMediaType) when it is declared as anything else.
 */
export function sendsEpcis(request: Request): 'json' | 'xml' {
  const type = mediaTypeOf(request)
  if (type === undefined) throw unsupported(request, `${JSON_TYPES}, or application/xml`)
  return type
}

const JSON_TYPES = 'application/json (or application/ld+json)'
const MEDIA_TYPES: ReadonlyMap<string, 'json' | 'xml'> = new Map([
  ['application/json', 'json'],
  ['application/ld+json', 'json'],
  ['application/xml', 'xml'],
  ['text/xml', 'xml'],
])

function mediaTypeOf(request: Request): 'json' | 'xml' | undefined {
  const coding = request.headers.get('content-encoding') ?? 'identity'
  if (coding.toLowerCase() !== 'identity') {
    const says = `${coding}: send it uncompressed, without a content encoding`
    throw refuse('UnsupportedMediaTypeException', 'Content-Encoding', 'media-type', says)
  }
  return MEDIA_TYPES.get(sentType(request) ?? '')
}

const sentType = (request: Request): string | undefined =>
  request.headers.get('content-type')?.split(';')[0]?.trim().toLowerCase()

function unsupported(request: Request, known: string): Refused {
  const says = `${sentType(request) ?? 'no content type'}: send ${known}`
  return refuse('UnsupportedMediaTypeException', 'Content-Type', 'media-type', says)
}
