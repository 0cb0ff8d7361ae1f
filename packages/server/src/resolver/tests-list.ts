import { inRow, named } from './frame.ts'
import { html, type Html } from './html.ts'
import { UNITS } from './measures.ts'
import { day } from './moment.ts'
import type { PassportFacts, Test } from './passport-facts.ts'
import { PAGE } from './phrases.ts'
import { say, type Lang } from './words.ts'

/** Rows shown at once; the others open with a touch. */
const AT_ONCE = 6

/** The tests, failures first, each with what, on what, the finding, the verdict as it was given, when and where. */
export function testsList({ tests, testsRead }: PassportFacts, lang: Lang): Html {
  const worstFirst = tests.toSorted((a, b) => badness(b) - badness(a))
  const rows = worstFirst.map((test) => row(test, lang))
  const note =
    testsRead === undefined
      ? say(PAGE.mainOnly, lang)
      : say(PAGE.mainTests, lang, { n: tests.length, all: testsRead })
  return html`<section class="card"><h2>${say(PAGE.tests, lang)}</h2>
${rows.length === 0 ? html`<p class="soft">${say(PAGE.noTests, lang)}</p>` : listed(rows, lang)}<p class="soft small">${note}</p></section>
`
}

function listed(rows: readonly Html[], lang: Lang): Html {
  const few = rows.length <= AT_ONCE + 2
  const first = few ? rows : rows.slice(0, AT_ONCE)
  const rest = rows.slice(first.length)
  const more =
    rest.length === 0
      ? undefined
      : html`<details><summary class="more">${say(PAGE.moreTests, lang, { n: rest.length })}</summary><ul class="tests">
${rest}</ul></details>`
  return html`<ul class="tests">
${first}</ul>${more}`
}

const badness = ({ verdict, alarm }: Test): number =>
  verdict === 'non_conformant' ? 2 : alarm === true ? 1 : 0

function row(test: Test, lang: Lang): Html {
  const what = named(test.what, lang) ?? unnamed(test, lang)
  const time = html`<time datetime="${test.at}">${day(test.at, lang, test.offset)}</time>`
  const where = inRow([named(test.on, lang), named(test.place, lang), time])
  return html`<li><div>${what}</div><b>${finding(test, lang)} ${pill(test, lang)}</b><div class="soft small">${where}</div></li>
`
}

const unnamed = ({ value, found }: Test, lang: Lang): string =>
  say(value === undefined && found === undefined ? PAGE.inspection : PAGE.unnamedTest, lang)

function finding({ value, found, unit }: Test, lang: Lang): string | undefined {
  if (found !== undefined) return say(found ? PAGE.found : PAGE.notFound, lang)
  if (value === undefined) return undefined
  const shown = typeof value === 'number' ? String(Number(value.toPrecision(6))) : value
  return unit === undefined ? shown : `${shown} ${UNITS.get(unit) ?? unit}`
}

function pill({ verdict, alarm }: Test, lang: Lang): Html | undefined {
  if (verdict === 'non_conformant')
    return html`<span class="pill no">${say(PAGE.failed, lang)}</span>`
  if (alarm === true) return html`<span class="pill odd">${say(PAGE.alarm, lang)}</span>`
  if (verdict === 'conformant') return html`<span class="pill">${say(PAGE.passed, lang)}</span>`
  return undefined
}
