import { checkDigit } from '@suyuan/core/id/check-digit'
import type { EpcisEvent } from '@suyuan/core/event/event'
import { VOCABULARY } from '../packages/server/src/chain/words.ts'
import { equipment, lot, made, packed, saw, tanker, tin, type Told } from '../test/trace/tell.ts'

/** Events, a batch among them, and all that the batch is made of, as the one who made it up knows. */
export type Scenario = {
  readonly events: readonly EpcisEvent[]
  readonly of: string
  readonly ancestors: ReadonlySet<string>
}

/** Batches from one cleaning to the next; the last of 160 is the seventh. */
const CLEANED_EVERY = 9
/** Tins of a batch and of a case; cases of a pallet; tankers that bring the milk by turns. */
const [TINS, CASES, TANKERS] = [6, 6, 3]
/** Minutes from one batch to the next. */
const BATCH = 60

/**
 * A dryer that is not emptied between batches: each is of its own lot of milk and of the heel that the batch before left, and
 * leaves one to the next; cleaning leaves none. Two batches are packed side by side, so a case has tins of both; pallets have
 * cases of six batches; three tankers bring all the milk. So all is joined to all, and little is made of much.
 */
export function heels(batches: number): Scenario {
  const events: EpcisEvent[] = []
  let heel: { readonly id: string; readonly of: readonly string[] } | undefined
  let ancestors: readonly string[] = []
  for (let batch = 0; batch < batches; batch++) {
    const at = batch * BATCH
    const milk = lot(`M${batch}`)
    events.push(...brought(batch, milk))
    ancestors = [...(heel === undefined ? [] : [...heel.of, heel.id]), milk]
    const left = (batch + 1) % CLEANED_EVERY === 0 ? undefined : lot(`H${batch}`)
    const inputs: Told[] = [[milk, 1000, 'KGM'], ...amount(heel?.id)]
    events.push(made(at + 20, inputs, [[lot(`B${batch}`), 120, 'KGM'], ...amount(left)]))
    heel = left === undefined ? undefined : { id: left, of: ancestors }
    if (left === undefined)
      events.push(saw(at + 25, 'OBSERVE', [equipment('DRYER')], { step: `${VOCABULARY}cleaning` }))
    events.push(made(at + 30, [[lot(`B${batch}`), 120, 'KGM']], tinsOf(batch)))
  }
  events.push(...shipped(batches))
  return { events, of: lot(`B${batches - 1}`), ancestors: new Set(ancestors) }
}

const amount = (heel: string | undefined): readonly Told[] =>
  heel === undefined ? [] : [[heel, 20, 'KGM']]

const tinsOf = (batch: number): readonly string[] =>
  Array.from({ length: TINS }, (_, n) => tin(`${batch}-${n}`))

function brought(batch: number, milk: string): readonly EpcisEvent[] {
  const [at, children] = [batch * BATCH, [[milk, 1000, 'KGM']]] as const
  const parent = tanker(`T${batch % TANKERS}`)
  return [
    saw(at, 'ADD', children),
    packed(at + 5, 'ADD', { parent, children }),
    packed(at + 10, 'DELETE', { parent, children }),
  ]
}

function shipped(batches: number): readonly EpcisEvent[] {
  const events: EpcisEvent[] = []
  for (let first = 0; first < batches; first += 2) {
    const time = (first + 2) * BATCH
    const tins = [first, first + 1].filter((batch) => batch < batches).map(tinsOf)
    for (const lane of [0, 1]) {
      const half = TINS / 2
      const children = tins.flatMap((of) => of.slice(lane * half, (lane + 1) * half))
      const parent = unitOf(1, first + lane)
      events.push(packed(time, 'ADD', { parent, children }))
      const pallet = unitOf(2, Math.floor((first + lane) / CASES))
      events.push(packed(time + 1, 'ADD', { parent: pallet, children: [parent] }))
    }
  }
  return events
}

/** A case or a pallet, by the kind's digit and its number. */
function unitOf(kind: 1 | 2, number: number): string {
  const digits = `06901234${kind}${String(number).padStart(8, '0')}`
  return `https://id.gs1.org/00/${digits}${checkDigit(digits)}`
}
