import assert from 'node:assert/strict'
import { test } from 'node:test'
import { html, markupOf } from './html.ts'
import { MEASURES } from './measures.ts'
import { FULL, NEVER, VOIDED } from './passport.fixture.ts'
import { passportPage, refusalPage, type PassportFacts } from './passport.ts'
import { PAGE } from './phrases.ts'
import { LINES } from './stages.ts'
import {
  CUT_OFF,
  GAPS,
  OTHER_GAP,
  REFUSALS,
  STATES,
  STATE_TEXT,
  VERDICTS,
  WARNINGS,
} from './verdicts.ts'
import type { Lang, Words } from './words.ts'

const LANGS: readonly Lang[] = ['zh', 'en']
const { gtin, lot = '' } = FULL.url

const WARNED: PassportFacts = {
  ...FULL,
  recordedLot: 'F260912B',
  complete: false,
  gaps: [...GAPS.keys(), 'shape-unknown', 'origin-unknown'].map((kind) => ({ kind })),
  where: { state: 'at', disposition: 'recalled' },
  tests: FULL.tests.map((each, i) => (i === 3 ? { ...each, verdict: 'non_conformant' } : each)),
  scans: 14,
}
const LOT: PassportFacts = { ...FULL, url: { gtin, lot } }
const CASES: Readonly<Record<string, PassportFacts>> = {
  full: FULL,
  warned: WARNED,
  never: NEVER,
  voided: VOIDED,
  lot: LOT,
  'unknown lot': { ...NEVER, url: { gtin, lot } },
  product: { ...NEVER, url: { gtin } },
  'nothing found': { ...FULL, steps: [], tests: [], where: { state: 'unknown' } },
  'on the road': { ...FULL, where: { state: 'in-transit' } },
}

const page = (facts: PassportFacts, lang: Lang): string => markupOf(passportPage(facts, lang))
const everyPage = (): readonly (readonly [name: string, lang: Lang, markup: string])[] =>
  LANGS.flatMap((lang) => [
    ...Object.entries(CASES).map(([name, facts]) => [name, lang, page(facts, lang)] as const),
    ...(['unknown', 'malformed', 'broken'] as const).map(
      (refusal) => [refusal, lang, markupOf(refusalPage(refusal, lang, gtin))] as const,
    ),
  ])
