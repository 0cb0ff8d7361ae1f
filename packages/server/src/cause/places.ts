import type { Seen } from '@suyuan/core/cause/factors'
import type { FlowEvent } from '@suyuan/core/flow/flow-event'
import type { Tx } from '../db/engine.ts'
import { sql } from '../db/sql.ts'
import { readAt } from '../store/bucket.ts'

const AT_ONCE = 1000

/** These events with their read points, which a walk does not keep. */
export async function placesOf(
  tx: Tx,
  events: ReadonlyMap<string, FlowEvent>,
): Promise<ReadonlyMap<string, Seen>> {
  const positions = [...events.values()].map(({ order }) => order)
  const points = new Map<number, string>()
  for (let from = 0; from < positions.length; from += AT_ONCE) {
    const rows = await readAt<{ position: number; point: string }>(
      tx,
      'event',
      positions.slice(from, from + AT_ONCE),
      (there) => sql`select event.position, term.value as point
        from event join term on term.id = event.read_point where ${there}`,
    )
    for (const { position, point } of rows) points.set(position, point)
  }
  return new Map(
    [...events].map(([id, { eventID, time, transformationID, place, order }]) => {
      const readPoint = points.get(order)
      return [
        id,
        {
          eventID,
          time,
          ...(transformationID !== undefined && { transformationID }),
          ...(place !== undefined && { place }),
          ...(readPoint !== undefined && { readPoint }),
        },
      ] as const
    }),
  )
}
