import type { Tx } from '../db/engine.ts'
import { sql } from '../db/sql.ts'
import { bloomAdd, bloomFor, bloomHas } from './bloom.ts'
import { WIDTH } from './entries.ts'
import type { Token } from './token.ts'

/** Parts of one filter, at most; their numbers stand in the lower 12 bits of their ids. */
const MOST_PARTS = 2 ** 12

const HASHES = 2 ** 32

/** In how many parts a filter over so many entries is, that each has about `most` at most: a power of two. */
export function partsFor(entries: number, most: number): number {
  let parts = 1
  while (parts < MOST_PARTS && entries / parts > most) parts *= 2
  return parts
}

/** How many hashes (high halves) a part is over. */
export const breadthOf = (parts: number): number => HASHES / parts

export const partOf = (parts: number, high: number): number => Math.floor(high / breadthOf(parts))

export const bloomId = (run: number, part: number): number => run * MOST_PARTS + part

/** Writes one part of a run's filter: over all its entries of that range of hashes, there may be none. */
export async function writeBloom(
  tx: Tx,
  { run, part }: { readonly run: number; readonly part: number },
  entries: Uint32Array,
): Promise<void> {
  const bits = bloomFor(entries.length / WIDTH)
  for (let i = 0; i < entries.length; i += WIDTH) {
    bloomAdd(bits, entries[i] ?? 0, entries[i + 1] ?? 0)
  }
  await tx.run(sql`insert into run_bloom (id, bits) values (${bloomId(run, part)}, ${bits})`)
}

export async function deleteBloom(tx: Tx, run: number): Promise<void> {
  await tx.run(sql`delete from run_bloom
    where id >= ${bloomId(run, 0)} and id < ${bloomId(run + 1, 0)}`)
  KNOWN.get(tx.scope)?.delete(run)
}

/** The filter of a run, as far as it was read: its parts by number. */
type Filter = (Uint8Array | undefined)[]

/** Parts never change once written, so each thread keeps what it has read. */
const KNOWN = new WeakMap<object, Map<number, Filter>>()

/** For each token, whether a run may hold it; false: surely not. `asked` leaves tokens out: false for them. */
export async function mayHold(
  tx: Tx,
  { id: run, parts }: { readonly id: number; readonly parts: number },
  tokens: readonly Token[],
  asked: (i: number) => boolean = () => true,
): Promise<readonly boolean[]> {
  const filter = filterOf(tx, run)
  const may: boolean[] = []
  for (let i = 0; i < tokens.length; i++) {
    const token = tokens[i]
    if (token === undefined || !asked(i)) {
      may.push(false)
      continue
    }
    const { high, low } = token
    const part = partOf(parts, high)
    // No wait for what was read: 30,000 of them for 1,000 new names in 30 runs.
    const bits = filter[part] ?? (filter[part] = await readPart(tx, run, part))
    may.push(bloomHas(bits, high, low))
  }
  return may
}

function filterOf(tx: Tx, run: number): Filter {
  const known = KNOWN.get(tx.scope) ?? new Map<number, Filter>()
  KNOWN.set(tx.scope, known)
  const filter = known.get(run) ?? []
  known.set(run, filter)
  return filter
}

async function readPart(tx: Tx, run: number, part: number): Promise<Uint8Array> {
  const [row] = await tx.all<{ bits: Uint8Array }>(sql`
    select bits from run_bloom where id = ${bloomId(run, part)}`)
  if (row !== undefined) return row.bits
  const says = `a filter of run ${run} of the index is missing`
  throw new Error(`${says}; stop the server, run suyuan check --repair`)
}
