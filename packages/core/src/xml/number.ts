const DECIMAL = /^([+-]?)(?:(\d+)(?:\.(\d*))?|\.(\d+))(?:[eE]([+-]?\d{1,4}))?$/

/** XML Schema allows `+5`, `.5`, `5.` and `007`; JSON does not. Digits are kept. Undefined for INF, NaN and no number. */
export function jsonNumber(text: string): string | undefined {
  const match = DECIMAL.exec(text)
  if (match === null) return undefined
  const [, sign = '', whole = '0', fraction, only, exponent] = match
  const digits = whole.replace(/^0+(?=\d)/, '')
  const after = fraction ?? only ?? ''
  return `${sign === '-' ? '-' : ''}${digits}${after === '' ? '' : `.${after}`}${exponent === undefined ? '' : `e${exponent}`}`
}
