/** The stages of the chain from pasture to shop, in the order that a reader expects them. */
const STAGES = [
  'seed',
  'field',
  'forage',
  'feed',
  'herd',
  'milk',
  'tanker',
  'reception',
  'silo',
  'pasteuriser',
  'dryer',
  'powder',
  'water',
  'ingredient',
  'blend',
  'can',
  'case',
  'pallet',
  'warehouse',
  'dealer',
  'shop',
]

/** Where a stage stands in the chain; what is no stage stands after all that are. */
export function stageRank(stage: string | undefined): number {
  const at = STAGES.indexOf(stage ?? '')
  return at < 0 ? STAGES.length : at
}
