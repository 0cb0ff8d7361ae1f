/** What a disposition (CBV 2.0 §7.2) does to the question whether a thing may be sold. */
export type Effect = 'forbids' | 'unsure' | 'releases' | 'none'

const words = (effect: Effect, text: string): readonly (readonly [string, Effect])[] =>
  text.split(' ').map((word) => [word, effect] as const)

const EFFECTS: ReadonlyMap<string, Effect> = new Map([
  ...words(
    'forbids',
    `expired recalled damaged stolen destroyed disposed dispensed partially_dispensed retail_sold
     non_sellable_other non_conformant no_pedigree_match needs_replacement unavailable inactive`.replaceAll(
      /\s+/g,
      ' ',
    ),
  ),
  // CBV: sent back, "may or may not be sellable"; condition not known.
  ...words('unsure', 'returned unknown'),
  ...words('releases', 'active available conformant sellable_accessible sellable_not_accessible'),
])

/** Any other word (`in_transit`, `container_closed`, one's own) says nothing: a recalled tin on its way back stays recalled. */
export const effectOf = (disposition: string): Effect => EFFECTS.get(disposition) ?? 'none'

/** Of a lot these hold for all of it; what is damaged, stolen or sold of a lot is some amount of it. */
const WHOLE: ReadonlySet<string> = new Set([
  'expired',
  'recalled',
  'non_sellable_other',
  'non_conformant',
  'no_pedigree_match',
  'unavailable',
  'inactive',
])

/** What a disposition said of a lot does to its items. */
export function effectOnLot(disposition: string): Effect {
  const effect = effectOf(disposition)
  return effect === 'releases' || WHOLE.has(disposition) ? effect : 'none'
}
