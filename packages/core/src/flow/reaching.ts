import { foundIn } from './answer.ts'
import type { ReachAnswer, Reached, ReachQuestion } from './reach.ts'
import { teller } from './telling.ts'
import { walkFrom } from './walk-from.ts'
import type { Ask } from './world.ts'

/** An answer whose things are all there already. */
export type ReachedAtOnce = Omit<ReachAnswer, 'things' | 'position'> & {
  readonly things: readonly Reached[]
}

/** Things told at once: their names are asked for together. */
const PART = 20_000

/** What is reached from several things at once, as {@link ReachQuestion} has it. */
export async function reachOver(ask: Ask, question: ReachQuestion): Promise<ReachedAtOnce> {
  const walk = await walkFrom(ask, question)
  const { world: _, all: __, certain: ___, ...answer } = walk
  const found = foundIn(walk.all).filter(({ distance }) => distance <= (question.depth ?? Infinity))
  const tell = teller(walk, question)
  const things: Reached[] = []
  for (let from = 0; from < found.length; from += PART) {
    for (const thing of await tell(found.slice(from, from + PART))) things.push(thing)
  }
  return { ...answer, counts: countsOf(things), things }
}

function countsOf(things: readonly Reached[]): ReachAnswer['counts'] {
  const counts = { item: 0, lot: 0, class: 0, place: 0 }
  for (const { kind } of things) counts[kind]++
  return counts
}
