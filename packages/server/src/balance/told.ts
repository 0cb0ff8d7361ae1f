import type { Told } from '@suyuan/core/balance/counting'
import { flowEventOf } from '@suyuan/core/flow/read'
import { canonicalOf } from '@suyuan/core/id/identify'
import type { Tx } from '../db/engine.ts'
import { readStored } from '../store/read-stored.ts'
import { declaredAmong, storedAt, type Stored } from '../store/stored.ts'
import type { Viewer } from '../store/viewer.ts'

export type Asker = {
  readonly viewer: Viewer
  /** Only what the log knew before this moment, microseconds since 1970. */
  readonly knownBefore?: number
}

/** Events read at once: what is held of a lot of any size. */
export const AT_ONCE = 500

/** The events at these positions as balances read them, a part at a time, in order of capture. */
export async function* toldAt(
  tx: Tx,
  asker: Asker,
  positions: readonly number[],
): AsyncGenerator<readonly Told[]> {
  for (let from = 0; from < positions.length; from += AT_ONCE) {
    yield toldOf(tx, asker, await storedAt(tx, asker.viewer, positions.slice(from, from + AT_ONCE)))
  }
}

/** Kept events as balances read them; what was captured later is left out. */
export async function toldOf(
  tx: Tx,
  { knownBefore = Number.MAX_SAFE_INTEGER }: Asker,
  stored: readonly Stored[],
): Promise<readonly Told[]> {
  const known = stored.filter(({ recordTime }) => recordTime < knownBefore)
  const names = known.map(({ eventID }) => eventID)
  const declared = await declaredAmong(tx, names, knownBefore)
  return known.map((one) => {
    const { event, context } = readStored(one)
    const { position: order, eventTime, recordTime, eventID, declares } = one
    const isVoid = declares || declared.has(eventID)
    return {
      flow: flowEventOf(event, context, { time: eventTime, order, eventID, void: isVoid }),
      candidate: { event, context, eventID, eventTime, recordTime },
      ...(event.readPoint !== undefined && { readPoint: canonicalOf(event.readPoint.id) }),
    }
  })
}
