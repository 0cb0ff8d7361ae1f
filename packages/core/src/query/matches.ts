import {
  BIZ_STEP,
  BIZ_TRANSACTION_TYPE,
  DISPOSITION,
  ERROR_REASON,
  SOURCE_DEST_TYPE,
  wordOf,
} from '../cbv/vocabulary.ts'
import { expand, type Context } from '../event/context.ts'
import type { EpcisEvent, JsonObject, QuantityElement } from '../event/event.ts'
import { microsOf } from '../event/micros.ts'
import { identify } from '../id/identify.ts'
import { inBase, unitOf } from '../unit/unit.ts'
import { eachField } from './fields.ts'
import { sensorHolds } from './match-sensor.ts'
import { isWithin, passesAll, passesNumber } from './operand.ts'
import { fitsPattern } from './pattern.ts'
import {
  QUANTITY_ROLES,
  type EntryList,
  type QuantityRole,
  type Role,
  type SettledCondition,
  type SettledQuery,
  type WordField,
} from './query.ts'

/** An event with what the log knows of it. */
export type Candidate = {
  readonly event: EpcisEvent
  readonly context: Context
  readonly eventID: string
  /** Microseconds since 1970. */
  readonly eventTime: number
  readonly recordTime: number
}

type Of<K extends SettledCondition['kind']> = Extract<SettledCondition, { readonly kind: K }>

/** What each kind of condition means, one row a kind. */
const HOLDS: {
  readonly [K in SettledCondition['kind']]: (condition: Of<K>, candidate: Candidate) => boolean
} = {
  oneOf: ({ field, values }, candidate) => values.includes(wordAt(candidate, field) ?? ''),
  time: (condition, candidate) => {
    const time = timeOf(candidate, condition.field)
    return time !== undefined && isWithin(time, condition)
  },
  mentions: ({ roles, things, patterns = [] }, { event }) =>
    roles.some((role) =>
      thingsIn(event, role).some((thing) => {
        const id = identify(thing)
        return things.includes(id.canonical) || patterns.some((one) => fitsPattern(one, id))
      }),
    ),
  named: ({ eventIDs }, { eventID }) => eventIDs.includes(eventID),
  transformation: ({ ids }, { event }) => {
    const id = 'transformationID' in event ? event.transformationID : undefined
    return id !== undefined && ids.includes(identify(id).canonical)
  },
  declaredWrong: (_, { event }) => event.errorDeclaration !== undefined,
  reason: ({ values }, { event, context }) => {
    const reason = event.errorDeclaration?.reason
    return reason !== undefined && values.includes(wordOf(ERROR_REASON, expand(context, reason)))
  },
  corrective: ({ eventIDs }, { event }) =>
    (event.errorDeclaration?.correctiveEventIDs ?? []).some((id) => eventIDs.includes(id)),
  persistent: ({ side, values }, { event, context }) =>
    (event.persistentDisposition?.[side] ?? []).some((one) =>
      values.includes(wordOf(DISPOSITION, expand(context, one))),
    ),
  entry: ({ list, type, ids }, { event, context }) =>
    entriesOf(event, list, context).some(
      (entry) => (type === undefined || entry.type === type) && ids.includes(entry.id),
    ),
  quantity: ({ uom, tests }, { event }) =>
    quantitiesIn(event).some((element) => {
      const value = quantityIn(element, uom)
      if (value === undefined) return false
      return tests.every((test) =>
        passesNumber(value, test, (asked) => inUnit(asked, uom, element.uom)),
      )
    }),
  field: ({ place, inner, name, tests }, { event, context }) => {
    const object = objectAt(event, place)
    if (object === undefined) return false
    let found = false
    eachField(object, place, context, (named, within, value) => {
      found ||= named === name && within === inner && passesAll(value, tests)
    })
    return found
  },
  sensor: ({ tests }, { event, context }) => sensorHolds(tests, event, context),
}

/** The meaning of a query, in the plainest code we can write. Tests hold the fast way to it. */
export function matches(query: Pick<SettledQuery, 'where'>, candidate: Candidate): boolean {
  return query.where.every((condition) => holds(condition, candidate))
}

function holds<K extends SettledCondition['kind']>(
  condition: Of<K>,
  candidate: Candidate,
): boolean {
  return HOLDS[condition.kind as K](condition, candidate)
}

function timeOf(
  { event, eventTime, recordTime }: Candidate,
  field: Of<'time'>['field'],
): number | undefined {
  if (field === 'eventTime') return eventTime
  if (field === 'recordTime') return recordTime
  const declared = event.errorDeclaration?.declarationTime
  return declared === undefined ? undefined : microsOf(declared)
}

function wordAt({ event, context }: Candidate, field: WordField): string | undefined {
  switch (field) {
    case 'type':
      return expand(context, event.type)
    case 'action':
      return 'action' in event ? event.action : undefined
    case 'bizStep':
      return event.bizStep && wordOf(BIZ_STEP, expand(context, event.bizStep))
    case 'disposition':
      return event.disposition && wordOf(DISPOSITION, expand(context, event.disposition))
    case 'readPoint':
    case 'bizLocation': {
      const place = event[field]
      return place && identify(place.id).canonical
    }
  }
}

/** The identifiers that an event has in a role, as captured. */
export function thingsIn(event: EpcisEvent, role: Role): readonly string[] {
  const value = (
    event as { readonly [key in Role]?: string | readonly (string | QuantityElement)[] }
  )[role]
  if (value === undefined) return []
  if (typeof value === 'string') return [value]
  return value.map((thing) => (typeof thing === 'string' ? thing : thing.epcClass))
}

/** An entry of a list with its type as a word where it is standard, and its canonical identifier. */
export type Entry = { readonly type: string | undefined; readonly id: string }

const ENTRIES = {
  bizTransaction: ['bizTransactionList', BIZ_TRANSACTION_TYPE],
  source: ['sourceList', SOURCE_DEST_TYPE],
  destination: ['destinationList', SOURCE_DEST_TYPE],
} as const

export function entriesOf(event: EpcisEvent, list: EntryList, context: Context): readonly Entry[] {
  const [field, vocabulary] = ENTRIES[list]
  const entries = (event[field] ?? []) as readonly Readonly<Record<string, string | undefined>>[]
  return entries.map(({ type, [list]: id = '' }) => ({
    type: type === undefined ? undefined : wordOf(vocabulary, expand(context, type)),
    id: identify(id).canonical,
  }))
}

/** All quantity elements of an event. */
export function quantitiesIn(event: EpcisEvent): readonly QuantityElement[] {
  const lists = event as { readonly [key in QuantityRole]?: readonly QuantityElement[] }
  return QUANTITY_ROLES.flatMap((role) => lists[role] ?? [])
}

/** What a quantity is compared by: in a unit asked for only where it has one of that dimension. */
function quantityIn({ quantity, uom }: QuantityElement, asked?: string): number | undefined {
  if (quantity === undefined || asked === undefined || uom === asked) return quantity
  if (uom === undefined || unitOf(uom).dimension !== unitOf(asked).dimension) return undefined
  return inBase(quantity, unitOf(uom))
}

/** A number of the question, in the unit that {@link quantityIn} gave the quantity in. */
function inUnit(number: number, asked: string | undefined, uom: string | undefined): number {
  return asked === undefined || uom === asked ? number : inBase(number, unitOf(asked))
}

/** The part of an event that has extension fields of this place. */
export function objectAt(event: EpcisEvent, place: Of<'field'>['place']): JsonObject | undefined {
  const object = event as JsonObject
  return place === 'event' ? object : (object[place] as JsonObject | undefined)
}
