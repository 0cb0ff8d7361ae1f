import { partsOf, plus, type Amount } from './amount.ts'
import { heldAt, isAmount, massOfPiece, staysIn } from './held.ts'
import {
  INPUTS,
  ITEM,
  kindOf,
  LOT,
  OUTPUTS,
  thingOf,
  type Event,
  type Mention,
  type Named,
  type Thing,
} from './lineage.ts'
import { massOf } from '../unit/mass.ts'
import { drawnFrom, type Draw, type Fill } from './vessel.ts'
import { itemsOf, lotsOf, partsIn, type World } from './world.ts'

/** A thing as something was made of it. */
export type Body = {
  readonly as: Named
  /** When what is in it counts; Infinity: at any time. */
  readonly moment?: number
  /** Of a reusable thing: only what entered up to then. */
  readonly bound?: number
  /** Reached from one of its items: what those were made from is not looked into. */
  readonly ofItem?: boolean
  /** Told as the lot of an item, and no more. */
  readonly named?: boolean
}

/** A part of a body; NaN where an amount is missing. */
export type Part = { readonly body: Body; readonly part: number }

/** What a body is of, one step back. */
export type Composition = {
  readonly parts: readonly Part[]
  /** Lots that the whole of it belongs to, beside what it is made of. */
  readonly lots: readonly Body[]
}

const NOTHING: Composition = { parts: [], lots: [] }

/** One step back from a body. {@link makingsOf} and their inputs, and what is held, must have been loaded. */
export function compositionOf(world: World, body: Body): Composition {
  if (body.named === true) return NOTHING
  const makings = makingsOf(world, body)
  const made = makings.length === 0 ? NOTHING : ofMakings(world, makings)
  const held = isAmount(body.as) ? NOTHING : ofContents(world, body)
  const own = together(made, held)
  const lots =
    kindOf(body.as) === ITEM
      ? [...new Set(lotsOf(world, thingOf(body.as)).map(({ lot }) => lot))]
      : []
  const lotBodies = lots.map((lot): Body => ({ as: lot * 4 + LOT, ofItem: true }))
  if (own.parts.length > 0)
    return { ...own, lots: lotBodies.map(({ as }) => ({ as, named: true })) }
  return { ...evenly(lotBodies), lots: [] }
}

/** One is all of it; of several it is not known how much. */
function evenly(bodies: readonly Body[]): Composition {
  const part = bodies.length === 1 ? 1 : Number.NaN
  return { parts: bodies.map((body) => ({ body, part })), lots: [] }
}

/** Made of something, and holding something: how much of each the record does not say. */
function together(a: Composition, b: Composition): Composition {
  if (a.parts.length === 0) return b
  if (b.parts.length === 0) return a
  const parts = [...a.parts, ...b.parts].map(({ body }) => ({ body, part: Number.NaN }))
  return { parts, lots: [] }
}

/** An event that makes a body, or items of it, and how much. */
export type Making = { readonly event: Event; readonly amount: Amount | undefined }

/** Every making of a body: of itself, and for a lot as such of its items. */
export function makingsOf(world: World, { as, bound, ofItem, named }: Body): readonly Making[] {
  if (named === true) return []
  const { lineage } = world
  const thing = thingOf(as)
  const own = partsIn(world, thing, OUTPUTS)
    .filter((event) => bound === undefined || lineage.time(event) <= bound)
    .map((event) => ({ event, amount: amountMade(world, event, thing) }))
  if (kindOf(as) !== LOT || ofItem === true) return own
  const pieces = new Map<Event, number>()
  for (const item of new Set(itemsOf(world, thing).map((mention) => lineage.thingIn(mention)))) {
    for (const event of partsIn(world, item, OUTPUTS)) {
      pieces.set(event, (pieces.get(event) ?? 0) + 1)
    }
  }
  return [...own, ...[...pieces].map(([event, value]) => ({ event, amount: { value } }))]
}

function amountMade({ lineage }: World, event: Event, thing: Thing): Amount | undefined {
  let all: Amount | undefined
  for (const mention of lineage.list(event, OUTPUTS)) {
    if (lineage.thingIn(mention) !== thing) continue
    const amount = lineage.amountIn(mention)
    if (amount === undefined) return undefined
    all = all === undefined ? amount : plus(all, amount)
    if (all === undefined) return undefined
  }
  return all
}

