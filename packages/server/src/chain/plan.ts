import { RECIPES, type Recipe } from './products.ts'
import type { Scale } from './scale.ts'

/** What one line makes on one day, from the tins back to the milk, in kilograms. */
export type Plan = {
  readonly recipe: Recipe
  /** One dry blend. */
  readonly blendKg: number
  /** Rework that a blend may take, and that canning leaves now and then. */
  readonly reworkKg: number
  /** One lot of base powder. */
  readonly powderKg: number
  /** Milk in the ranches' tanks. */
  readonly milkKg: number
}

/** Filled a little over the label's weight, and spilt: 0.5 % and 0.3 %. */
const GIVEAWAY_AND_LOSS = 1.008

export const REWORK_SHARE = 0.01

/** Each line makes the three products in turn, a day each. */
export function planOf(scale: Scale, line: number, day: number): Plan {
  const recipe = RECIPES[(line + day) % RECIPES.length] ?? (RECIPES[0] as Recipe)
  const canned = scale.tinsPerBatch * recipe.netKg * GIVEAWAY_AND_LOSS
  const blendKg = canned * (1 + REWORK_SHARE)
  const base = blendKg * (1 - recipe.ara - recipe.premix)
  const powderKg = base * scale.batchesPerPowder * 1.006
  return {
    recipe,
    blendKg,
    reworkKg: canned * REWORK_SHARE,
    powderKg,
    milkKg: (powderKg * scale.powdersPerRun * recipe.milk) / 0.99,
  }
}

export const KG_MILK_PER_COW = 36
export const KG_RATION_PER_COW = 46

/** Shares of the ration: what a mixer load is made of. */
export const RATION: Readonly<Record<'silage' | 'hay' | 'concentrate', number>> = {
  silage: 0.5,
  hay: 0.2,
  concentrate: 0.3,
}

/** What the cows of one ranch eat on the hungriest day, in kilograms: lots of forage and concentrate are bought by it. */
export function rationOf(scale: Scale): number {
  const milk = RECIPES.map((_, day) => planOf(scale, 0, day).milkKg / scale.ranchesPerLine)
  const cowsPerPen = Math.ceil((Math.max(...milk) * 1.2) / KG_MILK_PER_COW / scale.pensPerRanch)
  return cowsPerPen * scale.pensPerRanch * KG_RATION_PER_COW
}
