const ZERO = 48

/**
 * The GS1 modulo-10 check digit of `body`, digits only, without its check digit: weights 3 and 1 from the right.
 * GS1 General Specifications §7.9.1.
 */
export function checkDigit(body: string): string {
  let sum = 0
  for (let i = body.length - 1, weight = 3; i >= 0; i--, weight = 4 - weight) {
    sum += (body.charCodeAt(i) - ZERO) * weight
  }
  return String((10 - (sum % 10)) % 10)
}
