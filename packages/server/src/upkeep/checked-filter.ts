import type { Tx } from '../db/engine.ts'
import { sql } from '../db/sql.ts'
import { bloomAdd, bloomFor } from '../store/bloom.ts'
import { WIDTH } from '../store/entries.ts'
import { bloomId, breadthOf, partOf } from '../store/run-bloom.ts'
import { IDENTITIES } from '../store/runs.ts'
import type { Findings } from './findings.ts'
import type { RunRow } from './run-entries.ts'

type Part = { readonly kept: Uint8Array | undefined; readonly made: Uint8Array; entries: number }

/**
 * Holds the Bloom filter of a run against its entries, that come in order: no filter may deny what its run holds; bits too
 * many only cost time, but were not put there by us.
 */
export class CheckedFilter {
  readonly #tx: Tx
  readonly #findings: Findings
  readonly #run: RunRow
  #number = -1
  #part: Part | undefined

  constructor(tx: Tx, findings: Findings, run: RunRow) {
    this.#tx = tx
    this.#findings = findings
    this.#run = run
  }

  async take(entries: Uint32Array): Promise<void> {
    const { parts } = this.#run
    if (parts === 0) return
    for (let i = 0; i < entries.length; i += WIDTH) {
      const high = entries[i] ?? 0
      const number = partOf(parts, high)
      // A page out of order is told as such; here it goes to the part that is being read.
      if (number > this.#number) await this.#goOn(number)
      if (this.#part === undefined) continue
      bloomAdd(this.#part.made, high, entries[i + 1] ?? 0)
      this.#part.entries++
    }
  }

  /** The run is over: a merge under way has made the parts below `done_to`. */
  async end(): Promise<void> {
    const { family, parts, sources, done_to } = this.#run
    if (parts > 0) await this.#goOn(sources === null ? parts : done_to / breadthOf(parts))
    else if (family === IDENTITIES) this.#says('missing or cut')
  }

  /** On to a part; those between have no entries. */
  async #goOn(to: number): Promise<void> {
    while (this.#number < to) {
      this.#judge()
      this.#number++
      this.#part = this.#number < this.#run.parts ? await this.#open() : undefined
    }
  }

  async #open(): Promise<Part> {
    const [row] = await this.#tx.all<{ bits: unknown }>(sql`
      select bits from run_bloom where id = ${bloomId(this.#run.id, this.#number)}`)
    const kept = row?.bits instanceof Uint8Array ? row.bits : undefined
    return { kept, made: new Uint8Array(Math.max(8, kept?.length ?? 0)), entries: 0 }
  }

  #judge(): void {
    if (this.#part === undefined) return
    const { kept, made, entries } = this.#part
    if (kept === undefined || kept.length !== bloomFor(entries).length) {
      this.#says('missing or cut')
    } else if (made.some((byte, i) => (byte & ~(kept[i] ?? 0)) !== 0)) {
      const harm =
        this.#run.family === IDENTITIES
          ? 'an event captured again could be kept twice'
          : 'events of a thing could be missed'
      this.#says(`denies what the run holds; ${harm}`)
    } else if (made.some((byte, i) => byte !== kept[i])) this.#says('has bits that no name has set')
  }

  #says(what: string): void {
    const { id } = this.#run
    const verb = what.startsWith('missing') ? 'is ' : ''
    this.#findings.add(`run ${id}`, 'bloom', `run ${id}: its Bloom filter ${verb}${what}`)
  }
}
