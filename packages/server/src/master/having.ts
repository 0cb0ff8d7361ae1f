import { attributeName, textsOf } from '@suyuan/core/master/attribute'
import type { Tx } from '../db/engine.ts'
import { sql } from '../db/sql.ts'
import {
  attributeToken,
  keptIn,
  valueToken,
  type ElementRow,
  type Kept,
} from '../store/master-data.ts'
import { seesMasterData, type Viewer } from '../store/viewer.ts'

/** The things, canonical, that have one of these attributes now: what HASATTR_ asks for. */
export async function idsHaving(
  tx: Tx,
  viewer: Viewer,
  attributes: readonly string[],
): Promise<readonly string[]> {
  const names = new Set(attributes.map(attributeName))
  const things = await foundBy(tx, viewer, attributes.map(attributeToken))
  return idsOf(
    things.filter(({ description }) =>
      description.attributes.some(({ id }) => names.has(attributeName(id))),
    ),
  )
}

/** The things, canonical, one of whose attribute's values is one of these: what EQATTR_ asks for. */
export async function idsWith(
  tx: Tx,
  viewer: Viewer,
  attribute: string,
  values: readonly string[],
): Promise<readonly string[]> {
  const name = attributeName(attribute)
  const tokens = values.map((value) => valueToken(attribute, value))
  const things = await foundBy(tx, viewer, tokens)
  return idsOf(
    things.filter(({ description }) =>
      description.attributes.some(
        (one) =>
          attributeName(one.id) === name &&
          textsOf(one.attribute).some((text) => values.includes(text)),
      ),
    ),
  )
}

/** Two texts may share a token: what is found is compared. */
async function foundBy(
  tx: Tx,
  viewer: Viewer,
  tokens: readonly string[],
): Promise<readonly Kept[]> {
  if (!seesMasterData(viewer)) return []
  const rows = await tx.all<ElementRow>(sql`
    select number, latest, type, id, body from master_element
    where number in (select element from master_token where ${tx.dialect.among(sql`token`, tokens)})
    order by number`)
  return rows.map(keptIn)
}

const idsOf = (things: readonly Kept[]): readonly string[] => [
  ...new Set(things.map(({ id }) => id)),
]
