import {
  compositionOf,
  fillsFor,
  isRefilled,
  makingsOf,
  type Body,
  type Composition,
} from './composition.ts'
import { loadHeld } from './held.ts'
import { kindOf, LOT, thingOf, type Thing } from './lineage.ts'
import { itemsOf, type World } from './world.ts'

/** Bodies by number, each with what it is of. */
export type MixingGraph = {
  readonly bodies: readonly Body[]
  readonly compositions: readonly Numbered[]
}

/** A composition whose bodies are numbers. */
export type Numbered = {
  readonly sources: readonly number[]
  /** NaN where an amount is missing. */
  readonly parts: readonly number[]
  readonly lots: readonly number[]
}

const LEAF: Numbered = { sources: [], parts: [], lots: [] }

/** What these bodies are of, step by step back; `follows` bounds whose composition is looked at. */
export async function mixingGraph(
  world: World,
  starts: readonly Body[],
  follows: (world: World, thing: Thing) => boolean = () => true,
): Promise<MixingGraph> {
  const numbers = new Map<string, number>()
  const bodies: Body[] = []
  const compositions: Numbered[] = []
  const numberOf = (body: Body): number => {
    const key = `${body.as} ${body.moment} ${body.bound} ${body.ofItem} ${body.named}`
    const known = numbers.get(key)
    if (known !== undefined) return known
    numbers.set(key, bodies.length)
    return bodies.push(body) - 1
  }
  for (const start of starts) numberOf(start)
  for (let from = 0; from < bodies.length;) {
    const next = bodies.slice(from)
    await world.load(next.map(({ as }) => thingOf(as)))
    const followed = next.map((body) => follows(world, thingOf(body.as)))
    await loadCompositions(
      world,
      next.filter((_, at) => followed[at]),
    )
    for (const [at, body] of next.entries()) {
      compositions.push(followed[at] ? numbered(compositionOf(world, body), numberOf) : LEAF)
    }
    from += next.length
  }
  return { bodies, compositions }
}

function numbered({ parts, lots }: Composition, numberOf: (body: Body) => number): Numbered {
  return {
    sources: parts.map(({ body }) => numberOf(body)),
    parts: parts.map(({ part }) => part),
    lots: lots.map(numberOf),
  }
}

/** Asks for all that the compositions of these bodies look at. The bodies have been loaded. */
async function loadCompositions(world: World, bodies: readonly Body[]): Promise<void> {
  const { lineage } = world
  await world.load(
    bodies.flatMap(({ as, ofItem, named }) =>
      kindOf(as) === LOT && ofItem !== true && named !== true
        ? itemsOf(world, thingOf(as)).map((mention) => lineage.thingIn(mention))
        : [],
    ),
  )
  const makings = bodies.flatMap((body) => makingsOf(world, body).map(({ event }) => event))
  await world.loadTransformations(makings, 'inputs')
  await world.loadTransformations(
    makings.filter((making) => isRefilled(world, making)),
    'outputs',
  )
  const used = makings.flatMap((making) =>
    fillsFor(world, making).map(({ mention, time }) => ({ thing: lineage.thingIn(mention), time })),
  )
  const opened = bodies.flatMap(({ as, moment }) =>
    moment === undefined ? [] : [{ thing: thingOf(as), time: moment }],
  )
  await loadHeld(world, [...used, ...opened])
}

export type Ordered = {
  /** Every body before what it is of; those that lead back to each other in no order, side by side. */
  readonly order: readonly number[]
  /** Of a body that leads back to itself: all that it goes round through. */
  readonly round: ReadonlyMap<number, readonly number[]>
}

/** The bodies of a graph in an order to reckon in, and which lead back to themselves. */
export function inOrderOfMixing({ compositions }: MixingGraph): Ordered {
  return new Ordering(compositions).all()
}

/** Tarjan's strongly connected components, without recursion: a chain may be as long as it likes. */
class Ordering {
  readonly #of: readonly Numbered[]
  readonly #index: Int32Array
  readonly #low: Int32Array
  readonly #waits: Uint8Array
  readonly #stack: number[] = []
  readonly #backward: number[] = []
  readonly #round = new Map<number, readonly number[]>()
  #next = 1

  constructor(compositions: readonly Numbered[]) {
    this.#of = compositions
    this.#index = new Int32Array(compositions.length)
    this.#low = new Int32Array(compositions.length)
    this.#waits = new Uint8Array(compositions.length)
  }

  all(): Ordered {
    for (let body = 0; body < this.#of.length; body++) {
      if (this.#index[body] === 0) this.#from(body)
    }
    return { order: this.#backward.toReversed(), round: this.#round }
  }

  #from(start: number): void {
    const path: { readonly body: number; at: number }[] = []
    const enter = (body: number): void => {
      this.#index[body] = this.#low[body] = this.#next++
      this.#stack.push(body)
      this.#waits[body] = 1
      path.push({ body, at: 0 })
    }
    enter(start)
    for (let top = path.at(-1); top !== undefined; top = path.at(-1)) {
      const { body } = top
      const { sources = [], lots = [] } = this.#of[body] ?? {}
      const next = top.at < sources.length ? sources[top.at] : lots[top.at - sources.length]
      top.at++
      if (next === undefined) {
        path.pop()
        this.#leave(body, path.at(-1)?.body)
      } else if (this.#index[next] === 0) enter(next)
      else if (this.#waits[next] === 1) this.#lower(body, this.#index[next] ?? 0)
    }
  }

  #lower(body: number, to: number): void {
    this.#low[body] = Math.min(this.#low[body] ?? 0, to)
  }

  #leave(body: number, above: number | undefined): void {
    if (above !== undefined) this.#lower(above, this.#low[body] ?? 0)
    if (this.#low[body] !== this.#index[body]) return
    const together = this.#stack.splice(this.#stack.lastIndexOf(body))
    for (const one of together) {
      this.#waits[one] = 0
      this.#backward.push(one)
      const alone = together.length === 1 && this.#of[one]?.sources.includes(one) !== true
      if (!alone) this.#round.set(one, together)
    }
  }
}
