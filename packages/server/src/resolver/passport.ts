import { BIZ_STEP, wordOf } from '@suyuan/core/cbv/vocabulary'
import { framed, panel, paragraph } from './frame.ts'
import { html, type Html } from './html.ts'
import { day, minute } from './moment.ts'
import { gapNotice, stateAlarm, verdict, warnings } from './notices.ts'
import type { PassportFacts } from './passport-facts.ts'
import { PAGE } from './phrases.ts'
import { testsList } from './tests-list.ts'
import { REFUSALS } from './verdicts.ts'
import { way } from './way.ts'
import { nameIn, say, type Lang } from './words.ts'

export type { PassportFacts } from './passport-facts.ts'

/**
 * The consumer's page of an item, a lot or a product: under 30 kB, no script, nothing fetched. What it says of the code
 * stands first; an item that was never made, or whose making was withdrawn, gets its warning and no way.
 */
export function passportPage(facts: PassportFacts, lang: Lang): Html {
  const { url, product } = facts
  const eyebrow =
    url.serial !== undefined
      ? PAGE.titleItem
      : url.lot !== undefined
        ? PAGE.titleLot
        : PAGE.titleProduct
  return framed({
    lang,
    eyebrow,
    heading: nameIn(product, lang) === undefined ? PAGE.noName : (product ?? PAGE.noName),
    body: [
      stateAlarm(facts, lang),
      verdict(facts, lang),
      ...warnings(facts, lang),
      codes(facts, lang),
      ...told(facts, lang),
    ],
  })
}

export type Refusal = keyof typeof REFUSALS

/** The page of a code that we cannot tell of: not known, not readable, or our own fault. */
export function refusalPage(refusal: Refusal, lang: Lang, code: string): Html {
  const { title, text } = REFUSALS[refusal]
  const shown =
    code === ''
      ? undefined
      : html`<p class="small">${say(PAGE.code, lang)} <span class="code">${code}</span></p>`
  return framed({
    lang,
    eyebrow: PAGE.noPage,
    heading: title,
    body: [
      panel(
        refusal === 'unknown' ? 'bad' : 'warn',
        undefined,
        html`${paragraph(say(text, lang))}${shown}`,
      ),
    ],
  })
}

function told(facts: PassportFacts, lang: Lang): readonly (Html | undefined)[] {
  const { url, seen, commissioned, voided } = facts
  if (url.serial === undefined && url.lot === undefined) {
    return [html`<section class="card">${paragraph(say(PAGE.scanPiece, lang))}</section>`]
  }
  const isTold = url.serial === undefined ? seen && !voided : commissioned !== undefined
  if (!isTold) return []
  return [
    whereabouts(facts, lang),
    way(facts, lang),
    gapNotice(facts, lang),
    testsList(facts, lang),
  ]
}

function codes({ url, recordedLot, dates }: PassportFacts, lang: Lang): Html {
  const rows: readonly (readonly [string, string | undefined, string])[] = [
    [say(PAGE.lot, lang), recordedLot ?? url.lot, 'code'],
    [say(PAGE.produced, lang), written(dates.produced, lang), ''],
    [say(PAGE.bestBefore, lang), written(dates.bestBefore, lang), ''],
    [say(PAGE.expires, lang), written(dates.expires, lang), ''],
    [say(PAGE.code, lang), url.gtin, 'code'],
    [say(PAGE.serial, lang), url.serial, 'code'],
  ]
  const shown = rows.flatMap(([term, value, look]) =>
    value === undefined ? [] : [html`<dt>${term}</dt><dd class="${look}">${value}</dd>`],
  )
  return html`<section class="card"><dl>${shown}</dl></section>
`
}

const written = (date: string | undefined, lang: Lang): string | undefined =>
  date === undefined ? undefined : day(date, lang)

function whereabouts({ where, commissioned }: PassportFacts, lang: Lang): Html | undefined {
  if (where === undefined) return undefined
  const place = nameIn(where.place, lang)?.text
  const isSold = wordOf(BIZ_STEP, where.bizStep ?? '') === 'retail_selling'
  const words =
    isSold && place !== undefined ? PAGE.soldAt : STATED[where.state][place === undefined ? 0 : 1]
  const time =
    where.time === undefined || where.state === 'unknown'
      ? undefined
      : html`<p><time datetime="${where.time}">${when(where.time, isSold)}</time></p>`
  return html`<section class="card"><h2>${say(PAGE.now, lang)}</h2><p>${say(words, lang, { place: place ?? '' })}</p>${time}</section>
`

  function when(at: string, isOver: boolean): string {
    const moment = minute(at, lang, commissioned?.offset)
    return isOver ? moment : say(PAGE.since, lang, { time: moment })
  }
}

/** By state: without the name of a place, and with it. */
const STATED = {
  at: [PAGE.atUnnamed, PAGE.at],
  'in-transit': [PAGE.transit, PAGE.transitFrom],
  unknown: [PAGE.unknownPlace, PAGE.unknownPlace],
} as const
