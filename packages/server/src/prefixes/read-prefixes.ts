import type { Json } from '@suyuan/core/event/event'
import { isObject } from '@suyuan/core/event/checks'
import { good, type Parsed, type Problem } from '@suyuan/core/problem'
import type { Told } from '../store/company-prefix.ts'

type Given = Pick<Told, 'source' | 'prefixes'>

const DIGITS = /^\d{1,12}$/
/** Of GS1 Company Prefixes; those of 4 and 5 digits have no EPC URN. */
const LENGTHS: readonly number[] = [4, 5, 6, 7, 8, 9, 10, 11, 12]

const SHAPE =
  'send {"prefixes": [{"prefix": "0614141"}, {"prefix": "952", "length": 7}]}, or GS1’s table as GS1 writes it: {"GCPPrefixFormatList": {"entry": [{"prefix", "gcpLength"}]}}'

/**
 * What an operator tells of company prefixes: `{"prefixes": [{"prefix", "length"}]}`, the length left out where it is that of the
 * prefix; or GS1's own table of lengths, whose rows with length 0 say that no company has such a number.
 */
export function readPrefixes(body: Json): Parsed<Given> {
  if (!isObject(body)) return refused([{ at: '', rule: 'wrong-type', says: SHAPE }])
  const table = body['GCPPrefixFormatList']
  if (isObject(table)) {
    const entries = listIn(table['entry']).filter(
      (entry) => !isObject(entry) || Number(entry['gcpLength']) !== 0,
    )
    const at = '/GCPPrefixFormatList/entry'
    return rowsIn(entries, { at, source: 'imported', length: 'gcpLength' })
  }
  const source = body['source'] === 'imported' ? 'imported' : 'registered'
  return rowsIn(listIn(body['prefixes']), { at: '/prefixes', source, length: 'length' })
}

type Where = { readonly at: string; readonly source: Given['source']; readonly length: string }

function rowsIn(entries: readonly Json[], { at, source, length }: Where): Parsed<Given> {
  if (entries.length === 0) return refused([{ at, rule: 'required', says: SHAPE }])
  const problems: Problem[] = []
  const prefixes = entries.flatMap((entry, i) => {
    const digits = isObject(entry) ? entry['prefix'] : entry
    const given = isObject(entry) ? entry[length] : undefined
    if (typeof digits !== 'string' || !DIGITS.test(digits)) {
      problems.push({
        at: `${at}/${i}`,
        rule: 'prefix',
        says: 'a prefix is 1 to 12 digits, as text',
      })
      return []
    }
    const long = given === undefined ? digits.length : Number(given)
    if (LENGTHS.includes(long) && long >= digits.length) return [{ prefix: digits, length: long }]
    const says = `a company prefix that begins with ${digits} has ${Math.max(4, digits.length)} to 12 digits, not ${String(long)}`
    problems.push({ at: `${at}/${i}`, rule: 'prefix-length', says })
    return []
  })
  return problems.length > 0 ? refused(problems) : good({ source, prefixes })
}

function listIn(value: Json | undefined): readonly Json[] {
  return Array.isArray(value) ? (value as readonly Json[]) : []
}

function refused(problems: readonly Problem[]): Parsed<never> {
  return { ok: false, problems }
}
