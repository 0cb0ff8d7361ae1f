import { allOf, CSET82, DIGITS, escapedForUrn, unescaped } from './characters.ts'
import { urnParts } from './read-urn.ts'

/**
 * How an EPC of 96 bits or more is laid out (TDS §14): header, three bits of filter, three that say how company prefix and
 * reference share the next, then what is left.
 */
type Layout = {
  readonly header: number
  /** Of the EPC URN, between `urn:epc:` and the body. */
  readonly name: string
  /** Digits of company prefix and reference together; 0: the reference is of any length. */
  readonly digits: number
  /** Bits of the reference beside a company prefix of 12 digits; with each digit that this has fewer it has as many more. */
  readonly reference: number
  readonly referenceIs: 'digits' | 'number' | 'text'
  readonly last: 'none' | 'pieces' | 'alone'
  /** Of the serial: how many bits, and whether these are a number, a number behind a 1, or characters of seven bits. */
  readonly serial: readonly [bits: number, is: 'number' | 'digits' | 'text'] | undefined
  readonly bits: number
}

/** Bits of company prefixes of 12, 11, … 6 digits. */
const PREFIX_BITS = [40, 37, 34, 30, 27, 24, 20] as const

type Row = Partial<Layout> & Pick<Layout, 'header' | 'name' | 'digits' | 'reference' | 'bits'>

// oxfmt-ignore
const ROWS: readonly Row[] = [
  { header: 0x30, name: 'id:sgtin', digits: 13, reference: 4, serial: [38, 'number'], bits: 96 },
  { header: 0x36, name: 'id:sgtin', digits: 13, reference: 4, serial: [140, 'text'], bits: 198 },
  { header: 0x31, name: 'id:sscc', digits: 17, reference: 18, bits: 96 },
  { header: 0x32, name: 'id:sgln', digits: 12, reference: 1, serial: [41, 'number'], bits: 96 },
  { header: 0x39, name: 'id:sgln', digits: 12, reference: 1, serial: [140, 'text'], bits: 195 },
  { header: 0x33, name: 'id:grai', digits: 12, reference: 4, serial: [38, 'number'], bits: 96 },
  { header: 0x37, name: 'id:grai', digits: 12, reference: 4, serial: [112, 'text'], bits: 170 },
  { header: 0x34, name: 'id:giai', digits: 0, reference: 42, referenceIs: 'number', bits: 96 },
  { header: 0x38, name: 'id:giai', digits: 0, reference: 148, referenceIs: 'text', bits: 202 },
  { header: 0x2d, name: 'id:gsrn', digits: 17, reference: 18, bits: 96 },
  { header: 0x2e, name: 'id:gsrnp', digits: 17, reference: 18, bits: 96 },
  { header: 0x2c, name: 'id:gdti', digits: 12, reference: 1, serial: [41, 'number'], bits: 96 },
  { header: 0x3e, name: 'id:gdti', digits: 12, reference: 1, serial: [119, 'text'], bits: 174 },
  { header: 0x3f, name: 'id:sgcn', digits: 12, reference: 1, serial: [41, 'digits'], bits: 96 },
  { header: 0x3c, name: 'id:cpi', digits: 0, reference: 11, referenceIs: 'number', serial: [31, 'number'], bits: 96 },
  { header: 0x40, name: 'id:itip', digits: 13, reference: 4, last: 'pieces', serial: [38, 'number'], bits: 110 },
  { header: 0x41, name: 'id:itip', digits: 13, reference: 4, last: 'pieces', serial: [140, 'text'], bits: 212 },
]

const LAYOUTS: readonly Layout[] = ROWS.map((row) => ({
  referenceIs: 'digits',
  last: 'alone',
  serial: undefined,
  ...row,
}))

/**
 * The EPC URN of an EPC in binary, given in hexadecimal; undefined where it is none of the partitioned schemes of TDS 1, or not
 * written as TDS demands. It tells how long the company prefix is.
 */
