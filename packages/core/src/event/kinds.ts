import { isList, type Fields } from './checks.ts'
import type { JsonObject } from './event.ts'
import { BASE, CIRCUMSTANCES, PARTICULARS, uniqueIdentifiers, type Particular } from './fields.ts'
import { fail, type Check, type Walk } from './walk.ts'

/** What one kind of event may and must have (EPCIS 2.0, JSON binding). */
export type Kind = {
  readonly fields: Fields
  readonly required: readonly string[]
  /** What no field can say alone. */
  readonly rules: readonly ((event: JsonObject, walk: Walk) => void)[]
}

const ALWAYS = ['eventTime', 'eventTimeZoneOffset'] as const

function kind(particulars: readonly Particular[], parts: Omit<Kind, 'fields'>): Kind {
  const own = particulars.map((name): [string, Check] => [name, PARTICULARS[name]])
  return { ...parts, fields: new Map([...BASE, ...CIRCUMSTANCES, ...own]) }
}

const CHILDREN = ['childEPCs', 'childQuantityList'] as const
const OBJECTS = ['epcList', 'quantityList'] as const
const INPUTS = ['inputEPCList', 'inputQuantityList'] as const
const OUTPUTS = ['outputEPCList', 'outputQuantityList'] as const

function has(event: JsonObject, names: readonly string[]): boolean {
  return names.some((name) => {
    const list = event[name]
    return isList(list) && list.length > 0
  })
}

/** An epcList (it may be empty), a quantityList, or sensor data about a place. */
function objectsOrPlace(event: JsonObject, walk: Walk): void {
  if (isList(event['epcList']) || has(event, ['quantityList'])) return
  if (has(event, ['sensorElementList']) && Object.hasOwn(event, 'readPoint')) return
  const says =
    'An ObjectEvent must name its objects in an epcList or quantityList, or have sensorElementList and readPoint.'
  fail(walk, 'objects', says)
}

/** Master data of instances and lots is given when they come to be. */
function ilmdOnAdd(event: JsonObject, walk: Walk): void {
  if (!Object.hasOwn(event, 'ilmd') || event['action'] === 'ADD') return
  fail(walk, 'ilmd', 'An ObjectEvent may have ilmd only when its action is ADD.', 'ilmd')
}

/** DELETE without objects unties all of them. */
function objectsUnlessDelete(event: JsonObject, walk: Walk): void {
  if (event['action'] === 'DELETE') return
  if (isList(event['epcList']) || has(event, ['quantityList'])) return
  const says = 'A TransactionEvent must name its objects in an epcList or quantityList.'
  fail(walk, 'objects', says)
}

function transactions(event: JsonObject, walk: Walk): void {
  const list = event['bizTransactionList']
  if (!isList(list) || list.length > 0) return
  const says = 'A TransactionEvent must name at least one business transaction.'
  fail(walk, 'empty', says, 'bizTransactionList')
}

/** DELETE without children takes all of them out. */
function childrenUnlessDelete(event: JsonObject, walk: Walk): void {
  if (event['action'] === 'DELETE' || has(event, CHILDREN)) return
  const says =
    'The children must be named in childEPCs or childQuantityList, unless all are taken out.'
  fail(walk, 'children', says)
}

/** Who packs or unpacks says into or out of what. */
function parentUnlessObserve(event: JsonObject, walk: Walk): void {
  if (Object.hasOwn(event, 'parentID')) return
  if (event['action'] !== 'ADD' && event['action'] !== 'DELETE') return
  const says = 'An AggregationEvent with action ADD or DELETE must have “parentID”.'
  fail(walk, 'required', says)
}

function notItsOwnParent(event: JsonObject, walk: Walk): void {
  const children = event['childEPCs']
  const parent = event['parentID']
  if (parent === undefined || !isList(children) || !children.includes(parent)) return
  fail(
    walk,
    'own-parent',
    'Nothing can be packed into itself: the parentID is among childEPCs.',
    'parentID',
  )
}

/** Inputs and outputs, or one of them and a transformationID that joins it to its other half. */
function bothSides(event: JsonObject, walk: Walk): void {
  const input = has(event, INPUTS)
  const output = has(event, OUTPUTS)
  if ((input && output) || ((input || output) && Object.hasOwn(event, 'transformationID'))) return
  const says =
    input || output
      ? `A TransformationEvent that names only its ${input ? 'inputs' : 'outputs'} must have a transformationID.`
      : 'A TransformationEvent must name its inputs and outputs.'
  fail(walk, 'transformation', says)
}

function withUniqueEpcs(object: Kind): Kind {
  return { ...object, fields: new Map([...object.fields, ['epcList', uniqueIdentifiers]]) }
}

export const KINDS: ReadonlyMap<string, Kind> = new Map([
  [
    'ObjectEvent',
    withUniqueEpcs(
      kind(['action', ...OBJECTS, 'ilmd'], {
        required: [...ALWAYS, 'action'],
        rules: [objectsOrPlace, ilmdOnAdd],
      }),
    ),
  ],
  [
    'AggregationEvent',
    kind(['action', 'parentID', ...CHILDREN], {
      required: [...ALWAYS, 'action'],
      rules: [childrenUnlessDelete, parentUnlessObserve, notItsOwnParent],
    }),
  ],
  [
    'TransactionEvent',
    kind(['action', 'parentID', ...OBJECTS], {
      required: [...ALWAYS, 'action', 'bizTransactionList'],
      rules: [transactions, objectsUnlessDelete],
    }),
  ],
  [
    'TransformationEvent',
    kind([...INPUTS, ...OUTPUTS, 'transformationID', 'ilmd'], {
      required: ALWAYS,
      rules: [bothSides],
    }),
  ],
  [
    'AssociationEvent',
    kind(['action', 'parentID', ...CHILDREN], {
      required: [...ALWAYS, 'action', 'parentID'],
      rules: [childrenUnlessDelete, notItsOwnParent],
    }),
  ],
])

/** An event type of someone's own: only what every event must have. What it borrows from the standard is judged too. */
export const EXTENSION_EVENT: Kind = {
  required: ALWAYS,
  rules: [],
  fields: new Map([...BASE, ...CIRCUMSTANCES, ...Object.entries(PARTICULARS)]),
}
