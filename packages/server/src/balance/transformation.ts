import { drawnFrom, isContainer, type Drawn } from '@suyuan/core/balance/held'
import { Transformation, type TransformationBalance } from '@suyuan/core/balance/transformation'
import type { Told } from '@suyuan/core/balance/counting'
import type { FlowEvent } from '@suyuan/core/flow/flow-event'
import type { Tx } from '../db/engine.ts'
import { positionsOf, storedNamed } from '../store/stored.ts'
import { THING, tokenOf, TRANSFORMATION_INPUT, TRANSFORMATION_OUTPUT } from '../store/token.ts'
import { rulesInForce, type InForce } from './rules.ts'
import { toldAt, type Asker } from './told.ts'
import { weightsOf } from './weights.ts'

/** Positions of the events of one transformation: by its transformationID, or of the event of this name. */
export async function positionsIn(
  tx: Tx,
  { viewer }: Asker,
  id: string,
): Promise<readonly number[]> {
  const shared = await positionsOf(tx, [
    tokenOf(TRANSFORMATION_INPUT, id),
    tokenOf(TRANSFORMATION_OUTPUT, id),
  ])
  if (shared.length > 0) return shared
  return (await storedNamed(tx, viewer, id)).map(({ position }) => position)
}

/** A transformation weighed and judged; undefined when no event of it stands. */
export async function balanceOf(
  tx: Tx,
  asker: Asker,
  id: string,
  inForce?: InForce,
): Promise<TransformationBalance | undefined> {
  const { rules } = inForce ?? (await rulesInForce(tx))
  const transformation = new Transformation(id, rules)
  for await (const part of toldAt(tx, asker, await positionsIn(tx, asker, id))) {
    for (const told of part.filter((one) => isPartOf(one, id))) {
      const drawn = await drawnBy(tx, asker, told, id)
      transformation.add(told, (container) => drawn.get(container))
    }
  }
  return transformation.balance(await weightsOf(tx, transformation.names, rules))
}

/** Two texts may share a token. */
const isPartOf = ({ flow }: Told, id: string): boolean =>
  flow.type === 'TransformationEvent' && (flow.transformationID === id || flow.eventID === id)

/** Of a container that was used for years so many events are looked at; beyond them what was in it is not known. */
const MOST_OF_CONTAINER = 20_000

/** What was in the containers that an event draws from. */
async function drawnBy(
  tx: Tx,
  asker: Asker,
  { flow }: Told,
  id: string,
): Promise<ReadonlyMap<string, Drawn>> {
  const drawn = new Map<string, Drawn>()
  for (const part of flow.void ? [] : flow.inputs.filter(isContainer)) {
    const positions = await positionsOf(tx, [tokenOf(THING, part.id)])
    if (positions.length > MOST_OF_CONTAINER) continue
    const events: FlowEvent[] = []
    for await (const some of toldAt(tx, asker, positions))
      events.push(...some.map((one) => one.flow))
    drawn.set(part.id, drawnFrom(part.id, events, { at: flow.time, by: id }))
  }
  return drawn
}
