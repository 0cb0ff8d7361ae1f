import type {
  AggregationEvent,
  AssociationEvent,
  EpcisEvent,
  QuantityElement,
} from '@suyuan/core/event/event'
import { AFTER_ALL } from './standing.ts'
import type { Standing } from './standing.ts'

/** A child in a parent, from one time until another (`AFTER_ALL` while it is open). */
export type Packing = {
  readonly child: string
  readonly parent: string
  readonly from: number
  readonly until: number
  /** Place of the opening event in the order of the page. */
  readonly entered: number
  readonly eventID: string
  readonly eventTime: string
  /** What was put in (+) and taken out (−) of it, in kilograms where told; in order. */
  readonly ledger: readonly Entry[]
}

export type Entry = {
  readonly time: number
  readonly sign: 1 | -1
  readonly kg: number | undefined
}

export type Reparenting = { readonly item: string; readonly eventID: string }

export type Packings = {
  readonly packings: readonly Packing[]
  readonly reparentings: readonly Reparenting[]
}

/** `value` in grams, millilitres, pieces, or in the unit itself where we know no dimension for it. */
type Amount = { readonly dimension: string; readonly value: number }

type Child = {
  readonly id: string
  readonly quantity: boolean
  readonly amount: Amount | undefined
}

type Interval = {
  readonly child: Child
  readonly parent: string
  readonly opened: Standing
  until: number
  amount: Amount | undefined
  readonly ledger: Entry[]
}

type Grouping = AggregationEvent | AssociationEvent

const UNITS: ReadonlyMap<string, readonly [dimension: string, factor: number]> = new Map([
  ['GRM', ['mass', 1]],
  ['KGM', ['mass', 1_000]],
  ['TNE', ['mass', 1_000_000]],
  ['DTN', ['mass', 100_000]],
  ['MLT', ['volume', 1]],
  ['LTR', ['volume', 1_000]],
  ['HLT', ['volume', 100_000]],
  ['MTQ', ['volume', 1_000_000]],
])

/** "converts within a dimension (KGM, TNE, GRM; LTR, MTQ …). What is not known stays unknown: never zero." */
function amountOf(element: QuantityElement): Amount | undefined {
  if (element.quantity === undefined) return undefined
  if (element.uom === undefined) return { dimension: 'pieces', value: element.quantity }
  const [dimension, factor] = UNITS.get(element.uom) ?? [element.uom, 1]
  return { dimension, value: element.quantity * factor }
}

function childrenOf(event: Grouping): readonly Child[] {
  return [
    ...(event.childEPCs ?? []).map((id) => ({ id, quantity: false, amount: undefined })),
    ...(event.childQuantityList ?? []).map((element) => ({
      id: element.epcClass,
      quantity: true,
      amount: amountOf(element),
    })),
  ]
}

/** "`packed in`" of the aggregations, or "`attached to`, by the same rules" of the associations. */
export function packingsOf(type: Grouping['type'], events: readonly Standing[]): Packings {
  const intervals: Interval[] = []
  const reparentings: Reparenting[] = []
  for (const standing of events) {
    const { event } = standing
    if (!isGrouping(event) || event.type !== type || event.parentID === undefined) continue
    const told = { standing, parent: event.parentID, children: childrenOf(event), intervals }
    if (event.action === 'ADD') reparentings.push(...add(told))
    if (event.action === 'OBSERVE') observe(told)
    if (event.action === 'DELETE') remove(told)
  }
  return { packings: intervals.map(packingOf), reparentings }
}

type Told = {
  readonly standing: Standing
  readonly parent: string
  readonly children: readonly Child[]
  readonly intervals: Interval[]
}

function isGrouping(event: EpcisEvent): event is Grouping {
  return event.type === 'AggregationEvent' || event.type === 'AssociationEvent'
}

function openOnes(told: Told, child: string): readonly Interval[] {
  return told.intervals.filter((one) => one.child.id === child && one.until === AFTER_ALL)
}

/** "each child (item or quantity lot) is in the parent from `eventTime` on" */
function add(told: Told): readonly Reparenting[] {
  const reparentings: Reparenting[] = []
  for (const child of told.children) {
    const here = openOnes(told, child.id).find((one) => one.parent === told.parent)
    const others = openOnes(told, child.id).filter((one) => one.parent !== told.parent)
    if (!child.quantity && others.length > 0) {
      for (const other of others) other.until = told.standing.time
      reparentings.push({ item: child.id, eventID: told.standing.eventID })
    }
    if (here === undefined) open(told, child)
    else {
      here.amount = together(here.amount, child.amount)
      here.ledger.push(entry(told, child, 1))
    }
  }
  return reparentings
}

/** "OBSERVE opens the link at its time where it is not open, and ends no other" */
function observe(told: Told): void {
  for (const child of told.children) {
    const here = openOnes(told, child.id).find((one) => one.parent === told.parent)
    if (here === undefined) open(told, child)
  }
}

/** "until a DELETE that names that child and parent, or a DELETE of that parent that names no child" */
function remove(told: Told): void {
  const open = told.intervals.filter((one) => one.parent === told.parent && one.until === AFTER_ALL)
  if (told.children.length === 0) for (const one of open) one.until = told.standing.time
  for (const child of told.children)
    for (const one of open) if (one.child.id === child.id) takeOut(one, child, told.standing.time)
}

/** "A DELETE that names a quantity lot with an amount … Where the amounts cannot be compared, the lot stays in." */
function takeOut(interval: Interval, child: Child, time: number): void {
  if (child.quantity) interval.ledger.push({ time, sign: -1, kg: kilograms(child.amount) })
  const inside = interval.amount
  const taken = child.amount
  if (!child.quantity || taken === undefined) {
    interval.until = time
    return
  }
  if (inside === undefined || inside.dimension !== taken.dimension) return
  const rest = inside.value - taken.value
  if (rest > 0) interval.amount = { dimension: inside.dimension, value: rest }
  else interval.until = time
}

/** "An ADD of a lot that is in that parent already adds its amount." */
function together(a: Amount | undefined, b: Amount | undefined): Amount | undefined {
  if (a === undefined || b === undefined || a.dimension !== b.dimension) return undefined
  return { dimension: a.dimension, value: a.value + b.value }
}

function open(told: Told, child: Child): void {
  told.intervals.push({
    child,
    parent: told.parent,
    opened: told.standing,
    until: AFTER_ALL,
    amount: child.amount,
    ledger: [entry(told, child, 1)],
  })
}

function entry(told: Told, { amount }: Child, sign: 1 | -1): Entry {
  return { time: told.standing.time, sign, kg: kilograms(amount) }
}

function kilograms(amount: Amount | undefined): number | undefined {
  return amount?.dimension === 'mass' ? amount.value / 1000 : undefined
}

function packingOf(interval: Interval): Packing {
  return {
    child: interval.child.id,
    parent: interval.parent,
    from: interval.opened.time,
    until: interval.until,
    entered: interval.opened.order,
    eventID: interval.opened.eventID,
    eventTime: interval.opened.event.eventTime,
    ledger: interval.ledger,
  }
}
