import { isOneOf } from '@suyuan/core/balance/counting'
import { statedWeights } from '@suyuan/core/balance/stated'
import type { Weights } from '@suyuan/core/balance/measure'
import type { BalanceRules } from '@suyuan/core/balance/rules'
import { classOf } from '@suyuan/core/id/class-and-lot'
import { identify } from '@suyuan/core/id/identify'
import type { Tx } from '../db/engine.ts'
import { sql } from '../db/sql.ts'
import { keptIn, type ElementRow } from '../store/master-data.ts'

/** What lots and classes weigh: as master data says of the lot, else of its class, else as the rules do. */
export async function weightsOf(
  tx: Tx,
  names: readonly string[],
  rules: BalanceRules,
): Promise<(id: string) => Weights> {
  const ids = [...new Set(names.flatMap((name) => [name, classOf(name) ?? name]))]
  const rows = await tx.all<ElementRow>(sql`
    select number, latest, type, id, body from master_element
    where ${tx.dialect.among(sql`id`, ids)} order by number`)
  const stated = new Map<string, Weights>()
  for (const row of rows) {
    const { id, description } = keptIn(row)
    stated.set(id, { ...stated.get(id), ...statedWeights(description.attributes) })
  }
  return (id) => {
    const ofClass = identify(id).kind === 'class' ? id : classOf(id)
    const product = rules.products.find(({ classes }) => isOneOf(classes, ofClass))
    return { ...product, ...(ofClass === undefined ? {} : stated.get(ofClass)), ...stated.get(id) }
  }
}
