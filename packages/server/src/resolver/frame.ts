import type { Name } from './ask.ts'
import { html, type Html } from './html.ts'
import { HILLS, icon } from './icons.ts'
import { PAGE } from './phrases.ts'
import { STYLE } from './style.ts'
import { nameIn, say, type Lang, type Words } from './words.ts'

/** The `lang` attribute of each language: our Chinese is written in simplified characters. */
export const LANG_TAG: Readonly<Record<Lang, string>> = { zh: 'zh-CN', en: 'en' }

export type Frame = {
  readonly lang: Lang
  /** Over the heading: what kind of page this is. */
  readonly eyebrow: Words
  readonly heading: Name
  readonly body: readonly (Html | undefined)[]
}

/** A whole page: one request, no script, nothing fetched from anywhere. */
export function framed({ lang, eyebrow, heading, body }: Frame): Html {
  const other = lang === 'zh' ? 'en' : 'zh'
  const title = nameIn(heading, lang)?.text ?? say(eyebrow, lang)
  return html`<!doctype html>
<html lang="${LANG_TAG[lang]}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width,initial-scale=1">
<meta name="format-detection" content="telephone=no">
<meta name="robots" content="noindex">
<title>${title} · ${say(PAGE.brand, lang)}</title>
${STYLE}
</head>
<body>
<header>
<div class="in">
<div class="top"><div><b>${say(PAGE.brand, lang)}</b><span>${say(PAGE.tagline, lang)}</span></div>
<nav aria-label="${say(PAGE.languages, lang)}"><a href="?lang=${other}" lang="${LANG_TAG[other]}" hreflang="${LANG_TAG[other]}">${say(PAGE.toOther, lang)}</a></nav></div>
<p class="eyebrow">${say(eyebrow, lang)}</p>
<h1>${named(heading, lang)}</h1>
</div>
${HILLS}
</header>
<main class="in">
${body}
</main>
<footer class="in">${say(PAGE.aboutText, lang)}</footer>
</body>
</html>
`
}

/** A name with its language marked where it is not that of the page. */
export function named(name: Name | undefined, lang: Lang): Html | undefined {
  const found = nameIn(name, lang)
  if (found === undefined) return undefined
  if (found.lang === lang) return html`${found.text}`
  return html`<span lang="${LANG_TAG[found.lang]}">${found.text}</span>`
}

/** A panel that says one thing; `bad` stops the reader, `warn` makes them look. */
export function panel(kind: 'plain' | 'warn' | 'bad', title: string | undefined, rest: Html): Html {
  const drawing = icon(kind === 'plain' ? 'record' : 'alert')
  return html`<section class="card said ${kind}">${drawing}<div>${title === undefined ? undefined : html`<h2>${title}</h2>`}${rest}</div></section>
`
}

export const paragraph = (text: string): Html => html`<p>${text}</p>`

/** Parts in one line with dots between them, each dot kept with what it follows; nothing for none. */
export function inRow(parts: readonly (Html | undefined)[]): Html | undefined {
  const there = parts.filter((part) => part !== undefined)
  const last = there.length - 1
  if (last < 0) return undefined
  return html`${there.map((part, i) => html`${part}${i < last ? '\u00a0· ' : ''}`)}`
}
