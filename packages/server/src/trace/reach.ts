import type { ReachAnswer, Reached, ReachQuestion } from '@suyuan/core/flow/reach'
import { reachOver, type ReachedAtOnce } from '@suyuan/core/flow/reaching'
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
  const { knownBefore } = question
  const ask = await asking(tx, {
    viewer: OURSELVES,
    ...(knownBefore !== undefined && { knownBefore }),
  })
  return { ...(await reachOver(ask, question)), position }
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