/** By the amounts made in each; where all are of one mix it makes no difference how much. */
function ofMakings(world: World, makings: readonly Making[]): Composition {
  const mixes = new Map<
    string,
    { readonly mix: Composition; readonly amounts: (Amount | undefined)[] }
  >()
  for (const { event, amount } of makings) {
    const key = mixKey(world, event)
    const known = mixes.get(key) ?? { mix: mixOf(world, event), amounts: [] }
    known.amounts.push(amount)
    mixes.set(key, known)
  }
  const all = [...mixes.values()]
  const weights = all.length === 1 ? [1] : partsOf(all.map(({ amounts }) => totalOf(amounts)))
  const filled = all.every(({ mix }) => mix.parts.length > 0)
  const weightOf = (at: number): number => (filled ? (weights?.[at] ?? Number.NaN) : Number.NaN)
  return {
    parts: all.flatMap(({ mix }, at) =>
      mix.parts.map(({ body, part }) => ({ body, part: part * weightOf(at) })),
    ),
    lots: [],
  }
}

function totalOf(amounts: readonly (Amount | undefined)[]): Amount | undefined {
  return amounts.reduce((all, amount) =>
    all === undefined || amount === undefined ? undefined : plus(all, amount),
  )
}

/** Inputs of the transformation that an event is part of, up to its time. */
export function fillsFor(
  world: World,
  making: Event,
): readonly { readonly mention: Mention; readonly time: number }[] {
  const { lineage } = world
  const until = lineage.time(making)
  return world.partners(making, 'inputs').flatMap((event) => {
    const time = lineage.time(event)
    return time > until
      ? []
      : [...lineage.list(event, INPUTS)].map((mention) => ({ time, mention }))
  })
}

/** Whether what was drawn between fills makes a difference: then the outputs must have been loaded too. */
export function isRefilled(world: World, making: Event): boolean {
  return new Set(fillsFor(world, making).map(({ time }) => time)).size > 1
}

/** Events that draw from one mix: of one transformation, with the same fills before them. */
function mixKey(world: World, making: Event): string {
  const last = fillsFor(world, making).reduce(
    (latest, { time }) => Math.max(latest, time),
    -Infinity,
  )
  return `${world.lineage.transformations.of(making) ?? `event ${making}`} ${last}`
}

function mixOf(world: World, making: Event): Composition {
  const { lineage } = world
  const fills = fillsFor(world, making).map(
    ({ mention, time }): Fill & { readonly mention: Mention } => {
      return { mention, time, kg: massIn(world, mention, time) }
    },
  )
  const drawn = drawnFrom(fills, isRefilled(world, making) ? drawsOf(world, making) : [])
  return {
    parts: fills.map(({ mention, time }, at) => ({
      body: bodyAt(world, lineage.namedIn(mention), time),
      part: drawn?.parts[at] ?? Number.NaN,
    })),
    lots: [],
  }
}

function drawsOf(world: World, making: Event): readonly Draw[] {
  const { lineage } = world
  return world.partners(making, 'outputs').flatMap((event) =>
    [...lineage.list(event, OUTPUTS)].map((mention) => {
      const time = lineage.time(event)
      return { time, kg: massIn(world, mention, time) }
    }),
  )
}

function massIn(world: World, mention: Mention, time: number): number | undefined {
  const { lineage } = world
  const named = lineage.namedIn(mention)
  if (!isAmount(named)) {
    return lineage.roleOf(mention) === INPUTS ? massOfPiece(world, thingOf(named), time) : undefined
  }
  const amount = lineage.amountIn(mention)
  return amount && massOf(amount)
}

/** A thing as it was used at a moment, itself or in something. */
function bodyAt(world: World, named: Named, time: number): Body {
  if (isAmount(named)) return { as: named }
  const thing = thingOf(named)
  const reusable = world.lineage.isReusable(thing)
  const holds = staysIn(world, thing, (from, to) => from <= time && time <= to).length > 0
  return {
    as: named,
    ...((reusable || holds) && { moment: time }),
    ...(reusable && { bound: time }),
  }
}

function ofContents(world: World, { as, moment }: Body): Composition {
  if (moment === undefined) return NOTHING
  const thing = thingOf(as)
  const time = moment === Infinity ? commonMoment(world, thing) : moment
  if (time === undefined) {
    const inside = new Map(staysIn(world, thing, () => true).map((stay) => [stay.as, stay]))
    return evenly(
      [...inside.keys()].map((each): Body =>
        isAmount(each) ? { as: each } : { as: each, moment: Infinity },
      ),
    )
  }
  const held = heldAt(world, thing, time)
  const drawn = drawnFrom(
    held.map(({ kg }) => ({ time, kg })),
    [],
  )
  return {
    parts: held.map(({ as: each }, at) => ({
      body: bodyAt(world, each, time),
      part: drawn?.parts[at] ?? Number.NaN,
    })),
    lots: [],
  }
}

/** A moment at which all that was ever in a container was in it; undefined when there is none. */
function commonMoment(world: World, thing: Thing): number | undefined {
  const stays = staysIn(world, thing, () => true)
  const from = Math.max(...stays.map((stay) => stay.from))
  return stays.every((stay) => from <= stay.to) ? from : undefined
}
