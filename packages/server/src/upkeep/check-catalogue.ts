import { emptyCatalogue, step } from '../catalogue/take-in.ts'
import type { Tx } from '../db/engine.ts'
import { sql, type Sql } from '../db/sql.ts'
import { endOfLog, placeOf } from '../store/follow.ts'
import type { Told } from './check-log.ts'
import { engineOf } from './engine-check.ts'
import type { Findings } from './findings.ts'

const READ = 200

type Row = { readonly key: string; readonly value: string }
type Table = { readonly name: string; readonly was: Sql; readonly copy: Sql; readonly now: Sql }

const TABLES: readonly Table[] = [
  {
    name: 'catalogue_class',
    copy: sql`create temp table was_class as select class as key, items as value from catalogue_class`,
    was: sql`select key, value from was_class`,
    now: sql`select class as key, items as value from catalogue_class`,
  },
  {
    name: 'catalogue_lot',
    copy: sql`create temp table was_lot as
      select lot as key, items || ' of ' || class || ' since ' || first_seen as value from catalogue_lot`,
    was: sql`select key, value from was_lot`,
    now: sql`select lot as key, items || ' of ' || class || ' since ' || first_seen as value
      from catalogue_lot`,
  },
  {
    name: 'catalogue_sample',
    copy: sql`create temp table was_sample as
      select class || ' ' || rank as key, item as value from catalogue_sample`,
    was: sql`select key, value from was_sample`,
    now: sql`select class || ' ' || rank as key, item as value from catalogue_sample`,
  },
]

const NAMES = [...TABLES.map(({ name }) => name), 'follower']

/** The catalogue is what a rebuild from the log gives. Writes it anew to compare: call it where all is taken back. */
export async function checkCatalogue(all: Tx, findings: Findings, told: Told): Promise<void> {
  // What is written is taken back: no follower of a server needs to wait for it.
  const tx: Tx = { ...all, scope: all.scope, lock: () => Promise.resolve() }
  await engineOf(tx).setAside(tx, NAMES)
  await catchUp(tx, told)
  for (const { copy } of TABLES) await tx.run(copy)
  await rebuildCatalogue(tx, told)
  for (const { name, was, now } of TABLES) {
    const kept = await tx.all<Row>(sql`${was} except ${now} limit ${READ}`)
    const due = await tx.all<Row>(sql`${now} except ${was} limit ${READ}`)
    for (const says of differences(kept, due))
      findings.add(name, 'catalogue-differs', `${name}: ${says}`)
  }
}

function differences(kept: readonly Row[], due: readonly Row[]): readonly string[] {
  const dueOf = new Map(due.map(({ key, value }) => [key, value]))
  const known = new Set(kept.map(({ key }) => key))
  return [
    ...kept.map(({ key, value }) =>
      dueOf.has(key)
        ? `${key} is kept as ${value}, the log gives ${dueOf.get(key)}`
        : `${key} (${value}) is kept, and the log does not give it`,
    ),
    ...due
      .filter(({ key }) => !known.has(key))
      .map(({ key, value }) => `${key} (${value}) is missing`),
  ]
}

/** Empties the catalogue and counts all of the log again. */
export async function rebuildCatalogue(tx: Tx, told: Told): Promise<void> {
  await emptyCatalogue(tx)
  await catchUp(tx, told)
}

async function catchUp(tx: Tx, told: Told): Promise<void> {
  const end = await endOfLog(tx)
  for (let left = 1; left > 0;) {
    left = (await step(tx)).left
    told(`${end - left} of ${end} events counted again for the catalogue`)
  }
  const place = await placeOf(tx, 'catalogue')
  if (place > end) throw new Error(`it has read to ${place}, and the log ends with ${end}`)
}
