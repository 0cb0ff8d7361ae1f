import type { QuantityElement } from '@suyuan/core/event/event'
import { holdsAt } from './inside.ts'
import type { Packing } from './packings.ts'
import type { PlainRecord } from './record.ts'
import { inputsOf, outputsOf, type Standing } from './standing.ts'
import { isReusable, kindOf } from './things.ts'

/** Something that another is made of, as it was then. `at` is when what is in it counts; null: at any time. */
type Body =
  | { readonly role: 'start'; readonly thing: string; readonly at: number | null }
  | { readonly role: 'used'; readonly thing: string; readonly at: number }
  | { readonly role: 'used as such' | 'lot of an item' | 'name of its lot'; readonly thing: string }

type Source = { readonly body: Body; readonly part: number | undefined }

/**
 * How much of `whole` passed through `origin`, from 0 to 1: "under perfect mixing each origin has a share in each thing, by
 * mass, where every amount on the way is known". Undefined where it has none, or it is not known.
 */
export function plainShare(
  record: PlainRecord,
  whole: { readonly thing: string; readonly at: number | null },
  origin: { readonly thing: string; readonly from: number | null },
): number | undefined {
  const isOrigin = (body: Body): boolean =>
    body.thing === origin.thing &&
    (origin.from === null || !('at' in body) || body.at === null || body.at >= origin.from)
  const share = (body: Body): number | undefined => {
    if (goesRound(record, body)) return undefined
    if (isOrigin(body)) return 1
    const sources = sourcesOf(record, body).filter((source) =>
      [source.body, ...upstream(record, source.body)].some(isOrigin),
    )
    const parts = sources
      .filter((source) => source.body.role !== 'name of its lot')
      .map((source) => times(source.part, share(source.body)))
    if (parts.includes(undefined)) return undefined
    if (sources.some((source) => source.body.role === 'name of its lot')) return 1
    return parts.reduce((sum: number, part) => sum + (part ?? 0), 0)
  }
  const start: Body = { role: 'start', thing: whole.thing, at: whole.at }
  const reaches = upstream(record, start).some(isOrigin)
  return reaches ? share(start) : undefined
}

function times(a: number | undefined, b: number | undefined): number | undefined {
  return a === undefined || b === undefined ? undefined : a * b
}

/** All that a body is made of, step by step. */
function upstream(record: PlainRecord, start: Body): readonly Body[] {
  const known = new Map<string, Body>()
  for (let near = [start]; near.length > 0;) {
    near = near
      .flatMap((body) => sourcesOf(record, body).map((source) => source.body))
      .filter((body) => !known.has(JSON.stringify(body)))
    for (const body of near) known.set(JSON.stringify(body), body)
  }
  return [...known.values()]
}

function goesRound(record: PlainRecord, body: Body): boolean {
  const same = JSON.stringify(body)
  return upstream(record, body).some((one) => JSON.stringify(one) === same)
}

/** What a body is made of, or holds; an item of which neither is told is of its lot. */
function sourcesOf(record: PlainRecord, body: Body): readonly Source[] {
  if (body.role === 'name of its lot') return []
  const made = ofMakings(record, body)
  const held = ofContents(record, body)
  const both = made.length > 0 && held.length > 0
  const own = [...made, ...held].map((source) => (both ? { ...source, part: undefined } : source))
  const lots = [
    ...new Set(record.ofLot.filter(({ item }) => item === body.thing).map(({ lot }) => lot)),
  ]
  const role = own.length > 0 ? 'name of its lot' : 'lot of an item'
  const part = lots.length === 1 ? 1 : undefined
  return [...own, ...lots.map((lot): Source => ({ body: { role, thing: lot }, part }))]
}

/** A making of a body, or of items of it, and how much: of a dimension, pieces for items. */
type Making = {
  readonly standing: Standing
  readonly amount: readonly [string, number] | undefined
}

function ofMakings(record: PlainRecord, body: Body): readonly Source[] {
  const makings = makingsOf(record, body)
  const mixes = [...new Set(makings.map(({ standing }) => mixOf(record, standing)))]
  const amounts = mixes.map((mix) =>
    makings.filter(({ standing }) => mixOf(record, standing) === mix).map(({ amount }) => amount),
  )
  const all = amounts.flat()
  const comparable = all.every((amount) => amount !== undefined && amount[0] === all[0]?.[0])
  const sum = (list: typeof all): number =>
    list.reduce((total, amount) => total + (amount?.[1] ?? 0), 0)
  const isEmpty = mixes.some((mix) => drawn(record, mix).length === 0)
  return mixes.flatMap((mix, at) => {
    const weight = mixes.length === 1 ? 1 : sum(amounts[at] ?? []) / sum(all)
    const known = !isEmpty && (mixes.length === 1 || (comparable && sum(all) > 0))
    return drawn(record, mix).map((source) => ({
      ...source,
      part: known ? times(source.part, weight) : undefined,
    }))
  })
}

