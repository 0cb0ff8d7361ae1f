const DECIMAL = /^([+-]?)(\d*)(?:\.(\d*))?(?:[eE]([+-]?\d{1,9}))?$/

/** More than any double needs; `1e999999999` is nine zeros in the text and a gigabyte of them written out. */
const LARGEST_EXPONENT = 400

/**
 * CBV 2.0 §8.9.2: a text that is a decimal number, without exponent, leading plus and needless zeros; exact at any
 * length. Any other text is given back unchanged.
 */
export function plainDecimal(text: string): string {
  const match = DECIMAL.exec(text)
  if (match === null) return text
  const [, sign = '', whole = '', fraction = '', exponent = '0'] = match
  const digits = whole + fraction
  const shift = Number(exponent)
  if (digits === '' || Math.abs(shift) > LARGEST_EXPONENT) return text
  return signed(sign, pointed(digits, whole.length + shift))
}

/** Digits with a point after the first `point` of them, needless zeros left out. */
function pointed(digits: string, point: number): string {
  const whole = digits
    .slice(0, Math.max(point, 0))
    .padEnd(point, '0')
    .replace(/^0+(?=.)/, '')
  const fraction = '0'.repeat(Math.max(-point, 0)) + digits.slice(Math.max(point, 0))
  let end = fraction.length
  while (fraction.charCodeAt(end - 1) === ZERO) end--
  return `${whole || '0'}${end > 0 ? '.' : ''}${fraction.slice(0, end)}`
}

const ZERO = 0x30

/** Zero has no sign: `JSON.stringify` would lose it. */
function signed(sign: string, number: string): string {
  return sign === '-' && number !== '0' ? `-${number}` : number
}

/** A JSON number as {@link plainDecimal} writes it. */
export function plainNumber(value: number): string {
  const text = String(value)
  return text.includes('e') ? plainDecimal(text) : text
}

/** As the reference of 2025 has it: through a double, small fractions with an exponent as Python prints it. */
export function floatDecimal(text: string): string {
  if (!DECIMAL.test(text) || !/\d/.test(text)) return text
  const value = Number(text)
  return Number.isFinite(value) ? floatNumber(value) : text
}

export function floatNumber(value: number): string {
  if (Number.isInteger(value)) return BigInt(value).toString()
  if (Math.abs(value) >= 1e-4) return String(value)
  return value.toExponential().replace(/e-(\d)$/, 'e-0$1')
}