export function fromEpcHex(hex: string): string | undefined {
  if (!/^(?:[0-9A-Fa-f]{2})+$/.test(hex)) return undefined
  const layout = LAYOUTS.find(({ header }) => header === Number.parseInt(hex.slice(0, 2), 16))
  const bits = BigInt(`0x${hex}`)
    .toString(2)
    .padStart(hex.length * 4, '0')
  if (layout === undefined || bits.length < layout.bits || bits.length >= layout.bits + 16) {
    return undefined
  }
  const parts = partsOf(layout, bits.slice(8))
  return parts && `urn:epc:${layout.name}:${parts.map(escapedForUrn).join('.')}`
}

function partsOf(layout: Layout, bits: string): readonly string[] | undefined {
  const partition = Number(numberIn(bits, 3, 3))
  const prefixBits = PREFIX_BITS[partition]
  if (prefixBits === undefined) return undefined
  const referenceFrom = 6 + prefixBits
  const piecesFrom = referenceFrom + layout.reference + PREFIX_BITS[0] - prefixBits
  const serialFrom = piecesFrom + (layout.last === 'pieces' ? 14 : 0)
  const end = serialFrom + (layout.serial?.[0] ?? 0)
  if (bits.slice(end).includes('1')) return undefined
  return all([
    sized(numberIn(bits, 6, prefixBits), 12 - partition),
    referenceIn(layout, bits.slice(referenceFrom, piecesFrom), 12 - partition),
    ...piecesIn(bits.slice(piecesFrom, serialFrom)),
    ...serialIn(layout, bits.slice(serialFrom, end)),
  ])
}

function all(parts: readonly (string | undefined)[]): readonly string[] | undefined {
  const there = parts.filter((part) => part !== undefined)
  return there.length === parts.length ? there : undefined
}

function numberIn(bits: string, from: number, count: number): bigint {
  const text = bits.slice(from, from + count)
  return text === '' ? 0n : BigInt(`0b${text}`)
}

/** As many digits as there must be; undefined for a number with more. */
function sized(number: bigint, digits: number): string | undefined {
  const text = digits === 0 && number === 0n ? '' : String(number).padStart(digits, '0')
  return text.length === digits ? text : undefined
}

function referenceIn(
  { digits, referenceIs }: Layout,
  bits: string,
  length: number,
): string | undefined {
  if (referenceIs === 'digits') return sized(numberIn(bits, 0, bits.length), digits - length)
  return referenceIs === 'number' ? String(numberIn(bits, 0, bits.length)) : textIn(bits)
}

function piecesIn(bits: string): readonly (string | undefined)[] {
  return bits === '' ? [] : [sized(numberIn(bits, 0, 7), 2), sized(numberIn(bits, 7, 7), 2)]
}

function serialIn({ serial }: Layout, bits: string): readonly (string | undefined)[] {
  if (serial === undefined) return []
  const [, is] = serial
  if (is === 'text') return [textIn(bits)]
  const text = String(numberIn(bits, 0, bits.length))
  if (is === 'number') return [text]
  return [text.startsWith('1') && text.length > 1 ? text.slice(1) : undefined]
}

/** Characters of seven bits up to the first that is nothing, and then nothing more. */
function textIn(bits: string): string | undefined {
  let text = ''
  for (let at = 0; at + 7 <= bits.length; at += 7) {
    const code = Number(numberIn(bits, at, 7))
    if (code === 0) return bits.slice(at).includes('1') ? undefined : filled(text)
    text += String.fromCharCode(code)
  }
  return filled(text)
}

function filled(text: string): string | undefined {
  return text !== '' && allOf(CSET82, text) ? text : undefined
}

/**
 * An EPC URN as an EPC in binary, in hexadecimal, with the filter value 0: in 96 bits where it fits there. Undefined for a URN
 * that is none of the partitioned schemes of TDS 1.
 */
