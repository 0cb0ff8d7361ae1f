import { createHash, hash } from 'node:crypto'
import { identify } from '@suyuan/core/id/identify'
import {
  LIST_FORMAT,
  type BlockedLot,
  type ListPayload,
  type ListSignature,
  type MarkSet,
} from '@suyuan/core/sellable/blocked-list'
import { bitsFor, markIn, packMarks, shortened } from '@suyuan/core/sellable/marks'
import { logEnd } from '../store/follow.ts'
import type { SellableRoom } from './answer.ts'
import type { Block, Blocked } from './blocks.ts'
import { issueNow, type Issue } from './issue.ts'
import { listKeyOf, type ListKey } from './list-key.ts'

/** A list is good for a day; it is issued anew after half of it. */
export const VALID_MICROS = 86_400e6

/** A list as it is handed out. */
export type Issued = Issue & { readonly text: string }

/** The list of what is blocked, made anew when what is blocked is another, and signed. */
export class BlockedLists {
  readonly #room: SellableRoom
  readonly #blocks: readonly Block[]
  #turn: Promise<unknown> = Promise.resolve()
  #last: Issued | undefined
  #key: Promise<ListKey> | undefined

  constructor(room: SellableRoom) {
    this.#room = room
    this.#blocks = room.blocks ?? []
  }

  /** Knows all that was acknowledged before it was asked for. */
  newest(): Promise<Issued> {
    const turn = this.#turn.then(() => this.#issue())
    this.#turn = turn.catch(() => undefined)
    return turn
  }

  /** Asked for once it is needed; asked again where the store did not answer. */
  key(): Promise<ListKey> {
    this.#key ??= listKeyOf(this.#room.engine).catch((error: unknown) => {
      this.#key = undefined
      throw error
    })
    return this.#key
  }

  async #issue(): Promise<Issued> {
    const { engine, now } = this.#room
    for (;;) {
      const position = await engine.read(logEnd, undefined)
      const state = await this.#state()
      const asked = { state, position, now: now(), renewed: VALID_MICROS / 2 }
      const issue = await engine.write(issueNow, asked)
      if (this.#last?.number === issue.number) return this.#last
      const found = await collected(this.#blocks)
      // What a block tells while it changes may lack something: it is asked again.
      if ((await this.#state()) !== state) continue
      this.#last = { ...issue, text: signed(payloadOf(issue, found), await this.key()) }
      return this.#last
    }
  }

  async #state(): Promise<string> {
    const states = await Promise.all(this.#blocks.map((block) => block.state()))
    return createHash('sha256').update(JSON.stringify(states)).digest('hex')
  }
}

function signed(payload: ListPayload, key: ListKey): string {
  const line = JSON.stringify(payload)
  const signature: ListSignature = {
    alg: 'EdDSA',
    kid: key.published.kid,
    signature: key.sign(line),
  }
  return `${line}\n${JSON.stringify(signature)}\n`
}

type Collected = {
  readonly lots: readonly BlockedLot[]
  /** Marks of 52 bits, by kind and reference. */
  readonly things: ReadonlyMap<string, { readonly of: Blocked; readonly marks: number[] }>
}

/** Eight bytes a thing are held of all that is blocked. */
async function collected(blocks: readonly Block[]): Promise<Collected> {
  const lots = new Map<string, BlockedLot>()
  const things = new Map<string, { readonly of: Blocked; readonly marks: number[] }>()
  for (const block of blocks) {
    for await (const part of block.all()) {
      for (const one of part) {
        const { id, kind, ref } = one
        const reason = JSON.stringify([kind, ref])
        if (identify(id).kind === 'lot') {
          lots.set(`${id} ${reason}`, [id, kind, ref])
          continue
        }
        const set = things.get(reason) ?? { of: one, marks: [] }
        things.set(reason, set)
        set.marks.push(markIn(hash('sha256', id, 'buffer')))
      }
    }
  }
  return { lots: [...lots.values()], things }
}

function payloadOf({ number, position, issued }: Issue, { lots, things }: Collected): ListPayload {
  const all = [...things.values()]
  const bits = bitsFor(all.reduce((sum, { marks }) => sum + marks.length, 0))
  return {
    format: LIST_FORMAT,
    number,
    position,
    issued: isoOf(issued),
    expires: isoOf(issued + VALID_MICROS),
    lots: lots.toSorted(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0)),
    marks: { bits, sets: all.map(({ of, marks }) => setOf(of, marks, bits)) },
  }
}

function setOf({ kind, ref }: Blocked, marks: readonly number[], bits: number): MarkSet {
  const sorted = Float64Array.from(marks, (mark) => shortened(mark, bits)).sort()
  const unique = sorted.filter((mark, i) => i === 0 || mark !== sorted[i - 1])
  const gaps = Buffer.from(packMarks(unique)).toString('base64')
  return { kind, ref, count: unique.length, gaps }
}

const isoOf = (micros: number): string => new Date(micros / 1000).toISOString()
