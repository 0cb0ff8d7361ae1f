import { deserialize, serialize } from 'node:v8'
import type { Fresh } from './fresh.ts'

/** Events as bytes: made once where they were read, copied as they are from thread to thread, and staged on disk. */
export function pack(events: readonly Fresh[]): Uint8Array {
  return serialize(events)
}

export function unpack(packed: Uint8Array): readonly Fresh[] {
  return deserialize(packed) as readonly Fresh[]
}