function makingsOf(record: PlainRecord, body: Body): readonly Making[] {
  const bound = isReusable(body.thing) && 'at' in body && body.at !== null ? body.at : Infinity
  const isItsItem = (thing: string): boolean =>
    kindOf(body.thing) === 'lot' &&
    body.role !== 'lot of an item' &&
    record.ofLot.some(({ item, lot }) => item === thing && lot === body.thing)
  return record.events
    .filter(({ event, time }) => event.type === 'TransformationEvent' && time <= bound)
    .flatMap((standing): readonly Making[] => {
      const made = outputsOf(standing.event)
      const items = made.filter(isItsItem).length
      const own = { standing, amount: amountOf(standing, body.thing) }
      return [
        ...(made.includes(body.thing) ? [own] : []),
        ...(items > 0 ? [{ standing, amount: ['pieces', items] as const }] : []),
      ]
    })
}

const DIMENSIONS: ReadonlyMap<string, readonly [string, number]> = new Map([
  ['GRM', ['mass', 0.001]],
  ['KGM', ['mass', 1]],
  ['TNE', ['mass', 1000]],
  ['DTN', ['mass', 100]],
  ['LTR', ['volume', 0.001]],
  ['HLT', ['volume', 0.1]],
  ['MTQ', ['volume', 1]],
])

function measured({ quantity, uom }: QuantityElement): readonly [string, number] | undefined {
  if (quantity === undefined) return undefined
  if (uom === undefined) return ['pieces', quantity]
  const [dimension, factor] = DIMENSIONS.get(uom) ?? [uom, 1]
  return [dimension, quantity * factor]
}

function amountOf({ event }: Standing, thing: string): readonly [string, number] | undefined {
  if (event.type !== 'TransformationEvent') return undefined
  const element = event.outputQuantityList?.find(({ epcClass }) => epcClass === thing)
  return element && measured(element)
}

/** The moment up to which a vessel was filled when it was drawn from, as text: draws with the same are of one mix. */
function mixOf(record: PlainRecord, standing: Standing): string {
  const together = together_(record, standing).map(({ eventID }) => eventID)
  const fills = fillsOf(record, standing)
  return JSON.stringify([together, fills.at(-1)?.time ?? null])
}

function together_(record: PlainRecord, { event, eventID }: Standing): readonly Standing[] {
  const id = event.type === 'TransformationEvent' ? event.transformationID : undefined
  return record.events.filter((other) =>
    id === undefined
      ? other.eventID === eventID
      : other.event.type === 'TransformationEvent' && other.event.transformationID === id,
  )
}

type Fill = { readonly thing: string; readonly time: number; readonly kg: number | undefined }

function fillsOf(record: PlainRecord, draw: Standing): readonly Fill[] {
  return together_(record, draw)
    .filter(({ time }) => time <= draw.time)
    .flatMap(({ event, time }) =>
      inputsOf(event).map((thing) => ({ thing, time, kg: massIn(record, { event, thing, time }) })),
    )
}

function massIn(
  record: PlainRecord,
  { event, thing, time }: { event: Standing['event']; thing: string; time: number },
): number | undefined {
  if (event.type !== 'TransformationEvent') return undefined
  const element = event.inputQuantityList?.find(({ epcClass }) => epcClass === thing)
  if (element === undefined) return massOfPiece(record, thing, { time, around: [] })
  const [dimension, kg] = measured(element) ?? []
  return dimension === 'mass' ? kg : undefined
}

