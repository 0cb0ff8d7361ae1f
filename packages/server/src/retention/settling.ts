import { setImmediate } from 'node:timers/promises'
import { Graph } from '@suyuan/core/retention/graph'
import type { Rule } from '@suyuan/core/retention/rule'
import { settle, type Settled } from '@suyuan/core/retention/settle'
import type { Engine } from '../db/engine.ts'
import { logEnd } from '../store/follow.ts'
import { readFacts, thingKey } from './facts.ts'
import { heldNow } from './holds.ts'
import { rulesKept } from '../store/kept-rules.ts'
import { rulesIn } from './rules.ts'

/** A thing that is under an open recall, and which. */
export type UnderRecall = { readonly recall: string; readonly things: readonly string[] }

export type RetentionRoom = {
  readonly engine: Engine
  /** Microseconds since 1970. */
  readonly now: () => number
  /** What open recalls are about: it and its graph stay as what is held does. Asked anew before each step. */
  readonly underRecall?: () => Promise<readonly UnderRecall[]>
}

export type Told = (progress: { readonly done: number; readonly of: number }) => void

/** What keeps things whatever the rules say, in one list; and a mark that changes with it. */
export type Holding = {
  readonly list: readonly ({ readonly hold: number } | { readonly recall: string })[]
  readonly things: readonly (readonly [key: number, index: number])[]
  /** Of the holds in the store alone. */
  readonly mark: string
  readonly recalls: string
}

/** The log as far as it was looked at, and what becomes of its events. */
export type Settling = {
  readonly now: number
  readonly rules: {
    /** 0: none were ever given. */
    readonly version: number
    readonly list: readonly Rule[]
  }
  readonly graph: Graph
  readonly seen: number
  readonly holding: Holding
  readonly settled: Settled
}

/** Reads the log and settles what may go now. What is captured meanwhile is not looked at. */
export async function settleLog(room: RetentionRoom, told: Told = () => {}): Promise<Settling> {
  const kept = await room.engine.read(rulesKept, 'retention')
  const rules = { version: kept?.version ?? 0, list: kept === undefined ? [] : rulesIn(kept.body) }
  return settleFrom(room, { now: room.now(), rules, graph: new Graph(), seen: 0 }, told)
}

/** Looks at what came since, and settles anew. */
export async function settleFrom(
  room: RetentionRoom,
  { now, rules, graph, seen }: Pick<Settling, 'now' | 'rules' | 'graph' | 'seen'>,
  told: Told = () => {},
): Promise<Settling> {
  const { engine } = room
  const end = await engine.read(logEnd, undefined)
  for (let after = seen; after < end;) {
    const facts = await engine.read(readFacts, { rules: rules.list, after, upTo: end })
    for (const one of facts) graph.add(one)
    after = facts.at(-1)?.position ?? end
    told({ done: after, of: end })
  }
  const holding = await holdingNow(room)
  const settled = await drive(settle(graph, now, { things: holding.things }))
  return { now, rules, graph, seen: end, holding, settled }
}

async function holdingNow(room: RetentionRoom): Promise<Holding> {
  const { things: held, mark } = await room.engine.read(heldNow, undefined)
  const recalls = (await room.underRecall?.()) ?? []
  const list: Holding['list'][number][] = []
  const at = new Map<number, number>()
  const things: [number, number][] = []
  for (const [key, hold] of held) {
    const index = at.get(hold) ?? list.push({ hold }) - 1
    at.set(hold, index)
    things.push([key, index])
  }
  for (const { recall, things: named } of recalls) {
    const index = list.push({ recall }) - 1
    for (const thing of named) things.push([thingKey(thing), index])
  }
  return { list, things, mark, recalls: JSON.stringify(recalls) }
}

/** Runs work that yields now and then, and lets what waits run in between. */
async function drive<T>(work: Generator<void, T>): Promise<T> {
  for (;;) {
    const step = work.next()
    if (step.done === true) return step.value
    await setImmediate()
  }
}
