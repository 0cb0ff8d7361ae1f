import { checkDigit } from '@suyuan/core/id/check-digit'
import { toUrn } from '@suyuan/core/id/urn'

/** GS1 keys as the chain writes them: canonical Digital Links, and the EPC URNs some partners speak. */
export const HOST = 'https://id.gs1.org'

/** Every company of the chain has a prefix of seven digits, in GS1's range for demonstrations (952). */
const PREFIX_LENGTH = 7

const checked = (digits: string): string => digits + checkDigit(digits)

export function gtinOf(prefix: string, item: number): string {
  return checked(`0${prefix}${String(item).padStart(5, '0')}`)
}

export function glnOf(prefix: string, location: number): string {
  return checked(`${prefix}${String(location).padStart(5, '0')}`)
}

export function classId(gtin: string): string {
  return `${HOST}/01/${gtin}`
}

export function lotId(gtin: string, lot: string): string {
  return `${HOST}/01/${gtin}/10/${lot}`
}

export function itemId(gtin: string, serial: string): string {
  return `${HOST}/01/${gtin}/21/${serial}`
}

/** An SGLN; `extension` names a spot within the location. */
export function placeId(prefix: string, location: number, extension?: string): string {
  const gln = `${HOST}/414/${glnOf(prefix, location)}`
  return extension === undefined ? gln : `${gln}/254/${extension}`
}

export function partyId(prefix: string, location: number = 0): string {
  return `${HOST}/417/${glnOf(prefix, location)}`
}

/** A GIAI. */
export function assetId(prefix: string, asset: string): string {
  return `${HOST}/8004/${prefix}${asset}`
}

/** A GRAI. */
export function returnableId(prefix: string, type: number, serial: string): string {
  return `${HOST}/8003/0${glnOf(prefix, type)}${serial}`
}

/** An SSCC; the extension digit says what it stands on: 1 a case, 2 a pallet. */
export function ssccOf(prefix: string, extension: 1 | 2, index: number): string {
  return `${HOST}/00/${checked(`${extension}${prefix}${String(index).padStart(9, '0')}`)}`
}

/** The EPC URN of a canonical Digital Link made here; anything else unchanged. */
export function urnOf(link: string): string {
  return toUrn(link, () => PREFIX_LENGTH) ?? link
}
