declare const made: unique symbol

/** Markup that is safe to send as it stands. Only {@link html} makes it: data from a wire can never pass for it. */
export type Html = { readonly [made]: 'Html' }

/** What a hole takes. An object that merely looks like markup is not among them. */
export type Hole = Html | string | number | undefined | readonly Hole[]

/** Kept beside the values, not in them, so that no JSON object can claim to be markup. */
const MARKUP = new WeakMap<object, string>()
const CHECKED = new WeakSet<TemplateStringsArray>()

/**
 * Markup with holes. Text and numbers are escaped, `Html` stands as it is, arrays are joined, `undefined` is nothing.
 * A hole may stand in text or in a double-quoted attribute value; anywhere else (a tag or attribute name, an unquoted
 * value, a comment, script or style) is a mistake in our own code and throws on the first use.
 */
export function html(strings: TemplateStringsArray, ...holes: readonly Hole[]): Html {
  if (!CHECKED.has(strings)) checkHoles(strings)
  let markup = strings[0] ?? ''
  holes.forEach((hole, i) => {
    markup += written(hole) + (strings[i + 1] ?? '')
  })
  const page = Object.freeze({})
  MARKUP.set(page, markup)
  return page as Html
}

/** The text to send of a piece of markup. */
export function markupOf(page: Html): string {
  const markup = MARKUP.get(page)
  if (markup === undefined) throw new TypeError('This is not markup made by the html template')
  return markup
}

function written(hole: Hole): string {
  if (hole === undefined) return ''
  if (typeof hole === 'string') return escaped(hole)
  if (typeof hole === 'number') return String(hole)
  if (isList(hole)) return hole.map(written).join('')
  return markupOf(hole)
}

const isList = (hole: Hole): hole is readonly Hole[] => Array.isArray(hole)

/** HTML forbids most control characters even as references; a name that carries them loses them. */
const escaped = (text: string): string =>
  text
    // oxlint-disable-next-line no-control-regex -- these are the characters to drop
    .replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f]/g, '')
    .replace(/[&<>"']/g, (c) => `&#${c.charCodeAt(0)};`)

type Place = 'text' | 'tag' | 'value' | 'raw'

/** Where the page stands after `text`, for a hole that follows it. */
const MOVES: Readonly<Record<Place, readonly (readonly [RegExp, Place])[]>> = {
  text: [
    [/^<(?:script|style|!--)/i, 'raw'],
    [/^<[a-z/!]/i, 'tag'],
  ],
  tag: [
    [/^="/, 'value'],
    [/^>/, 'text'],
  ],
  value: [[/^"/, 'tag']],
  raw: [[/^(?:<\/(?:script|style)>|-->)/i, 'text']],
}

function checkHoles(strings: TemplateStringsArray): void {
  let place: Place = 'text'
  strings.forEach((text, i) => {
    place = after(place, text)
    const isHole = i < strings.length - 1
    if (isHole && (place === 'tag' || place === 'raw' || /<[!/]?$/.test(text))) {
      throw new TypeError(`A hole may not stand here: …${text.slice(-30)}\${…}`)
    }
  })
  CHECKED.add(strings)
}

function after(start: Place, text: string): Place {
  let place = start
  let at = 0
  while (at < text.length) {
    const rest = text.slice(at)
    const move = MOVES[place].find(([sign]) => sign.test(rest))
    if (move === undefined) at += 1
    else {
      at += move[0].exec(rest)?.[0].length ?? 1
      place = move[1]
    }
  }
  return place
}
