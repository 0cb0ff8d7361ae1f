import { deserialize, serialize } from 'node:v8'
import type { Fresh } from './fresh.ts'

type Field = Exclude<keyof Fresh, 'mentions'>

const FIELDS: readonly Field[] = [
  'at',
  'eventID',
  'hashID',
  'content',
  'declaration',
  'eventTime',
  'type',
  'action',
  'bizStep',
  'disposition',
  'readPoint',
  'bizLocation',
  'context',
  'body',
  'things',
]

type Packed = {
  readonly columns: readonly (readonly Fresh[Field][])[]
  readonly mentions: Uint32Array
  readonly ends: Uint32Array
}

/**
 * Events as bytes: made once where they were read, copied as they are from thread to thread, and staged on disk. Column by
 * column: a thousand small arrays and objects cost more than all that is in them.
 */
export function pack(events: readonly Fresh[]): Uint8Array {
  const ends = new Uint32Array(events.length)
  let end = 0
  for (const [i, { mentions }] of events.entries()) ends[i] = end += mentions.length
  const mentions = new Uint32Array(end)
  for (const [i, event] of events.entries())
    mentions.set(event.mentions, (ends[i] ?? 0) - event.mentions.length)
  const columns = FIELDS.map((field) => events.map((event) => event[field]))
  return serialize({ columns, mentions, ends } satisfies Packed)
}

export function unpack(packed: Uint8Array): readonly Fresh[] {
  const { columns, mentions, ends } = deserialize(packed) as Packed
  return Array.from(ends, (end, row) => {
    const event: Record<string, unknown> = {
      mentions: mentions.subarray(row === 0 ? 0 : ends[row - 1], end),
    }
    for (const [i, field] of FIELDS.entries()) event[field] = columns[i]?.[row]
    return event as Fresh
  })
}
