import { allOf, CSET82 } from '../id/characters.ts'
import { checkDigit } from '../id/check-digit.ts'
import { COUNTRIES } from './codes.ts'
import { digits, firstOf, matching, type Lint } from './fault.ts'

/** General Specifications §7.9.1: the last digit is right. */
export const csum: Lint = firstOf(
  (value) => (value === '' ? 'too-short-for-check-digit' : undefined),
  digits,
  (value) =>
    checkDigit(value.slice(0, -1)) === value.at(-1) ? undefined : 'incorrect-check-digit',
)

/** The characters of set 82 in their order, and those of which a check pair is made. */
const CHARACTERS = Array.from({ length: 128 }, (_, code) => String.fromCharCode(code))
  .filter((character) => allOf(CSET82, character))
  .join('')
const PAIR = '23456789ABCDEFGHJKLMNPQRSTUVWXYZ'

function primes(count: number): readonly number[] {
  const found: number[] = []
  for (let n = 2; found.length < count; n++) {
    if (found.every((prime) => n % prime !== 0)) found.push(n)
  }
  return found
}

const WEIGHTS = primes(97)
const MODULUS = 1021

/** General Specifications §7.9.5: the pair of check characters of a GMN, primes as weights from the right, modulo 1021. */
function checkPair(body: string): string {
  let sum = 0
  for (let i = 0; i < body.length; i++) {
    sum += CHARACTERS.indexOf(body[i] ?? '') * (WEIGHTS[body.length - 1 - i] ?? 0)
  }
  const check = sum % MODULUS
  return (PAIR[check >> 5] ?? '') + (PAIR[check & 31] ?? '')
}

export const csumalpha: Lint = firstOf(
  (value) => (value.length < 2 ? 'too-short-for-check-pair' : undefined),
  (value) =>
    value.length > WEIGHTS.length + 2 ? 'too-long-for-check-pair-implementation' : undefined,
  (value) => (allOf(CSET82, value, 0, value.length - 2) ? undefined : 'invalid-cset82-character'),
  (value) =>
    checkPair(value.slice(0, -2)) === value.slice(-2) ? undefined : 'incorrect-check-pair',
)

/** A company prefix has four digits at the least; how long one is nobody is asked. */
const gcpAt =
  (from: number): Lint =>
  (value) => {
    if (value.length < from + 4) return 'too-short-for-gcp'
    return /^\d{4}/.test(value.slice(from)) ? undefined : 'invalid-gcp-prefix'
  }

export const gcppos1: Lint = gcpAt(0)
export const gcppos2: Lint = gcpAt(1)

/** ISO 13616: country, two check digits, account; modulo 97. */
export const iban: Lint = firstOf(
  (value) => (value.length < 10 ? 'iban-too-short' : undefined),
  (value) => (value.length > 34 ? 'iban-too-long' : undefined),
  matching(/^[0-9A-Z]*$/, 'invalid-iban-character'),
  (value) => (COUNTRIES.has(value.slice(0, 2)) ? undefined : 'illegal-iban-country-code'),
  (value) => (remainder97(value) === 1 ? undefined : 'incorrect-iban-checksum'),
)

function remainder97(value: string): number {
  let rest = 0
  for (const character of value.slice(4) + value.slice(0, 4)) {
    const number = Number.parseInt(character, 36)
    rest = (rest * (number > 9 ? 100 : 10) + number) % 97
  }
  return rest
}
