import { readContext, type Context } from '@suyuan/core/event/context'
import type { EpcisEvent, Json } from '@suyuan/core/event/event'
import { remembering } from '@suyuan/core/id/remember'
import type { Stored } from './stored.ts'

/** Few documents have a context of their own; one that is parsed once is understood once ({@link readContext}). */
const parsed = remembering(100, (context) => JSON.parse(context) as Json)

/** A kept event as an object, with the context that its names are read by. */
export function readStored({ body, context }: Pick<Stored, 'body' | 'context'>): {
  readonly event: EpcisEvent
  readonly context: Context
} {
  const event = JSON.parse(body) as EpcisEvent
  return { event, context: readContext(parsed(context), event['@context']) }
}
