import { inBase, unitOf } from '../unit/unit.ts'
import type { Ask } from './ask.ts'
import { isDifference } from './match-sensor.ts'
import { groupOf } from './groups.ts'
import { amountOf } from './operand.ts'
import type { NumberTest, SensorTest, SettledCondition, Test } from './query.ts'
import {
  CORRECTIVE,
  DECLARATION_TIME,
  DECLARED,
  ENTRY,
  fieldAmount,
  fieldWord,
  LONGEST,
  PERSISTENT,
  QUANTITY,
  REASON,
  SENSOR,
  SENSOR_AMOUNT,
  SENSOR_WORD,
} from './said.ts'

type Of<K extends SettledCondition['kind']> = Extract<SettledCondition, { readonly kind: K }>

/**
 * What events under a condition surely say, as {@link file://./said.ts said} tells an index: one of each group. No group: an
 * index knows nothing of it.
 */
export function asked<K extends SettledCondition['kind']>(
  condition: Of<K>,
): readonly (readonly Ask[])[] {
  return ASKED[condition.kind as K]?.(condition) ?? []
}

/** The kinds that {@link file://./said.ts said} tells of, one row a kind. */
const ASKED: {
  readonly [K in SettledCondition['kind']]?: (condition: Of<K>) => readonly (readonly Ask[])[]
} = {
  entry: ({ list, type, ids }) =>
    type === undefined ? [] : [ids.map((id) => ({ word: ENTRY(list, type, id) }))],
  persistent: ({ side, values }) => [values.map((word) => ({ word: PERSISTENT(side, word) }))],
  reason: ({ values }) => [values.map((word) => ({ word: REASON(word) }))],
  corrective: ({ eventIDs }) => [eventIDs.map((id) => ({ word: CORRECTIVE(id) }))],
  declaredWrong: () => [[{ word: DECLARED }]],
  time: (condition) =>
    condition.field === 'declarationTime' ? [[declarationAsked(condition)]] : [],
  mentions: mentionsAsked,
  quantity: (condition) => quantityAsked(condition),
  field: (condition) => fieldAsked(condition, condition.tests),
  sensor: ({ tests }) => sensorsAsked(tests),
}

/** Patterns are asked for by a group of theirs; one that is too wide for any leaves nothing to ask. */
function mentionsAsked({ things, patterns = [] }: Of<'mentions'>): readonly (readonly Ask[])[] {
  const groups = patterns.map(groupOf)
  if (groups.includes(undefined)) return []
  return [[...things.map((thing) => ({ thing })), ...groups.flatMap((group) => group ?? [])]]
}

function declarationAsked({ compare, than }: Of<'time'>): Ask {
  return { ...range(DECLARATION_TIME, [{ compare, than }]), instead: DECLARED }
}

type Bounded = { readonly compare: string; readonly than: number }

/** Bounds as the amounts between them; all that they allow is there, and what they leave out at an end may be too. */
function range(about: string, bounds: readonly Bounded[]): Extract<Ask, { about: string }> {
  const lower = bounds.filter(({ compare }) => !compare.startsWith('l'))
  const upper = bounds.filter(({ compare }) => !compare.startsWith('g'))
  return {
    about,
    from: Math.max(-Infinity, ...lower.map(({ than }) => than)),
    to: Math.min(Infinity, ...upper.map(({ than }) => than)),
  }
}

const isBound = <T extends { readonly compare: string }>(test: T): test is T & Bounded =>
  test.compare !== 'eq' && test.compare !== 'exists'

/** Tests of numbers, all of one value. */
function numbersAsked(
  about: string,
  tests: readonly NumberTest[],
  inIndex: (value: number) => number,
): readonly (readonly Ask[])[] {
  const equal = tests.flatMap((test) => (test.compare === 'eq' ? [test.values.map(inIndex)] : []))
  const bounds = tests
    .filter(isBound)
    .map(({ compare, than }) => ({ compare, than: inIndex(than) }))
  return [
    ...equal.map((values) => values.map((value) => ({ about, from: value, to: value }))),
    ...(bounds.length > 0 ? [[range(about, bounds)]] : []),
  ]
}

function quantityAsked({ uom, tests }: Of<'quantity'>): readonly (readonly Ask[])[] {
  if (uom === undefined) return numbersAsked(QUANTITY(), tests, (value) => value)
  const unit = unitOf(uom)
  return numbersAsked(QUANTITY(unit.dimension), tests, (value) => inBase(value, unit))
}

type Field = Pick<Of<'field'>, 'place' | 'inner' | 'name'>

function fieldAsked(at: Field, tests: readonly Test[]): readonly (readonly Ask[])[] {
  const there: Ask = { word: fieldWord(at) }
  const instead = fieldWord(at)
  const groups = tests.flatMap((test): readonly (readonly Ask[])[] => {
    if (test.compare === 'exists') return [[there]]
    if (test.compare !== 'eq') return []
    return [test.keys.map((key) => keyAsked(at, key))]
  })
  for (const kind of ['number', 'time'] as const) {
    const bounds = tests.filter((test) => 'of' in test && test.of === kind).filter(isBound)
    if (bounds.length === 0) continue
    const about = fieldAmount(at, kind === 'number' ? 'n' : 't')
    return [...groups, [{ ...range(about, bounds), instead }]]
  }
  return groups
}

function keyAsked(at: Field, key: string): Ask {
  if (key.startsWith('s')) return { word: fieldWord(at, key) }
  const value = amountOf(key)
  return { about: fieldAmount(at, key.charAt(0)), from: value, to: value, instead: fieldWord(at) }
}

function sensorsAsked(tests: readonly SensorTest[]): readonly (readonly Ask[])[] {
  const groups = tests.filter(({ of }) => of !== 'number').flatMap(sensorAsked)
  const numbers = Map.groupBy(
    tests.filter((test) => test.of === 'number'),
    ({ field, uom }) => `${field} ${uom ?? ''}`,
  )
  for (const these of numbers.values()) {
    const [{ field, uom } = { field: 'value' as const, uom: undefined }] = these
    const unit = uom === undefined ? undefined : unitOf(uom)
    const asIndexed = (value: number): number =>
      unit === undefined ? value : inBase(value, unit, isDifference(field))
    const about = SENSOR_AMOUNT(field, unit?.dimension)
    const all = these.map(({ test }) => test)
    groups.push(...numbersAsked(about, all, asIndexed).map((group) => group.map(orSensor)))
  }
  return groups.length > 0 ? groups : [[{ word: SENSOR }]]
}

const orSensor = (ask: Ask): Ask => ('about' in ask ? { ...ask, instead: SENSOR } : ask)

function sensorAsked(test: SensorTest): readonly (readonly Ask[])[] {
  switch (test.of) {
    case 'element':
    case 'number':
      return []
    case 'word':
      return [
        test.values.map((word) => ({ word: SENSOR_WORD(test.field, word.slice(0, LONGEST)) })),
      ]
    case 'time':
      return [[{ ...range(SENSOR_AMOUNT(test.field), [test]), instead: SENSOR }]]
    case 'field':
      return fieldAsked(test, [test.test])
  }
}
