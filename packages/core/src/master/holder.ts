import { isIri } from '../event/context.ts'
import { readLink } from '../id/read-link.ts'
import { identify } from '../id/identify.ts'
import { attributeName, textsOf, type Attribute } from './attribute.ts'

/** CBV's words for who has goods and whose they are (its source and destination types), as attributes of a place. */
const WORDS = ['possessing_party', 'owning_party'] as const
const SPELLINGS = [
  (word: string): string => `urn:epcglobal:cbv:mda:${word}`,
  (word: string): string => `urn:epcglobal:cbv:sdt:${word}`,
  (word: string): string => `https://ref.gs1.org/cbv/SDT-${word}`,
]

/** Who has what is at a place comes before whose it is. */
const HOLDER_ATTRIBUTES: readonly string[] = WORDS.flatMap((word) =>
  SPELLINGS.map((spell) => spell(word)),
)

/** The attribute by which our own master data names the party that holds what is at a place. */
export const HOLDER_ATTRIBUTE = 'urn:epcglobal:cbv:mda#possessing_party'

/** The party, canonical, that attributes of a place name as holding what is there; undefined where none does. */
export function holderIn(attributes: readonly Attribute[]): string | undefined {
  for (const name of HOLDER_ATTRIBUTES) {
    for (const one of attributes) {
      if (attributeName(one.id) !== name) continue
      const party = textsOf(one.attribute).find(isIri)
      if (party !== undefined) return identify(party).canonical
    }
  }
  return undefined
}

const PARTY = /^urn:epcglobal:epcis:vtype:Party$|\/(?:Party|Organization)$/

/** Whether master data describes this as a party: by its vocabulary, or because it is a PGLN. */
export function isParty(id: string, vocabularies: readonly string[]): boolean {
  return vocabularies.some((type) => PARTY.test(type)) || readLink(id)?.key.ai === '417'
}

/** The location that a spot with an extension (AI 254) lies in; undefined for what is no such spot. */
export function locationOf(place: string): string | undefined {
  const at = place.indexOf('/254/')
  return at > 0 && readLink(place)?.key.ai === '414' ? place.slice(0, at) : undefined
}
