import { BIZ_STEP, DISPOSITION, wordOf } from '../cbv/vocabulary.ts'
import { identify } from '../id/identify.ts'
import { keyOf } from './operand.ts'
import {
  QUANTITY_ROLES,
  type Condition,
  type EntryList,
  type MasterDataCondition,
  type Query,
  type SettledCondition,
  type SettledQuery,
  type WordField,
} from './query.ts'

/**
 * The canonical ids that master data has for a condition: for `within` the places and all that lies in them, for `attribute`
 * what has one of the attributes.
 */
export type MasterData = (condition: MasterDataCondition) => readonly string[]

/** Whether only master data can answer a condition. */
export function isOfMasterData(condition: Condition): condition is MasterDataCondition {
  return condition.kind === 'within' || condition.kind === 'attribute'
}

/** A query with its conditions on master data turned into conditions on what events say. */
export function settle({ where, ...rest }: Query, masterData: MasterData): SettledQuery {
  return {
    ...rest,
    where: where.map((condition) =>
      isOfMasterData(condition) ? settled(condition, masterData(condition)) : condition,
    ),
  }
}

function settled(condition: MasterDataCondition, ids: readonly string[]): SettledCondition {
  if (condition.kind === 'within') return { kind: 'oneOf', field: condition.field, values: ids }
  const { of } = condition
  if (typeof of === 'object') {
    return { kind: 'field', place: 'event', inner: false, name: of.field, tests: [isOneOf(ids)] }
  }
  if (of === 'epcClass') return { kind: 'mentions', roles: QUANTITY_ROLES, things: ids }
  if (of === 'transformationID') return { kind: 'transformation', ids }
  if (isEntryList(of)) return { kind: 'entry', list: of, ids }
  return { kind: 'oneOf', field: of, values: ids.map((id) => wordFor(of, id)) }
}

const isOneOf = (ids: readonly string[]) =>
  ({ compare: 'eq', keys: ids.map((id) => keyOf(id)) }) as const

const isEntryList = (of: string): of is EntryList =>
  of === 'bizTransaction' || of === 'source' || of === 'destination'

/** As {@link file://./matches.ts matches} compares the values of a field. */
function wordFor(field: WordField, id: string): string {
  if (field === 'bizStep') return wordOf(BIZ_STEP, id)
  if (field === 'disposition') return wordOf(DISPOSITION, id)
  return identify(id).canonical
}
