import { isObject } from '../event/checks.ts'
import type { Json } from '../event/event.ts'
import { quoted } from '../event/pointer.ts'
import { durationOf } from './duration.ts'
import type { Measure, Range, Sampling, Test } from './plan.ts'

type Written = { readonly [key: string]: Json }

type Around = {
  readonly at: string
  readonly measures: ReadonlyMap<string, Measure>
  readonly mustKnow: (measure: string, at: string) => void
  readonly fail: (at: string, rule: string, says: string) => void
}

/** The test of a limit whose shape is right. */
export function readTest(value: Written, around: Around): Test {
  const { states, per, sampling, difference, rate } = value
  const { at, mustKnow } = around
  if (states !== undefined) return statesOf(states as readonly string[], value, around)
  if (isObject(sampling))
    return { is: 'sampling', ...(sampling as unknown as Omit<Sampling, 'is'>) }
  if (isObject(per)) {
    mustKnow(per['of'] as string, `${at}/per/of`)
    const { of, amount, ...range } = per
    return { is: 'per', of: of as string, amount: amount as number, range: range as Range }
  }
  if (isObject(difference)) {
    mustKnow(difference['to'] as string, `${at}/difference/to`)
    const { to, atMost, within } = difference
    return {
      is: 'difference',
      to: to as string,
      atMost: atMost as number,
      within: lengthOf(within),
    }
  }
  if (isObject(rate)) {
    const { atMost, per: each, within } = rate
    return { is: 'rate', atMost: atMost as number, per: lengthOf(each), within: lengthOf(within) }
  }
  return { is: 'range', range: rangeIn(value) }
}

const lengthOf = (said: Json | undefined): number =>
  typeof said === 'string' ? (durationOf(said) ?? 0) : 0

function rangeIn({ min, max, above, below }: Written): Range {
  const given = Object.entries({ min, max, above, below }).filter(
    ([, bound]) => bound !== undefined,
  )
  return Object.fromEntries(given) as Range
}

function statesOf(good: readonly string[], value: Written, { at, measures, fail }: Around): Test {
  const known = measures.get(value['measure'] as string)
  const states = known?.states
  if (known !== undefined && states === undefined) {
    fail(`${at}/states`, 'value', `The measure ${known.id} has no states.`)
  }
  for (const [i, state] of good.entries()) {
    if (states === undefined || states.has(state)) continue
    const says = `The measure has no state ${quoted(state)}; it has ${[...states.keys()].join(', ')}.`
    fail(`${at}/states/${i}`, 'unknown-name', says)
  }
  return { is: 'states', good }
}
