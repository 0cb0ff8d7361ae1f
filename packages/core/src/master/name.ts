import type { Json } from '../event/event.ts'
import type { Attribute } from './attribute.ts'

/** What people call a thing, in Chinese and in other languages. */
export type Name = { readonly zh?: string; readonly en?: string }

/** CBV 2.0 names parties and places by `name`, products by `descriptionShort`; the GS1 Web Vocabulary by `productName`. */
const NAMES = [
  /^urn:epcglobal:cbv:mda[:#]{0,2}name$|mda[#:]name$/,
  /^urn:epcglobal:cbv:mda[:#]{0,2}descriptionShort$/,
  /gs1\.org\/voc\/(?:productName|organizationName|locationName|physicalLocationName)$/,
]

/** The name that attributes give; undefined where none does. */
export function nameIn(attributes: readonly Attribute[]): Name | undefined {
  for (const form of NAMES) {
    const found = attributes.find((one) => form.test(one.id))
    if (found !== undefined) return nameOf(found.attribute)
  }
  return undefined
}

/** A text in every language, or JSON-LD language-tagged strings, alone, in a list or in an `@set`. */
function nameOf(value: Json): Name {
  if (typeof value === 'string') return { zh: value, en: value }
  const set = (value as { readonly '@set'?: Json } | null)?.['@set'] ?? value
  const list: readonly Json[] = Array.isArray(set) ? (set as readonly Json[]) : [set]
  const name: { zh?: string; en?: string } = {}
  for (const one of list) {
    if (typeof one !== 'object' || one === null) continue
    const { '@value': text, '@language': language } = one as Record<string, Json>
    if (typeof text !== 'string') continue
    if (typeof language === 'string' && language.startsWith('zh')) name.zh = text
    else name.en = text
  }
  return name
}
