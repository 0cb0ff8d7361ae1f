import { ACTORS, PLACES } from './cast.ts'
import { HOUR, localTime } from './clock.ts'
import type { Codes, Run } from './codes.ts'
import { casesOn, type Pallet } from './packing.ts'
import { observe, pack, type World } from './world.ts'

/** Pallets made up anew are numbered apart from those of the line. */
const ANEW = 900_000_000

/**
 * Takes a pallet apart in the warehouse and stacks its cases, but one, on another, recording only the stacking. Answers the
 * new pallet; the case left behind stays in the record of the old one.
 */
export function repalletise(world: World, codes: Codes, pallet: Pallet): Pallet | undefined {
  const last = pallet.runs.at(-1)
  if (last === undefined || pallet.runs.reduce((sum, run) => sum + run.cases, 0) < 2)
    return undefined
  const runs: readonly Run[] = [
    ...pallet.runs.slice(0, -1),
    { ...last, cases: last.cases - 1 },
  ].filter((run) => run.cases > 0)
  const index = ANEW + pallet.index
  const next: Pallet = { index, id: codes.pallet(index), at: pallet.at + 40 * HOUR, runs }
  const cases = casesOn(codes, runs)
  const by = ACTORS.plant
  pack(world, { by, at: next.at, step: 'packing', place: PLACES.warehouse }, next.id, cases)
  observe(
    world,
    { by, at: next.at + HOUR / 2, step: 'storing', place: PLACES.warehouse },
    { epcList: [next.id] },
  )
  tell(world, codes, { pallet, next, left: { run: last, nth: last.cases - 1 }, cases })
  return next
}

type Told = {
  readonly pallet: Pallet
  readonly next: Pallet
  readonly left: { readonly run: Run; readonly nth: number }
  readonly cases: readonly string[]
}

function tell({ truth }: World, codes: Codes, { pallet, next, left, cases }: Told): void {
  const name = 'repalletised-pallet'
  truth.suspect(name, pallet.id)
  const tins = codes.boxes(pallet.runs).flatMap((box) => box.tins)
  truth.held(name, pallet.id, tins)
  const forgotten = codes.box(left.run, left.nth)
  truth.tell(name, {
    at: localTime(next.at),
    from: pallet.id,
    to: next.id,
    cases,
    forgotten: forgotten.id,
    truly: { [forgotten.id]: { containers: [], place: PLACES.warehouse } },
    record: {
      zh: '事件只记了“码到新托”：旧托从未被拆。留下的那一箱，记录仍说它在旧托上。',
      en: 'Only the stacking on the new pallet is recorded; the old one was never taken apart. Of the case left behind the record still says that it is on the old pallet.',
    },
  })
  truth.whereabouts(forgotten.tins, {
    containers: [forgotten.id, pallet.id],
    place: PLACES.warehouse,
    state: 'at',
    truly: { containers: [forgotten.id], place: PLACES.warehouse },
  })
}
