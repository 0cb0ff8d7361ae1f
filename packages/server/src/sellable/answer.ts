import { identify } from '@suyuan/core/id/identify'
import { goodUntilOnLabel } from '@suyuan/core/sellable/good-until'
import { lotOnLabel } from '@suyuan/core/sellable/label-lot'
import { verdictOf, type Reason, type Verdict } from '@suyuan/core/sellable/verdict'
import type { Engine } from '../db/engine.ts'
import type { Viewer } from '../store/viewer.ts'
import type { Block } from './blocks.ts'
import { lookUp, type Found } from './look-up.ts'

export type SellableRoom = {
  readonly engine: Engine
  /** Microseconds since 1970. */
  readonly now: () => number
  /** What other rooms forbid. */
  readonly blocks?: readonly Block[]
}

/**
 * "May I sell this?" of each, in any spelling, in their order. What a label says beside its key (a lot, an expiry) counts
 * too. Knows all that was acknowledged before it was asked.
 */
export async function sellable(
  room: SellableRoom,
  viewer: Viewer,
  given: readonly string[],
): Promise<readonly Verdict[]> {
  const now = room.now()
  const of = given.map((text) => identify(text).canonical)
  const found = await room.engine.read(lookUp, { viewer, of: [...new Set(of)], now })
  const byId = new Map(found.map((one) => [one.of, one]))
  const asked = given.map((text, i) => labelled(text, byId.get(of[i] ?? ''), now))
  const blocked = await blockedAmong(room.blocks ?? [], asked)
  return asked.map(({ of: id, reasons }, i) => verdictOf(id, [...reasons, ...(blocked[i] ?? [])]))
}

/** What is found of a thing, and what its label says. */
function labelled(text: string, found: Found | undefined, now: number): Found {
  if (found === undefined) throw new Error(`${text} was not looked up`)
  const until = goodUntilOnLabel(text)
  const expired = until !== undefined && now >= until.ends
  const known = found.reasons.some(({ kind }) => kind === 'expired')
  const lot = lotOnLabel(text, found.of)
  const differs = lot !== undefined && found.lots.length > 0 && !found.lots.includes(lot)
  const said: Reason[] = [
    ...(expired && !known ? [{ kind: 'expired', ref: found.of, until: until.says }] : []),
    ...(differs ? [{ kind: 'lot-differs', ref: lot }] : []),
  ]
  return {
    ...found,
    lots: lot === undefined ? found.lots : [...new Set([...found.lots, lot])],
    reasons: [...found.reasons, ...said],
  }
}

async function blockedAmong(
  blocks: readonly Block[],
  asked: readonly Found[],
): Promise<readonly (readonly Reason[])[]> {
  if (blocks.length === 0) return []
  // What is in a container is asked about with it.
  const subjects = asked.flatMap(({ of, lots, contents }) => [{ of, lots }, ...contents])
  const told = await Promise.all(blocks.map((block) => block.reasons(subjects)))
  let at = 0
  return asked.map(({ of, contents }) => {
    const reasons: Reason[] = []
    for (const one of [of, ...contents.map((content) => content.of)]) {
      for (const each of told) {
        for (const reason of each[at] ?? [])
          reasons.push(one === of ? reason : { of: one, ...reason })
      }
      at++
    }
    return reasons
  })
}
