import type { Problem } from '@suyuan/core/problem'
import { Refused } from './problem.ts'
import { SPOKEN, type Spoken } from './spoken.ts'

type Standard = keyof typeof SPOKEN

const STANDARDS = Object.keys(SPOKEN) as readonly Standard[]

/** `GS1-EPCIS-Version` and the like: what the standard allows as a version. */
const VERSION = /^\d{1,6}(\.\d{1,6}){0,5}$/

const partsOf = (version: string): readonly number[] => version.split('.').map(Number)

/** Negative, zero or positive as one version is before, at, or after another; what one leaves open is alike. */
export function compareVersions(one: string, other: string): number {
  const [a, b] = [partsOf(one), partsOf(other)]
  for (let i = 0; i < Math.min(a.length, b.length); i++) {
    const difference = (a[i] ?? 0) - (b[i] ?? 0)
    if (difference !== 0) return difference
  }
  return 0
}

/**
 * Holds what a client says it speaks (`GS1-EPCIS-Version`, `-Min`, `-Max`, and the same for CBV) against what we speak (EPCIS
 * 2.0 §12.5.1).
 *
 * @throws Refused (QueryParameterException) for what is no version, (NotAcceptableException) when there is none in common.
 */
export function checkVersions(headers: Headers): void {
  const wrong: Problem[] = []
  const apart: Problem[] = []
  for (const standard of STANDARDS) {
    const asked = {
      version: headers.get(`gs1-${standard}-version`),
      min: headers.get(`gs1-${standard}-min`),
      max: headers.get(`gs1-${standard}-max`),
    }
    if (asked.version === null && asked.min === null && asked.max === null) continue
    const malformed = malformedIn(standard, asked)
    wrong.push(...malformed)
    if (malformed.length === 0) apart.push(...outside(standard, asked))
  }
  if (wrong.length > 0) throw new Refused('QueryParameterException', wrong)
  if (apart.length > 0) throw new Refused('NotAcceptableException', apart)
}

type Asked = Readonly<Record<'version' | 'min' | 'max', string | null>>

const NAMES = { version: 'Version', min: 'Min', max: 'Max' } as const

function malformedIn(standard: Standard, asked: Asked): readonly Problem[] {
  const problems: Problem[] = []
  for (const [key, name] of Object.entries(NAMES) as readonly (readonly [keyof Asked, string])[]) {
    const text = asked[key]
    if (text === null || VERSION.test(text)) continue
    const says = `${text}: a version is numbers with dots, like 2.0.0`
    problems.push({ at: `GS1-${standard}-${name}`, rule: 'version', says })
  }
  const { min, max } = asked
  if (problems.length === 0 && min !== null && max !== null && compareVersions(min, max) > 0) {
    const says = `${min} is after ${max}, the newest you take: no version is between`
    problems.push({ at: `GS1-${standard}-Min`, rule: 'version', says })
  }
  return problems
}

function outside(standard: Standard, { version, min, max }: Asked): readonly Problem[] {
  const ours = SPOKEN[standard]
  const problem = (name: string, text: string, from: string): Problem => ({
    at: `GS1-${standard}-${name}`,
    rule: 'version',
    says: `${text}: here ${standard} ${from} to ${ours.max} is spoken`,
  })
  const problems: Problem[] = []
  if (version !== null && !isTaken(version, ours)) {
    problems.push(problem('Version', version, ours.taken))
  }
  if (min !== null && compareVersions(min, ours.max) > 0) {
    problems.push(problem('Min', min, ours.min))
  }
  if (max !== null && compareVersions(max, ours.min) < 0) {
    problems.push(problem('Max', max, ours.min))
  }
  return problems
}

/** A third number is an erratum: it changes nothing that is sent. */
function isTaken(version: string, { taken, max }: Spoken): boolean {
  const plain = partsOf(version).slice(0, 2).join('.')
  return compareVersions(plain, taken) >= 0 && compareVersions(plain, max) <= 0
}

/** Whether a client takes nothing as new as EPCIS 2.0 and CBV 2.0; its headers have been held against what we speak. */
export function wantsOlder(headers: Headers): boolean {
  return STANDARDS.some((standard) => {
    const max = headers.get(`gs1-${standard}-max`)
    return max !== null && VERSION.test(max) && compareVersions(max, '2.0') < 0
  })
}
