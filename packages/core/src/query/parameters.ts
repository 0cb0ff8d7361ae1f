import { readContext, type Context } from '../event/context.ts'
import type { JsonObject } from '../event/event.ts'
import { nearest } from '../event/nearest.ts'
import { good, type Parsed, type Problem } from '../problem.ts'
import { combined } from './combined.ts'
import { familyOf } from './families.ts'
import { FIXED, type Row } from './fixed.ts'
import { fromLists, fromObject, fromPairs, type AllGiven, type Given } from './given.ts'
import { isSetting, readSettings, SETTING_NAMES } from './settings.ts'
import type { Condition, Query } from './query.ts'

/** How names and values of parameters are read. */
export type Reading = {
  /** Prefixes that the asker declared: `GS1-Extensions`, namespaces of an XML body. EPCIS's own hold always. */
  readonly names?: Context
  /** Refuses what the standard does not have and clients send all the same (`LE_eventTime`). */
  readonly strict?: boolean
}

const BY_NAME: ReadonlyMap<string, Row> = new Map(FIXED.map((row) => [row.name, row]))

/** The names of all parameters that have a fixed one; others are made of a type, a unit or a field. */
export const PARAMETER_NAMES: readonly string[] = [...BY_NAME.keys(), ...SETTING_NAMES]

/** A query from name and text pairs, as a query string has them; lists are split at `|`. All problems at once. */
export function parseQuery(
  params: Iterable<readonly [name: string, text: string]>,
  reading: Reading = {},
): Parsed<Query> {
  return readAll(fromPairs(params), reading)
}

/** A query from names with lists of texts, as SOAP has them: no text for a parameter without a value. */
export function parseQueryLists(
  params: Iterable<readonly [name: string, values: readonly string[]]>,
  reading: Reading = {},
): Parsed<Query> {
  return readAll(fromLists(params), reading)
}

/** A query from the JSON object of a named query; its `@context` declares prefixes on top of the asker's. */
export function parseQueryBody(body: JsonObject, reading: Reading = {}): Parsed<Query> {
  const own = body['@context']
  if (own === undefined) return readAll(fromObject(body), reading)
  const declared = readContext(undefined, own)
  const problems = declared.problems
  if (problems.length > 0) return { ok: false, problems }
  const prefixes = new Map([...(reading.names?.prefixes ?? []), ...declared.prefixes])
  return readAll(fromObject(body), { ...reading, names: { ...declared, prefixes } })
}

function readAll({ given, problems: before }: AllGiven, reading: Reading): Parsed<Query> {
  const names = reading.names ?? readContext(undefined)
  const where: Condition[] = []
  const problems: Problem[] = [...before]
  const settings: Given[] = []
  for (const one of given) {
    if (isSetting(one.name)) {
      settings.push(one)
      continue
    }
    const read = readOne(one, names, reading.strict === true)
    if (read.ok) where.push(...read.value)
    else problems.push(...read.problems)
  }
  const order = readSettings(settings, names)
  problems.push(...order.problems)
  return problems.length > 0
    ? { ok: false, problems }
    : good({ where: combined(where), ...order.value })
}

function readOne(given: Given, names: Context, strict: boolean): Parsed<readonly Condition[]> {
  const { name, at } = given
  const row = BY_NAME.get(name)
  if (row !== undefined && !(strict && row.beyond === true)) return row.read(given, names)
  const family = row === undefined ? familyOf(name, names) : undefined
  if (family !== undefined) return family(given, names)
  return { ok: false, problems: [{ at, rule: 'unknown-parameter', says: says(name) }] }
}

function says(name: string): string {
  const near = nearest(name, PARAMETER_NAMES)
  return near.length > 0
    ? `no such query parameter; did you mean ${near.join(' or ')}?`
    : `no such query parameter; known are ${PARAMETER_NAMES.join(', ')}, and those made of a type, a unit or a field`
}
