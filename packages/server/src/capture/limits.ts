import { refuse, type Refused } from '../http/problem.ts'

export type CaptureLimits = {
  /** Bytes of one document. */
  readonly maxBytes: number
  /** Characters of one event. */
  readonly maxEventChars: number
  /** Events of one document. */
  readonly maxEvents: number
}

export const LIMITS: CaptureLimits = {
  maxBytes: 256 * 2 ** 20,
  maxEventChars: 16 * 2 ** 20,
  maxEvents: 2_000_000,
}

/** What a client is told of the limits, beforehand and when it is over one: events, and octets of a document. */
export function limitHeaders({
  maxEvents,
  maxBytes,
}: CaptureLimits): Readonly<Record<string, string>> {
  return {
    'GS1-EPCIS-Capture-Limit': String(maxEvents),
    'GS1-EPCIS-Capture-File-Size-Limit': String(maxBytes),
  }
}

/** The refusal of a document over the limit. */
export function tooLarge(maxBytes: number): Refused {
  const says = `a document may have ${maxBytes} bytes; send it in several`
  return refuse('CaptureLimitExceededException', '', 'too-large', says)
}
