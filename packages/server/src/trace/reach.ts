import type { ReachAnswer, Reached, ReachQuestion } from '@suyuan/core/flow/reach'
import { reachOver, type ReachedAtOnce } from '@suyuan/core/flow/reaching'
import { tallyOver, type Tally } from '@suyuan/core/flow/tally'
import type { Reach } from '../access/reach.ts'
import type { Engine, Tx, Work } from '../db/engine.ts'
import { endOfLog, OURSELVES } from '../store/follow.ts'
import { asking } from './ask.ts'

export type ReachedWhole = ReachedAtOnce & { readonly position: number }

/** {@link reachOver} the store. */
export const reachThings: Work<ReachQuestion, ReachedWhole> = {
  run: runReach,
  module: import.meta.url,
  name: 'runReach',
}

export async function runReach(tx: Tx, question: ReachQuestion): Promise<ReachedWhole> {
  const position = await endOfLog(tx)
  return { ...(await reachOver(await askingFor(tx, question), question)), position }
}

/** {@link tallyOver} the store. */
export const tallyThings: Work<ReachQuestion, Tally> = {
  run: runTally,
  module: import.meta.url,
  name: 'runTally',
}

export async function runTally(tx: Tx, question: ReachQuestion): Promise<Tally> {
  return tallyOver(await askingFor(tx, question), question)
}

function askingFor(tx: Tx, { knownBefore }: ReachQuestion): ReturnType<typeof asking> {
  return asking(tx, { viewer: OURSELVES, ...(knownBefore !== undefined && { knownBefore }) })
}

/** Things told at once. */
const PART = 1000

/** {@link Reach} by walking over the store. */
export function reachByStore(engine: Engine): Reach {
  return async (question, { signal, progress } = {}): Promise<ReachAnswer> => {
    signal?.throwIfAborted()
    const { things, ...told } = await engine.read(reachThings, question)
    signal?.throwIfAborted()
    progress?.({ found: things.length })
    return { ...told, things: inParts(things) }
  }
}

/** Things in parts. */
export async function* inParts(things: readonly Reached[]): AsyncGenerator<readonly Reached[]> {
  for (let from = 0; from < things.length; from += PART) yield things.slice(from, from + PART)
}
