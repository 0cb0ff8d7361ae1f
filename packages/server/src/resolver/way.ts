import { inRow, named } from './frame.ts'
import { html, type Html } from './html.ts'
import { icon } from './icons.ts'
import { days } from './moment.ts'
import type { PassportFacts, Step } from './passport-facts.ts'
import { PAGE } from './phrases.ts'
import { lineOf } from './stages.ts'
import { nameIn, say, type Lang } from './words.ts'

/** The way as a line of stations, origin at the top. */
export function way({ steps }: PassportFacts, lang: Lang): Html {
  const stations = steps.map((step) => station(step, lang))
  const unsure = steps.some(({ certainty, possible }) => certainty === 'possible' || possible)
  return html`<section class="card"><h2>${say(PAGE.way, lang)}</h2>
${
  stations.length === 0
    ? html`<p class="soft">${say(PAGE.noWay, lang)}</p>`
    : html`<ol class="way">
${stations}</ol>`
}${unsure ? html`<p class="soft small">${say(PAGE.mixing, lang)}</p>` : undefined}</section>
`
}

function station(step: Step, lang: Lang): Html {
  const line = lineOf(step.stage)
  const look = step.certainty === 'possible' ? 'maybe' : line.key === 'can' ? 'own' : ''
  const rows = [what(step, lang), place(step, lang)]
  const lines = rows.flatMap((row) => (row === undefined ? [] : [html`<p>${row}</p>`]))
  return html`<li class="${look}">${icon(line.icon)}<div class="head"><h3>${say(line.title, lang)}</h3>${date(step, lang)}</div>${lines}</li>
`
}

/** Name, number and batch, as far as they are known; whether it is certain. */
function what(step: Step, lang: Lang): Html | undefined {
  const { count, lot, certainty, possible } = step
  return inRow([
    named(step.name, lang),
    count === undefined ? undefined : whole(say(lineOf(step.stage).many, lang, { n: count })),
    lot === undefined ? undefined : whole(say(PAGE.batch, lang, { lot })),
    certainty === 'possible' ? whole(say(PAGE.maybe, lang)) : undefined,
    possible === undefined ? undefined : html`${say(PAGE.ofThemMaybe, lang, { n: possible })}`,
  ])
}

const whole = (text: string): Html => html`<span class="nb">${text}</span>`

function place(step: Step, lang: Lang): Html | undefined {
  const found = nameIn(step.place, lang)
  if (found === undefined) return undefined
  if (step.amongPlaces !== true) return named(step.place, lang)
  return html`${say(PAGE.among, lang, { place: found.text })}`
}

function date({ time, until, offset }: Step, lang: Lang): Html | undefined {
  if (time === undefined) return undefined
  return html`<time datetime="${time}">${days(time, until ?? time, lang, offset)}</time>`
}
