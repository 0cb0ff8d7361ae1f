import { deserialize, serialize } from 'node:v8'
import type { Fresh } from './fresh.ts'

/** Fields that have few words among many events: each word goes over once. */
const WORDS = [
  'type',
  'action',
  'bizStep',
  'disposition',
  'readPoint',
  'bizLocation',
  'context',
  'content',
] as const

/** Fields that each event has of its own. */
const OWN = ['at', 'eventID', 'hashID', 'declaration', 'eventTime', 'body', 'things'] as const

type Own = (typeof OWN)[number]
type Word = (typeof WORDS)[number]

type Packed = {
  /** By field of {@link OWN}, by event. */
  readonly own: { readonly [field in Own]: readonly Fresh[field][] }
  /** By field of {@link WORDS}, by event: the number of the word from 1; 0 where there is none. */
  readonly of: Readonly<Record<Word, Uint32Array>>
  readonly words: readonly string[]
  readonly mentions: Uint32Array
  readonly ends: Uint32Array
}

/**
 * Events as bytes: made once where they were read, copied as they are from thread to thread, and staged on disk. Column by
 * column: a thousand small arrays and objects cost more than all that is in them. A word that a thousand events share is one text
 * again at the other end, whose hash is taken once.
 */
export function pack(events: readonly Fresh[]): Uint8Array {
  const words = new Words()
  const of = Object.fromEntries(
    WORDS.map((field) => [
      field,
      Uint32Array.from(events, (event) => words.numberOf(event[field])),
    ]),
  ) as Packed['of']
  const own = Object.fromEntries(
    OWN.map((field) => [field, events.map((event) => event[field])]),
  ) as unknown as Packed['own']
  return serialize({ own, of, words: words.all, ...mentionsOf(events) } satisfies Packed)
}

class Words {
  readonly all: string[] = []
  readonly #numbers = new Map<string, number>()

  numberOf(word: string | undefined): number {
    if (word === undefined) return 0
    const known = this.#numbers.get(word)
    if (known !== undefined) return known
    const number = this.all.push(word)
    this.#numbers.set(word, number)
    return number
  }
}

function mentionsOf(events: readonly Fresh[]): Pick<Packed, 'mentions' | 'ends'> {
  const ends = new Uint32Array(events.length)
  let end = 0
  for (const [i, { mentions }] of events.entries()) ends[i] = end += mentions.length
  const mentions = new Uint32Array(end)
  for (const [i, event] of events.entries())
    mentions.set(event.mentions, (ends[i] ?? 0) - event.mentions.length)
  return { mentions, ends }
}

export function unpack(packed: Uint8Array): readonly Fresh[] {
  const { own, of, words, mentions, ends } = deserialize(packed) as Packed
  const word = (field: Word, row: number): string | undefined => words[(of[field][row] ?? 0) - 1]
  return Array.from(ends, (end, row) => ({
    at: own.at[row] ?? '',
    eventID: own.eventID[row],
    hashID: own.hashID[row] ?? '',
    content: word('content', row) ?? '',
    declaration: own.declaration[row],
    eventTime: own.eventTime[row] ?? 0,
    type: word('type', row) ?? '',
    action: word('action', row),
    bizStep: word('bizStep', row),
    disposition: word('disposition', row),
    readPoint: word('readPoint', row),
    bizLocation: word('bizLocation', row),
    context: word('context', row) ?? '',
    body: own.body[row] ?? '',
    mentions: mentions.subarray(row === 0 ? 0 : ends[row - 1], end),
    things: own.things[row] ?? 0,
  }))
}
