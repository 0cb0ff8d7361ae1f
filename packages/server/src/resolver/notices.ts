import { DISPOSITION, wordOf } from '@suyuan/core/cbv/vocabulary'
import { panel, paragraph } from './frame.ts'
import { html, type Html } from './html.ts'
import { day, minute } from './moment.ts'
import type { PassportFacts } from './passport-facts.ts'
import { PAGE } from './phrases.ts'
import { checksIn, verdictOf } from './tests-list.ts'
import { CUT_OFF, GAPS, OTHER_GAP, STATES, STATE_TEXT, VERDICTS, WARNINGS } from './verdicts.ts'
import { nameIn, say, type Lang, type Words } from './words.ts'

/** What the page says of the code before anything else. It never vouches for the piece in the reader's hand. */
export function verdict(facts: PassportFacts, lang: Lang): Html | undefined {
  if (facts.voided) return alarm(VERDICTS.voided, lang)
  if (facts.erased !== undefined && (facts.url.serial ?? facts.url.lot) !== undefined) {
    const { title, text } = VERDICTS.erased
    const time = day(facts.erased, lang)
    return panel('warn', say(title, lang), paragraph(say(text, lang, { time })))
  }
  if (facts.url.serial !== undefined) return itemVerdict(facts, lang)
  if (facts.url.lot === undefined) return undefined
  if (!facts.seen) return alarm(VERDICTS.lotNever, lang)
  return panel(
    'plain',
    say(VERDICTS.lotSeen.title, lang),
    paragraph(say(VERDICTS.lotSeen.text, lang)),
  )
}

function itemVerdict({ commissioned, scans }: PassportFacts, lang: Lang): Html {
  if (commissioned === undefined) return alarm(VERDICTS.never, lang)
  const { title, text, textAt } = VERDICTS.commissioned
  const time = minute(commissioned.time, lang, commissioned.offset)
  const place = nameIn(commissioned.place, lang)?.text
  const when = place === undefined ? say(text, lang, { time }) : say(textAt, lang, { time, place })
  const looked =
    scans === undefined || scans === 0 ? undefined : say(PAGE.scans, lang, { n: scans })
  const many = looked === undefined ? undefined : say(PAGE.scansMany, lang)
  return panel(
    'plain',
    say(title, lang),
    html`<p>${when}</p>${looked === undefined ? undefined : html`<p>${looked} ${many}</p>`}<p class="soft small">${say(PAGE.copies, lang)}</p>`,
  )
}

/** Everything else that should make the reader look twice: another lot, a failed test. */
export function warnings(facts: PassportFacts, lang: Lang): readonly (Html | undefined)[] {
  return [lotWarning(facts, lang), testWarning(facts, lang)]
}

/** A recall, a theft, a destruction: said before all else. */
export function stateAlarm({ where }: PassportFacts, lang: Lang): Html | undefined {
  const state = STATES.get(wordOf(DISPOSITION, where?.disposition ?? ''))
  return state === undefined ? undefined : alarm({ title: state, text: STATE_TEXT }, lang)
}

function lotWarning(
  { url, commissioned, recordedLot }: PassportFacts,
  lang: Lang,
): Html | undefined {
  if (url.lot === undefined || url.serial === undefined || commissioned === undefined) {
    return undefined
  }
  if (recordedLot === url.lot) return undefined
  const { title, text } = recordedLot === undefined ? WARNINGS.lotUnrecorded : WARNINGS.lotDiffers
  const said = say(text, lang, { url: url.lot, recorded: recordedLot ?? '' })
  return panel('warn', say(title, lang), paragraph(said))
}

function testWarning({ tests }: PassportFacts, lang: Lang): Html | undefined {
  const n = checksIn(tests).filter((check) => verdictOf(check) === 'non_conformant').length
  if (n === 0) return undefined
  const { title, text } = WARNINGS.testFailed
  return panel('warn', say(title, lang), paragraph(say(text, lang, { n })))
}

/** What the record of the way lacks: the page never lets a partial way pass for a whole one. */
export function gapNotice({ gaps, complete }: PassportFacts, lang: Lang): Html | undefined {
  if (gaps.length === 0 && complete) return undefined
  const counts = new Map<Words, number>()
  for (const { kind } of gaps) {
    const words = GAPS.get(kind) ?? OTHER_GAP
    counts.set(words, (counts.get(words) ?? 0) + 1)
  }
  if (gaps.length === 0) counts.set(CUT_OFF, 1)
  const items = [...counts].map(([words, n]) => html`<li>${say(words, lang, { n })}</li>`)
  const { title, text } = WARNINGS.gaps
  return panel('warn', say(title, lang), html`<p>${say(text, lang)}</p><ul>${items}</ul>`)
}

const alarm = (said: { readonly title: Words; readonly text: Words }, lang: Lang): Html =>
  panel('bad', say(said.title, lang), paragraph(say(said.text, lang)))
