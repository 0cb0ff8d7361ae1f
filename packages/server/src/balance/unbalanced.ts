import { numberOf } from '@suyuan/core/balance/decimal'
import { BASE } from '@suyuan/core/balance/measure'
import type { Gap } from '@suyuan/core/flow/trace'
import type { Engine, Tx, Work } from '../db/engine.ts'
import { storedNamed } from '../store/stored.ts'
import { rulesInForce } from './rules.ts'
import { toldOf, type Asker } from './told.ts'
import { balanceOf } from './transformation.ts'

type Named = { readonly asker: Asker; readonly eventIDs: readonly string[] }

/** Events looked up at once. */
const AT_ONCE = 50

/** The gaps `quantity-unbalanced` of the transformations that events are of; none where no tolerance is set. */
export const unbalancedBy =
  (engine: Engine): ((asked: Named) => Promise<readonly Gap[]>) =>
  async ({ asker, eventIDs }) => {
    const done = new Set<string>()
    const gaps: Gap[] = []
    for (let from = 0; from < eventIDs.length; from += AT_ONCE) {
      const some = eventIDs.slice(from, from + AT_ONCE)
      const all = await engine.read(transformationsOf, { asker, eventIDs: some })
      const ids = all.filter((id) => !done.has(id))
      for (const id of ids) done.add(id)
      gaps.push(...(await engine.read(gapsOf, { asker, eventIDs: ids })))
    }
    return gaps
  }

const transformationsOf: Work<Named, readonly string[]> = {
  run: transformationsNamed,
  module: import.meta.url,
  name: 'transformationsNamed',
}

export async function transformationsNamed(
  tx: Tx,
  { asker, eventIDs }: Named,
): Promise<readonly string[]> {
  const { rules } = await rulesInForce(tx)
  if (rules.tolerances.length === 0) return []
  const ids = new Set<string>()
  for (const eventID of eventIDs) {
    const events = await toldOf(tx, asker, await storedNamed(tx, asker.viewer, eventID))
    for (const { flow } of events) if (!flow.void) ids.add(flow.transformationID ?? flow.eventID)
  }
  return [...ids]
}

const gapsOf: Work<Named, readonly Gap[]> = {
  run: gapsOfTransformations,
  module: import.meta.url,
  name: 'gapsOfTransformations',
}

export async function gapsOfTransformations(
  tx: Tx,
  { asker, eventIDs }: Named,
): Promise<readonly Gap[]> {
  const inForce = await rulesInForce(tx)
  const gaps: Gap[] = []
  for (const id of eventIDs) {
    const balance = await balanceOf(tx, asker, id, inForce)
    const difference = balance?.sums.difference
    if (balance?.verdict.verdict !== 'unbalanced' || difference === undefined) continue
    const uom = BASE[balance.sums.dimension] ?? 'KGM'
    const size = { value: numberOf(difference), uom }
    gaps.push({ kind: 'quantity-unbalanced', id, eventID: balance.eventID, size })
  }
  return gaps
}
