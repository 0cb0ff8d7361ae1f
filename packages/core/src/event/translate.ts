import { identify } from '../id/identify.ts'
import type { PrefixLength } from '../id/prefix-book.ts'
import { toUrn } from '../id/urn.ts'
import type { Json, JsonObject } from './event.ts'
import { step } from './pointer.ts'

/** How the GS1 identifiers of an event shall be spelt; an EPC URN shows how long its company prefix is, and that has to be known. */
export type Spelling =
  | { readonly as: 'digital-link' }
  | { readonly as: 'urn'; readonly prefixLength: PrefixLength }

/** An identifier that stays as it was though another spelling was asked for. */
export type Untranslated = {
  /** JSON pointer into the event. */
  readonly at: string
  readonly id: string
  /** `prefix-length`: nobody told how long its company prefix is. `no-urn`: no EPC URN says what it says. */
  readonly why: 'prefix-length' | 'no-urn'
}

export type Translated = {
  /** The event itself where nothing had to change. */
  readonly event: JsonObject
  readonly left: readonly Untranslated[]
}

/**
 * Where a GS1 identifier may stand: a field of the standard and, where it holds objects, their members. CBV 2.0 §8. An
 * `eventID` is none, and neither is anything in ILMD or an extension.
 */
type Places = { readonly [field: string]: true | Places }

const QUANTITIES: Places = { epcClass: true }
const PLACE: Places = { id: true }
const DEVICE: Places = {
  deviceID: true,
  deviceMetadata: true,
  rawData: true,
  dataProcessingMethod: true,
  bizRules: true,
}

const PLACES: Places = {
  epcList: true,
  parentID: true,
  childEPCs: true,
  inputEPCList: true,
  outputEPCList: true,
  transformationID: true,
  quantityList: QUANTITIES,
  childQuantityList: QUANTITIES,
  inputQuantityList: QUANTITIES,
  outputQuantityList: QUANTITIES,
  readPoint: PLACE,
  bizLocation: PLACE,
  bizTransactionList: { bizTransaction: true },
  sourceList: { source: true },
  destinationList: { destination: true },
  sensorElementList: { sensorMetadata: DEVICE, sensorReport: DEVICE },
}

/**
 * The event with the GS1 identifiers of all its standard fields in one spelling (`GS1-EPC-Format`: `Always_GS1_Digital_Link`,
 * `Always_EPC_URN`). What has the spelling asked for already is left to the letter, a Digital Link on a host of its own too; a
 * link that is made is canonical (`https://id.gs1.org/…`, finest key alone). A length of prefix that is not known is never
 * guessed: such an identifier stays, and is told in `left`. What is no GS1 key is nobody's to translate. Only what changes is
 * copied.
 */
export function translateIdentifiers(event: JsonObject, spelling: Spelling): Translated {
  const left: Untranslated[] = []
  const spell = spelling.as === 'urn' ? asUrn(spelling.prefixLength, left) : asLink
  return { event: members(event, PLACES, { at: '', spell }), left }
}

/** One identifier in the spelling asked for; itself where it has it, cannot have it, or is no GS1 key. */
export function translateIdentifier(id: string, spelling: Spelling): string {
  return spelling.as === 'urn' ? asUrn(spelling.prefixLength, [])(id, '') : asLink(id)
}

type Spell = (id: string, at: string) => string
type Way = { readonly at: string; readonly spell: Spell }

const EPC_URN = /^urn:epc:/i

function asLink(id: string): string {
  return EPC_URN.test(id) ? identify(id).canonical : id
}

function asUrn(prefixLength: PrefixLength, left: Untranslated[]): Spell {
  return (id, at) => {
    const { canonical, scheme } = identify(id)
    if (scheme === 'uri' || EPC_URN.test(id)) return id
    let asked = false
    let known = false
    const urn = toUrn(canonical, (digits) => {
      asked = true
      const length = prefixLength(digits)
      known = length !== undefined
      return length
    })
    if (urn === undefined) {
      left.push({ at, id, why: asked && !known ? 'prefix-length' : 'no-urn' })
    }
    return urn ?? id
  }
}

function members(object: JsonObject, places: Places, { at, spell }: Way): JsonObject {
  let changed: { [key: string]: Json } | undefined
  for (const key of Object.keys(object)) {
    const place = Object.hasOwn(places, key) ? places[key] : undefined
    const value = object[key]
    if (place === undefined || value === undefined) continue
    const spelt = within(value, place, { at: at + step(key), spell })
    if (spelt === value) continue
    changed ??= { ...object }
    changed[key] = spelt
  }
  return changed ?? object
}

function within(value: Json, place: true | Places, way: Way): Json {
  if (Array.isArray(value)) return entries(value as readonly Json[], place, way)
  if (typeof value === 'string') return place === true ? way.spell(value, way.at) : value
  if (typeof value !== 'object' || value === null || place === true) return value
  return members(value as JsonObject, place, way)
}

function entries(list: readonly Json[], place: true | Places, { at, spell }: Way): readonly Json[] {
  const spelt = list.map((entry, i) => within(entry, place, { at: at + step(i), spell }))
  return spelt.some((entry, i) => entry !== list[i]) ? spelt : list
}
