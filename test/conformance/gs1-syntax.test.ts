import assert from 'node:assert/strict'
import { existsSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { test } from 'node:test'
import {
  APPLICATION_IDENTIFIERS,
  type ApplicationIdentifier,
} from '@suyuan/core/gs1/application-identifiers'
import { faultOfLabel } from '@suyuan/core/gs1/associations'
import {
  digitalLinkOf,
  escapedAs,
  inOrder,
  readDigitalLink,
  unescapedAs,
} from '@suyuan/core/gs1/digital-link'
import {
  messageOf,
  readBracketedStrictly,
  readMessage,
  type Element,
} from '@suyuan/core/gs1/elements'
import { LINTS } from '@suyuan/core/gs1/lint'
import { readScan } from '@suyuan/core/gs1/scan'
import { KEYS, QUALIFIERS } from '@suyuan/core/id/keys'
import { counted } from './record.ts'
import type { Excepted } from './suites.ts'

const shared = resolve(import.meta.dirname, '../..', process.env['SUYUAN_SHARED'] ?? '../shared')
const folder = join(shared, 'conformance-dl')
const absent = !existsSync(folder) && process.env['CI'] !== 'true'
const options = { skip: absent ? 'the shared conformance material is not here' : false }

const text = (path: string): string => readFileSync(join(folder, path), 'utf8')
const read = <T>(path: string): T => JSON.parse(text(path)) as T

const COUPONS: Excepted = {
  en: 'parts of North American coupon codes (AI 8110, 8112): read as text of their length, their inside is not judged',
  zh: '北美优惠券代码（AI 8110、8112）的内部结构：按长度读取，不判断其内部',
  count: 0,
}
const UNKNOWN: Excepted = {
  en: 'inputs with a switch of that engine on that takes identifiers nobody allotted: here none is taken',
  zh: '启用该引擎“允许未分配标识符”开关的输入：此处一律不接受',
  count: 0,
}

/** A rule as the reference names it. */
const ruleOf = (error: string): string => error.toLowerCase().replaceAll('_', '-')

type Line = Omit<ApplicationIdentifier, 'ai'>

/** A line of the dictionary's own format, read apart from how our table is written. */
function linesOf(dictionary: string): ReadonlyMap<string, Line> {
  const found = new Map<string, Line>()
  for (const line of dictionary.split('\n')) {
    const [, ais = '', flags = '', rest = ''] =
      /^(\d+(?:-\d+)?)\s+([*?]*)\s*([^#]*)/.exec(line) ?? []
    if (ais === '') continue
    const words = rest.trim().split(/\s+/)
    const values = (name: string): readonly string[] =>
      words.filter((word) => word.startsWith(`${name}=`)).map((word) => word.slice(name.length + 1))
    const components = words
      .filter((word) => /^\[?[NXYZ][.\d]/.test(word))
      .map((word) => {
        const [, open, set, dots, length, lints = ''] =
          /^(\[?)([NXYZ])(\.\.)?(\d+)\]?(.*)$/.exec(word) ?? []
        return {
          set,
          shortest: dots === undefined ? Number(length) : 1,
          longest: Number(length),
          optional: open === '[',
          lints: lints.split(',').filter((lint) => lint !== ''),
        }
      })
    const isKey = words.some((word) => word.startsWith('dlpkey'))
    const entry = {
      fixed: flags.includes('*'),
      inQuery: flags.includes('?'),
      components,
      needs: values('req').map((value) => value.split(',')),
      excludes: values('ex').flatMap((value) => value.split(',')),
      ...(isKey && {
        key: values('dlpkey').flatMap((value) => value.split('|').map((one) => one.split(','))),
      }),
    } as Line
    const [from = '', to = from] = ais.split('-')
    for (let n = Number(from); n <= Number(to); n++)
      found.set(String(n).padStart(from.length, '0'), entry)
  }
  return found
}

test(
  'our table of application identifiers says what GS1’s syntax dictionary says, of every one',
  options,
  () => {
    const theirs = linesOf(text('gs1-syntax-dictionary/gs1-syntax-dictionary-2026-01-27.txt'))
    assert.ok(theirs.size > 500)
    assert.deepEqual([...APPLICATION_IDENTIFIERS.keys()].toSorted(), [...theirs.keys()].toSorted())
    for (const [ai, line] of theirs) {
      const { ai: _, ...ours } = APPLICATION_IDENTIFIERS.get(ai) as ApplicationIdentifier
      assert.deepEqual(ours, line, ai)
      const lints = ours.components.flatMap((component) => component.lints)
      const unknown = lints.filter((lint) => !LINTS.has(lint) && !lint.startsWith('coupon'))
      assert.deepEqual(unknown, [], ai)
    }
    const what = { en: 'application identifiers of the dictionary', zh: '字典中的应用标识符' }
    counted('conformance-dl', what, { run: theirs.size, passed: theirs.size })
  },
)

test(
  'the keys that events are read by are the dictionary’s, with their qualifiers and sizes',
  options,
  () => {
    const theirs = linesOf(text('gs1-syntax-dictionary/gs1-syntax-dictionary-2026-01-27.txt'))
    const keys = [...theirs].filter(([, { key }]) => key !== undefined).map(([ai]) => ai)
    // AI 415 names an invoice, and is nothing that an event is about.
    const ours = [...KEYS.map(({ ai }) => ai), '415']
    assert.deepEqual(ours.toSorted(), keys.toSorted())
    for (const { ai, sequences, longest } of KEYS) {
      const line = theirs.get(ai)
      assert.deepEqual(sequences, line?.key, ai)
      const length = line?.components.reduce((sum, component) => sum + component.longest, 0)
      assert.equal(longest, length, ai)
    }
    for (const { ai, longest } of QUALIFIERS) {
      const length = theirs.get(ai)?.components.reduce((sum, one) => sum + one.longest, 0)
      assert.equal(longest, length, ai)
    }
  },
)

test('what the linters of the reference say of a value ours say', options, () => {
  type Row = { ok: boolean; in: string; error?: string }
  const all = read<Record<string, readonly Row[]>>('gs1-syntax-dictionary/linters.json')
  let run = 0
  let coupons = 0
  for (const [name, rows] of Object.entries(all)) {
    run += rows.length
    const lint = LINTS.get(name)
    if (lint === undefined) {
      assert.match(name, /^coupon/)
      coupons += rows.length
      continue
    }
    for (const row of rows) {
      assert.equal(lint(row.in), row.ok ? undefined : ruleOf(row.error ?? ''), `${name} ${row.in}`)
    }
  }
  assert.ok(run > 5600, `${run} values`)
  const what = { en: 'values judged as the reference linters do', zh: '按参考检查器判断的值' }
  const excepted = [{ ...COUPONS, count: coupons }]
  counted('conformance-dl', what, { run, passed: run - coupons, excepted })
})

/** Elements as they stand in brackets, unjudged. */
const elementsIn = (bracketed: string): readonly Element[] =>
  [...bracketed.matchAll(/\((\d+)\)([^(]*)/g)].map(([, ai = '', value = '']) => ({ ai, value }))

test(
  'bracketed element strings are read, judged and refused as the reference engine does',
  options,
  () => {
    type Lint = { bracketed: string; lint: string }
    let run = 0
    let coupons = 0
    for (const { bracketed, lint } of read<Lint[]>('gs1-syntax-engine/ai-lint.json')) {
      run++
      if (lint.startsWith('COUPON')) {
        coupons++
        continue
      }
      const found = readBracketedStrictly(bracketed)
      const rule = found.ok ? 'ok' : found.fault.rule
      assert.equal(rule, ruleOf(lint), bracketed)
    }
    type Parse = { ok: boolean; bracketed: string; expect: string | null }
    for (const { ok, bracketed, expect } of read<Parse[]>(
      'gs1-syntax-engine/bracketed-parse.json',
    )) {
      run++
      const found = readBracketedStrictly(bracketed)
      assert.equal(found.ok ? messageOf(found.elements) : null, ok ? expect : null, bracketed)
    }
    const what = { en: 'bracketed element strings', zh: '带括号的应用标识符串' }
    const excepted = [{ ...COUPONS, count: coupons }]
    counted('conformance-dl', what, { run, passed: run - coupons, excepted })
  },
)

type Switched = { readonly options?: Readonly<Record<string, boolean>> }
const takesUnknown = ({ options: given = {} }: Switched): boolean =>
  given['permitUnknownAIs'] === true

test(
  'element strings as symbols carry them, and what a scanner sends, are read as the reference engine does',
  options,
  () => {
    type Message = Switched & { ok: boolean; data: string }
    let run = 0
    for (const row of read<Message[]>('gs1-syntax-engine/unbracketed-process.json')) {
      run++
      assert.equal(readMessage(row.data).ok, row.ok, row.data)
    }
    type Scan = { ok: boolean; scan: string; data: string | null }
    for (const { ok, scan, data } of read<Scan[]>('gs1-syntax-engine/scan-process.json')) {
      run++
      const found = readScan(scan)
      assert.equal(found.ok ? found.data : null, ok ? data : null, JSON.stringify(scan))
    }
    const what = { en: 'unbracketed element strings and scans', zh: '无括号的标识符串与扫描数据' }
    counted('conformance-dl', what, { run, passed: run })
  },
)

test('what may not stand together on a label is what the reference engine refuses', options, () => {
  type Row = { ok: boolean; bracketed: string }
  const rows = read<Row[]>('gs1-syntax-engine/ai-associations.json')
  for (const { ok, bracketed } of rows) {
    assert.equal(faultOfLabel(elementsIn(bracketed)) === undefined, ok, bracketed)
  }
  const what = { en: 'elements that go together or not', zh: '元素可否同处一标签' }
  counted('conformance-dl', what, { run: rows.length, passed: rows.length })
})

type Tried = { readonly run: number; readonly unknown: number }

function linksRead(): Tried {
  type Parse = Switched & { ok: boolean; uri: string; expect: string | null }
  const rows = read<Parse[]>('gs1-syntax-engine/dl-parse.json')
  const held = rows.filter((row) => !(takesUnknown(row) && row.ok))
  for (const row of held) {
    const found = readDigitalLink(row.uri, {
      shortGtins: row.options?.['permitZeroSuppressedGTINinDLuris'] === true,
      words: row.options?.['permitConvenienceAlphas'] === true,
    })
    assert.equal(found.ok ? messageOf(found.elements) : null, row.ok ? row.expect : null, row.uri)
  }
  return { run: rows.length, unknown: rows.length - held.length }
}

function linksMade(): Tried {
  type Make = Switched & { ok: boolean; bracketed: string; stem: string | null; expect: string }
  const rows = read<Make[]>('gs1-syntax-engine/dl-generate.json')
  const held = rows.filter((row) => !(takesUnknown(row) && row.ok))
  for (const row of held) {
    const made = digitalLinkOf(elementsIn(row.bracketed), row.stem ?? undefined)
    assert.equal(made.ok ? made.link : null, row.ok ? row.expect : null, row.bracketed)
  }
  return { run: rows.length, unknown: rows.length - held.length }
}

/** Each sequence of qualifiers is one that our table has for its key. */
function sequences(): Tried {
  const rows = read<string[][]>('gs1-syntax-engine/dl-path-sequences.json')
  for (const [key = '', ...ais] of rows) {
    const orders = APPLICATION_IDENTIFIERS.get(key)?.key
    assert.ok(orders !== undefined && (ais.length === 0 || orders.some((one) => inOrder(one, ais))))
  }
  return { run: rows.length, unknown: 0 }
}

function escapes(): Tried {
  type Escape = { in: string; path: string; query: string }
  const written = read<Escape[]>('gs1-syntax-engine/uri-escape.json')
  for (const row of written) {
    assert.deepEqual([escapedAs(row.in, 'path'), escapedAs(row.in, 'query')], [row.path, row.query])
  }
  const undone = read<Escape[]>('gs1-syntax-engine/uri-unescape.json')
  for (const row of undone) {
    const found = [unescapedAs(row.in, 'path'), unescapedAs(row.in, 'query')]
    assert.deepEqual(found, [row.path, row.query], row.in)
  }
  return { run: written.length + undone.length, unknown: 0 }
}

test(
  'Digital Links are read to the letter, and written, as the reference engine does',
  options,
  () => {
    const tried = [linksRead(), linksMade(), sequences(), escapes()]
    const run = tried.reduce((sum, one) => sum + one.run, 0)
    const unknown = tried.reduce((sum, one) => sum + one.unknown, 0)
    const what = {
      en: 'Digital Links read to the letter, and made',
      zh: '严格读取与生成的 Digital Link',
    }
    const excepted = [{ ...UNKNOWN, count: unknown }]
    counted('conformance-dl', what, { run, passed: run - unknown, excepted })
  },
)
