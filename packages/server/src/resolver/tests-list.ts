import { inRow, named } from './frame.ts'
import { html, type Html } from './html.ts'
import { UNITS } from './measures.ts'
import { day } from './moment.ts'
import type { PassportFacts, Test } from './passport-facts.ts'
import { PAGE } from './phrases.ts'
import { say, type Lang } from './words.ts'

/** Checks shown at once; the others open with a touch. */
const AT_ONCE = 4

/** The findings of one check, with the verdict it was given as a whole. */
type Check = readonly [Test, ...Test[]]

/** The checks, failures first: on what, when and where, the verdict as it was given, and what was found. */
export function testsList({ tests, testsRead }: PassportFacts, lang: Lang): Html {
  const worstFirst = checksIn(tests).toSorted((a, b) => badness(b) - badness(a))
  const rows = worstFirst.map((check) => row(check, lang))
  const note =
    testsRead === undefined
      ? say(PAGE.mainOnly, lang)
      : say(PAGE.mainTests, lang, { n: tests.length, all: testsRead })
  return html`<section class="card"><h2>${say(PAGE.tests, lang)}</h2>
${rows.length === 0 ? html`<p class="soft">${say(PAGE.noTests, lang)}</p>` : listed(rows, lang)}<p class="soft small">${note}</p></section>
`
}

/** Findings put together by the check they belong to; one that names none stands for itself. */
export function checksIn(tests: readonly Test[]): readonly Check[] {
  const checks = new Map<string, [Test, ...Test[]]>()
  tests.forEach((test, i) => {
    const key = test.check ?? `${i}`
    const found = checks.get(key)
    if (found === undefined) checks.set(key, [test])
    else found.push(test)
  })
  return [...checks.values()]
}

function listed(rows: readonly Html[], lang: Lang): Html {
  const first = rows.length <= AT_ONCE + 1 ? rows : rows.slice(0, AT_ONCE)
  const rest = rows.slice(first.length)
  const more =
    rest.length === 0
      ? undefined
      : html`<details><summary class="more">${say(PAGE.moreTests, lang, { n: rest.length })}</summary><ul class="tests">
${rest}</ul></details>`
  return html`<ul class="tests">
${first}</ul>${more}`
}

/** The verdict of a check is the worst that any of its findings was given. */
export function verdictOf(check: Check): Test['verdict'] {
  const given = new Set(check.map(({ verdict }) => verdict))
  if (given.has('non_conformant')) return 'non_conformant'
  return given.has('conformant') ? 'conformant' : undefined
}

const badness = (check: Check): number =>
  verdictOf(check) === 'non_conformant' ? 2 : check.some(({ alarm }) => alarm === true) ? 1 : 0

function row(check: Check, lang: Lang): Html {
  const [first] = check
  const time = html`<time datetime="${first.at}">${day(first.at, lang, first.offset)}</time>`
  const where = inRow([named(first.place, lang), time])
  const title = named(first.on, lang) ?? say(PAGE.onItself, lang)
  return html`<li><div class="head"><h3>${title}</h3>${verdictPill(verdictOf(check), lang)}</div><p class="soft small">${where}</p>${findings(check, lang)}</li>
`
}

/** What was found, each in a line; nothing where a verdict is all there is. */
function findings(check: Check, lang: Lang): Html | undefined {
  const lines = check.flatMap((test) => {
    const value = finding(test, lang)
    const odd = test.alarm === true
    if (value === undefined && !odd) return []
    const what = named(test.what, lang) ?? say(PAGE.unnamedTest, lang)
    const pill = odd ? html` <span class="pill odd">${say(PAGE.alarm, lang)}</span>` : undefined
    return [html`<dt>${what}</dt><dd>${value}${pill}</dd>`]
  })
  return lines.length === 0 ? undefined : html`<dl>${lines}</dl>`
}

function finding({ value, found, unit }: Test, lang: Lang): string | undefined {
  if (found !== undefined) return say(found ? PAGE.found : PAGE.notFound, lang)
  if (value === undefined) return undefined
  const shown = typeof value === 'number' ? written(value) : value
  return unit === undefined ? shown : `${shown} ${UNITS.get(unit) ?? unit}`
}

/** Whole numbers as they are, others to four digits, thousands set apart. */
function written(value: number): string {
  const shown = Number.isInteger(value) ? value : Number(value.toPrecision(4))
  return shown.toLocaleString('en', { maximumFractionDigits: 9 })
}

function verdictPill(verdict: Test['verdict'], lang: Lang): Html | undefined {
  if (verdict === undefined) return undefined
  return verdict === 'conformant'
    ? html`<span class="pill">${say(PAGE.passed, lang)}</span>`
    : html`<span class="pill no">${say(PAGE.failed, lang)}</span>`
}
