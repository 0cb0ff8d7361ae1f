import assert from 'node:assert/strict'
import { existsSync, globSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { test } from 'node:test'
import { keysOf } from '@suyuan/core/id/class-and-lot'
import { identify } from '@suyuan/core/id/identify'
import { parseIdentifier } from '@suyuan/core/id/parse'
import { parseSearch } from '@suyuan/core/id/search'
import { prefixOf, toUrn } from '@suyuan/core/id/urn'
import { counted } from './record.ts'

const shared = resolve(import.meta.dirname, '../..', process.env['SUYUAN_SHARED'] ?? '../shared')
const absent = !existsSync(shared) && process.env['CI'] !== 'true'
const options = { skip: absent ? 'the shared conformance material is not here' : false }

function read<T>(path: string): T {
  return JSON.parse(readFileSync(join(shared, path), 'utf8').replace(/^\uFEFF/, '')) as T
}

test(
  'every EPC and link of the reference normaliser gets the canonical form it gives',
  options,
  () => {
    type Vectors = { vectors: { input: string; normalised: string | null }[] }
    const { vectors } = read<Vectors>('conformance/derived/epc-to-digital-link-vectors.json')
    assert.ok(vectors.length >= 40)
    for (const { input, normalised } of vectors) {
      assert.equal(identify(input).canonical, normalised ?? input)
      assert.equal(identify(input).scheme === 'uri', normalised === null, input)
    }
    const what = {
      en: 'identifiers normalised as the reference does',
      zh: '与参考实现一致的标识规范化',
    }
    counted('ralphtro', what, { run: vectors.length, passed: vectors.length })
  },
)

test(
  'every URN, element string and link of the 86 vectors is the same key in both directions',
  options,
  () => {
    type Row = {
      urn: string
      gcpLength: number
      elements: { ai: string; value: string }[]
      digitalLink: string
      engineBracketed: string
    }
    const rows = read<Row[]>('conformance-dl/epc-urn-dl/epc-urn-dl.json')
    assert.equal(rows.length, 86)
    for (const { urn, gcpLength, elements, digitalLink, engineBracketed } of rows) {
      assert.equal(identify(urn).canonical, digitalLink)
      assert.deepEqual(identify(digitalLink), identify(urn))
      assert.deepEqual(
        keysOf(digitalLink),
        elements.map(({ ai, value }) => [ai, value]),
      )
      assert.equal(
        toUrn(digitalLink, () => gcpLength),
        urn,
      )
      assert.equal(prefixOf(urn)?.length, gcpLength)
      assert.equal(parseSearch(engineBracketed)?.canonical, digitalLink)
      assert.deepEqual(parseIdentifier(urn, ''), parseIdentifier(digitalLink, ''))
    }
    const what = {
      en: 'EPC URN ⇄ Digital Link ⇄ element string',
      zh: 'EPC URN ⇄ Digital Link ⇄ 应用标识符串',
    }
    counted('conformance-dl', what, { run: rows.length, passed: rows.length })
  },
)

test('what may stand in an event is read at its level and taken', options, () => {
  type Row = {
    list: string
    uri: string
    constrainedPatternMatches: boolean
    engineAcceptsAsDL: boolean
  }
  const kinds: Record<string, readonly string[]> = {
    instance: ['item'],
    class: ['class', 'lot'],
    locationOrParty: ['place', 'other'],
  }
  for (const row of read<Row[]>('conformance-dl/epcis-constrained-dl/constrained-dl.json')) {
    const parsed = parseIdentifier(row.uri, '')
    if (!row.constrainedPatternMatches || !row.engineAcceptsAsDL) continue
    assert.ok(parsed.ok && parsed.value.scheme !== 'uri', row.uri)
    assert.ok(kinds[row.list]?.includes(parsed.value.kind), row.uri)
  }
})

test(
  'a link is a key where the reference engine says so, words and short GTINs besides',
  options,
  () => {
    type Row = {
      ok: boolean
      uri: string
      options: Record<string, boolean>
      api: { canonicalDL?: string; error?: string }
    }
    const cases = read<Row[]>('conformance-dl/gs1-syntax-engine/dl-parse.json')
    assert.ok(cases.length > 100)
    // Of the query nothing is judged; hosts are not ours to judge; older spellings are taken on purpose.
    const beyond =
      /query|illegal char|too short|duplicated|permit|data attribute|should be in the path/
    for (const { ok, uri, options: given, api } of cases) {
      const { canonical, scheme } = identify(uri)
      if (ok && api.canonicalDL !== undefined) {
        assert.notEqual(scheme, 'uri', uri)
        assert.equal(canonical, identify(api.canonicalDL).canonical)
      } else if (!ok && !beyond.test(JSON.stringify([api, given])) && !/\/gtin\/|\?/.test(uri)) {
        assert.equal(scheme, 'uri', uri)
      }
    }
  },
)

test(
  'what the reference engine makes of the dairy codes and the printed symbols, a search makes too',
  options,
  () => {
    type Engine = { ok: boolean; canonicalDL?: string; bracketed?: string | null }
    type Row = { kind: string; in: string; note: string; result: Engine }
    const { cases } = read<{ cases: Row[] }>('conformance-dl/gs1-syntax-engine/dairy-oracle.json')
    let compared = 0
    for (const { in: text, result } of cases) {
      if (!result.ok || result.canonicalDL === undefined) continue
      compared++
      assert.equal(parseSearch(text)?.canonical, identify(result.canonicalDL).canonical, text)
    }
    assert.ok(compared > 30)
    type Symbol = { scanData: string; engineScan: Engine }
    for (const { scanData, engineScan } of read<Symbol[]>('conformance-dl/symbols/symbols.json')) {
      if (!engineScan.ok || !engineScan.bracketed) continue
      assert.deepEqual(parseSearch(scanData), parseSearch(engineScan.bracketed))
      assert.notEqual(parseSearch(scanData), undefined)
    }
  },
)

test(
  'the element strings of the reference engine that name a key are searched for as that key',
  options,
  () => {
    type Row = { scan?: string; data?: string; bracketed?: string; api: { canonicalDL?: string } }
    let compared = 0
    for (const file of ['scan-process', 'bracketed-parse', 'unbracketed-process']) {
      for (const row of read<Row[]>(`conformance-dl/gs1-syntax-engine/${file}.json`)) {
        if (row.api.canonicalDL === undefined) continue
        const text = row.scan ?? row.bracketed ?? row.data ?? ''
        compared++
        assert.equal(parseSearch(text)?.canonical, identify(row.api.canonicalDL).canonical, text)
      }
    }
    assert.ok(compared > 20)
  },
)

/** The fields of an event whose values are identifiers (EPCIS 2.0 §7.4, CBV §8). */
const FIELDS: ReadonlySet<string> = new Set(
  `epcList childEPCs parentID inputEPCList outputEPCList epcClass id eventID transformationID
  bizTransaction source destination correctiveEventIDs deviceID deviceMetadata dataProcessingMethod
  rawData bizRules chemicalSubstance microorganism`.split(/\s+/),
)

function identifiersIn(value: unknown, field = ''): string[] {
  if (typeof value === 'string') return FIELDS.has(field) ? [value] : []
  if (Array.isArray(value)) return value.flatMap((item) => identifiersIn(item, field))
  if (typeof value !== 'object' || value === null) return []
  return Object.entries(value).flatMap(([name, item]) =>
    name === '@context' ? [] : identifiersIn(item, name),
  )
}

test('every identifier of every valid document is taken', options, () => {
  const found = new Set<string>()
  let documents = 0
  for (const pattern of [
    'gs1-epcis/JSON/**/*.{json,jsonld}',
    'gs1-epcis/JSON-Schema/test/**/*.json',
    'openepcis-test-resources/**/JSON/{Capture,Query}/**/*.json',
    'ralphtro-event-hash*/**/*.{json,jsonld}',
  ]) {
    for (const path of globSync(pattern, { cwd: join(shared, 'conformance') })) {
      if (path.includes('Invalid') || path.includes('Queries')) continue
      documents++
      for (const text of identifiersIn(read(join('conformance', path)))) found.add(text)
    }
  }
  assert.ok(
    documents > 100 && found.size > 250,
    `${documents} documents, ${found.size} identifiers`,
  )
  const refused = [...found].flatMap((text) => {
    const parsed = parseIdentifier(text, '')
    return parsed.ok ? [] : [parsed.problems[0]?.says]
  })
  assert.deepEqual(refused, [])
})