/** The words a reader sees or hears. */
const textOf = (markup: string): string =>
  markup
    .replace(/<style>[\s\S]*?<\/style>/g, '')
    .replace(/<[^>]+>/g, ' ')
    .replace(/&#(\d+);/g, (_, code: string) => String.fromCharCode(Number(code)))

test('a page with 12 stations and more and 20 tests is under 30 kB', () => {
  assert.ok(FULL.steps.length >= 12 && FULL.tests.length === 20)
  for (const [name, lang, markup] of everyPage()) {
    const bytes = Buffer.byteLength(markup)
    assert.ok(bytes < 30_000, `${name} in ${lang} has ${bytes} bytes`)
  }
})

test('a page asks for nothing else and runs nothing', () => {
  for (const [name, lang, markup] of everyPage()) {
    assert.doesNotMatch(
      markup,
      /<script|<link|<img|<iframe|\son\w+=|\ssrc=|url\(|@import|https?:/i,
      `${name} ${lang}`,
    )
  }
})

test('of a made item the page says when and where it was recorded, and that a code can be copied', () => {
  const zh = textOf(page(FULL, 'zh'))
  assert.match(zh, /这个编码登记过生产/)
  assert.match(zh, /2026年9月11日 10:14，敕勒川乳业一厂/)
  assert.match(zh, /外包装上的编码可以被复制/)
  const en = textOf(page(FULL, 'en'))
  assert.match(en, /This code was recorded when the product was made/)
  assert.match(en, /Recorded on 11 Sep 2026, 10:14/)
  assert.match(en, /A code on the outside can be copied/)
})

test('of an item that was never made the first heading after its name is the warning, and no way is shown', () => {
  const zh = page(NEVER, 'zh')
  assert.match(zh, /<section class="card said bad">[\s\S]*?<h2>这个编码从未登记生产<\/h2>/)
  assert.doesNotMatch(zh, /登记过生产<|来路|检验|现在在哪里/)
  const en = page(NEVER, 'en')
  assert.match(en, /<h2>This code was never recorded as made<\/h2>/)
  assert.doesNotMatch(en, /The way it came|Tests|Where it is now/)
})

test('a never-made item shows no way even if facts of one are handed in', () => {
  const { commissioned: _, ...rest } = FULL
  assert.doesNotMatch(page(rest, 'zh'), /来路/)
})

test('a withdrawn making is said so and is neither made nor never made', () => {
  const zh = textOf(page(VOIDED, 'zh'))
  assert.match(zh, /这个编码的生产登记已作废/)
  assert.doesNotMatch(zh, /从未登记|登记过生产/)
  assert.match(textOf(page(VOIDED, 'en')), /has been withdrawn/)
})

test('another lot in the code than in the record is a warning that names both', () => {
  const zh = textOf(page(WARNED, 'zh'))
  assert.match(zh, /批号与登记不符/)
  assert.match(zh, /编码上写的批号是 F260911A，登记的批号是 F260912B/)
  assert.doesNotMatch(textOf(page(FULL, 'zh')), /批号与登记不符/)
})

test('a lot in the code of an item without a recorded lot cannot be checked, and the page says so', () => {
  const { recordedLot: _, ...rest } = FULL
  assert.match(textOf(page(rest, 'en')), /The batch cannot be checked/)
})

test('a recall stands before everything else the page says', () => {
  const zh = page(WARNED, 'zh')
  assert.match(zh, /登记显示：已召回/)
  assert.ok(zh.indexOf('登记显示：已召回') < zh.indexOf('这个编码登记过生产'))
})

test('a check of which one finding failed is a warning, and is not said to have passed', () => {
  const zh = page(WARNED, 'zh')
  assert.match(textOf(zh), /有检验不合格/)
  assert.equal(zh.match(/<span class="pill no">不合格<\/span>/g)?.length, 1)
  assert.equal(zh.match(/<span class="pill">合格<\/span>/g)?.length, 11)
})

test('a way with gaps says what is missing, each kind counted once', () => {
  const zh = textOf(page(WARNED, 'zh'))
  assert.match(zh, /来路的记录不完整/)
  assert.match(zh, /有 2 处用料没有登记来源/)
  assert.doesNotMatch(textOf(page(FULL, 'zh')), /不完整/)
  assert.match(textOf(page({ ...FULL, complete: false }, 'zh')), /还有更早的记录没有查看/)
})

test('an item that was sold is said to be sold', () => {
  const where = { state: 'at', bizStep: 'retail_selling', place: { zh: '新华街店' } } as const
  const zh = textOf(page({ ...FULL, where: { ...where, time: '2026-10-05T02:00:00Z' } }, 'zh'))
  assert.match(zh, /登记显示：已在新华街店售出\s+2026年10月5日 10:00\s/)
  assert.doesNotMatch(zh, /10:00 起/)
})

test('no page vouches for what is in the reader’s hand', () => {
  for (const [name, lang, markup] of everyPage()) {
    assert.doesNotMatch(
      textOf(markup),
      /正品|真品|保真|防伪|genuine|authentic|verified|original/i,
      `${name} ${lang}`,
    )
  }
})

test('no page speaks as developers do', () => {
  const jargon =
    /\b(?:EPC|EPCIS|URN|GTIN|SGTIN|SSCC|GLN|GS1|JSON|API|HTTP|ID|UUID|null|undefined|NaN|lot|serial|event|disposition|bizStep|commission\w*|transformation|aggregation|node|hash)\b|urn:|\[object|Invalid Date|[{}]/i
  for (const [name, lang, markup] of everyPage()) {
    assert.doesNotMatch(textOf(markup), jargon, `${name} ${lang}`)
  }
})

test('every phrase exists in both languages, the Chinese one in Chinese and the English one without', () => {
  const HAN = /\p{Script=Han}/u
  for (const [name, { zh, en }] of allWords()) {
    assert.notEqual(zh.trim(), '', name)
    assert.notEqual(en.trim(), '', name)
    const holes = (text: string): string => [...text.matchAll(/\{\w+\}/g)].join()
    assert.equal(holes(zh), holes(en), name)
    if (name === 'PAGE.toOther') continue
    assert.doesNotMatch(en, HAN, name)
    if (en !== 'pH' && zh.replace(/\{\w+\}/g, '') !== '') assert.match(zh, HAN, name)
  }
})

test('a page in English keeps Chinese to names, marked as such', () => {
  const unnamed = { ...FULL, product: { zh: '婴儿配方奶粉' } }
  const en = page(unnamed, 'en')
  assert.match(en, /<h1><span lang="zh-CN">婴儿配方奶粉<\/span><\/h1>/)
  const own = page(FULL, 'en')
    .replace(/<a href="\?lang=zh"[^>]*>中文<\/a>/, '')
    .replace(/<style>[\s\S]*?<\/style>/, '')
  assert.doesNotMatch(own, /\p{Script=Han}/u)
})

test('names, lots and serials from a wire stay text', () => {
  const evil = '"><script>steal()</script><p style="position:fixed'
  const name = { zh: evil, en: evil }
  const facts: PassportFacts = {
    ...WARNED,
    product: name,
    url: { gtin, lot: evil, serial: evil },
    recordedLot: `${evil}2`,
    dates: { produced: evil, bestBefore: evil, expires: evil },
    commissioned: { time: evil, offset: evil, place: name, eventID: evil },
    where: { state: 'at', place: name, time: evil, disposition: evil, bizStep: 'constructor' },
    gaps: [{ kind: 'constructor' }, { kind: evil }],
    steps: [
      {
        stage: '__proto__',
        kind: evil,
        name,
        lot: evil,
        place: name,
        time: evil,
        until: evil,
        offset: evil,
        certainty: 'certain',
      },
    ],
    tests: [{ what: name, on: name, at: evil, place: name, value: evil, unit: 'constructor' }],
  }
  for (const lang of LANGS) {
    const markup = page(facts, lang)
    assert.doesNotMatch(markup, /<script|<p style|function Object/)
    assertWellFormed(markup)
  }
})

test('every tag is closed in its order, every page has one main heading and its language', () => {
  for (const [name, lang, markup] of everyPage()) {
    assertWellFormed(markup, name)
    assert.match(markup, lang === 'zh' ? /<html lang="zh-CN">/ : /<html lang="en">/)
    assert.equal(markup.match(/<h1>/g)?.length, 1)
    assert.match(markup, /<meta charset="utf-8">/)
    assert.match(markup, /name="viewport" content="width=device-width/)
    assert.match(markup, /<title>[^<]+<\/title>/)
  }
})

test('the language can be changed by a link that stays on the page', () => {
  assert.match(page(FULL, 'zh'), /<a href="\?lang=en" lang="en" hreflang="en">English<\/a>/)
  assert.match(page(FULL, 'en'), /<a href="\?lang=zh" lang="zh-CN" hreflang="zh-CN">中文<\/a>/)
})

const VOID_TAGS = new Set(['meta', 'path', '!doctype'])

/** A plain reading of the page: tags nest, attributes are quoted, nothing stands raw. */
function assertWellFormed(markup: string, name = ''): void {
  const open: string[] = []
  const body = markup.replace(/<style>[\s\S]*?<\/style>/, '')
  for (const [tag, close, kind = ''] of body.matchAll(/<(\/?)([a-z!][a-z0-9]*)[^>]*>/gi)) {
    const lower = kind.toLowerCase()
    if (VOID_TAGS.has(lower)) continue
    if (close === '') {
      assert.match(tag, /^<[a-z0-9]+(?:\s[a-zA-Z-]+(?:="[^"<>]*"))*\s?\/?>$/, `${name}: ${tag}`)
      open.push(lower)
    } else assert.equal(open.pop(), lower, `${name}: ${tag}`)
  }
  assert.deepEqual(open, [], name)
  assert.doesNotMatch(body.replace(/<[a-z!/][^>]*>/gi, ''), /[<>]|&(?!#\d+;)/i, name)
}

function allWords(): readonly (readonly [string, Words])[] {
  const flat: [string, Words][] = []
  const take = (name: string, value: unknown): void => {
    if (value instanceof Map) for (const [key, each] of value) take(`${name}.${key}`, each)
    else if (typeof value !== 'object' || value === null) return
    else if ('zh' in value && 'en' in value) flat.push([name, value as Words])
    else for (const [key, each] of Object.entries(value)) take(`${name}.${key}`, each)
  }
  const tables = {
    PAGE,
    VERDICTS,
    WARNINGS,
    GAPS,
    OTHER_GAP,
    CUT_OFF,
    STATES,
    STATE_TEXT,
    REFUSALS,
    LINES,
    MEASURES,
  }
  take('', tables)
  assert.ok(flat.length > 120)
  return flat.map(([name, words]) => [name.slice(1), words])
}

test('this reading of pages sees what it should', () => {
  assert.throws(() => assertWellFormed('<p><b>x</p></b>'))
  assert.throws(() => assertWellFormed('<p>a < b</p>'))
  assert.doesNotThrow(() => assertWellFormed(markupOf(html`<p class="a">${'a < b'}</p>`)))
})
