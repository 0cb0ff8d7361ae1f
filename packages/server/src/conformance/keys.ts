/**
 * GS1 keys in both spellings, reckoned here and not by the product's own rooms: a fault there must not hide itself.
 * All are under the company prefixes 0614141 and 4012345, which GS1's own examples use.
 */
const PREFIX = '0614141'

/** GS1 General Specifications §7.9: the check digit of a key without it. */
export function checkDigit(digits: string): string {
  const sum = Array.from(digits)
    .toReversed()
    .reduce((all, digit, i) => all + Number(digit) * (i % 2 === 0 ? 3 : 1), 0)
  return String((10 - (sum % 10)) % 10)
}

const HOST = 'https://id.gs1.org'

/** Both spellings of one thing. */
export type Key = { readonly link: string; readonly urn: string }

const gtin = (item: string): string => {
  const body = `${item[0]}${PREFIX}${item.slice(1)}`
  return body + checkDigit(body)
}

/** A serialised trade item; `item` is the indicator and the item reference, six digits. */
export const sgtin = (item: string, serial: string): Key => ({
  link: `${HOST}/01/${gtin(item)}/21/${serial}`,
  urn: `urn:epc:id:sgtin:${PREFIX}.${item}.${serial}`,
})

/** A lot of a trade item. */
export const lgtin = (item: string, lot: string): Key => ({
  link: `${HOST}/01/${gtin(item)}/10/${lot}`,
  urn: `urn:epc:class:lgtin:${PREFIX}.${item}.${lot}`,
})

/** A trade item as a class. */
export const gtinClass = (item: string): Key => ({
  link: `${HOST}/01/${gtin(item)}`,
  urn: `urn:epc:idpat:sgtin:${PREFIX}.${item}.*`,
})

/** A logistic unit; `serial` is the extension digit and the serial reference, ten digits. */
export const sscc = (serial: string): Key => {
  const body = `${serial[0]}${PREFIX}${serial.slice(1)}`
  return {
    link: `${HOST}/00/${body}${checkDigit(body)}`,
    urn: `urn:epc:id:sscc:${PREFIX}.${serial}`,
  }
}

/** A place with an extension; `place` is five digits. */
export const sgln = (place: string, extension: string): Key => {
  const body = PREFIX + place
  return {
    link: `${HOST}/414/${body}${checkDigit(body)}/254/${extension}`,
    urn: `urn:epc:id:sgln:${PREFIX}.${place}.${extension}`,
  }
}

/** A party; `party` is five digits. */
export const pgln = (party: string): Key => {
  const body = PREFIX + party
  return {
    link: `${HOST}/417/${body}${checkDigit(body)}`,
    urn: `urn:epc:id:pgln:${PREFIX}.${party}`,
  }
}

/** A document with a serial; `type` is five digits. */
export const gdti = (type: string, serial: string): Key => {
  const body = PREFIX + type
  return {
    link: `${HOST}/253/${body}${checkDigit(body)}${serial}`,
    urn: `urn:epc:id:gdti:${PREFIX}.${type}.${serial}`,
  }
}

/** An individual asset. */
export const giai = (serial: string): Key => ({
  link: `${HOST}/8004/${PREFIX}${serial}`,
  urn: `urn:epc:id:giai:${PREFIX}.${serial}`,
})

/** A returnable asset with a serial; `type` is five digits. */
export const grai = (type: string, serial: string): Key => {
  const body = `0${PREFIX}${type}`
  return {
    link: `${HOST}/8003/${body}${checkDigit(body)}${serial}`,
    urn: `urn:epc:id:grai:${PREFIX}.${type}.${serial}`,
  }
}
