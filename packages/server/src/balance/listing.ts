import { Group, Supplier, supplierOf } from '@suyuan/core/balance/group'
import type { TransformationBalance } from '@suyuan/core/balance/transformation'
import { dayOf } from './local-day.ts'
import type { Engine } from '../db/engine.ts'
import { refuse, type Refused } from '../http/problem.ts'
import { shownGroup, shownSupplier } from './answer.ts'
import { lotBalance, type HolderOf } from './lot.ts'
import { scanLots, scanTransformations, type Range, type Spot } from './scan.ts'

/** Events that one listing may read: some ten seconds. */
const MOST_READ = 400_000

/** Lots that one listing by supplier may weigh. */
const MOST_LOTS = 5000

export type Listing = Omit<Range, 'after' | 'most'> & {
  readonly engine: Engine
  readonly holderOf: HolderOf
  /** Only of this line, canonical. */
  readonly line?: string
  readonly signal: AbortSignal
}

/** One page of transformations, and where the next begins. */
export async function transformationsPage(
  listing: Listing,
  {
    after,
    most,
    keep,
  }: {
    readonly after?: Spot
    readonly most: number
    readonly keep: (balance: TransformationBalance) => boolean
  },
): Promise<{ readonly balances: readonly TransformationBalance[]; readonly next?: Spot }> {
  const balances: TransformationBalance[] = []
  let spot = after
  for (let read = 0; read < MOST_READ;) {
    listing.signal.throwIfAborted()
    const left = most - balances.length
    const { asker, from, to } = listing
    const range = { asker, from, to, most: left, ...(spot && { after: spot }) }
    const scanned = await listing.engine.read(scanTransformations, range)
    read += scanned.read
    balances.push(...scanned.found.map(([one]) => one).filter(keep))
    if (scanned.next === undefined) return { balances }
    spot = scanned.next
    if (balances.length >= most) break
  }
  // The page may be short, or empty: the next goes on where this one stopped.
  return { balances, ...(spot && { next: spot }) }
}

/** All transformations of the range. @throws Refused (QueryTooComplex) when they are too many for one answer. */
async function* eachTransformation(listing: Listing): AsyncGenerator<TransformationBalance> {
  let spot: Spot | undefined
  let read = 0
  do {
    listing.signal.throwIfAborted()
    const { asker, from, to } = listing
    const range = { asker, from, to, most: Infinity, ...(spot && { after: spot }) }
    const scanned = await listing.engine.read(scanTransformations, range)
    read += scanned.read
    if (read > MOST_READ) throw tooComplex(`more than ${MOST_READ} events`)
    yield* scanned.found.map(([one]) => one)
    spot = scanned.next
  } while (spot !== undefined)
}

const tooComplex = (what: string): Refused =>
  refuse('QueryTooComplexException', '?to', 'too-complex', `${what}; ask for less time at once`)

export const GROUPS: Readonly<Record<'line' | 'day', (balance: TransformationBalance) => string>> =
  {
    line: ({ line }) => line ?? '',
    day: dayOf,
  }

/** Rows by line or day, in their order. */
export async function groupedRows(
  listing: Listing,
  by: keyof typeof GROUPS,
): Promise<readonly object[]> {
  const groups = new Map<string, Group>()
  for await (const balance of eachTransformation(listing)) {
    if (listing.line !== undefined && balance.line !== listing.line) continue
    const name = GROUPS[by](balance)
    const group = groups.get(name) ?? new Group()
    groups.set(name, group)
    group.add(balance)
  }
  return inOrder(groups).map(([name, group]) => ({
    ...(name !== '' && { [by]: name }),
    ...shownGroup(group.told),
  }))
}

/** Rows by supplier: the lots that were made in the range, and that others received or used. */
export async function supplierRows(listing: Listing): Promise<readonly object[]> {
  const { engine, asker, holderOf, signal } = listing
  const suppliers = new Map<string, Supplier>()
  for await (const lot of eachLot(listing)) {
    const balance = await lotBalance(engine, asker, { lot, holderOf, signal })
    const name = balance && supplierOf(balance)
    if (balance === undefined || name === undefined) continue
    const supplier = suppliers.get(name) ?? new Supplier()
    suppliers.set(name, supplier)
    supplier.add(balance)
  }
  return inOrder(suppliers).map(([supplier, one]) => ({ supplier, ...shownSupplier(one.told) }))
}

async function* eachLot(listing: Listing): AsyncGenerator<string> {
  const lots = new Set<string>()
  let spot: Spot | undefined
  let read = 0
  do {
    const { asker, from, to } = listing
    const range = { asker, from, to, most: Infinity, ...(spot && { after: spot }) }
    const scanned = await listing.engine.read(scanLots, range)
    read += scanned.read
    if (read > MOST_READ) throw tooComplex(`more than ${MOST_READ} events`)
    for (const [lot] of scanned.found) {
      if (lots.has(lot)) continue
      lots.add(lot)
      if (lots.size > MOST_LOTS) throw tooComplex(`more than ${MOST_LOTS} lots`)
      yield lot
    }
    spot = scanned.next
  } while (spot !== undefined)
}

const inOrder = <T>(rows: ReadonlyMap<string, T>): readonly (readonly [string, T])[] =>
  [...rows].sort(([a], [b]) => (a < b ? -1 : 1))
