import type { Gap, Trace } from '@suyuan/core/flow/trace'
import { refuse } from '../http/problem.ts'
import type { Asker } from './ask.ts'

/** The gaps `quantity-unbalanced` of the transformations that these events are of, as `app` hands it in. */
export type Unbalanced = (asked: {
  readonly asker: Asker
  readonly eventIDs: readonly string[]
}) => Promise<readonly Gap[]>

/** Events whose transformations are weighed for one trace: some three seconds. */
const MOST_WEIGHED = 2000

/**
 * A trace with the transformations on its way weighed: what is out of tolerance is a gap.
 *
 * @throws Refused (QueryTooComplex) when there are too many.
 */
export async function weighedTrace(
  trace: Trace,
  asker: Asker,
  unbalanced: Unbalanced,
): Promise<Trace> {
  const eventIDs = new Set<string>()
  for (const { how, eventID } of trace.links) if (how === 'made-from') eventIDs.add(eventID)
  if (eventIDs.size > MOST_WEIGHED) {
    const says = `${eventIDs.size} events on the way are more than ${MOST_WEIGHED}; leave gaps=quantities out, and ask /balance`
    throw refuse('QueryTooComplexException', '?gaps', 'too-complex', says)
  }
  const found = await unbalanced({ asker, eventIDs: [...eventIDs] })
  return found.length === 0 ? trace : { ...trace, gaps: [...trace.gaps, ...found], complete: false }
}
