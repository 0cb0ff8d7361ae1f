import { ITEM, kindOf, KINDS, thingOf, type Thing } from './lineage.ts'
import type { ReachAnswer, ReachQuestion, Standing } from './reach.ts'
import { walkFrom } from './walk-from.ts'
import { Standings } from './standings.ts'
import { loadAround } from './whereabouts.ts'
import type { Ask } from './world.ts'

/** Items at one place, or on the way from it; without a place no event says where. */
export type AtPlace = {
  readonly place?: string
  readonly state: Standing['state']
  readonly items: number
}

/** How much is reached, and where it is, without the list of it. */
export type Tally = Omit<ReachAnswer, 'things' | 'position'> & {
  readonly where: readonly AtPlace[]
}

const STATES: readonly Standing['state'][] = ['at', 'in-transit', 'unknown']

/** {@link ReachQuestion} answered in counts: most first. */
export async function tallyOver(ask: Ask, question: ReachQuestion): Promise<Tally> {
  const { world, all, unseen, gaps, complete } = await walkFrom(ask, question)
  const depth = question.depth ?? Infinity
  const counts = [0, 0, 0, 0]
  const items: Thing[] = []
  all.each((part, distance) => {
    if (distance > depth) return
    const kind = kindOf(part)
    counts[kind] = (counts[kind] ?? 0) + 1
    if (kind === ITEM) items.push(thingOf(part))
  })
  await loadAround(world, items)
  const standings = new Standings(world, question.at)
  const places = new Map<number, number>()
  for (const item of items) {
    const { place, state } = standings.of(item)
    const key = (place + 1) * STATES.length + STATES.indexOf(state)
    places.set(key, (places.get(key) ?? 0) + 1)
  }
  const placeOf = (key: number): Thing => Math.floor(key / STATES.length) - 1
  await world.spell([...places.keys()].map(placeOf).filter((place) => place >= 0))
  const where = [...places]
    .map(([key, count]): AtPlace => {
      const place = placeOf(key)
      const state = STATES[key % STATES.length] ?? 'unknown'
      return { ...(place >= 0 && { place: world.nameOf(place) }), state, items: count }
    })
    .sort((a, b) => b.items - a.items)
  const [item = 0, lot = 0, class_ = 0, place = 0] = KINDS.map((_, kind) => counts[kind] ?? 0)
  return { unseen, gaps, complete, counts: { item, lot, class: class_, place }, where }
}
