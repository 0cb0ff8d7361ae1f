import type { Part } from '@suyuan/core/flow/flow-event'
import type { Column, Row } from '../papers/sheet.ts'
import { factsOf, keyTexts, type Facts } from './event-facts.ts'
import type { Read } from './read.ts'

/** The dimensions of EPCIS as columns: what, when, where, why. */
export const GS1_COLUMNS: readonly Column[] = [
  'eventID',
  'type',
  'action',
  'eventTime',
  'eventTimeZoneOffset',
  'role',
  'id',
  'primaryKeyAI',
  'primaryKey',
  'lot',
  'serial',
  'quantity',
  'uom',
  'affected',
  'bizStep',
  'disposition',
  'place',
  'source',
  'destination',
  'bizTransactions',
  'transformationID',
  'declaredWrong',
].map((title) => ({ title }))

type Role = 'object' | 'parent' | 'child' | 'input' | 'output'

/** One line for each thing of each event. */
export async function* gs1Rows(
  events: AsyncIterable<readonly Read[]>,
  lotOf: ReadonlyMap<string, string | undefined>,
): AsyncGenerator<Row> {
  for await (const part of events) {
    for (const read of part) {
      const facts = factsOf(read)
      for (const [role, one] of partsOf(facts)) yield rowOf(facts, role, one, lotOf)
    }
  }
}

function partsOf({ flow }: Facts): readonly (readonly [Role, Part])[] {
  const { parent, things, children, inputs, outputs } = flow
  const as = (role: Role, parts: readonly Part[]): readonly (readonly [Role, Part])[] =>
    parts.map((one) => [role, one] as const)
  return [
    ...as('parent', parent === undefined ? [] : [parent]),
    ...as('object', things),
    ...as('child', children),
    ...as('input', inputs),
    ...as('output', outputs),
  ]
}

function rowOf(
  { flow, event, from, to, documents }: Facts,
  role: Role,
  part: Part,
  lotOf: ReadonlyMap<string, string | undefined>,
): Row {
  const { ai, key, lot, serial } = keyTexts(part.id)
  const known = part.lot ?? lotOf.get(part.id)
  return [
    flow.eventID,
    flow.type,
    flow.action,
    event.eventTime,
    // Else the sign makes it a formula.
    `UTC${event.eventTimeZoneOffset}`,
    role,
    part.id,
    ai,
    key,
    lot ?? (known === undefined ? undefined : keyTexts(known).lot),
    serial,
    part.amount?.value,
    part.amount?.uom,
    lotOf.has(part.id),
    flow.bizStep,
    flow.disposition,
    flow.place,
    from,
    to,
    documents.map(({ type, number }) => (type === '' ? number : `${type}=${number}`)).join('; '),
    flow.transformationID,
    flow.void,
  ]
}
