import type { Batch } from './blending.ts'
import { ACTORS, PLACES } from './cast.ts'
import { dateOf, DAY, MINUTE } from './clock.ts'
import type { Codes, Run } from './codes.ts'
import { glnOf, lotId } from './keys.ts'
import type { Lot } from './origin.ts'
import { PREFIX, PRODUCTS } from './products.ts'
import { TINS_PER_CASE } from './scale.ts'
import type { Group } from './truth.ts'
import { observe, transform, type World } from './world.ts'

/** Minutes from the blender to the first tin. */
export const TO_FIRST_TIN = 20

/** The transformation that the canning of one blend is. */
export function canningRun(batch: Batch): string {
  return `urn:epcglobal:cbv:xform:${glnOf(PREFIX.plant, 1)}:CAN-${batch.index + 1}`
}

type Filling = {
  readonly batch: Batch
  readonly group: Group
  readonly run: Run
  readonly start: number
  /** Milliseconds a case. */
  readonly pace: number
  /** What all canning events of the batch say alike, as JSON without braces. */
  readonly alike: string
}

/** Fills a blend into tins at the speed of the line, an event a case; counts go on from the tins and cases before. */
export function fillTins(
  world: World,
  codes: Codes,
  { batch, blend }: { readonly batch: Batch; readonly blend: Lot },
  before: { readonly tins: number; readonly cases: number },
): Run {
  const { line, plan, tins } = batch
  const { gtin } = PRODUCTS[plan.recipe.sort]
  const group = world.truth.openGroup(lotId(gtin, batch.lotNumber), blend)
  const start = batch.at + TO_FIRST_TIN * MINUTE
  transform(
    world,
    { by: ACTORS.plant, at: start, step: 'suyuan:dosing', place: line.canning },
    { transformationID: canningRun(batch), inputs: [{ lot: blend, kg: blend.kg }] },
  )
  const cases = Math.floor((tins - 1) / TINS_PER_CASE)
  const run = { gtin, firstCase: before.cases, firstTin: before.tins, cases }
  const pace = (batch.minutes * MINUTE) / (cases + 1)
  const filling = { batch, group, run, start, pace, alike: alikeOf(batch) }
  fillCases(world, codes, filling)
  keepSamples(world, codes, filling)
  return run
}

/** The same fields written out once: a chain has a hundred thousand such events for every million tins. */
function fillCases({ journal, truth }: World, codes: Codes, filling: Filling): void {
  const { batch, group, run, start, pace, alike } = filling
  const by = ACTORS.plant
  const where = `"bizStep":"packing","readPoint":{"id":"${batch.line.canning}"},"bizLocation":{"id":"${PLACES.packing}"}`
  for (let nth = 0; nth < run.cases; nth += 1) {
    const box = codes.box(run, nth)
    const at = Math.round(start + (nth + 1) * pace)
    const tins = `["${box.tins.join('","')}"]`
    journal.recordText(by, at, 'TransformationEvent', `${alike},"outputEPCList":${tins}`)
    const packed = `"action":"ADD","parentID":"${box.id}","childEPCs":${tins},${where}`
    journal.recordText(by, at + MINUTE, 'AggregationEvent', packed)
    truth.tinsOf(group, box.tins)
  }
}

/** What does not fill a case goes to the sample room, at least one tin of each blend, kept for its shelf life. */
function keepSamples(world: World, codes: Codes, filling: Filling): void {
  const { batch, group, run, start, pace, alike } = filling
  const first = run.cases * TINS_PER_CASE
  const ids = Array.from({ length: batch.tins - first }, (_, each) =>
    codes.tin(run.gtin, run.firstTin + first + each),
  )
  const at = Math.round(start + (run.cases + 1) * pace)
  const by = ACTORS.plant
  const tins = JSON.stringify(ids)
  world.journal.recordText(by, at, 'TransformationEvent', `${alike},"outputEPCList":${tins}`)
  const place = batch.line.canning
  observe(
    world,
    {
      by,
      at: at + 3 * MINUTE,
      step: 'sampling',
      place,
      after: PLACES.lab,
      disposition: 'non_sellable_other',
    },
    { epcList: ids },
  )
  world.truth.tinsOf(group, ids)
  world.truth.whereabouts(ids, { containers: [], place: PLACES.lab, state: 'at' })
}

function alikeOf(batch: Batch): string {
  const fields = {
    transformationID: canningRun(batch),
    bizStep: 'commissioning',
    disposition: 'active',
    readPoint: { id: batch.line.canning },
    bizLocation: { id: PLACES.packing },
    ilmd: {
      'cbvmda:lotNumber': batch.lotNumber,
      'cbvmda:productionDate': dateOf(batch.at),
      'cbvmda:itemExpirationDate': dateOf(batch.at + 730 * DAY),
    },
  }
  return JSON.stringify(fields).slice(1, -1)
}
