import { createHash, createHmac, timingSafeEqual } from 'node:crypto'

/** What a page token holds. */
export type Sealed = {
  /** Seconds since 1970. */
  readonly expires: number
  /** {@link markOf} the question that it goes on with. */
  readonly mark: string
  /** Where the page before ended: plain data, whatever the answer needs to go on. */
  readonly place: unknown
}

/** A short digest of a question. */
export const markOf = (question: string): string =>
  createHash('sha256').update(question).digest('base64url').slice(0, 16)

const MAC_BYTES = 12

const macOf = (key: string, payload: string): Buffer =>
  createHmac('sha256', key).update(payload).digest().subarray(0, MAC_BYTES)

export function sealToken(key: string, { expires, mark, place }: Sealed): string {
  const payload = Buffer.from(JSON.stringify([expires, mark, place])).toString('base64url')
  return `${payload}.${macOf(key, payload).toString('base64url')}`
}

/** What {@link sealToken} sealed with this key; undefined when it did not. */
export function openToken(key: string, token: string): Sealed | undefined {
  const [payload = '', mac = '', ...more] = token.split('.')
  const given = Buffer.from(mac, 'base64url')
  if (more.length > 0 || given.length !== MAC_BYTES) return undefined
  if (!timingSafeEqual(given, macOf(key, payload))) return undefined
  const sealed = JSON.parse(Buffer.from(payload, 'base64url').toString()) as unknown
  const [expires, mark, place] = sealed as readonly [number, string, unknown]
  return { expires, mark, place }
}