export function toEpcHex(urn: string): string | undefined {
  const parts = urnParts(urn)
  if (parts === undefined) return undefined
  const raw = parts.body.split('.').map((part) => unescaped(part) ?? '')
  for (const layout of LAYOUTS) {
    if (layout.name !== parts.name) continue
    const bits = bitsOf(layout, raw)
    const hex = bits && hexOf(bits)
    if (hex !== undefined && fromEpcHex(hex) === urn) return hex
  }
  return undefined
}

function hexOf(bits: string): string {
  const padded = bits.padEnd(Math.ceil(bits.length / 16) * 16, '0')
  return BigInt(`0b${padded}`)
    .toString(16)
    .toUpperCase()
    .padStart(padded.length / 4, '0')
}

function bitsOf(layout: Layout, [prefix = '', ...rest]: readonly string[]): string | undefined {
  const partition = 12 - prefix.length
  const prefixBits = PREFIX_BITS[partition]
  if (prefixBits === undefined || !allOf(DIGITS, prefix)) return undefined
  const referenceBits = layout.reference + PREFIX_BITS[0] - prefixBits
  const [reference = '', ...last] = rest
  const pieces = layout.last === 'pieces' ? last.splice(0, 2) : []
  const fields: readonly (string | undefined)[] = [
    numeral(String(layout.header), 8),
    '000',
    numeral(String(partition), 3),
    numeral(prefix, prefixBits),
    layout.referenceIs === 'text'
      ? letters(reference, referenceBits)
      : numeral(reference, referenceBits),
    ...pieces.map((piece) => numeral(piece, 7)),
    serialBits(layout, last[0] ?? ''),
  ]
  return fields.includes(undefined) ? undefined : fields.join('').padEnd(layout.bits, '0')
}

function serialBits({ serial }: Layout, text: string): string | undefined {
  if (serial === undefined) return ''
  const [count, is] = serial
  return is === 'text' ? letters(text, count) : numeral(is === 'digits' ? `1${text}` : text, count)
}

function numeral(digits: string, count: number): string | undefined {
  if (!allOf(DIGITS, digits)) return undefined
  const bits = digits === '' ? '' : BigInt(digits).toString(2)
  return bits.length > count ? undefined : bits.padStart(count, '0')
}

function letters(text: string, count: number): string | undefined {
  const bits = Array.from(text, (letter) => letter.charCodeAt(0).toString(2).padStart(7, '0')).join(
    '',
  )
  return bits.length > count ? undefined : bits.padEnd(count, '0')
}

/**
 * The EPC URN in the last segment of a Digital Link that is compressed: `eh` and the EPC in hexadecimal, or `ex` and it in
 * base64url (GS1, Compression Standard for EPC binary strings). Undefined of any other segment.
 */
export function fromCompressed(segment: string): string | undefined {
  if (segment.startsWith('eh')) return fromEpcHex(segment.slice(2))
  if (!segment.startsWith('ex') || !/^[\w-]+$/.test(segment)) return undefined
  return fromEpcHex(hexFromBase64(segment.slice(2)))
}

const BASE64 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_'

function hexFromBase64(text: string): string {
  const bits = Array.from(text, (letter) =>
    BASE64.indexOf(letter).toString(2).padStart(6, '0'),
  ).join('')
  const bytes = bits.match(/[01]{8}/g) ?? []
  return bytes.map((byte) => Number.parseInt(byte, 2).toString(16).padStart(2, '0')).join('')
}

/** The two compressed segments of an EPC URN. */
export function compressed(
  urn: string,
): { readonly hex: string; readonly base64: string } | undefined {
  const hex = toEpcHex(urn)
  if (hex === undefined) return undefined
  const bits = BigInt(`0x${hex}`)
    .toString(2)
    .padStart(hex.length * 4, '0')
  const sixes = bits.padEnd(Math.ceil(bits.length / 6) * 6, '0').match(/[01]{6}/g) ?? []
  const base64 = sixes.map((six) => BASE64[Number.parseInt(six, 2)] ?? '').join('')
  return { hex: `eh${hex.toLowerCase()}`, base64: `ex${base64}` }
}
