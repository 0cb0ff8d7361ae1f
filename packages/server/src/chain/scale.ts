/** How large everything is, for so many tins. A small chain has small batches, so that a fault touches some tins and spares others. */
export type Scale = {
  readonly tins: number
  readonly tinsPerBatch: number
  /** Days of milk. */
  readonly days: number
  /** Parallel lines of the plant: one silo, pasteuriser, dryer, blender and canning line each. */
  readonly lines: number
  /** Draws of a silo a day, each one mix and one lot of base powder. */
  readonly powdersPerRun: number
  readonly batchesPerPowder: number
  readonly casesPerPallet: number
  readonly ranchesPerLine: number
  readonly pensPerRanch: number
  readonly dealers: number
  readonly shopsPerDealer: number
  /** How long one silage pit feeds a ranch, in days; and how long one lot of concentrate does. */
  readonly pitDays: number
  readonly concentrateDays: number
  /** Blend batches (or mixes, for whey and plant oil) that one bought lot lasts. */
  readonly batchesPerLot: number
  /** The day, counted from the first milk, at whose end the simulation stops. */
  readonly lastDay: number
}

export const TINS_PER_CASE = 6

/** From milk to canning: powder waits for its release (7 to 20 days in practice). */
export const DAYS_TO_CANNING = 10

const MOST_TINS = 100_000_000

function clamp(value: number, low: number, high: number): number {
  return Math.min(high, Math.max(low, Math.round(value)))
}

/** The scale for a number of tins, 1 to 100,000,000; throws a RangeError with a sentence for any other. */
export function scaleOf(tins: number): Scale {
  if (!Number.isInteger(tins) || tins < 1 || tins > MOST_TINS) {
    throw new RangeError(`tins must be a whole number from 1 to 100000000, not ${tins}`)
  }
  // one tin of each batch is kept as a sample, the others fill cases; a blender holds a tonne at most
  const tinsPerBatch = TINS_PER_CASE * clamp(tins / 30 / TINS_PER_CASE, 2, 208) + 1
  const batches = Math.ceil(tins / tinsPerBatch)
  const batchesPerDay = clamp(0.7 * Math.sqrt(batches), 3, 160)
  const lines = clamp(Math.ceil(batchesPerDay / 40), 1, 4)
  const powdersPerRun = clamp(Math.sqrt(batchesPerDay / lines), 2, 8)
  const batchesPerPowder = Math.ceil(batchesPerDay / lines / powdersPerRun)
  const days = Math.ceil(batches / (lines * powdersPerRun * batchesPerPowder))
  return {
    tins,
    tinsPerBatch,
    days,
    lines,
    powdersPerRun,
    batchesPerPowder,
    casesPerPallet: clamp(tins / 600, 4, 60),
    ranchesPerLine: lines > 1 ? 4 : 3,
    pensPerRanch: tins > 100_000 ? 2 : 1,
    dealers: clamp(Math.sqrt(tins) / 20, 3, 30),
    shopsPerDealer: clamp(Math.sqrt(tins) / 30, 3, 20),
    pitDays: clamp(Math.ceil(days / 4), 2, 90),
    concentrateDays: clamp(days / 4, 1, 15),
    batchesPerLot: clamp(batches / 16, 2, 16),
    lastDay: days + DAYS_TO_CANNING + 20,
  }
}
