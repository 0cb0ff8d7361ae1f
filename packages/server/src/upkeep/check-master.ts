import type { Tx } from '../db/engine.ts'
import { sql } from '../db/sql.ts'
import {
  childrenOf,
  keptAfter,
  tokensOf,
  type ElementRow,
  type Kept,
  type Numbered,
} from '../store/master-data.ts'
import type { Findings } from './findings.ts'
import { rowsIn } from './move-tables.ts'

const MASTER_DATA = { name: 'master_data', key: ['number'], weighs: 'body' }

/**
 * What holds of each thing, and what it is found by, is what was said of it gives. Statements that no server has taken in yet
 * are not looked at. Call it where `master_data` can be read.
 */
export async function checkMasterElements(tx: Tx, findings: Findings): Promise<void> {
  const due = await dueOf(tx)
  const rows = await tx.all<ElementRow>(sql`
    select number, latest, type, id, body from master_element order by number`)
  const found = await foundBy(tx)
  const say = (id: string): void => {
    const says = `what holds of ${id} is not what was said of it`
    findings.add('master_element', 'master-element-differs', says)
  }
  for (const row of rows) {
    const one = due.get(row.number)
    due.delete(row.number)
    if (one === undefined || !isSame(row, one, found)) say(row.id)
  }
  for (const { id } of due.values()) say(id)
  for (const element of found.keys()) {
    if (!rows.some(({ number }) => number === element)) say(`element ${element}`)
  }
}

async function dueOf(tx: Tx): Promise<Map<number, Kept>> {
  const [row] = await tx.all<{ last: number | null }>(sql`
    select max(latest) as last from master_element`)
  const last = row?.last ?? 0
  const things = new Map<string, Kept>()
  for await (const rows of rowsIn(tx, MASTER_DATA)) {
    for (const one of rows as unknown as readonly Numbered[]) {
      const key = `${one.type} ${one.id}`
      if (one.number <= last) things.set(key, keptAfter(things.get(key), one))
    }
  }
  return new Map([...things.values()].map((one) => [one.number, one]))
}

type Found = { readonly tokens: string[]; readonly children: string[] }

async function foundBy(tx: Tx): Promise<ReadonlyMap<number, Found>> {
  const found = new Map<number, Found>()
  const of = (element: number): Found => {
    const known = found.get(element) ?? { tokens: [], children: [] }
    found.set(element, known)
    return known
  }
  const tokens = await tx.all<{ element: number; token: string }>(sql`
    select element, token from master_token`)
  for (const { element, token } of tokens) of(element).tokens.push(token)
  const children = await tx.all<{
    element: number
    place: number
    parent: string
    child: string
  }>(sql`select element, place, parent, child from master_child order by element, place`)
  for (const { element, ...row } of children) {
    of(element).children.push(JSON.stringify([element, row.place, row.parent, row.child]))
  }
  return found
}

function isSame(row: ElementRow, due: Kept, found: ReadonlyMap<number, Found>): boolean {
  const { tokens = [], children = [] } = found.get(row.number) ?? {}
  return (
    row.latest === due.latest &&
    row.type === due.type &&
    row.id === due.id &&
    row.body === JSON.stringify(due.description) &&
    tokens.toSorted(byCode).join() === tokensOf(due).toSorted(byCode).join() &&
    children.join() ===
      childrenOf(due)
        .map((one) => JSON.stringify(one))
        .join()
  )
}

const byCode = (a: string, b: string): number => (a < b ? -1 : 1)
