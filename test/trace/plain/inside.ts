import type { Packing } from './packings.ts'

/** "Both ends of an interval count: a tank is often drawn from and emptied in the same minute." */
export function holdsAt(packing: Packing, time: number): boolean {
  return packing.from <= time && time <= packing.until
}

/** The parents of a thing at a time, theirs, and so on: the nearest first. */
export function containersAt(
  packings: readonly Packing[],
  thing: string,
  time: number,
): readonly (readonly string[])[] {
  const levels: string[][] = []
  const known = new Set<string>()
  for (let level = [thing]; level.length > 0;) {
    const parents = packings
      .filter((packing) => holdsAt(packing, time) && level.includes(packing.child))
      .map((packing) => packing.parent)
    level = [...new Set(parents)].filter((parent) => !known.has(parent))
    for (const parent of level) known.add(parent)
    if (level.length > 0) levels.push(level)
  }
  return levels
}

/** "X is in C at t when packings lead from X to C, at any depth, that all hold at t." */
export function isInAt(
  packings: readonly Packing[],
  thing: string,
  place: { readonly container: string; readonly time: number },
): boolean {
  return containersAt(packings, thing, place.time).flat().includes(place.container)
}
