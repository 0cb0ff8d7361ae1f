import { createHash } from 'node:crypto'

/** Where a page ended, in an answer fixed to the log as it was when its first page was asked. */
export type Place = {
  /** Events captured later do not belong to this answer. */
  readonly upTo: number
  readonly position: number
  readonly eventTime: number
  /** Events given so far. */
  readonly given: number
}

/** A token that stands for a place in the answer to one question, and fits no other. */
export function tokenFor(question: string, place: Place): string {
  const fields = [place.upTo, place.position, place.eventTime, place.given, markOf(question)]
  return Buffer.from(JSON.stringify(fields)).toString('base64url')
}

/** The place a token stands for; undefined when it was not given for this question. */
export function placeIn(question: string, token: string): Place | undefined {
  try {
    const fields: unknown = JSON.parse(Buffer.from(token, 'base64url').toString('utf8'))
    if (!Array.isArray(fields) || fields.length !== 5 || fields[4] !== markOf(question))
      return undefined
    const [upTo, position, eventTime, given] = fields.map(Number)
    if (![upTo, position, eventTime, given].every(Number.isSafeInteger)) return undefined
    return {
      upTo: upTo ?? 0,
      position: position ?? 0,
      eventTime: eventTime ?? 0,
      given: given ?? 0,
    }
  } catch {
    return undefined
  }
}

const markOf = (question: string): string =>
  createHash('sha256').update(question).digest('base64url').slice(0, 16)
