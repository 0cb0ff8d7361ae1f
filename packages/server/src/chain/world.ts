import type { JsonObject } from '@suyuan/core/event/event'
import type { Cast } from './cast.ts'
import type { Actor, Fields, Journal, Recorded } from './journal.ts'
import type { Lot, Origin, Thing } from './origin.ts'
import { lotId } from './keys.ts'
import { PRODUCTS, type Sort } from './products.ts'
import type { Random } from './random.ts'
import type { Scale } from './scale.ts'
import type { Truth } from './truth.ts'

/** What every stage of the chain works with. */
export type World = {
  readonly seed: number
  readonly scale: Scale
  readonly cast: Cast
  readonly journal: Journal
  readonly truth: Truth
  readonly random: Random
}

/** Who, when, where and why of an event. */
export type Moment = {
  readonly by: Actor
  readonly at: number
  readonly step: string
  readonly place: string
  /** Where the objects are afterwards, when not at the place itself; null when nobody can say. */
  readonly after?: string | null
  readonly disposition?: string
  readonly more?: Fields
}

/** A quantity lot as EPCIS writes it, in kilograms unless told. */
export type Portion = { readonly lot: Lot; readonly kg: number; readonly uom?: string | null }

function common({ step, place, after, disposition, more }: Moment): Fields {
  return {
    bizStep: step,
    ...(disposition === undefined ? {} : { disposition }),
    readPoint: { id: place },
    ...(after === null ? {} : { bizLocation: { id: after ?? place } }),
    ...more,
  }
}

function quantity({ lot, kg, uom = 'KGM' }: Portion): JsonObject {
  return { epcClass: lot.thing.id, quantity: kg, ...(uom === null ? {} : { uom }) }
}

export function makeThing(what: Sort, lot: string, farm?: string): Thing {
  const id = lotId(PRODUCTS[what].gtin, lot)
  return farm === undefined ? { id, what } : { id, what, farm }
}

export function makeLot(thing: Thing, kg: number, origin: Origin): Lot {
  return { thing, kg, origin }
}

const lotNumber = (id: string): string => id.slice(id.lastIndexOf('/') + 1)

/** The first event of a lot that comes from outside the chain's own making. */
export function commission(world: World, moment: Moment, portion: Portion): Recorded {
  const { more, ...rest } = moment
  return world.journal.record(moment.by, moment.at, 'ObjectEvent', {
    action: 'ADD',
    quantityList: [quantity(portion)],
    ...common(rest),
    ilmd: { 'cbvmda:lotNumber': lotNumber(portion.lot.thing.id), ...more },
  })
}

/** Lots or items seen somewhere. */
export function observe(world: World, moment: Moment, seen: Fields): Recorded {
  return world.journal.record(moment.by, moment.at, 'ObjectEvent', {
    action: 'OBSERVE',
    ...seen,
    ...common(moment),
  })
}

export function lotsSeen(...portions: readonly Portion[]): Fields {
  return { quantityList: portions.map(quantity) }
}

export type Flow = {
  readonly transformationID?: string
  readonly inputs?: readonly Portion[]
  readonly outputs?: readonly Portion[]
  /** Containers and places that are drawn from, or sown and watered. */
  readonly inputThings?: readonly string[]
  readonly outputThings?: readonly string[]
}

/** Inputs become outputs; either side may be left to another event of the same transformationID. */
export function transform(world: World, moment: Moment, flow: Flow): Recorded {
  return world.journal.record(moment.by, moment.at, 'TransformationEvent', {
    ...(flow.transformationID === undefined ? {} : { transformationID: flow.transformationID }),
    ...(flow.inputThings === undefined ? {} : { inputEPCList: flow.inputThings }),
    ...(flow.inputs === undefined ? {} : { inputQuantityList: flow.inputs.map(quantity) }),
    ...(flow.outputThings === undefined ? {} : { outputEPCList: flow.outputThings }),
    ...(flow.outputs === undefined ? {} : { outputQuantityList: flow.outputs.map(quantity) }),
    ...common(moment),
  })
}

/** A lot is put into a container. */
export function fill(world: World, moment: Moment, parent: string, portion: Portion): Recorded {
  return world.journal.record(moment.by, moment.at, 'AggregationEvent', {
    action: 'ADD',
    parentID: parent,
    childQuantityList: [quantity(portion)],
    ...common(moment),
  })
}

/** A container is empty: all that was in it is out. */
export function empty(world: World, moment: Moment, parent: string): Recorded {
  return world.journal.record(moment.by, moment.at, 'AggregationEvent', {
    action: 'DELETE',
    parentID: parent,
    ...common(moment),
  })
}

/** Items go into a container. */
export function pack(
  world: World,
  moment: Moment,
  parent: string,
  children: readonly string[],
): Recorded {
  return world.journal.record(moment.by, moment.at, 'AggregationEvent', {
    action: 'ADD',
    parentID: parent,
    childEPCs: children,
    ...common(moment),
  })
}
