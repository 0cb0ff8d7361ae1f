import type { EpcisEvent } from '@suyuan/core/event/event'
import type { Name } from './ask.ts'
import { canonicalId } from './keys.ts'
import { labelOf, type Labels } from './steps.ts'

/** The places an event names: where it happened (`readPoint`), and where it left its things (`bizLocation`). */
export function placesIn({ readPoint, bizLocation }: EpcisEvent): readonly string[] {
  return [readPoint, bizLocation].flatMap((place) =>
    place === undefined ? [] : [canonicalId(place.id)],
  )
}

/** The name of where an event happened: of its read point, else of where things were from then on. */
export function siteIn(event: EpcisEvent, labels: Labels): Name | undefined {
  const names = placesIn(event).flatMap((place) => labelOf(place, labels)?.name ?? [])
  return names.find(({ zh, en }) => zh !== undefined || en !== undefined)
}
