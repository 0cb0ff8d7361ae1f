import { ACTORS, type Line } from './cast.ts'
import { HOUR, localTime, stamp } from './clock.ts'
import { originOf, weigh, type Lot } from './origin.ts'
import type { Plan } from './plan.ts'
import { amount, percent, sensed } from './sensors.ts'
import type { Store } from './supply.ts'
import { makeLot, makeThing, transform, type Moment, type Portion, type World } from './world.ts'

/** One dry blend and the tins that are filled from it. */
export type Batch = {
  readonly line: Line
  readonly plan: Plan
  readonly powder: Lot
  /** The how-many-eth blend of the whole chain. */
  readonly index: number
  readonly tins: number
  readonly at: number
  /** How long its tins take. */
  readonly minutes: number
  readonly lotNumber: string
}

/** Base powder, oil powder, premix and perhaps rework, tumbled for some minutes. */
export function blendDry(world: World, store: Store, batch: Batch, rework: Lot | undefined): Lot {
  const { plan, at, powder, line } = batch
  const { recipe } = plan
  // the last batch of a chain may be smaller than the others
  const kg = plan.blendKg * (batch.tins / world.scale.tinsPerBatch)
  const taken =
    rework === undefined ? [] : [{ lot: rework, kg: Math.min(rework.kg, weigh(kg / 4)) }]
  const reworked = taken.reduce((sum, each) => sum + each.kg, 0)
  const base = weigh(kg * (1 - recipe.ara - recipe.premix) - reworked)
  powder.kg = weigh(powder.kg - base)
  const oil = store.take('araOil', kg * recipe.ara, at)
  const dry: readonly Portion[] = [{ lot: powder, kg: base }, ...oil, ...taken]
  const premix = store.take('premix', kg * recipe.premix, at)
  const inputs = [...dry, ...premix]
  const out = weigh(inputs.reduce((sum, each) => sum + each.kg, 0) * 0.999)
  const thing = makeThing('blend', `DB${stamp(at)}${line.letter}${batch.index + 1}`)
  const lot = makeLot(thing, out, originOf(inputs.map((each) => each.lot)))
  const quality = [
    amount('blendTime', 12, 'MIN'),
    percent('humidity', world.random.between(28, 45)),
  ]
  const moment = {
    by: ACTORS.plant,
    at,
    step: 'suyuan:blending',
    place: line.blender,
    more: { sensorElementList: sensed(at, undefined, quality) },
  }
  const outputs = [{ lot, kg: out }]
  const wrong = store.mistakenFor(premix)
  if (wrong === undefined) transform(world, moment, { inputs, outputs })
  else recordWrongly(world, moment, { dry, premix, outputs, wrong })
  return lot
}

type Mistake = {
  readonly dry: readonly Portion[]
  readonly premix: readonly Portion[]
  readonly outputs: readonly Portion[]
  readonly wrong: Lot
}

/** The premix lot before was scanned; noticed next morning, declared wrong, and recorded as it was. */
function recordWrongly(world: World, moment: Moment, mistake: Mistake): void {
  const { dry, premix, outputs, wrong } = mistake
  const kg = weigh(premix.reduce((sum, each) => sum + each.kg, 0))
  const written = transform(world, moment, { inputs: [...dry, { lot: wrong, kg }], outputs })
  const corrected = transform(world, moment, { inputs: [...dry, ...premix], outputs })
  const at = moment.at + 22 * HOUR
  world.journal.declareWrong(moment.by, written, at, [corrected.eventID])
  world.truth.tell('corrected-event', {
    declaredAt: localTime(at),
    wrongEventID: written.eventID,
    correctiveEventID: corrected.eventID,
    wrongLot: wrong.thing.id,
    rightLot: premix[0]?.lot.thing.id ?? null,
    blend: outputs[0]?.lot.thing.id ?? null,
    record: {
      zh: '两条记录都在，原记录已声明作废：追溯只认更正后的批号。',
      en: 'Both records stay; the first is declared wrong, and a trace follows only the corrected lot.',
    },
  })
}
