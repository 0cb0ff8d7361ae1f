import { csum } from './checks.ts'
import { readDigitalLink } from './digital-link.ts'
import { fault, FNC1, messageOf, readMessage, type ReadElements } from './elements.ts'
import { digits } from './fault.ts'

export type Scanned =
  | { readonly ok: true; readonly data: string }
  | Extract<ReadElements, { ok: false }>

/** ISO/IEC 15424: what a symbol of each identifier carries. */
type Carried = 'elements' | 'text' | 13 | 8

const CARRIES: ReadonlyMap<string, Carried> = new Map<string, Carried>([
  [']C1', 'elements'],
  [']d2', 'elements'],
  [']Q3', 'elements'],
  [']e0', 'elements'],
  [']J1', 'elements'],
  [']Q1', 'text'],
  [']d1', 'text'],
  [']J0', 'text'],
  [']E0', 13],
  [']E4', 8],
])

/**
 * What a scanner sent, its symbology identifier first: the elements as one string with `^` for FNC1, a number with a composite
 * after `|`, or plain text, in which a `^` that is no FNC1 is written `\^`.
 */
export function readScan(scan: string): Scanned {
  if (!/^\][A-Za-z]./.test(scan)) return fault('no-symbology-identifier')
  const carries = CARRIES.get(scan.slice(0, 3))
  const data = scan.slice(3)
  if (carries === undefined) return fault('unknown-symbology')
  if (carries === 'text') return textIn(data)
  return carries === 'elements' ? elementsIn(data) : numberIn(data, carries)
}

function textIn(data: string): Scanned {
  if (/^(?:https?|HTTPS?):\/\//.test(data)) {
    const read = readDigitalLink(data)
    if (!read.ok) return read
  }
  return { ok: true, data: data.replace(/^\\*\^/, '\\$&') }
}

function elementsIn(data: string): Scanned {
  if (data.includes('^')) return fault('illegal-character')
  const read = readMessage(FNC1 + data)
  return read.ok ? { ok: true, data: messageOf(read.elements) } : read
}

function numberIn(data: string, length: number): Scanned {
  const [number = '', composite] = data.split('|]e0')
  if (number.length !== length) return fault(number.length < length ? 'too-short' : 'too-long')
  const wrong = digits(number) ?? csum(number)
  if (wrong !== undefined) return fault(wrong)
  if (composite === undefined) return { ok: true, data: number }
  const read = elementsIn(composite)
  return read.ok ? { ok: true, data: `${number}|${read.data}` } : read
}