/** "a draw at t is … from what went in up to t": minute by minute, what goes in first, then what is drawn. */
function drawn(record: PlainRecord, mix: string): readonly Source[] {
  const [ids, until] = JSON.parse(mix) as [readonly string[], number | null]
  const together = record.events.filter(({ eventID }) => ids.includes(eventID))
  const [first] = together.filter(({ time }) => time === until)
  if (first === undefined || until === null) return []
  const fills = fillsOf(record, { ...first, time: until })
  const bodies = fills.map(({ thing, time }) => usedAt(record, thing, time))
  if (bodies.length === 1) return bodies.map((body) => ({ body, part: 1 }))
  let inside: (number | undefined)[] = fills.map(() => 0)
  for (const minute of [...new Set(together.map(({ time }) => time))].filter(
    (time) => time <= until,
  )) {
    inside = inside.map((kg, at) => (fills[at]?.time === minute ? fills[at].kg : kg))
    const whole = total(inside)
    if (minute === until) {
      return bodies.map((body, at) => ({
        body,
        part: whole === undefined || whole === 0 ? undefined : (inside[at] ?? 0) / whole,
      }))
    }
    const out = total(
      together
        .filter(({ time }) => time === minute)
        .flatMap(({ event }) => outputsOf(event).map((thing) => drawnMass(event, thing))),
    )
    inside = inside.map((kg) => leftOf(kg, whole, out))
  }
  return []
}

function drawnMass(event: Standing['event'], thing: string): number | undefined {
  if (event.type !== 'TransformationEvent') return undefined
  const element = event.outputQuantityList?.find(({ epcClass }) => epcClass === thing)
  const [dimension, kg] = (element && measured(element)) ?? []
  return dimension === 'mass' ? kg : undefined
}

/** Of an empty vessel nothing is drawn, whatever the record says. */
function leftOf(
  kg: number | undefined,
  whole: number | undefined,
  out: number | undefined,
): number | undefined {
  if (whole === 0) return 0
  if (kg === undefined || whole === undefined || out === undefined) return undefined
  return out >= whole ? 0 : (kg * (whole - out)) / whole
}

function total(list: readonly (number | undefined)[]): number | undefined {
  return list.reduce(
    (sum: number | undefined, kg) => (sum === undefined || kg === undefined ? undefined : sum + kg),
    0,
  )
}

function isByAmount(thing: string): boolean {
  return ['lot', 'class'].includes(kindOf(thing))
}

function usedAt(record: PlainRecord, thing: string, at: number): Body {
  if (isByAmount(thing)) return { role: 'used as such', thing }
  const holds = record.packings.some((packing) => packing.parent === thing && holdsAt(packing, at))
  return holds || isReusable(thing) ? { role: 'used', thing, at } : { role: 'used as such', thing }
}

function ofContents(record: PlainRecord, body: Body): readonly Source[] {
  if (isByAmount(body.thing) || !('at' in body)) return []
  const stays = record.packings.filter(({ parent }) => parent === body.thing)
  const at = body.at ?? momentOfAll(stays)
  if (at === undefined) {
    const children = [...new Set(stays.map(({ child }) => child))]
    return children.map((child) => ({
      body: isByAmount(child)
        ? { role: 'used as such', thing: child }
        : { role: 'start', thing: child, at: null },
      part: children.length === 1 ? 1 : undefined,
    }))
  }
  const held = stays.filter((stay) => holdsAt(stay, at))
  const masses = held.map((stay) => massHeld(record, stay, { time: at, around: [] }))
  const whole = total(masses)
  return held.map(({ child }, index) => ({
    body: usedAt(record, child, at),
    part:
      held.length === 1 ? 1 : whole === 0 ? undefined : times(masses[index], whole && 1 / whole),
  }))
}

/** A moment at which all that was ever in it was in it. */
function momentOfAll(stays: readonly Packing[]): number | undefined {
  const last = Math.max(...stays.map(({ from }) => from))
  return stays.every((stay) => stay.until >= last) ? last : undefined
}

type Looking = { readonly time: number; readonly around: readonly string[] }

function massOfPiece(
  record: PlainRecord,
  thing: string,
  { time, around }: Looking,
): number | undefined {
  const stays = record.packings.filter((stay) => stay.parent === thing && holdsAt(stay, time))
  if (stays.length === 0 || around.includes(thing)) return undefined
  return total(stays.map((stay) => massHeld(record, stay, { time, around: [...around, thing] })))
}

function massHeld(record: PlainRecord, stay: Packing, looking: Looking): number | undefined {
  if (!isByAmount(stay.child)) return massOfPiece(record, stay.child, looking)
  return stay.ledger
    .filter(({ time, sign }) => (sign === 1 ? time <= looking.time : time < looking.time))
    .reduce(
      (sum: number | undefined, { sign, kg }) =>
        sum === undefined || kg === undefined ? undefined : Math.max(0, sum + sign * kg),
      0,
    )
}
