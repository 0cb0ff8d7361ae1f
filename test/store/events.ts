import assert from 'node:assert/strict'
import type { EpcisEvent } from '@suyuan/core/event/event'
import type { SettledCondition, Query } from '@suyuan/core/query/query'
import { intake } from '../../packages/server/src/capture/intake.ts'
import type { Engine } from '../../packages/server/src/db/engine.ts'
import { find } from '../../packages/server/src/query/find.ts'
import { append, type Appended } from '../../packages/server/src/store/append.ts'
import { OURSELVES } from '../../packages/server/src/store/follow.ts'
import type { Fresh } from '../../packages/server/src/store/fresh.ts'
import { pack } from '../../packages/server/src/store/pack.ts'
import type { Stored } from '../../packages/server/src/store/stored.ts'

export const STANDARD: string = '"https://ref.gs1.org/standards/epcis/2.0.0/epcis-context.jsonld"'
const take = intake(STANDARD)

export const tin = (serial: string | number): string =>
  `https://id.gs1.org/01/09521001008013/21/${serial}`

/** A valid event; `n` makes its eventID. */
export function event(n: number, more: object = {}): EpcisEvent {
  return {
    type: 'ObjectEvent',
    eventID: `urn:uuid:00000000-0000-4000-8000-${String(n).padStart(12, '0')}`,
    eventTime: '2026-03-01T08:00:00.000+08:00',
    eventTimeZoneOffset: '+08:00',
    action: 'OBSERVE',
    bizStep: 'inspecting',
    epcList: [tin(n)],
    ...more,
  } as EpcisEvent
}

/** Microseconds; tests may turn it back. */
export const clock: { now: number } = { now: Date.parse('2026-03-02T00:00:00Z') * 1000 }

/** Appends as a capture does, one second after the last. */
export function keep(
  engine: Engine,
  events: readonly EpcisEvent[],
  staged?: string,
): Promise<Appended> {
  clock.now += 1_000_000
  return engine.write(append, {
    party: 'tests',
    credential: 'none',
    now: clock.now,
    packed: pack(readied(events)),
    masterData: [],
    behaviour: 'rollback',
    ...(staged !== undefined && { staged }),
  })
}

/** Events as capture makes them ready. */
export function readied(events: readonly EpcisEvent[]): readonly Fresh[] {
  return events.map((one, index) => {
    const taken = take({
      text: JSON.stringify(one),
      pointer: `/${index}`,
      index,
      line: 1,
      column: 1,
    })
    assert.ok(taken.ok, JSON.stringify(taken))
    return taken.event
  })
}

/** All events a query finds. */
export async function ask(
  engine: Engine,
  query: Partial<Query>,
  perPage = 10_000,
): Promise<readonly Stored[]> {
  const found = await engine.read(find, {
    viewer: OURSELVES,
    query: { where: [], direction: 'DESC', ...query },
    perPage,
  })
  assert.ok('events' in found)
  return found.events
}

/** Named by every event that the questions are asked of. */
export const SOME = 'urn:example:some'

/** Names a thing as any EPC. */
export const mentions = (...things: readonly string[]): SettledCondition => ({
  kind: 'mentions',
  roles: ['epcList', 'childEPCs', 'parentID', 'inputEPCList', 'outputEPCList'],
  things,
})
